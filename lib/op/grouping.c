/*
 * grouping.c - see grouping.h
 */
#include "op/grouping.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "table/notes.h"
#include "table/select.h"

bool
grouping_start(struct grouping *g, const char *list, struct batch *header, struct err *e)
{
	struct selection s;

	if (list == NULL)
		return true;
	if (!select_columns(&s, str_of(list), header, NULL, e))
		return false;
	for (size_t i = 0; i < s.n; i++)
		list_add(&g->by, header->col[s.column[i]].name);
	select_free(&s);
	return true;
}

void
grouping_free(struct grouping *g)
{
	list_free(&g->by);
	dict_clear(&g->group);
}

bool
grouping_columns(const struct grouping *g, struct batch *b, size_t *column, struct err *e)
{
	for (size_t i = 0; i < g->by.n; i++)
		if (!batch_need(b, g->by.item[i].text, &column[i], e))
			return false;
	return true;
}

struct str
grouping_key(const struct grouping *g, const size_t *column, struct batch *b, size_t row)
{
	size_t room = 0, n = 0;
	char *text;

	if (g->by.n == 1)
		return batch_cell(b, column[0], row);
	for (size_t i = 0; i < g->by.n; i++)
		room += NUM_WIDTH + 1 + batch_cell(b, column[i], row).n;
	text = arena_alloc(&b->mem, room, 1);
	for (size_t i = 0; i < g->by.n; i++) {
		struct str cell = batch_cell(b, column[i], row);

		n += num_print_count(cell.n, text + n);
		text[n++] = ':';
		if (cell.n > 0)
			memcpy(text + n, cell.p, cell.n);
		n += cell.n;
	}
	return (struct str){ text, n };
}

bool
grouping_find(const struct grouping *g, struct batch *b, uint32_t **group, struct err *e)
{
	size_t *column = arena_alloc(&b->mem, g->by.n, sizeof(*column));
	uint64_t strange = 0;

	*group = NULL;
	if (g->by.n == 0)
		return true;
	if (!grouping_columns(g, b, column, e))
		return false;
	*group = arena_alloc(&b->mem, b->nrow, sizeof(**group));
	for (size_t r = 0; r < b->nrow; r++) {
		size_t i = dict_find(&g->group, grouping_key(g, column, b, r));

		strange += i == DICT_NONE;
		(*group)[r] = i == DICT_NONE ? GROUP_NONE : (uint32_t)i;
	}
	notes_add(b->notes, g->by.item[0].text,
	    "rows are of a group not seen in fitting (treated by the facts of all rows)",
	    strange);
	return true;
}

struct placed {
	struct str key;
	size_t i;
};

static int
placed_order(const void *a, const void *b)
{
	return str_order(
	    ((const struct placed *)a)->key, ((const struct placed *)b)->key);
}

size_t *
grouping_order(const struct dict *keys)
{
	struct placed *p = mem_alloc(keys->n, sizeof(*p));
	size_t *order = mem_alloc(keys->n, sizeof(*order));

	for (size_t i = 0; i < keys->n; i++)
		p[i] = (struct placed){ dict_key(keys, i), i };
	if (keys->n > 0)
		qsort(p, keys->n, sizeof(*p), placed_order);
	for (size_t i = 0; i < keys->n; i++)
		order[i] = p[i].i;
	free(p);
	return order;
}

void
grouping_save(const struct grouping *g, struct state_out *out)
{
	for (size_t i = 0; i < g->by.n; i++)
		state_text(out, STR(""), "by", g->by.item[i].text);
}

bool
grouping_load(struct grouping *g, const struct fact *f)
{
	if (f->item.n > 0 || !fact_is(f, "by"))
		return false;
	list_add(&g->by, f->value);
	return true;
}

bool
grouping_too_many(const struct grouping *g, struct err *e)
{
	struct shown s;

	return fail(e, EXIT_DATA,
	    "column \"%s\": more than %d groups, and all must fit into memory (use -g "
	    "with "
	    "columns of fewer values)",
	    shown(&s, g->by.item[0].text.p, g->by.item[0].text.n), GROUPS_MOST);
}

bool
grouping_take(struct grouping *g, const struct dict *keys, struct err *e)
{
	size_t *order;

	if (keys->n > GROUPS_MOST)
		return grouping_too_many(g, e);
	order = grouping_order(keys);
	for (size_t i = 0; i < keys->n; i++)
		dict_add(&g->group, dict_key(keys, order[i]));
	free(order);
	return true;
}
