/*
 * strata.c - the hashes of each group, in order
 */
#include "strata.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

void
strata_add(struct strata *s, struct str group, uint64_t hash)
{
	size_t i = dict_add(&s->name, group);
	struct stratum *g;

	if (s->room < s->name.n) {
		size_t had = s->room;

		s->of = mem_grow(s->of, &s->room, s->name.n, sizeof(*s->of));
		memset(s->of + had, 0, (s->room - had) * sizeof(*s->of));
	}
	g = &s->of[i];
	g->hash = mem_grow(g->hash, &g->room, g->n + 1, sizeof(*g->hash));
	g->hash[g->n++] = hash;
}

static int
hash_order(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void
strata_sort(struct strata *s)
{
	for (size_t i = 0; i < s->name.n; i++)
		qsort(s->of[i].hash, s->of[i].n, sizeof(uint64_t), hash_order);
}

double
strata_draw(const struct strata *s, struct str group, uint64_t hash)
{
	size_t i = dict_find(&s->name, group), low = 0, high;
	const struct stratum *g;

	/* Not of the first look: the file has changed since. */
	if (i == DICT_NONE)
		return draw_u(hash);
	g = &s->of[i];
	for (high = g->n; low < high;) {
		size_t middle = low + (high - low) / 2;

		if (g->hash[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	low = low < g->n ? low : g->n - 1;
	return ((double)low + 0.5) / (double)g->n;
}

void
strata_free(struct strata *s)
{
	for (size_t i = 0; i < s->name.n; i++)
		free(s->of[i].hash);
	free(s->of);
	dict_clear(&s->name);
}
