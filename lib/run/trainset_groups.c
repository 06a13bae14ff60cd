/*
 * trainset_groups.c - see trainset_groups.h
 */
#include "run/trainset_groups.h"

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

bool
groups_find(
    const struct trainset *t, struct batch *b, struct row_groups *g, struct err *e)
{
	*g = (struct row_groups){ 0 };
	if (t->twin_of != NULL)
		return twins_make(t, b, e);
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
	if (g->twin != NULL)
		dict_add(&t->twin_value, g->twin[row]);
}
