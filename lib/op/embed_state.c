/*
 * embed_state.c - what was chosen and learnt as facts, and sums on the way there
 *
 *	embed,pc,method,pca
 *	embed,pc,column,width            for each column
 *	embed,pc,mean,3.2                for each column
 *	embed,pc,total,4.57              the variance of all columns
 *	embed,pc1,variance,4.2           for each component ...
 *	embed,pc1,loading,0.36           ... and, for each column, its part in it
 *
 * A partial has the sums instead: tally:sum:I, and tally:product:I:J of columns I and J.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "op/embed.h"

/* ---- an embedding ---- */

static void
learnt_save(const struct embedding *g, struct state_out *out)
{
	for (size_t i = 0; i < g->n; i++)
		state_number(out, g->name, "mean", g->mean[i]);
	state_number(out, g->name, "total", g->total);
	for (size_t k = 0; k < g->k; k++) {
		state_number(out, g->names[k], "variance", g->variance[k]);
		for (size_t i = 0; i < g->n; i++)
			state_number(
			    out, g->names[k], "loading", g->loading[k * g->n + i]);
	}
}

void
embed_save(const void *self, struct state_out *out, bool settled)
{
	const struct embed *m = self;

	if (m->keep)
		state_count(out, STR(""), "keep", 1);
	for (size_t i = 0; i < m->n; i++) {
		const struct embedding *g = &m->of[i];

		state_text(out, g->name, "method", str_of(g->method->name));
		for (size_t k = 0; k < g->n; k++)
			state_text(out, g->name, "column", g->source[k]);
		if (settled)
			state_count(out, g->name, "components", g->k);
		else if (g->asked > 0)
			state_count(out, g->name, "components", g->asked);
		else
			state_number(out, g->name, "share", g->share);
		if (settled)
			learnt_save(g, out);
	}
}

static bool
mean_load(
    struct embedding *g, const struct facts *step, const struct fact *f, struct err *e)
{
	if (g->mean == NULL)
		g->mean = mem_alloc(g->n, sizeof(*g->mean));
	if (g->known >= g->n)
		return fact_fail(step, f, e, "more means than columns");
	return fact_number(step, f, &g->mean[g->known++], e);
}

/* Facts of a component come in the order of its number. */
static bool
component_load(
    struct embedding *g, const struct facts *step, const struct fact *f, struct err *e)
{
	size_t at = g->known - g->n; /* of all variances and loadings */
	size_t k = at / (g->n + 1), i = at % (g->n + 1);

	if (g->k == 0) {
		if (g->asked == 0 || g->asked > g->n || g->known != g->n)
			return fact_fail(step, f, e, "a component before its columns");
		embedding_components(g, g->asked);
	}
	if (k >= g->k || !str_equal(f->item, g->names[k]) ||
	    !fact_is(f, i == 0 ? "variance" : "loading"))
		return fact_fail(step, f, e, "not a fact of embed");
	g->known++;
	return fact_number(
	    step, f, i == 0 ? &g->variance[k] : &g->loading[k * g->n + i - 1], e);
}

static bool
embedding_load(
    struct embedding *g, const struct facts *step, const struct fact *f, struct err *e)
{
	if (fact_is(f, "column")) {
		if (g->known > 0 || g->n == COLUMNS_MOST)
			return fact_fail(step, f, e, "not a place for a column");
		embedding_source(g, f->value);
		return true;
	}
	if (fact_is(f, "components"))
		return g->k == 0 ? fact_count(step, f, &g->asked, e)
				 : fact_fail(step, f, e, "not a fact of embed");
	if (fact_is(f, "share"))
		return fact_number(step, f, &g->share, e);
	if (fact_is(f, "mean") && g->k == 0)
		return mean_load(g, step, f, e);
	if (fact_is(f, "total"))
		return fact_number(step, f, &g->total, e);
	return fact_fail(step, f, e, "not a fact of embed");
}

bool
embed_load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct embed *m = self;
	struct embedding *g;

	if (f->item.n == 0 && fact_is(f, "keep")) {
		m->keep = true;
		return str_equal(f->value, STR("1")) || fact_fail(step, f, e, "not 1");
	}
	if (fact_is(f, "method")) {
		g = embedding_add(m, f->item);
		g->method = method_load("embed", embed_methods, step, f, e);
		return g->method != NULL;
	}
	if (m->n == 0)
		return fact_fail(step, f, e, "not a fact of embed");
	g = &m->of[m->n - 1];
	return str_equal(f->item, g->name) ? embedding_load(g, step, f, e)
					   : component_load(g, step, f, e);
}

static bool
adds_up(const struct embedding *g, bool settled)
{
	if (g->method == NULL || g->n == 0 || g->asked > g->n)
		return false;
	if (!settled)
		return (g->asked > 0) != (g->share > 0 && g->share < 1) && g->known == 0;
	if (g->k == 0 || g->known != g->n + g->k * (g->n + 1) || !(g->total > 0))
		return false;
	for (size_t k = 0; k < g->k; k++)
		if (!(g->variance[k] > 0) ||
		    (k > 0 && g->variance[k] > g->variance[k - 1]))
			return false;
	return true;
}

bool
embed_loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	const struct embed *m = self;
	struct shown s;

	for (size_t i = 0; i < m->n; i++)
		if (!adds_up(&m->of[i], settled))
			return fact_fail(step, NULL, e,
			    "the facts of embedding \"%s\" do not add up",
			    shown(&s, m->of[i].name.p, m->of[i].name.n));
	return m->n > 0 || fact_fail(step, NULL, e, "embed without columns");
}

/* ---- the sums ---- */

static void *
begin(const void *self)
{
	const struct embed *m = self;
	struct comoment *c = mem_alloc(m->n, sizeof(*c));

	for (size_t i = 0; i < m->n; i++)
		comoment_start(&c[i], m->of[i].n);
	return c;
}

static bool
learn(void *acc, const void *self, struct batch *b, struct err *e)
{
	const struct embed *m = self;
	struct comoment *c = acc;

	for (size_t i = 0; i < m->n; i++) {
		const struct embedding *g = &m->of[i];
		const double **x = arena_alloc(&b->mem, g->n, sizeof(*x));

		for (size_t k = 0; k < g->n; k++) {
			size_t j;

			if (!batch_need(b, g->source[k], &j, e) ||
			    (x[k] = batch_numbers(b, j, e)) == NULL)
				return false;
		}
		comoment_add(&c[i], x, b->nrow);
	}
	return true;
}

static void
merge(void *acc, const void *self, void *other)
{
	const struct embed *m = self;
	struct comoment *c = acc, *o = other;

	for (size_t i = 0; i < m->n; i++)
		comoment_merge(&c[i], &o[i]);
}

static void
exact_put(const struct exact *x, struct str item, const char *key, struct state_out *out)
{
	char *text = exact_save(x);

	state_text(out, item, key, str_of(text));
	free(text);
}

static bool
save(void *acc, const void *self, struct state_out *out, struct err *e)
{
	const struct embed *m = self;
	const struct comoment *all = acc;
	char key[64];

	(void)e;
	for (size_t i = 0; i < m->n; i++) {
		const struct comoment *c = &all[i];
		struct str name = m->of[i].name;

		state_count(out, name, "tally:n", c->n);
		state_count(out, name, "tally:incomplete", c->incomplete);
		for (size_t j = 0; j < c->p; j++) {
			snprintf(key, sizeof(key), "tally:sum:%zu", j);
			exact_put(&c->sum[j], name, key, out);
			for (size_t k = 0; k <= j; k++) {
				snprintf(key, sizeof(key), "tally:product:%zu:%zu", j, k);
				exact_put(comoment_product(c, j, k), name, key, out);
			}
		}
	}
	return true;
}

/* Which sum a key speaks of, or NULL. */
static struct exact *
sum_find(const struct comoment *c, struct str key)
{
	static const struct str sum = { "tally:sum:", 10 },
				product = { "tally:product:", 14 };
	uint64_t i, j;
	bool single = key.n > sum.n && memcmp(key.p, sum.p, sum.n) == 0;

	if (!single && (key.n <= product.n || memcmp(key.p, product.p, product.n) != 0))
		return NULL;
	key.p += single ? sum.n : product.n;
	key.n -= single ? sum.n : product.n;
	if (!key_number(&key, &i) || i >= c->p)
		return NULL;
	if (single)
		return key.n == 0 ? &c->sum[i] : NULL;
	if (!key_number(&key, &j) || j > i || key.n > 0)
		return NULL;
	return comoment_product(c, i, j);
}

static bool
load(void *acc, const void *self, const struct facts *step, const struct fact *f,
    struct err *e)
{
	const struct embed *m = self;
	struct comoment *c = acc;
	struct exact *sum;
	size_t i = 0;

	while (i < m->n && !str_equal(m->of[i].name, f->item))
		i++;
	if (i == m->n)
		return fact_fail(step, f, e, "not a fact of a partial");
	if (fact_is(f, "tally:n"))
		return fact_count(step, f, &c[i].n, e);
	if (fact_is(f, "tally:incomplete"))
		return fact_count(step, f, &c[i].incomplete, e);
	sum = sum_find(&c[i], f->key);
	if (sum == NULL)
		return fact_fail(step, f, e, "not a fact of a partial");
	return exact_load(sum, f->value, e) || fact_fail(step, f, e, "not an exact sum");
}

/* Can the variances come from n numbers? */
static bool
loaded(void *acc, const void *self, const struct facts *step, struct err *e)
{
	const struct embed *m = self;
	const struct comoment *c = acc;
	struct shown s;

	for (size_t i = 0; i < m->n; i++)
		for (size_t j = 0; c[i].n > 1 && j < c[i].p; j++)
			if (!(comoment_covariance(&c[i], j, j) >= 0))
				return fact_fail(step, NULL, e,
				    "embedding \"%s\" has sums that its rows cannot have",
				    shown(&s, m->of[i].name.p, m->of[i].name.n));
	return true;
}

static void
free_all(void *acc, const void *self)
{
	const struct embed *m = self;
	struct comoment *c = acc;

	for (size_t i = 0; i < m->n; i++)
		comoment_free(&c[i]);
	free(c);
}

static bool
idle(const void *self)
{
	(void)self;
	return false;
}

const struct accumulator embed_accumulator = { begin, learn, merge, save, load, loaded,
	free_all, idle };
