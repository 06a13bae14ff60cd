/*
 * groups.h - the rows of a batch by their group
 *
 * A group is one combination of values of the columns of --by.  Groups are numbered
 * as they appear, and reported in the order of their values' bytes, so that the order
 * of rows does not show.
 */
#ifndef DESCRIBE_GROUPS_H
#define DESCRIBE_GROUPS_H

#include "base/dict.h"
#include "table/batch.h"
#include "table/select.h"

enum { GROUPS_MOST = 10000 };

struct groups {
	struct selection by; /* the columns; n == 0: one group, all rows */
	size_t n;            /* groups so far */
	struct dict keys;
	struct str *value; /* (n, by.n) */
	size_t value_room;
	struct arena mem;

	/* The batch in hand: rows[start[g] .. start[g + 1]) are those of group g. */
	size_t *start, *rows, start_room, rows_room;
	size_t *group; /* (nrow) */
	size_t group_room;
};

/* Sort the rows of a batch; fails on more than GROUPS_MOST groups. */
bool groups_sort(struct groups *g, struct batch *b, struct err *e);

/* The groups in the order of the report; free() it. */
size_t *groups_order(const struct groups *g);

void groups_free(struct groups *g);

#endif
