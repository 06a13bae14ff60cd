/*
 * embed.c - columns of numbers into fewer that say most of the same
 *
 * A row without one of the numbers has no components: they are missing.  Whether to
 * leave such rows out, or to impute first, is the user's choice.
 */
#include "op/embed.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stat/eigen.h"

static const struct opt options[] = {
	{ 0, "keep", OPT_FLAG, offsetof(struct embed, keep), NULL,
	    "keep the columns, too; components stand at the right", 0, false },
	{ 0 },
};

/* ---- choosing ---- */

struct embedding *
embedding_add(struct embed *m, struct str name)
{
	m->of = mem_grow(m->of, &m->room, m->n + 1, sizeof(*m->of));
	m->of[m->n] = (struct embedding){ .name = mem_keep(name) };
	return &m->of[m->n++];
}

void
embedding_source(struct embedding *g, struct str column)
{
	g->source = mem_grow(g->source, &g->room, g->n + 1, sizeof(*g->source));
	g->source[g->n++] = mem_keep(column);
}

void
embedding_components(struct embedding *g, size_t k)
{
	g->k = k;
	g->variance = mem_alloc(k, sizeof(*g->variance));
	g->loading = mem_alloc(k * g->n, sizeof(*g->loading));
	g->names = mem_alloc(k, sizeof(*g->names));
	for (size_t i = 0; i < k; i++) {
		char *p = mem_alloc(g->name.n + NUM_WIDTH, 1);

		if (g->name.n > 0)
			memcpy(p, g->name.p, g->name.n);
		g->names[i].p = p;
		g->names[i].n = g->name.n + num_print_count(i + 1, p + g->name.n);
	}
}

/* A whole number of components, or the share of the variance they are to have. */
static bool
amount_choose(struct embedding *g, struct str text, struct err *e)
{
	double x;
	struct shown s;
	bool number = num_parse(text.p, text.n, &x) == NUM_OK;

	if (number && x > 0 && x < 1) {
		g->share = x;
		return true;
	}
	if (!number || x < 1 || x != floor(x) || x > COLUMNS_MOST)
		return fail(e, EXIT_USAGE,
		    "--pca LIST:K wants a number of components, or a share of the "
		    "variance below 1, not \"%s\"",
		    shown(&s, text.p, text.n));
	if (x > (double)g->n)
		return fail(e, EXIT_USAGE,
		    "--pca: %g components of %zu columns (there are no more than "
		    "columns)",
		    x, g->n);
	g->asked = (uint64_t)x;
	return true;
}

static bool
choose(struct embed *m, const struct job *t, struct err *e)
{
	struct embedding *g;

	if (t->args.n < 1 || t->args.n > 2 || t->args.item[0].text.n == 0)
		return fail(
		    e, EXIT_USAGE, "--%s wants LIST:K or LIST:K:NAME", t->method->name);
	if (t->n > COLUMNS_MOST)
		return fail(e, EXIT_USAGE, "--%s takes no more than %d columns, not %zu",
		    t->method->name, COLUMNS_MOST, t->n);
	g = embedding_add(m, t->args.n == 2 ? t->args.item[1].text : STR("pc"));
	g->method = t->method;
	for (size_t i = 0; i < t->n; i++)
		embedding_source(g, t->column[i]);
	return amount_choose(g, t->args.item[0].text, e);
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct embed *m = self;

	for (size_t i = 0; i < st->n; i++)
		if (!choose(m, &st->job[i], e))
			return false;
	return true;
}

const struct method embed_methods[] = {
	{ "pca", "LIST:K[:NAME]", "K principal components, or those with a share K < 1",
	    true, NULL },
	{ 0 },
};

/* ---- settling ---- */

/* The covariances (n, n); their trace is the total variance. */
static double *
covariances(const struct embedding *g, const struct comoment *c, double *total)
{
	double *a = mem_alloc(g->n * g->n, sizeof(*a));

	*total = 0;
	for (size_t i = 0; i < g->n; i++) {
		for (size_t j = 0; j <= i; j++)
			a[i * g->n + j] = a[j * g->n + i] = comoment_covariance(c, i, j);
		*total += a[i * g->n + i];
	}
	return a;
}

/* How many values are more than what rounding leaves of 0. */
static size_t
rank_of(const double *value, size_t n)
{
	size_t k = 0;

	while (k < n && value[k] > value[0] * (double)n * DBL_EPSILON)
		k++;
	return k;
}

static bool
amount_settle(const struct embedding *g, const double *value, size_t *k, struct err *e)
{
	size_t rank = rank_of(value, g->n);
	double sum = 0;
	struct shown s;

	if (g->asked > rank)
		return fail(e, EXIT_DATA,
		    "--pca: of \"%s\" and %zu more columns only %zu components vary, and "
		    "%llu are asked for",
		    shown(&s, g->source[0].p, g->source[0].n), g->n - 1, rank,
		    (unsigned long long)g->asked);
	*k = g->asked;
	if (g->asked > 0)
		return true;
	while (*k < rank && sum < g->share * g->total)
		sum += value[(*k)++];
	return true;
}

static bool
embedding_settle(struct embedding *g, const struct comoment *c, struct err *e)
{
	double *vectors, *value;
	struct shown s;
	size_t k = 0;
	bool good;

	shown(&s, g->source[0].p, g->source[0].n);
	if (c->n < 2)
		return fail(e, EXIT_DATA,
		    "--pca: of \"%s\" and %zu more columns %llu rows have all values, "
		    "and "
		    "%llu have not (use csv-impute)",
		    s.s, g->n - 1, (unsigned long long)c->n,
		    (unsigned long long)c->incomplete);
	g->mean = mem_alloc(g->n, sizeof(*g->mean));
	for (size_t i = 0; i < g->n; i++)
		g->mean[i] = comoment_mean(c, i);
	vectors = covariances(g, c, &g->total);
	value = mem_alloc(g->n, sizeof(*value));
	if (!(g->total <= DBL_MAX))
		good = fail(e, EXIT_DATA,
		    "--pca: of \"%s\" and %zu more columns the variance is too large for "
		    "a "
		    "number (use csv-scale first)",
		    s.s, g->n - 1);
	else if (g->total == 0)
		good = fail(e, EXIT_DATA,
		    "--pca: \"%s\" and %zu more columns are constant", s.s, g->n - 1);
	else
		good = (eigen_symmetric(vectors, g->n, value) ||
			   fail(e, EXIT_DATA, "--pca: no convergence")) &&
		       amount_settle(g, value, &k, e);
	if (good) {
		embedding_components(g, k);
		memcpy(g->variance, value, k * sizeof(*value));
		memcpy(g->loading, vectors, k * g->n * sizeof(*vectors));
	}
	free(value);
	free(vectors);
	return good;
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct embed *m = self;
	const struct comoment *c = acc;

	for (size_t i = 0; i < m->n; i++) {
		struct shown s;

		if (!embedding_settle(&m->of[i], &c[i], e))
			return false;
		if (c[i].incomplete > 0)
			warn(
			    "%llu rows with a missing value, in \"%s\" or another of its "
			    "columns, are left out of learning",
			    (unsigned long long)c[i].incomplete,
			    shown(&s, m->of[i].source[0].p, m->of[i].source[0].n));
	}
	return true;
}

/* ---- applying ---- */

/* One component: the columns, less their means, along its direction. */
static bool
component_fill(const struct embedding *g, size_t k, const double *const *x,
    struct batch *b, size_t to, struct err *e)
{
	double *y = batch_set_numbers(b, to);
	const double *loading = g->loading + k * g->n;

	for (size_t r = 0; r < b->nrow; r++) {
		double sum = 0;

		for (size_t i = 0; i < g->n; i++)
			sum += loading[i] * (x[i][r] - g->mean[i]);
		y[r] = sum;
		if (fabs(sum) > DBL_MAX)
			return batch_fail(b, to, r, e,
			    "the result is too large for a number (use csv-scale on its "
			    "sources first)");
	}
	return true;
}

/* The sources go; `to` is where the first of them, and now the components, stand. */
static void
sources_drop(struct batch *b, const size_t *from, size_t n)
{
	bool *gone = arena_alloc(&b->mem, b->ncol, sizeof(*gone));
	size_t *kept = arena_alloc(&b->mem, b->ncol, sizeof(*kept)), nkept = 0;

	memset(gone, 0, b->ncol * sizeof(*gone));
	for (size_t i = 0; i < n; i++)
		gone[from[i]] = true;
	for (size_t j = 0; j < b->ncol; j++)
		if (!gone[j])
			kept[nkept++] = j;
	batch_keep(b, kept, nkept);
}

static bool
embedding_apply(
    const struct embed *m, const struct embedding *g, struct batch *b, struct err *e)
{
	size_t *from = arena_alloc(&b->mem, g->n, sizeof(*from)), to = b->ncol;
	const double **x = arena_alloc(&b->mem, g->n, sizeof(*x));

	for (size_t i = 0; i < g->n; i++)
		if (!batch_need(b, g->source[i], &from[i], e) ||
		    (x[i] = batch_numbers(b, from[i], e)) == NULL)
			return false;
	for (size_t i = 0; i < g->n && !m->keep; i++)
		to = from[i] < to ? from[i] : to;
	if (!batch_replace(b, to, 0, g->names, g->k, e))
		return false;
	for (size_t k = 0; k < g->k; k++)
		if (!component_fill(g, k, x, b, to + k, e))
			return false;
	if (m->keep)
		return true;
	for (size_t i = 0; i < g->n; i++)
		from[i] += g->k;
	sources_drop(b, from, g->n);
	return true;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct embed *m = self;

	for (size_t i = 0; i < m->n; i++)
		if (!embedding_apply(m, &m->of[i], b, e))
			return false;
	return true;
}

static void
free_embed(void *self)
{
	struct embed *m = self;

	for (size_t i = 0; i < m->n; i++) {
		struct embedding *g = &m->of[i];

		for (size_t k = 0; k < g->n; k++)
			free((char *)g->source[k].p);
		for (size_t k = 0; k < g->k; k++)
			free((char *)g->names[k].p);
		free((char *)g->name.p);
		free(g->source);
		free(g->names);
		free(g->mean);
		free(g->variance);
		free(g->loading);
	}
	free(m->of);
}

const struct op op_embed = {
	.name = "embed",
	.brief = "columns of numbers into fewer: principal components",
	.methods = embed_methods,
	.options = options,
	.size = sizeof(struct embed),
	.accumulator = &embed_accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.save = embed_save,
	.load = embed_load,
	.loaded = embed_loaded,
	.free = free_embed,
};
