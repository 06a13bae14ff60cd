/*
 * trainset_groups.c - see trainset_groups.h
 */
#include "run/trainset_groups.h"

#include <stdlib.h>

#include "base/date.h"

static const struct str *
cells_of(const char *column, struct batch *b, struct err *e)
{
	struct str *to;
	size_t j;

	if (!batch_need(b, str_of(column), &j, e))
		return NULL;
	to = arena_alloc(&b->mem, b->nrow, sizeof(*to));
	for (size_t r = 0; r < b->nrow; r++)
		to[r] = batch_cell(b, j, r);
	return to;
}

/* The value behind this one; a value that is not there has none. */
static struct str
value_after(const struct dict *values, struct str value)
{
	struct str next = { 0 }, least = { 0 };

	for (size_t i = 0; i < values->n; i++) {
		struct str v = dict_key(values, i);

		if (least.p == NULL || str_order(v, least) < 0)
			least = v;
		if (str_order(v, value) > 0 && (next.p == NULL || str_order(v, next) < 0))
			next = v;
	}
	return next.p != NULL ? next : least;
}

static bool
twins_make(const struct trainset *t, struct batch *b, struct err *e)
{
	const struct str *was = cells_of(t->twin, b, e);
	struct str *to;
	size_t j;

	if (was == NULL)
		return false;
	batch_need(b, str_of(t->twin), &j, e);
	to = batch_set_text(b, j);
	for (size_t r = 0; r < b->nrow; r++)
		to[r] = value_after(t->twin_of, was[r]);
	return true;
}

static bool
times_find(const char *column, struct batch *b, struct row_groups *g, struct err *e)
{
	double *seconds = arena_alloc(&b->mem, b->nrow, sizeof(*seconds));
	struct shown s;
	size_t j;

	if (!batch_need(b, str_of(column), &j, e) ||
	    (g->time = cells_of(column, b, e)) == NULL)
		return false;
	for (size_t r = 0; r < b->nrow; r++) {
		struct str cell = g->time[r];
		struct date d;

		if (batch_is_missing(b, j, r))
			return batch_fail(b, j, r, e, "the time is missing");
		if (date_parse(cell, (struct str){ 0 }, &d) != DATE_OK)
			return batch_fail(b, j, r, e,
			    "\"%s\" is no date such as 2026-11-27 or "
			    "2026-11-27T17:05:09Z",
			    shown(&s, cell.p, cell.n));
		seconds[r] = date_seconds(&d);
	}
	g->seconds = seconds;
	return true;
}

bool
groups_find(
    const struct trainset *t, struct batch *b, struct row_groups *g, struct err *e)
{
	*g = (struct row_groups){ 0 };
	if (t->twin_of != NULL)
		return twins_make(t, b, e);
	if (t->time != NULL && !times_find(t->time, b, g, e))
		return false;
	if (t->group != NULL && (g->group = cells_of(t->group, b, e)) == NULL)
		return false;
	return t->twin == NULL || (g->twin = cells_of(t->twin, b, e)) != NULL;
}

void
groups_take(struct trainset *t, const struct row_groups *g, size_t row)
{
	if (g->group != NULL) {
		t->group_of = mem_grow(
		    t->group_of, &t->group_room, t->rows + 1, sizeof(*t->group_of));
		t->group_of[t->rows] = (uint32_t)dict_add(&t->group_value, g->group[row]);
	}
	if (g->time != NULL &&
	    (t->newest.p == NULL || g->seconds[row] > t->newest_seconds)) {
		free((char *)t->newest.p);
		t->newest = mem_keep(g->time[row]);
		t->newest_seconds = g->seconds[row];
	}
	if (g->twin != NULL)
		dict_add(&t->twin_value, g->twin[row]);
}
