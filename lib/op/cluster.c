/*
 * cluster.c - the nearest of k centres, by k-means
 *
 * The rows' numbers are kept while learning, as each step of k-means looks at all of
 * them. Starts are independent: each is a part of settling, and the best one is kept.
 */
#include "op/cluster.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

enum { STARTS = 10, SEED_DEFAULT = 1 };

static const struct cluster defaults = { .starts = STARTS, .seed = SEED_DEFAULT };

#define AT(field) offsetof(struct cluster, field)

static const struct opt options[] = {
	{ 0, "distance", OPT_FLAG, AT(distance), NULL,
	    "add a column NAME_distance, how far the centre is", 0, false },
	{ 0, "starts", OPT_COUNT, AT(starts), "N",
	    "keep the best of N starts (default 10)", 1, false },
	{ 's', "seed", OPT_SEED, AT(seed), "N", "other starts (default 1)", 0, false },
	{ 0 },
};

const struct method cluster_methods[] = {
	{ "kmeans", "LIST:K[:NAME]",
	    "the nearest of K centres, in a column cluster, or NAME", JOINT, NULL },
	{ 0 },
};

/* ---- choosing ---- */

struct clustering *
clustering_add(struct cluster *c, struct str name)
{
	c->of = mem_grow(c->of, &c->room, c->n + 1, sizeof(*c->of));
	c->of[c->n] = (struct clustering){ .name = mem_keep(name) };
	return &c->of[c->n++];
}

void
clustering_source(struct clustering *s, struct str column)
{
	s->source = mem_grow(s->source, &s->room, s->n + 1, sizeof(*s->source));
	s->source[s->n++] = mem_keep(column);
}

void
clustering_name_distance(struct clustering *s)
{
	static const char ending[] = "_distance";
	char *text = mem_alloc(s->name.n + sizeof(ending), 1);

	memcpy(text, s->name.p, s->name.n);
	memcpy(text + s->name.n, ending, sizeof(ending));
	s->far = (struct str){ text, s->name.n + sizeof(ending) - 1 };
}

void
clustering_centres(struct clustering *s)
{
	s->centre = mem_alloc(s->k * s->n, sizeof(*s->centre));
	s->rows = mem_alloc(s->k, sizeof(*s->rows));
	s->silhouette = mem_alloc(s->k + 1, sizeof(*s->silhouette));
}

static bool
choose(struct cluster *c, const struct job *t, struct err *e)
{
	struct clustering *s;
	double k;

	if (t->args.n < 1 || t->args.n > 2 ||
	    num_parse(t->args.item[0].text.p, t->args.item[0].text.n, &k) != NUM_OK ||
	    k != floor(k) || k < 1 || k > CLUSTERS_MOST)
		return fail(e, EXIT_USAGE,
		    "--kmeans LIST:K[:NAME] wants a whole number of clusters, 1 to %d",
		    CLUSTERS_MOST);
	if (t->n > CLUSTER_COLUMNS)
		return fail(e, EXIT_USAGE,
		    "--kmeans takes no more than %d columns, not %zu", CLUSTER_COLUMNS,
		    t->n);
	s = clustering_add(c, t->args.n == 2 ? t->args.item[1].text : STR("cluster"));
	s->method = t->method;
	s->k = (uint64_t)k;
	for (size_t i = 0; i < t->n; i++)
		clustering_source(s, t->column[i]);
	if (c->distance)
		clustering_name_distance(s);
	return true;
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct cluster *c = self;

	if (c->starts > STARTS_MOST)
		return fail(e, EXIT_USAGE, "--starts: more than %d", STARTS_MOST);
	for (size_t i = 0; i < st->n; i++)
		if (!choose(c, &st->job[i], e))
			return false;
	return true;
}

/* ---- learning ---- */

static void *
begin(const void *self)
{
	return mem_alloc(((const struct cluster *)self)->n, sizeof(struct gathered));
}

static const double **
columns_find(const struct clustering *s, struct batch *b, struct err *e)
{
	const double **x = arena_alloc(&b->mem, s->n, sizeof(*x));
	size_t j;

	for (size_t i = 0; i < s->n; i++)
		if (!batch_need(b, s->source[i], &j, e) ||
		    (x[i] = batch_numbers(b, j, e)) == NULL)
			return NULL;
	return x;
}

static bool
row_gather(const double *const *x, size_t p, size_t row, double *to)
{
	for (size_t i = 0; i < p; i++) {
		if (isnan(x[i][row]))
			return false;
		to[i] = x[i][row];
	}
	return true;
}

static bool
learn(void *acc, const void *self, struct batch *b, struct err *e)
{
	const struct cluster *c = self;
	struct gathered *g = acc;

	for (size_t i = 0; i < c->n; i++) {
		size_t p = c->of[i].n;
		const double **x = columns_find(&c->of[i], b, e);

		if (x == NULL)
			return false;
		g[i].x =
		    mem_grow(g[i].x, &g[i].room, (g[i].n + b->nrow) * p, sizeof(*g[i].x));
		for (size_t r = 0; r < b->nrow; r++)
			if (row_gather(x, p, r, g[i].x + g[i].n * p))
				g[i].n++;
			else
				g[i].incomplete++;
	}
	return true;
}

static void
merge(void *acc, const void *self, void *other)
{
	const struct cluster *c = self;
	struct gathered *g = acc, *o = other;

	for (size_t i = 0; i < c->n; i++) {
		size_t p = c->of[i].n;

		g[i].x =
		    mem_grow(g[i].x, &g[i].room, (g[i].n + o[i].n) * p, sizeof(*g[i].x));
		if (o[i].n > 0)
			memcpy(g[i].x + g[i].n * p, o[i].x, o[i].n * p * sizeof(*g[i].x));
		g[i].n += o[i].n;
		g[i].incomplete += o[i].incomplete;
	}
}

static void
free_gathered(void *acc, const void *self)
{
	const struct cluster *c = self;
	struct gathered *g = acc;

	for (size_t i = 0; i < c->n; i++)
		free(g[i].x);
	free(g);
}

static bool
idle(const void *self)
{
	(void)self;
	return false;
}

static const struct accumulator accumulator = { begin, learn, merge, cluster_partial_save,
	cluster_partial_load, cluster_partial_loaded, free_gathered, idle };

/* ---- settling ---- */

/* What a start has come to. */
struct attempt {
	double *centre, inertia;
	uint32_t *cluster;
};

static size_t
parts(void *self, void *acc)
{
	struct cluster *c = self;
	struct gathered *g = acc;

	c->points = mem_alloc(c->n, sizeof(*c->points));
	c->attempt = mem_alloc(c->n * c->starts, sizeof(*c->attempt));
	for (size_t i = 0; i < c->n; i++)
		points_make(&c->points[i], g[i].x, g[i].n, c->of[i].n);
	return c->n * c->starts;
}

static void
ripen(void *self, void *acc, size_t part)
{
	struct cluster *c = self;
	const struct clustering *s = &c->of[part / c->starts];
	const struct points *points = &c->points[part / c->starts];
	struct attempt *a = &c->attempt[part];

	(void)acc;
	if (points->n < s->k)
		return; /* settle() says so */
	a->centre = mem_alloc(s->k * s->n, sizeof(*a->centre));
	a->cluster = mem_alloc(points->n, sizeof(*a->cluster));
	a->inertia =
	    kmeans_run(points, s->k, c->seed, part % c->starts, a->centre, a->cluster);
}

/* A cluster while they are put in order. */
struct rank {
	size_t was;
	uint64_t rows;
	const double *centre;
	size_t p;
};

static int
rank_order(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;

	if (x->rows != y->rows)
		return x->rows > y->rows ? -1 : 1;
	for (size_t i = 0; i < x->p; i++)
		if (x->centre[i] != y->centre[i])
			return x->centre[i] < y->centre[i] ? -1 : 1;
	return 0;
}

/* The attempt's centres in the order of their numbers, and what is told of them. */
static void
clustering_take(struct clustering *s, const struct points *points, struct attempt *a)
{
	struct rank *rank = mem_alloc(s->k, sizeof(*rank));
	uint32_t *now = mem_alloc(s->k, sizeof(*now));

	clustering_centres(s);
	for (size_t c = 0; c < s->k; c++)
		rank[c] = (struct rank){ c, 0, a->centre + c * s->n, s->n };
	for (size_t i = 0; i < points->n; i++)
		rank[a->cluster[i]].rows += (uint64_t)points->weight[i];
	qsort(rank, s->k, sizeof(*rank), rank_order);
	for (size_t c = 0; c < s->k; c++) {
		now[rank[c].was] = (uint32_t)c;
		s->rows[c] = rank[c].rows;
		memcpy(s->centre + c * s->n, rank[c].centre, s->n * sizeof(*s->centre));
	}
	for (size_t i = 0; i < points->n; i++)
		a->cluster[i] = now[a->cluster[i]];
	s->inertia = a->inertia;
	s->exact = silhouettes(points, s->centre, a->cluster, s->k, s->silhouette);
	free(rank);
	free(now);
}

static bool
clustering_settle(struct cluster *c, size_t i, const struct gathered *g, struct err *e)
{
	struct clustering *s = &c->of[i];
	struct attempt *best = &c->attempt[i * c->starts];
	struct shown buf;

	shown(&buf, s->source[0].p, s->source[0].n);
	if (c->points[i].n < s->k)
		return fail(e, EXIT_DATA,
		    "--kmeans: \"%s\" and its other columns have %zu different rows "
		    "without a missing value, fewer than the %llu clusters asked for",
		    buf.s, c->points[i].n, (unsigned long long)s->k);
	for (size_t k = 1; k < c->starts; k++)
		if (c->attempt[i * c->starts + k].inertia < best->inertia)
			best = &c->attempt[i * c->starts + k];
	if (!(best->inertia <= DBL_MAX))
		return fail(e, EXIT_DATA,
		    "--kmeans: \"%s\" and its other columns have values whose squares "
		    "are too large (use csv-scale first)",
		    buf.s);
	clustering_take(s, &c->points[i], best);
	s->incomplete = g->incomplete;
	if (g->incomplete > 0)
		warn("%llu rows with a missing value, in \"%s\" or another of its "
		     "columns, are left out of learning",
		    (unsigned long long)g->incomplete, buf.s);
	return true;
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct cluster *c = self;
	const struct gathered *g = acc;
	bool good = true;

	for (size_t i = 0; i < c->n && good; i++)
		good = clustering_settle(c, i, &g[i], e);
	for (size_t i = 0; i < c->n; i++)
		points_free(&c->points[i]);
	for (size_t i = 0; i < c->n * c->starts; i++) {
		free(c->attempt[i].centre);
		free(c->attempt[i].cluster);
	}
	free(c->points);
	free(c->attempt);
	c->points = NULL;
	c->attempt = NULL;
	return good;
}

/* ---- applying ---- */

static bool
clustering_apply(const struct clustering *s, struct batch *b, struct err *e)
{
	const double **x = columns_find(s, b, e);
	struct str name[2] = { s->name, s->far };
	double *row = arena_alloc(&b->mem, s->n, sizeof(*row)), *to, *far = NULL, square;
	size_t first = b->ncol;

	if (x == NULL || !batch_replace(b, first, 0, name, 1 + (s->far.n > 0), e))
		return false;
	to = batch_set_numbers(b, first);
	if (s->far.n > 0)
		far = batch_set_numbers(b, first + 1);
	for (size_t r = 0; r < b->nrow; r++) {
		bool whole = row_gather(x, s->n, r, row);
		size_t c = 0;

		square = MISSING;
		if (whole)
			c = kmeans_nearest(s->centre, s->k, s->n, row, &square);
		if (whole && !(square <= DBL_MAX))
			return batch_fail(b, first, r, e,
			    "the row is too far from every centre for a number");
		to[r] = whole ? (double)c : MISSING;
		if (far != NULL)
			far[r] = sqrt(square);
	}
	return true;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct cluster *c = self;

	for (size_t i = 0; i < c->n; i++)
		if (!clustering_apply(&c->of[i], b, e))
			return false;
	return true;
}

static void
free_cluster(void *self)
{
	struct cluster *c = self;

	for (size_t i = 0; i < c->n; i++) {
		struct clustering *s = &c->of[i];

		for (size_t k = 0; k < s->n; k++)
			free((char *)s->source[k].p);
		free(s->source);
		free((char *)s->name.p);
		free((char *)s->far.p);
		free(s->centre);
		free(s->rows);
		free(s->silhouette);
	}
	free(c->of);
}

const struct op op_cluster = {
	.name = "cluster",
	.brief = "number rows by the nearest of some centres",
	.methods = cluster_methods,
	.options = options,
	.size = sizeof(struct cluster),
	.defaults = &defaults,
	.accumulator = &accumulator,
	.start = start,
	.parts = parts,
	.ripen = ripen,
	.settle = settle,
	.apply = apply,
	.save = cluster_save,
	.load = cluster_load,
	.loaded = cluster_loaded,
	.free = free_cluster,
};
