/*
 * strata.c - ranks of rows by group, and the bound of those that are drawn
 */
#include "strata.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/hash.h"
#include "stat/quota.h"

uint64_t
rank_of(uint64_t hash)
{
	return hash == RANK_NEVER ? 1 : hash;
}

uint64_t
rank_weighted(uint64_t hash, double weight)
{
	/* Half a unit up: a draw of 0 has a logarithm, too. */
	double x = -elementary_log(draw_u(hash) + 0x1p-54) / weight;
	uint64_t bits;

	if (!(weight > 0))
		return RANK_NEVER;
	/* Positive doubles are in the order of their bits. */
	memcpy(&bits, &x, sizeof(bits));
	return bits == 0 ? 1 : bits;
}

void
strata_add(struct strata *s, struct str group, uint64_t rank)
{
	size_t i = dict_add(&s->name, group), n = s->name.n;
	struct stratum *g;

	if (i + 1 == n && s->room < n) {
		size_t had = s->room;

		s->of = mem_grow(s->of, &s->room, n, sizeof(*s->of));
		memset(s->of + had, 0, (s->room - had) * sizeof(*s->of));
	}
	g = &s->of[i];
	if (rank == RANK_NEVER)
		return;
	g->rank = mem_grow(g->rank, &g->room, g->n + 1, sizeof(*g->rank));
	g->rank[g->n++] = rank;
}

static int
rank_order(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Each rank once. */
static void
ranks_unite(struct stratum *g)
{
	size_t n = 0;

	if (g->n > 0)
		qsort(g->rank, g->n, sizeof(*g->rank), rank_order);
	for (size_t i = 0; i < g->n; i++)
		if (n == 0 || g->rank[i] != g->rank[n - 1])
			g->rank[n++] = g->rank[i];
	g->n = n;
}

void
strata_draw(struct strata *s, size_t count, double share, bool keys)
{
	for (size_t i = 0; i < s->name.n; i++) {
		struct stratum *g = &s->of[i];
		size_t wanted;

		if (keys)
			ranks_unite(g);
		wanted = count > 0 ? count : (size_t)floor(share * (double)g->n + 0.5);
		if (wanted >= g->n)
			g->bound = UINT64_MAX;
		else if (wanted > 0)
			g->bound = quota_bound(g->rank, g->n, wanted);
		free(g->rank);
		g->rank = NULL;
	}
}

bool
strata_has(const struct strata *s, struct str group, uint64_t rank)
{
	size_t i = dict_find(&s->name, group);

	/* Not of the first look: the file has changed since. */
	return i != DICT_NONE && rank != RANK_NEVER && rank <= s->of[i].bound;
}

void
strata_free(struct strata *s)
{
	for (size_t i = 0; i < s->name.n; i++)
		free(s->of[i].rank);
	free(s->of);
	dict_clear(&s->name);
}
