/*
 * op.h - a map: something that rewrites batches, and may first learn from them
 *
 * An operator is one const struct op in one file, and one row in op.c.  From that
 * row come the tool's options and help, the words a state may use, and the laws
 * every operator is tested against:
 *
 *   - rows in = rows out, in order; a column not named is not touched;
 *   - how the input was cut into batches, and in which order the rows came, does
 *     not show in what is learnt, not in the last bit;
 *   - load(save(x)) applies exactly as x did;
 *   - apply() gives a row the same answer whatever rows surround it.
 *
 * The private struct starts zeroed and holds, in this order, what the user chose
 * (options point here) and what was learnt.  save() writes exactly this.  Scratch
 * belongs to the caller: the batch's arena.  apply() is const, so threads share one.
 *
 * Who calls what: lib/run alone.  start, then an accumulator fed with every row
 * (perhaps several, merged), parts, ripen, settle; or load for each fact and loaded; then
 * apply, at first with a batch without rows, which is where a missing column shows.
 *
 * An operator without apply() is a fold: what it learns is its result, and a tool of
 * its own prints it.  It is learnt, merged, saved and loaded as any other, but no
 * recipe that is applied can hold it.
 */
#ifndef OP_OP_H
#define OP_OP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/opt.h"
#include "io/state.h"
#include "table/batch.h"
#include "table/list.h"

/*
 * A way of working on columns, asked for as `--name LIST[:parameters]`.  A joint
 * method takes its columns together (a cross); others take them one by one, and a
 * second method on the same column is learnt on what the first one made of it, as is
 * one on a column that a joint method rewrote in place.
 */
enum together { ONE_BY_ONE, JOINT, JOINT_IN_PLACE };

struct method {
	const char *name;  /* "zscore": the option and the state's word */
	const char *args;  /* "LIST:LO:HI" */
	const char *brief; /* one line for help and page */
	enum together joint;
	const void *how; /* the operator's own row behind it */
};

/* One method on one column (or on several, if it is joint); what start() is given. */
struct job {
	const struct method *method; /* NULL where the operator has none */
	size_t n;
	struct str *column; /* (n) names, to be copied */
	struct list args;   /* the parameters behind the list */
};

struct start {
	size_t n;
	struct job *job; /* (n) */
	bool exclude;    /* the columns came from -x: all but these */
	const struct batch *header;
};

/* How an operator learns.  An accumulator is opaque to everybody else. */
struct accumulator {
	void *(*begin)(const void *self);
	bool (*learn)(void *acc, const void *self, struct batch *b, struct err *e);
	void (*merge)(void *acc, const void *self, void *other);
	bool (*save)(void *acc, const void *self, struct state_out *out, struct err *e);
	bool (*load)(void *acc, const void *self, const struct facts *step,
	    const struct fact *f, struct err *e);
	/* All facts are in: do they add up?  NULL: whatever they say, they do. */
	bool (*loaded)(
	    void *acc, const void *self, const struct facts *step, struct err *e);
	void (*free)(void *acc, const void *self);
	bool (*idle)(const void *self); /* by what was chosen, no row need be seen */
};

struct op {
	const char *name;             /* "scale": tool, state rows */
	const char *brief;            /* one line: help, page, overview */
	const struct method *methods; /* ends with a row without name; NULL: -c and -x */
	const struct opt *options;    /* fields of the private struct; NULL: none */
	size_t size;                  /* of the private struct */
	const void *defaults; /* what is chosen when nothing is said; NULL: zeroes */
	bool columns_needed;  /* no methods: -c or -x must be given */
	const struct accumulator *accumulator; /* NULL: there is nothing to learn */

	/* Take the columns and methods of one level. */
	bool (*start)(void *self, const struct start *s, struct err *e);

	/*
	 * The last row has been seen: sums become facts.  What takes time may be done
	 * before, in parts: parts() says how many there are, then any threads call
	 * ripen() once for each, then comes settle(), which tells of faults.  NULL:
	 * settle() does it all.
	 */
	size_t (*parts)(void *self, void *acc);
	void (*ripen)(void *self, void *acc, size_t part);
	bool (*settle)(void *self, void *acc, struct err *e);

	/* Rewrite b.  Called at least once, perhaps with no rows.  NULL: a fold. */
	bool (*apply)(const void *self, struct batch *b, struct err *e);

	/*
	 * Turn back what apply() did, as far as rounding lets it, in those of its columns
	 * that are there.  NULL: that cannot be done.
	 */
	bool (*undo)(const void *self, struct batch *b, struct err *e);

	/* Facts out; only what was chosen, if not yet settled.  Facts in, one by one. */
	void (*save)(const void *self, struct state_out *out, bool settled);
	bool (*load)(
	    void *self, const struct facts *step, const struct fact *f, struct err *e);

	/* All facts are in: do they add up?  settled: apply() will be wanted. */
	bool (*loaded)(void *self, const struct facts *step, bool settled, struct err *e);

	/*
	 * This column will not be there when the step is applied (a model's label): do
	 * without it.  NULL: the step cannot, or need not.
	 */
	void (*forget)(void *self, struct str column);

	void (*free)(void *self); /* what self owns, not self */
};

extern const struct op *const ops[];       /* ends with NULL */
const struct op *op_find(struct str name); /* NULL: no such operator */
/* The method a fact names, or NULL and e: "scale has no method ...". */
const struct method *method_load(const char *op, const struct method *table,
    const struct facts *step, const struct fact *f, struct err *e);
const struct method *method_find(
    const struct method *table, struct str name); /* or NULL */

#endif
