/*
 * groups.h - the rows of a batch by their group
 *
 * A group is one combination of values of the columns of --by, or with --by-block a
 * stretch of so many rows.  Groups are numbered
 * as they appear, and reported in the order of their values' bytes, so that the order
 * of rows does not show; stretches are reported one after the other.
 *
 * Each thread sorts its batches by groups of its own.  Those new in a batch are then
 * admitted, in the order of the input, to the groups of all: a thread gets its batches
 * in that order, so a group that is new to all is new to the thread as well.
 */
#ifndef DESCRIBE_GROUPS_H
#define DESCRIBE_GROUPS_H

#include "base/dict.h"
#include "table/batch.h"
#include "table/select.h"

enum { GROUPS_MOST = 10000 };

struct groups {
	const struct selection *by; /* the columns; n == 0: one group, all rows */
	size_t block;               /* > 0: stretches, and no columns */
	size_t n;                   /* groups so far */
	struct dict keys;
	struct str *value; /* (n, groups_width()) */
	size_t value_room;
	struct arena mem;

	/* The batch in hand: rows[start[g] .. start[g + 1]) are those of group g, and
	 * the groups from `known` on were new in it, each at this row. */
	size_t *start, *rows, start_room, rows_room;
	size_t *group; /* (nrow) */
	size_t group_room;
	size_t known, *at, at_room; /* (n - known) */
};

/* How many values a group is called by. */
size_t groups_width(const struct groups *g);

/* Sort the rows of a batch; fails on more than GROUPS_MOST groups. */
bool groups_sort(struct groups *g, struct batch *b, struct err *e);

/* Some groups of another thread's, with the rows of a batch at which they were new. */
struct arrivals {
	size_t n;
	struct str *key;         /* (n) */
	const struct str *value; /* (n, groups_width()) */
	size_t *at;              /* (n) */
};

/* Those that were new in the batch just sorted; they live as long as its rows. */
struct arrivals *groups_arrivals(const struct groups *g, struct batch *b);

/* Add what is new here, too; fails like groups_sort(). */
bool groups_admit(
    struct groups *g, const struct arrivals *a, const struct batch *b, struct err *e);

/* The number of the group called like group i of another. */
size_t groups_find(const struct groups *g, const struct groups *other, size_t i);

/* The groups in the order of the report; free() it. */
size_t *groups_order(const struct groups *g);

void groups_free(struct groups *g);

#endif
