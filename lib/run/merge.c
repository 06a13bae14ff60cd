/*
 * merge.c - see merge.h
 */
#include "run/merge.h"

#include <stdlib.h>
#include <string.h>

/* What was chosen, as facts: everything before the tallies but the rows. */
static size_t
next_chosen(const struct facts *s, size_t i)
{
	while (i < s->n && s->fact[i].item.n == 0 && fact_is(&s->fact[i], "rows"))
		i++;
	if (i < s->n && s->fact[i].key.n > 6 &&
	    memcmp(s->fact[i].key.p, "tally:", 6) == 0)
		return s->n;
	return i;
}

static bool
same_wish(const struct facts *a, const struct facts *b)
{
	size_t i = next_chosen(a, 0), k = next_chosen(b, 0);

	if (!str_equal(a->op, b->op))
		return false;
	for (; i < a->n && k < b->n; i = next_chosen(a, i + 1), k = next_chosen(b, k + 1))
		if (!str_equal(a->fact[i].item, b->fact[k].item) ||
		    !str_equal(a->fact[i].key, b->fact[k].key) ||
		    !str_equal(a->fact[i].value, b->fact[k].value))
			return false;
	return i == a->n && k == b->n;
}

/* Give the sums of `from` to `to`; they are not kept twice. */
static void
step_merge(struct step *to, struct step *from)
{
	const struct accumulator *a = to->op->accumulator;

	a->merge(to->acc, to->self, from->acc);
	a->free(from->acc, from->self);
	from->acc = NULL;
	to->rows += from->rows;
}

static bool
not_shards(const struct facts *a, const struct facts *b, struct err *e)
{
	return fact_fail(b, NULL, e,
	    "this partial does not belong to that of %s:%llu: they were fitted with "
	    "other options, columns or header",
	    a->file, (unsigned long long)a->line);
}

/*
 * Does each wish come from every file, so that no shard was forgotten?  An operator
 * learns once in a recipe of partials, since it knows one look; two wishes of one
 * operator are shards that do not fit.
 */
static bool
shards_agree(const struct state *st, const size_t *leader, struct err *e)
{
	size_t of_first = 0;

	for (size_t i = 0; i < st->n; i++)
		of_first += leader[i] == 0;
	for (size_t k = 0; k < st->n; k++) {
		size_t n = 0;

		if (leader[k] != k)
			continue;
		for (size_t i = 0; i < st->n; i++)
			n += leader[i] == k;
		if (n != of_first)
			return not_shards(&st->step[0], &st->step[k], e);
		for (size_t i = 0; i < k; i++)
			if (str_equal(st->step[i].op, st->step[k].op))
				return not_shards(&st->step[i], &st->step[k], e);
	}
	return true;
}

static bool
settle(struct recipe *r, size_t from, struct err *e)
{
	for (size_t i = from; i < r->n; i++) {
		struct step *s = &r->step[i];
		bool good;

		if (s->rows == 0 && s->op->apply != NULL &&
		    !s->op->accumulator->idle(s->self))
			return fail(
			    e, EXIT_DATA, "the partials of %s hold no rows", s->op->name);
		good = s->op->settle(s->self, s->acc, e);
		s->op->accumulator->free(s->acc, s->self);
		s->acc = NULL;
		if (!good)
			return false;
	}
	return true;
}

bool
merge_files(struct recipe *r, const char *const *path, size_t n, struct err *e)
{
	struct state st = { 0 };
	struct recipe all = { 0 };
	size_t from = r->n, *leader = NULL;
	bool good = true;

	for (size_t i = 0; good && i < n; i++)
		good = state_read(&st, path[i], e);
	good = good && recipe_load(&all, &st, true, e);
	if (good) {
		leader = mem_alloc(st.n, sizeof(*leader));
		for (size_t i = 0; i < st.n; i++)
			for (leader[i] = 0; !same_wish(&st.step[leader[i]], &st.step[i]);)
				leader[i]++;
		good = shards_agree(&st, leader, e);
	}
	for (size_t i = 0; good && i < all.n; i++)
		if (leader[i] < i)
			step_merge(&all.step[leader[i]], &all.step[i]);
	for (size_t i = 0; good && i < all.n; i++)
		if (leader[i] == i)
			recipe_move(r, &all.step[i]);
	free(leader);
	recipe_free(&all);
	state_free(&st);
	return good && settle(r, from, e);
}
