/*
 * learn.h - from methods on the command line to settled steps
 *
 * Methods on the same column form levels: a z-score after a clip is learnt on
 * clipped values.  Each level is a step of its own, so a chain of levels is just a
 * recipe, and each level that learns takes one look at all rows, the levels below
 * it applied.  A list with @numeric or @text costs one look before all that.
 */
#ifndef RUN_LEARN_H
#define RUN_LEARN_H

#include <stdbool.h>

#include "base/opt.h"
#include "io/csv_reader.h"
#include "run/recipe.h"

struct wish { /* what the user asked one operator for */
	const struct op *op;
	const void *chosen;            /* op->size bytes: its own options */
	const struct uses *uses;       /* its methods */
	const char *columns, *exclude; /* -c, -x */
	const char *given;             /* all this as text */
	const struct missing *missing;
	bool partial; /* do not settle */
};

/* Is a method asked for, or are columns named? */
bool wish_names_columns(const struct wish *w);

/*
 * Append the settled steps to r (or unsettled ones, for a partial).  Reads `in` as
 * often as needed; *looked says whether it was read and must be rewound.  A fault in
 * the rows ends the process, as pipeline.h has it.
 */
bool learn_wish(struct recipe *r, const struct wish *w, struct reader *in, bool *looked,
    struct err *e);

/*
 * The whole of an operator's settling, in several threads where it has parts and what
 * was learnt from is not just a few rows.
 */
bool op_settle(const struct op *op, void *self, void *acc, uint64_t rows, struct err *e);

/* Will learning read the input more than once, or once before it is applied? */
bool wish_needs_looks(const struct wish *w);

/*
 * What every column holds, over all rows, once `below` was applied (NULL: as it was
 * read): one kind a column, free() it.  missing: the words that count.  Ends on a fault.
 */
enum kind *kinds_look(
    struct reader *in, const struct recipe *below, const struct missing *missing);

#endif
