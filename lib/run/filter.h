/*
 * filter.h - the one main() of all maps
 *
 *	csv-scale --zscore age x.csv               learn from x, transform x
 *	csv-scale --zscore age -f s.st x.csv       ... and keep what was learnt
 *	csv-scale --zscore age -n -f s.st x.csv    learn only: one look, O(state) memory
 *	csv-scale -a s.st y.csv                    apply: one look, O(block) memory
 *
 * An operator that learns needs two looks where it transforms what it learnt from:
 * a file is read twice, a pipe is kept in a temporary file meanwhile.
 */
#ifndef RUN_FILTER_H
#define RUN_FILTER_H

#include "base/buffer.h"
#include "op/op.h"
#include "run/recipe.h"
#include "run/tool.h"

/* examples: two lines for --help, each "  command\n". */
int filter_main(const struct op *op, const char *examples, int argc, char **argv);

/* Load the states named into r, refusing what cannot be applied; ends on a fault. */
void recipe_read(struct recipe *r, const struct texts *paths, bool partial);

/* What becomes of a batch once the recipe was applied to it, the header's too. */
struct finish {
	void (*batch)(const void *self, struct batch *b); /* or NULL */
	/*
	 * NULL: as CSV.  Otherwise the lines of a batch in another form, each with a
	 * newline in front, and there is no header; rows before a fault are in them.
	 */
	bool (*format)(
	    const void *self, struct buffer *to, struct batch *b, struct err *e);
	const void *self;
};

/*
 * Apply r to all of `in` and write it, finished unless `finish` is NULL; what the
 * operators noticed is added to notes.  Returns how many rows there were.
 */
uint64_t recipe_stream(const struct recipe *r, struct reader *in, struct output *out,
    const struct finish *finish, struct notes *notes);

/* Write r as a state. */
void state_put(const struct recipe *r, struct output *o);

#endif
