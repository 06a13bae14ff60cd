/*
 * ranking.c - lists of answers: --query
 *
 * Rows with the same query are a list, wherever they stand; the label is a grade, and the
 * score orders the list.  When all rows are read they become queries, each with what is
 * measured of it, in the order of their names; from there on a query is what a row is to
 * other tasks: it has a weight, is in a group, and is drawn for intervals.  A metric is
 * the mean over all queries that have something relevant; the others are counted.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "eval.h"
#include "stat/exact.h"
#include "stat/ranking.h"

struct query_facts {
	double weight;
	uint32_t group;
};

/* What is measured: once, or for each K. */
static const struct measure {
	const char *name;
	bool cut;
	double (*of)(const struct answer *a, size_t n, size_t k);
} measures[] = { { "ndcg", false, ranking_ndcg }, { "mrr", false, ranking_mrr },
	{ "map", false, ranking_map }, { "ndcg", true, ranking_ndcg },
	{ "precision", true, ranking_precision }, { "recall", true, ranking_recall },
	{ "hit_rate", true, ranking_hit } };

enum { MEASURES = sizeof(measures) / sizeof(measures[0]) };

/* The arrays of a query: how many rows it has, and then its measures. */
enum { ROWS_OF, FIRST_MEASURE };

/* ---- what is asked for ---- */

static void
cuts_parse(struct eval *ev)
{
	struct list l = { 0 };
	struct shown s;
	struct err e;
	double x;

	if (!list_parse(&l, str_of(ev->at != NULL ? ev->at : "10"), ',', &e))
		tool_usage("--at: %s", e.msg);
	for (size_t i = 0; i < l.n; i++) {
		struct str k = l.item[i].text;

		if (num_parse(k.p, k.n, &x) != NUM_OK || x < 1 || x > 1e9 ||
		    x != floor(x) || ev->ncut == CUTS_MOST)
			tool_usage("--at: \"%s\" is not a whole number from 1 on (up to "
				   "%d of them)",
			    shown(&s, k.p, k.n), CUTS_MOST);
		ev->cut_at[ev->ncut++] = (size_t)x;
	}
	list_free(&l);
}

void
ranking_check(struct eval *ev)
{
	if (ev->query == NULL) {
		if (ev->at != NULL)
			tool_usage("--at goes with --query");
		return;
	}
	if (ev->threshold != NULL || ev->task != EVAL_AUTO || ev->positive != NULL ||
	    ev->negative != NULL || ev->fairness || ev->view->option != NULL ||
	    ev->labels.n > 1)
		tool_usage(
		    "--query has metrics of rankings: it goes with one -y, and not "
		    "with --threshold, --task, --positive, --negative, --fairness "
		    "or curves");
	cuts_parse(ev);
}

void
ranking_find(struct roles *r, const struct eval *ev, struct batch *header)
{
	const char *score = ev->score != NULL ? ev->score : ev->prediction;

	r->query = COLUMN_NONE;
	if (ev->query != NULL)
		r->query = column_named(header, "--query", ev->query);
	if (score == NULL)
		score = batch_find(header, STR("probability")) != COLUMN_NONE
			    ? "probability"
			    : "prediction";
	r->score = column_named(header, "--score", score);
	if (r->score == r->label)
		tool_usage("-y %s: the grade cannot be its own score", ev->label);
}

/* ---- reading ---- */

bool
ranking_read(
    struct rows *t, const struct roles *r, struct batch *b, size_t n, struct err *e)
{
	const double *grade = batch_numbers(b, r->label, e), *score;
	struct shown s;

	if (grade == NULL || (score = batch_numbers(b, r->score, e)) == NULL)
		return false;
	for (size_t i = 0; i < b->nrow; i++) {
		struct str cell = batch_cell(b, r->label, i);

		if (isnan(grade[i]))
			return batch_fail(b, r->label, i, e, "the grade is missing");
		if (grade[i] < 0)
			return batch_fail(b, r->label, i, e,
			    "\"%s\" is not a grade, 0 or more",
			    shown(&s, cell.p, cell.n));
		if (isnan(score[i]))
			return batch_fail(b, r->score, i, e, "the score is missing");
		t->label[n + i] = grade[i];
		t->score[n + i] = score[i];
		if (r->query != COLUMN_NONE)
			t->query[n + i] =
			    (uint32_t)dict_add(&t->queries, batch_cell(b, r->query, i));
	}
	return true;
}

bool
queries_read(struct rows *t, const struct roles *r, struct batch *b, struct err *e)
{
	struct shown s;

	for (size_t i = 0; r->query != COLUMN_NONE && i < b->nrow; i++) {
		uint32_t q = t->query[t->n + i];
		struct str name = dict_key(&t->queries, q);
		struct query_facts here = { t->weight[t->n + i],
			r->nby > 0 ? t->group[t->n + i] : 0 };

		t->facts = mem_grow(t->facts, &t->facts_room, q + 1, sizeof(*t->facts));
		if (q >= t->facts_n) {
			t->facts_n = q + 1;
			t->facts[q] = here;
		}
		if (t->facts[q].weight != here.weight)
			return batch_fail(b, r->weight, i, e,
			    "query \"%s\" has another weight in an earlier row (a weight "
			    "is that of a query)",
			    shown(&s, name.p, name.n));
		if (t->facts[q].group != here.group)
			return batch_fail(b, r->by[0], i, e,
			    "query \"%s\" is in another group in an earlier row (-g is "
			    "about queries)",
			    shown(&s, name.p, name.n));
	}
	return true;
}

/* ---- from rows to queries ---- */

/* The rows of each query, one query after the other; begin is (queries + 1). */
static size_t *
rows_by_query(const struct rows *t, size_t *begin)
{
	size_t *at = mem_alloc(t->n, sizeof(*at));

	for (size_t i = 0; i < t->n; i++)
		begin[t->query[i] + 1]++;
	for (size_t q = 0; q < t->queries.n; q++)
		begin[q + 1] += begin[q];
	for (size_t i = t->n; i-- > 0;)
		at[--begin[t->query[i] + 1]] = i;
	memmove(begin, begin + 1, t->queries.n * sizeof(*begin));
	begin[t->queries.n] = t->n;
	return at;
}

struct named {
	struct str name;
	uint32_t query;
};

static int
by_name(const void *a, const void *b)
{
	return str_order(
	    ((const struct named *)a)->name, ((const struct named *)b)->name);
}

static struct named *
queries_sort(const struct dict *queries)
{
	struct named *q = mem_alloc(queries->n, sizeof(*q));

	for (size_t i = 0; i < queries->n; i++)
		q[i] = (struct named){ dict_key(queries, i), (uint32_t)i };
	qsort(q, queries->n, sizeof(*q), by_name);
	return q;
}

struct folding {
	const struct rows *t;
	const struct eval *ev;
	const struct named *query; /* (queries) sorted */
	const size_t *at, *begin;
	size_t narray;
};

/* Query q as its rows with these scores show it, to place `to` of the arrays. */
static void
query_measure(const struct folding *f, const double *score, struct answer *a, size_t q,
    double **array, size_t to)
{
	size_t n = 0, m = FIRST_MEASURE;

	for (size_t i = f->begin[q]; i < f->begin[q + 1]; i++)
		a[n++] = (struct answer){ score[f->at[i]], f->t->label[f->at[i]] };
	ranking_sort(a, n);
	array[ROWS_OF][to] = (double)n;
	for (size_t i = 0; i < MEASURES; i++)
		for (size_t c = 0; c < (measures[i].cut ? f->ev->ncut : 1); c++)
			array[m++][to] =
			    measures[i].of(a, n, measures[i].cut ? f->ev->cut_at[c] : 0);
}

static double **
queries_measure(const struct folding *f, const double *score)
{
	size_t n = f->t->queries.n;
	double **array = mem_alloc(f->narray, sizeof(*array));
	struct answer *a = mem_alloc(f->t->n, sizeof(*a));

	for (size_t k = 0; k < f->narray; k++)
		array[k] = mem_alloc(n, sizeof(**array));
	for (size_t to = 0; to < n; to++)
		query_measure(f, score, a, f->query[to].query, array, to);
	free(a);
	return array;
}

/* Weights and groups of queries in place of those of rows. */
static void
facts_take(struct rows *t, const struct named *query)
{
	for (size_t to = 0; to < t->queries.n; to++) {
		t->weight[to] = t->facts[query[to].query].weight;
		if (t->group != NULL)
			t->group[to] = t->facts[query[to].query].group;
	}
	t->n = t->queries.n;
}

void
ranking_fold(struct rows *t, const struct eval *ev)
{
	size_t *begin = mem_alloc(t->queries.n + 1, sizeof(*begin));
	size_t *at = rows_by_query(t, begin), none = 0;
	struct named *query = queries_sort(&t->queries);
	struct folding f = { t, ev, query, at, begin, FIRST_MEASURE + 3 + 4 * ev->ncut };

	t->nmore = f.narray;
	t->more = queries_measure(&f, t->score);
	if (t->rival.score != NULL)
		t->rival.more = queries_measure(&f, t->rival.score);
	facts_take(t, query);
	for (size_t q = 0; q < t->n; q++)
		none += isnan(t->more[FIRST_MEASURE][q]) ? 1 : 0;
	if (none > 0 && !ev->common.quiet)
		tell(
		    "%zu of %zu queries have nothing relevant, and are left out of means",
		    none, t->n);
	free(query);
	free(at);
	free(begin);
	free(t->label);
	free(t->score);
	free(t->rival.score);
	t->label = t->score = t->rival.score = NULL;
}

/* ---- measuring ---- */

static double
mean_of(const struct part *p, const double *measure)
{
	struct exact sum = { 0 }, weight = { 0 };
	double total;

	for (size_t q = 0; q < p->x.n; q++)
		if (!isnan(measure[q])) {
			exact_add_product(&sum, p->x.weight[q], measure[q]);
			exact_add(&weight, p->x.weight[q]);
		}
	total = exact_value(&weight);
	return total > 0 ? exact_value(&sum) / total : NAN;
}

static void
counts_add(struct values *v, const struct part *p)
{
	double rows = 0, queries = 0, none = 0;
	struct exact weight = { 0 };

	for (size_t q = 0; q < p->x.n; q++) {
		if (!(p->x.weight[q] > 0))
			continue;
		rows += p->more[ROWS_OF][q];
		queries++;
		none += isnan(p->more[FIRST_MEASURE][q]) ? 1 : 0;
		exact_add(&weight, p->x.weight[q]);
	}
	values_add(v, STR("n"), rows, BY_NOTHING, 0);
	values_add(v, STR("weight"), exact_value(&weight), BY_NOTHING, 0);
	values_add(v, STR("queries"), queries, BY_NOTHING, 0);
	values_add(v, STR("queries_without"), none, BY_NOTHING, 0);
}

void
ranking_values(struct values *v, const struct part *p)
{
	size_t m = FIRST_MEASURE;

	counts_add(v, p);
	for (size_t i = 0; i < MEASURES; i++)
		for (size_t c = 0; c < (measures[i].cut ? p->ev->ncut : 1); c++, m++) {
			char *name = arena_alloc(&v->mem, 40, 1);

			if (measures[i].cut)
				snprintf(name, 40, "%s@%zu", measures[i].name,
				    p->ev->cut_at[c]);
			else
				snprintf(name, 40, "%s", measures[i].name);
			values_add(v, str_of(name),
			    p->x.n > 0 ? mean_of(p, p->more[m]) : NAN, BY_DRAWS, 0);
		}
}
