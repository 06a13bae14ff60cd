/*
 * groups.c - see groups.h
 */
#include "groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

size_t
groups_width(const struct groups *g)
{
	return g->block > 0 ? 1 : g->by->n;
}

/* The number of the first row of the stretch, counted from 1. */
static struct str
stretch_of(const struct groups *g, struct batch *b, size_t row)
{
	char *text = arena_alloc(&b->mem, NUM_WIDTH, 1);
	uint64_t at = b->first + row;

	return (struct str){ text, num_print_count(at - at % g->block + 1, text) };
}

/* A row's values, each behind its length, so that no two combinations look alike. */
static struct str
key_of(struct groups *g, struct batch *b, size_t row, struct str *value)
{
	size_t n = 0;
	char *key;

	if (g->block > 0)
		value[0] = stretch_of(g, b, row);
	for (size_t i = 0; i < g->by->n; i++) {
		size_t j = g->by->column[i];

		value[i] = batch_is_missing(b, j, row) ? STR("") : batch_cell(b, j, row);
	}
	for (size_t i = 0; i < groups_width(g); i++)
		n += sizeof(size_t) + value[i].n;
	key = arena_alloc(&b->mem, n, 1);
	struct str s = { key, n };
	for (size_t i = 0; i < groups_width(g); i++) {
		memcpy(key, &value[i].n, sizeof(size_t));
		key += sizeof(size_t);
		if (value[i].n > 0)
			memcpy(key, value[i].p, value[i].n);
		key += value[i].n;
	}
	return s;
}

static bool
group_add(struct groups *g, const struct batch *b, size_t row, const struct str *value,
    struct err *e)
{
	size_t width = groups_width(g);

	if (g->n == GROUPS_MOST && g->block > 0)
		return fail_at(e, row,
		    "more than %d blocks, and all must fit into memory (use --by-block "
		    "with more rows)",
		    GROUPS_MOST);
	if (g->n == GROUPS_MOST)
		return batch_fail(b, g->by->column[0], row, e,
		    "more than %d groups, and all must fit into memory (use -g with "
		    "columns of fewer values)",
		    GROUPS_MOST);
	g->value =
	    mem_grow(g->value, &g->value_room, (g->n + 1) * width, sizeof(*g->value));
	for (size_t i = 0; i < width; i++)
		g->value[g->n * width + i] = arena_keep(&g->mem, value[i]);
	g->at = mem_grow(g->at, &g->at_room, g->n - g->known + 1, sizeof(*g->at));
	g->at[g->n - g->known] = row;
	g->n++;
	return true;
}

/* Which group each row belongs to. */
static bool
rows_group(struct groups *g, struct batch *b, struct err *e)
{
	struct str *value = mem_alloc(groups_width(g) + 1, sizeof(*value));
	bool good = true;

	g->group = mem_grow(g->group, &g->group_room, b->nrow, sizeof(*g->group));
	g->known = g->n;
	for (size_t r = 0; r < b->nrow && good; r++) {
		g->group[r] = dict_add(&g->keys, key_of(g, b, r, value));
		if (g->group[r] == g->n)
			good = group_add(g, b, r, value, e);
	}
	free(value);
	return good;
}

bool
groups_sort(struct groups *g, struct batch *b, struct err *e)
{
	if (!rows_group(g, b, e))
		return false;
	g->start = mem_grow(g->start, &g->start_room, g->n + 2, sizeof(*g->start));
	g->rows = mem_grow(g->rows, &g->rows_room, b->nrow, sizeof(*g->rows));
	memset(g->start, 0, (g->n + 2) * sizeof(*g->start));
	/* Counted two places ahead, the starts are right once the rows are placed. */
	for (size_t r = 0; r < b->nrow; r++)
		g->start[g->group[r] + 2]++;
	for (size_t i = 2; i < g->n + 2; i++)
		g->start[i] += g->start[i - 1];
	for (size_t r = 0; r < b->nrow; r++)
		g->rows[g->start[g->group[r] + 1]++] = r;
	return true;
}

struct arrivals *
groups_arrivals(const struct groups *g, struct batch *b)
{
	struct arrivals *a = arena_alloc(&b->mem, 1, sizeof(*a));
	size_t width = groups_width(g);

	a->n = g->n - g->known;
	a->key = arena_alloc(&b->mem, a->n, sizeof(*a->key));
	for (size_t i = 0; i < a->n; i++)
		a->key[i] = arena_keep(&b->mem, dict_key(&g->keys, g->known + i));
	/* Copies, as the thread goes on while these are waiting for their turn. */
	a->at = arena_alloc(&b->mem, a->n, sizeof(*a->at));
	struct str *value = arena_alloc(&b->mem, a->n * width, sizeof(*value));
	for (size_t i = 0; i < a->n; i++)
		a->at[i] = g->at[i];
	for (size_t i = 0; i < a->n * width; i++)
		value[i] = arena_keep(&b->mem, g->value[g->known * width + i]);
	a->value = value;
	return a;
}

bool
groups_admit(
    struct groups *g, const struct arrivals *a, const struct batch *b, struct err *e)
{
	g->known = g->n;
	for (size_t i = 0; i < a->n; i++)
		if (dict_add(&g->keys, a->key[i]) == g->n &&
		    !group_add(g, b, a->at[i], a->value + i * groups_width(g), e))
			return false;
	return true;
}

size_t
groups_find(const struct groups *g, const struct groups *other, size_t i)
{
	return dict_find(&g->keys, dict_key(&other->keys, i));
}

struct placed {
	const struct str *value;
	size_t nby, i;
};

static int
placed_order(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order = 0;

	for (size_t i = 0; i < x->nby && order == 0; i++)
		order = str_order(x->value[i], y->value[i]);
	return order;
}

size_t *
groups_order(const struct groups *g)
{
	struct placed *p = mem_alloc(g->n + 1, sizeof(*p));
	size_t *order = mem_alloc(g->n + 1, sizeof(*order));

	for (size_t i = 0; i < g->n; i++)
		p[i] = (struct placed){ g->value + i * g->by->n, g->by->n, i };
	if (g->block == 0)
		qsort(p, g->n, sizeof(*p), placed_order);
	for (size_t i = 0; i < g->n; i++)
		order[i] = p[i].i;
	free(p);
	return order;
}

void
groups_free(struct groups *g)
{
	dict_clear(&g->keys);
	arena_free(&g->mem);
	free(g->value);
	free(g->start);
	free(g->rows);
	free(g->group);
	free(g->at);
}
