/*
 * cluster_state.c - what was chosen and learnt as facts, and rows on the way there
 *
 *	cluster,,starts,10
 *	cluster,cluster,method,kmeans
 *	cluster,cluster,column,width     for each column
 *	cluster,cluster,clusters,3
 *	cluster,cluster,inertia,78.85
 *	cluster,cluster,silhouette,0.55  of all rows; or simplified_silhouette
 *	cluster,cluster,rows,62          for each cluster ...
 *	cluster,cluster,silhouette,0.42  ... unless it has none
 *	cluster,cluster,centre,5.9       for each column
 *
 * A partial has the rows instead: tally:COUNT for the cells of a row that came so often,
 * with blanks between, and tally:incomplete.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "op/cluster.h"

/* ---- saving ---- */

static const char *
silhouette_word(const struct clustering *s)
{
	return s->exact ? "silhouette" : "simplified_silhouette";
}

static void
learnt_save(const struct clustering *s, struct state_out *out)
{
	state_number(out, s->name, "inertia", s->inertia);
	if (!isnan(s->silhouette[s->k]))
		state_number(out, s->name, silhouette_word(s), s->silhouette[s->k]);
	for (size_t c = 0; c < s->k; c++) {
		state_count(out, s->name, "rows", s->rows[c]);
		if (!isnan(s->silhouette[s->k]))
			state_number(out, s->name, silhouette_word(s), s->silhouette[c]);
		for (size_t i = 0; i < s->n; i++)
			state_number(out, s->name, "centre", s->centre[c * s->n + i]);
	}
}

void
cluster_save(const void *self, struct state_out *out, bool settled)
{
	const struct cluster *c = self;

	state_count(out, STR(""), "starts", c->starts);
	state_count(out, STR(""), "seed", c->seed);
	if (c->distance)
		state_count(out, STR(""), "distance", 1);
	for (size_t i = 0; i < c->n; i++) {
		const struct clustering *s = &c->of[i];

		state_text(out, s->name, "method", str_of(s->method->name));
		for (size_t k = 0; k < s->n; k++)
			state_text(out, s->name, "column", s->source[k]);
		state_count(out, s->name, "clusters", s->k);
		if (settled)
			learnt_save(s, out);
	}
}

/* ---- loading ---- */

static bool
load_chosen(
    struct cluster *c, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (fact_is(f, "seed"))
		return fact_count(step, f, &c->seed, e);
	if (!fact_is(f, "starts") && !fact_is(f, "distance"))
		return fact_fail(step, f, e, "not a fact of cluster");
	if (!fact_count(step, f, &n, e))
		return false;
	if (fact_is(f, "distance")) {
		c->distance = n == 1;
		return n == 1 || fact_fail(step, f, e, "not 1");
	}
	c->starts = n;
	return (n >= 1 && n <= STARTS_MOST) ||
	       fact_fail(step, f, e, "not a number of starts");
}

/* The facts of a cluster: rows, perhaps a silhouette, and its centre. */
static bool
load_learnt(
    struct clustering *s, const struct facts *step, const struct fact *f, struct err *e)
{
	size_t c = s->known / s->n;
	double ignored;

	if (fact_is(f, "inertia"))
		return fact_number(step, f, &s->inertia, e);
	if (fact_is(f, "silhouette") || fact_is(f, "simplified_silhouette")) {
		s->exact = fact_is(f, "silhouette");
		/* The first is that of all; then they follow the rows. */
		if (s->rows[0] == 0)
			return fact_number(step, f, &s->silhouette[s->k], e);
		return c < s->k ? fact_number(step, f, &s->silhouette[c], e)
				: fact_number(step, f, &ignored, e);
	}
	if (c < s->k && fact_is(f, "rows") && s->known % s->n == 0)
		return fact_count(step, f, &s->rows[c], e) &&
		       (s->rows[c] > 0 || fact_fail(step, f, e, "a cluster of no row"));
	if (c < s->k && fact_is(f, "centre") && s->rows[c] > 0)
		return fact_number(step, f, &s->centre[s->known++], e);
	return fact_fail(step, f, e, "not a fact of cluster");
}

bool
cluster_load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct cluster *c = self;
	struct clustering *s;

	if (f->item.n == 0)
		return load_chosen(c, step, f, e);
	if (fact_is(f, "method")) {
		s = clustering_add(c, f->item);
		s->method = method_load("cluster", cluster_methods, step, f, e);
		if (c->distance)
			clustering_name_distance(s);
		return s->method != NULL;
	}
	s = c->n > 0 ? &c->of[c->n - 1] : NULL;
	if (s == NULL || !str_equal(s->name, f->item))
		return fact_fail(step, f, e, "a fact of a clustering before its method");
	if (fact_is(f, "column") && s->k == 0 && s->n < CLUSTER_COLUMNS) {
		clustering_source(s, f->value);
		return true;
	}
	if (fact_is(f, "clusters") && s->n > 0 && s->k == 0) {
		if (!fact_count(step, f, &s->k, e))
			return false;
		if (s->k < 1 || s->k > CLUSTERS_MOST)
			return fact_fail(step, f, e, "not a number of clusters");
		clustering_centres(s);
		for (size_t k = 0; k <= s->k; k++)
			s->silhouette[k] = NAN;
		return true;
	}
	if (s->k == 0)
		return fact_fail(step, f, e, "not a fact of cluster");
	return load_learnt(s, step, f, e);
}

bool
cluster_loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	struct cluster *c = self;
	struct shown buf;

	for (size_t i = 0; i < c->n; i++) {
		struct clustering *s = &c->of[i];

		if (s->k == 0 || s->known != (settled ? s->k * s->n : 0))
			return fact_fail(step, NULL, e,
			    "the facts of clustering \"%s\" do not add up",
			    shown(&buf, s->name.p, s->name.n));
		if (settled)
			continue;
		/* What was made room for will be learnt. */
		free(s->centre);
		free(s->rows);
		free(s->silhouette);
		s->centre = NULL;
		s->rows = NULL;
		s->silhouette = NULL;
	}
	return (c->n > 0 && c->starts > 0) ||
	       fact_fail(step, NULL, e, "cluster without a column or starts");
}

/* ---- partials ---- */

bool
cluster_partial_save(void *acc, const void *self, struct state_out *out, struct err *e)
{
	const struct cluster *c = self;
	struct gathered *g = acc;
	char key[64];

	(void)e;
	for (size_t i = 0; i < c->n; i++) {
		const struct clustering *s = &c->of[i];
		char *text = mem_alloc(s->n * NUM_WIDTH, 1);
		struct points points;

		state_count(out, s->name, "tally:incomplete", g[i].incomplete);
		points_make(&points, g[i].x, g[i].n, s->n);
		for (size_t r = 0; r < points.n; r++) {
			size_t n = 0;

			for (size_t k = 0; k < s->n; k++) {
				if (k > 0)
					text[n++] = ' ';
				n += num_print(points.x[r * s->n + k], text + n);
			}
			snprintf(key, sizeof(key), "tally:%.0f", points.weight[r]);
			state_text(out, s->name, key, (struct str){ text, n });
		}
		points_free(&points);
		free(text);
	}
	return true;
}

static bool
row_load(struct gathered *g, size_t p, uint64_t times, const struct facts *step,
    const struct fact *f, struct err *e)
{
	struct str rest = f->value;
	double *row;

	if (times == 0 || times > facts_rows(step) || g->n > facts_rows(step) - times)
		return fact_fail(step, f, e, "more rows than there were");
	g->x = mem_grow(g->x, &g->room, (g->n + times) * p, sizeof(*g->x));
	row = g->x + g->n * p;
	for (size_t i = 0; i < p; i++) {
		const char *end = memchr(rest.p, ' ', rest.n);
		size_t n = end != NULL ? (size_t)(end - rest.p) : rest.n;

		if ((i + 1 < p) != (end != NULL) ||
		    num_parse(rest.p, n, &row[i]) != NUM_OK)
			return fact_fail(step, f, e, "not a row of numbers");
		rest = (struct str){ rest.p + n + (end != NULL),
			rest.n - n - (end != NULL) };
	}
	for (uint64_t k = 1; k < times; k++)
		memcpy(row + k * p, row, p * sizeof(*row));
	g->n += (size_t)times;
	return true;
}

bool
cluster_partial_load(void *acc, const void *self, const struct facts *step,
    const struct fact *f, struct err *e)
{
	const struct cluster *c = self;
	struct gathered *g = acc;
	struct str part = { f->key.p + 6, f->key.n - 6 };
	uint64_t times;
	size_t i = 0;

	while (i < c->n && !str_equal(c->of[i].name, f->item))
		i++;
	if (i == c->n || f->key.n < 7)
		return fact_fail(step, f, e, "not a fact of a partial");
	if (fact_is(f, "tally:incomplete"))
		return fact_count(step, f, &g[i].incomplete, e);
	if (!key_number(&part, &times) || part.n > 0)
		return fact_fail(step, f, e, "not a fact of a partial");
	return row_load(&g[i], c->of[i].n, times, step, f, e);
}

bool
cluster_partial_loaded(
    void *acc, const void *self, const struct facts *step, struct err *e)
{
	const struct cluster *c = self;
	const struct gathered *g = acc;
	struct shown buf;

	for (size_t i = 0; i < c->n; i++)
		if (g[i].incomplete > facts_rows(step) ||
		    g[i].n != facts_rows(step) - g[i].incomplete)
			return fact_fail(step, NULL, e,
			    "clustering \"%s\" does not count each row once",
			    shown(&buf, c->of[i].name.p, c->of[i].name.n));
	return true;
}
