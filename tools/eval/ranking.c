/*
 * ranking.c - lists of answers: --query
 *
 * Rows with the same query are a list, wherever they stand; the label is a grade, and the
 * score orders the list.  The report has the means over all queries that have something
 * relevant; the others are counted.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "eval.h"
#include "run/pipeline.h"
#include "stat/exact.h"
#include "stat/ranking.h"
#include "table/list.h"

enum { CUTS_MOST = 100 };

struct asked { /* a row */
	uint32_t query;
	struct answer answer;
};

struct lists {
	const struct eval *ev;
	size_t query, grade, score; /* columns */
	struct dict queries;
	struct asked *row;
	size_t n, room;
	size_t cut[CUTS_MOST], ncut; /* --at */
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

/* ---- what is asked for ---- */

void
ranking_check(const struct eval *ev)
{
	if (ev->query == NULL) {
		if (ev->at != NULL)
			tool_usage("--at goes with --query");
		return;
	}
	if (ev->by != NULL || ev->ci || ev->versus != NULL || ev->previous != NULL ||
	    ev->weight != NULL || ev->threshold != NULL || ev->task != EVAL_AUTO ||
	    ev->positive != NULL || ev->negative != NULL || ev->fairness ||
	    ev->view->option != NULL || ev->labels.n > 1)
		tool_usage("--query has metrics alone: it goes with one -y, --score, "
			   "--prediction, --at and --fail-if");
}

static void
cuts_parse(struct lists *t)
{
	const char *text = t->ev->at != NULL ? t->ev->at : "10";
	struct list l = { 0 };
	struct shown s;
	struct err e;
	double x;

	if (!list_parse(&l, str_of(text), ',', &e))
		tool_usage("--at: %s", e.msg);
	for (size_t i = 0; i < l.n; i++) {
		struct str k = l.item[i].text;

		if (num_parse(k.p, k.n, &x) != NUM_OK || x < 1 || x > 1e9 ||
		    x != floor(x) || t->ncut == CUTS_MOST)
			tool_usage("--at: \"%s\" is not a whole number from 1 on (up to "
				   "%d of them)",
			    shown(&s, k.p, k.n), CUTS_MOST);
		t->cut[t->ncut++] = (size_t)x;
	}
	list_free(&l);
}

/* ---- reading ---- */

static void
columns_find(struct lists *t, struct reader *in)
{
	const struct eval *ev = t->ev;
	const char *score = ev->score != NULL ? ev->score : ev->prediction;
	struct batch header = { 0 };
	struct err e;

	reader_header(in, &header);
	if (!batch_need(&header, str_of(ev->query), &t->query, &e) ||
	    !batch_need(&header, str_of(ev->label), &t->grade, &e))
		run_fail(&e, NULL);
	if (score == NULL)
		score = batch_find(&header, STR("probability")) != COLUMN_NONE
			    ? "probability"
			    : "prediction";
	if (!batch_need(&header, str_of(score), &t->score, &e))
		run_fail(&e, NULL);
	batch_free(&header);
}

static bool
take(void *self, struct block *k, struct err *e)
{
	struct lists *t = self;
	struct batch *b = &k->batch;
	const double *grade = batch_numbers(b, t->grade, e), *score;
	struct shown s;

	if (grade == NULL || (score = batch_numbers(b, t->score, e)) == NULL)
		return false;
	t->row = mem_grow(t->row, &t->room, t->n + b->nrow, sizeof(*t->row));
	for (size_t r = 0; r < b->nrow; r++) {
		struct str cell = batch_cell(b, t->grade, r);

		if (isnan(grade[r]))
			return batch_fail(b, t->grade, r, e, "the grade is missing");
		if (grade[r] < 0)
			return batch_fail(b, t->grade, r, e,
			    "\"%s\" is not a grade, 0 or more",
			    shown(&s, cell.p, cell.n));
		if (isnan(score[r]))
			return batch_fail(b, t->score, r, e, "the score is missing");
		t->row[t->n++] = (struct asked){ (uint32_t)dict_add(&t->queries,
						     batch_cell(b, t->query, r)),
			{ score[r], grade[r] } };
	}
	return true;
}

/* ---- measuring ---- */

static int
by_query(const void *a, const void *b)
{
	uint32_t x = ((const struct asked *)a)->query,
		 y = ((const struct asked *)b)->query;

	return x < y ? -1 : x > y;
}

struct means {
	size_t queries, without;
	struct exact *sum; /* of each measure, or each and cut, in the order of values */
};

/* Each measure of a list, or of nothing: then see() gets NaN. */
static void
list_measure(const struct lists *t, const struct answer *a, size_t n, struct means *m)
{
	size_t at = 0;

	m->queries++;
	if (isnan(ranking_ndcg(a, n, 0))) {
		m->without++;
		return;
	}
	for (size_t i = 0; i < MEASURES; i++)
		for (size_t c = 0; c < (measures[i].cut ? t->ncut : 1); c++)
			exact_add(&m->sum[at++],
			    measures[i].of(a, n, measures[i].cut ? t->cut[c] : 0));
}

static void
lists_measure(struct lists *t, struct means *m)
{
	struct answer *a = mem_alloc(t->n, sizeof(*a));

	qsort(t->row, t->n, sizeof(*t->row), by_query);
	for (size_t i = 0, n; i < t->n; i += n) {
		for (n = 0; i + n < t->n && t->row[i + n].query == t->row[i].query; n++)
			a[n] = t->row[i + n].answer;
		ranking_sort(a, n);
		list_measure(t, a, n, m);
	}
	free(a);
}

static void
means_list(const struct lists *t, const struct means *m, struct values *v)
{
	double n = (double)(m->queries - m->without);
	size_t at = 0;

	values_add(v, STR("n"), (double)t->n, BY_NOTHING, 0);
	values_add(v, STR("queries"), (double)m->queries, BY_NOTHING, 0);
	values_add(v, STR("queries_without"), (double)m->without, BY_NOTHING, 0);
	for (size_t i = 0; i < MEASURES; i++)
		for (size_t c = 0; c < (measures[i].cut ? t->ncut : 1); c++) {
			char *name = arena_alloc(&v->mem, 40, 1);

			if (measures[i].cut)
				snprintf(name, 40, "%s@%zu", measures[i].name, t->cut[c]);
			else
				snprintf(name, 40, "%s", measures[i].name);
			values_add(v, str_of(name),
			    n > 0 ? exact_value(&m->sum[at]) / n : NAN, BY_DRAWS, 0);
			at++;
		}
}

int
ranking_report(struct eval *ev)
{
	struct lists t = { .ev = ev };
	struct pipeline p = { .self = &t, .missing = &ev->common.missing, .take = take };
	struct means m = { 0 };
	struct values v = { 0 };

	cuts_parse(&t);
	struct reader *in = tool_reader(&ev->common, false);
	columns_find(&t, in);
	struct report *out = report_open(&ev->common, in);
	pipeline_run(&p, in);
	require_whole(in);
	if (t.n == 0)
		die(EXIT_DATA, "%s: a header and no rows: there is nothing to evaluate",
		    reader_name(in));
	m.sum = mem_alloc(MEASURES * (size_t)CUTS_MOST, sizeof(*m.sum));
	lists_measure(&t, &m);
	means_list(&t, &m, &v);
	report_column(out, STR("group"));
	report_column(out, STR("metric"));
	report_column(out, STR("value"));
	values_show(out, "", &v);
	conditions_known(ev, "rankings", &v);
	report_end(out);
	if (m.without > 0 && !ev->common.quiet)
		tell(
		    "%zu of %zu queries have nothing relevant, and are left out of means",
		    m.without, m.queries);
	bool failed = conditions_hold(ev, &v);
	int status = tool_end(&ev->common, in, NULL);
	reader_close(in);
	values_free(&v);
	free(m.sum);
	free(t.row);
	dict_clear(&t.queries);
	label_rule_free(&ev->rule);
	free(ev->condition);
	return failed ? EXIT_NO : status;
}
