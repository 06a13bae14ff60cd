/*
 * merge.c - see merge.h
 */
#include "run/merge.h"

#include <stdlib.h>
#include <string.h>

#include "run/learn.h"

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

/* ---- the wishes met so far, each with the first partial of it ---- */

struct leader {
	struct facts chosen;
	size_t n; /* partials of it */
};

struct merging {
	struct recipe all; /* one step for each wish, and what came for it */
	size_t room;
	struct leader *leader; /* (all.n) */
	struct arena mem;
};

/* What was chosen, kept when the file it was read from is gone. */
static struct facts
chosen_keep(struct arena *mem, const struct facts *step)
{
	struct facts kept = { .op = arena_keep(mem, step->op), .line = step->line };
	size_t n = strlen(step->file) + 1;

	kept.file = arena_keep(mem, (struct str){ step->file, n }).p;
	for (size_t i = next_chosen(step, 0); i < step->n; i = next_chosen(step, i + 1)) {
		const struct fact *f = &step->fact[i];

		kept.fact =
		    mem_grow(kept.fact, &kept.room, kept.n + 1, sizeof(*kept.fact));
		kept.fact[kept.n++] = (struct fact){ arena_keep(mem, f->item),
			arena_keep(mem, f->key), arena_keep(mem, f->value), f->line };
	}
	return kept;
}

static void
step_take(struct merging *m, const struct facts *facts, struct step *s)
{
	size_t i = 0;

	while (i < m->all.n && !same_wish(&m->leader[i].chosen, facts))
		i++;
	if (i < m->all.n) {
		step_merge(&m->all.step[i], s);
		m->leader[i].n++;
		return;
	}
	m->leader = mem_grow(m->leader, &m->room, i + 1, sizeof(*m->leader));
	m->leader[i] = (struct leader){ chosen_keep(&m->mem, facts), 1 };
	recipe_move(&m->all, s);
}

/* Of all files only this one is in memory, and what they amount to. */
static bool
file_take(struct merging *m, const char *path, struct err *e)
{
	struct state st = { 0 };
	struct recipe r = { 0 };
	bool good = state_read(&st, path, e) && recipe_load(&r, &st, true, e);

	for (size_t i = 0; i < r.n && good; i++)
		step_take(m, &st.step[i], &r.step[i]);
	recipe_free(&r);
	state_free(&st);
	return good;
}

static void
merging_free(struct merging *m)
{
	for (size_t i = 0; i < m->all.n; i++)
		free(m->leader[i].chosen.fact);
	free(m->leader);
	recipe_free(&m->all);
	arena_free(&m->mem);
}

static bool
not_shards(const struct leader *a, const struct leader *b, struct err *e)
{
	return fact_fail(&b->chosen, NULL, e,
	    "this partial does not belong to that of %s:%llu: they were fitted with "
	    "other options, columns or header",
	    a->chosen.file, (unsigned long long)a->chosen.line);
}

/*
 * Does each wish come from every file, so that no shard was forgotten?  An operator
 * learns once in a recipe of partials, since it knows one look; two wishes of one
 * operator are shards that do not fit.
 */
static bool
shards_agree(const struct merging *m, struct err *e)
{
	const struct leader *w = m->leader;

	for (size_t k = 1; k < m->all.n; k++) {
		if (w[k].n != w[0].n)
			return not_shards(&w[0], &w[k], e);
		for (size_t i = 0; i < k; i++)
			if (str_equal(w[i].chosen.op, w[k].chosen.op))
				return not_shards(&w[i], &w[k], e);
	}
	return true;
}

/* ---- all of it ---- */

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
		good = op_settle(s->op, s->self, s->acc, s->rows, e);
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
	struct merging m = { 0 };
	size_t from = r->n;
	bool good = true;

	for (size_t i = 0; good && i < n; i++)
		good = file_take(&m, path[i], e);
	good = good && shards_agree(&m, e);
	for (size_t i = 0; good && i < m.all.n; i++)
		recipe_move(r, &m.all.step[i]);
	merging_free(&m);
	return good && settle(r, from, e);
}
