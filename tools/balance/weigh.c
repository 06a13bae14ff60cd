/*
 * weigh.c - totals of weights by class, group and pair, and the factors they give
 */
#include "weigh.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
totals_add(struct totals *t, struct str name, double weight)
{
	size_t i = dict_add(&t->name, name);

	if (t->room < t->name.n) {
		size_t had = t->room;

		t->of = mem_grow(t->of, &t->room, t->name.n, sizeof(*t->of));
		memset(t->of + had, 0, (t->room - had) * sizeof(*t->of));
	}
	exact_add(&t->of[i], weight);
}

/* NaN if there is no such name. */
static double
total_of(const struct totals *t, struct str name)
{
	size_t i = dict_find(&t->name, name);

	return i == DICT_NONE ? NAN : t->value[i];
}

/*
 * One text for both, no other pair has it: the class's length comes first.  What was
 * made is freed by the caller.
 */
static struct str
pair_name(struct str class, struct str group)
{
	char *p = mem_alloc(sizeof(class.n) + class.n + group.n, 1);

	memcpy(p, &class.n, sizeof(class.n));
	memcpy(p + sizeof(class.n), class.p, class.n);
	if (group.n > 0)
		memcpy(p + sizeof(class.n) + class.n, group.p, group.n);
	return (struct str){ p, sizeof(class.n) + class.n + group.n };
}

void
weigh_add(struct weigh *w, struct str class, struct str group, double weight)
{
	exact_add(&w->all, weight);
	totals_add(&w->class, class, weight);
	if (!w->grouped)
		return;
	struct str pair = pair_name(class, group);
	totals_add(&w->group, group, weight);
	totals_add(&w->pair, pair, weight);
	free((char *)pair.p);
}

static void
totals_settle(struct totals *t)
{
	t->value = mem_alloc(t->name.n, sizeof(*t->value));
	for (size_t i = 0; i < t->name.n; i++)
		t->value[i] = exact_value(&t->of[i]);
}

void
weigh_settle(struct weigh *w)
{
	totals_settle(&w->class);
	totals_settle(&w->group);
	totals_settle(&w->pair);
	w->total = exact_value(&w->all);
}

/* Where a total is 0 all its rows weigh 0, and do so with any factor. */
double
weigh_factor(const struct weigh *w, struct str class, struct str group)
{
	double all = w->total, of_class = total_of(&w->class, class), of_pair;
	struct str pair;

	if (!w->grouped)
		return of_class == 0 ? 1 : all / ((double)w->class.name.n * of_class);
	pair = pair_name(class, group);
	of_pair = total_of(&w->pair, pair);
	free((char *)pair.p);
	return of_pair == 0 ? 1 : total_of(&w->group, group) / all * (of_class / of_pair);
}

static void
totals_free(struct totals *t)
{
	dict_clear(&t->name);
	free(t->of);
	free(t->value);
}

void
weigh_free(struct weigh *w)
{
	totals_free(&w->class);
	totals_free(&w->group);
	totals_free(&w->pair);
}

void
weigh_check(const struct weigh *w)
{
	size_t all = w->class.name.n * w->group.name.n;

	if (w->grouped && w->pair.name.n < all)
		warn(
		    "%zu of %zu pairs of class and group have no row, so the label still "
		    "depends on the group",
		    all - w->pair.name.n, all);
}
