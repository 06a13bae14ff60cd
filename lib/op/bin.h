/*
 * bin.h - what the operator (bin.c) and its methods (bin_methods.c) share
 *
 * A column's buckets are given by their inner edges, in rising order: a value belongs
 * to bucket k when k edges are not above it.  So buckets are half open, [lo,hi); a
 * value that equals an edge falls right of it; equal values always share a bucket;
 * and the first bucket and the last are open-ended on new data.
 */
#ifndef OP_BIN_H
#define OP_BIN_H

#include "op/column.h"
#include "op/op.h"

enum { BUCKETS_LEAST = 2, BUCKETS_MOST = 65536 };

/* The buckets of one column: chosen, then learnt. */
struct binning {
	const struct method *method;
	struct str name; /* with --keep, of the column of buckets; owned */
	uint64_t asked;  /* how many buckets; 0 where the edges are given */

	double min, max; /* of the values learnt from */
	size_t n, room;
	double *edge;   /* (n) rising; owned */
	unsigned known; /* BIN_* of the facts that were loaded */
};

enum { BIN_ARGS = 1, BIN_MIN = 2, BIN_MAX = 4 };

/* What a method is: one of these behind its row in bin_methods[]. */
struct bin_rule {
	unsigned needs; /* of the column; 0: its edges are given, not learnt */
	bool bound;     /* what is asked for is how many there are at most */
	bool labelled;  /* learns from pairs with the label (op/column.h) */
	bool (*choose)(struct binning *b, const struct list *args, struct err *e);
	/* t has values; NULL: no needs */
	bool (*settle)(
	    struct binning *b, struct tally *t, struct str column, struct err *e);
};

extern const struct bin_rule bin_mdl; /* in a file of its own */

extern const struct method bin_methods[]; /* ends with a row without name */

/* [:MOST]: how many buckets at most. */
bool bin_choose_bound(struct binning *b, const struct list *args, struct err *e);

void binning_edge(struct binning *b, double x); /* at the end */

#endif
