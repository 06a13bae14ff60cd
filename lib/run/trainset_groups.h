/*
 * trainset_groups.h - columns of the raw table that say what a row is: of which group, of
 *	what time
 *
 * They are looked at before the preparation, which may take them away, and need not be
 * features.  group: of each row the number of its value.  twin: the values there are, and
 * in another reading each row with the next one in the order of their bytes in its place,
 * after the last the first.  time: the latest there is.
 *
 * Memory: 4 bytes a row for groups.
 */
#ifndef RUN_TRAINSET_GROUPS_H
#define RUN_TRAINSET_GROUPS_H

#include "run/trainset.h"

struct row_groups { /* of a batch; NULL: not asked for */
	const struct str *group, *twin, *time;
	const double *seconds; /* of time */
};

/* The cells of the columns, and another value in the place of twin's, if wanted. */
bool groups_find(
    const struct trainset *t, struct batch *b, struct row_groups *g, struct err *e);

/* Row `row` of the batch is the next of the set. */
void groups_take(struct trainset *t, const struct row_groups *g, size_t row);

#endif
