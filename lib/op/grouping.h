/*
 * grouping.h - learning by groups: rows with the same cells in some columns
 *
 * An operator that takes -g learns its facts of all rows, and besides of every group that
 * has values.  A row is treated by its group's facts; one of no group that was seen, or
 * of a group without values, by those of all rows, and such rows are counted.
 *
 * A group's key is the cell of its column; of several columns, each cell behind its
 * length and a colon.  Groups are numbered by the bytes of their keys.
 *
 * At most GROUPS_MOST groups: each has tallies of its own, some KB for each column.  What
 * was learnt by groups does not go into partials.
 */
#ifndef OP_GROUPING_H
#define OP_GROUPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"
#include "io/state.h"
#include "table/batch.h"
#include "table/list.h"

enum { GROUPS_MOST = 10000 };

#define GROUP_NONE UINT32_MAX

/* Zero-initialised: no groups. */
struct grouping {
	struct list by;    /* names of columns; n == 0: none */
	struct dict group; /* keys, by their bytes, once learnt or loaded */
};

/* From -g's text; NULL: no groups. */
bool grouping_start(
    struct grouping *g, const char *list, struct batch *header, struct err *e);
void grouping_free(struct grouping *g);

/* The key of a row; where the columns are: column[by.n]. */
bool grouping_columns(
    const struct grouping *g, struct batch *b, size_t *column, struct err *e);
struct str grouping_key(
    const struct grouping *g, const size_t *column, struct batch *b, size_t row);

/* The group of each row, or GROUP_NONE, which is noted; NULL without groups or on a
 * fault. */
bool grouping_find(
    const struct grouping *g, struct batch *b, uint32_t **group, struct err *e);

/* Fails: there are more than GROUPS_MOST. */
bool grouping_too_many(const struct grouping *g, struct err *e);

/* The groups of a table of keys, by their bytes, or too many. */
bool grouping_take(struct grouping *g, const struct dict *keys, struct err *e);

/* The keys of a table in the order of their bytes; the caller frees the array. */
size_t *grouping_order(const struct dict *keys);

/* ,,by,city for each column; false for another fact. */
void grouping_save(const struct grouping *g, struct state_out *out);
bool grouping_load(struct grouping *g, const struct fact *f);

#endif
