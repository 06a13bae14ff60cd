/*
 * labels.c - several labels at once: several -y
 *
 * Each label is a question of two classes and has all metrics of one, as a group that is
 * called like it.  Rows with an empty group are about all of them: how many rows are
 * right in every label, in how many cells label and prediction differ, and each metric's
 * mean over labels (macro), that weighted by how often a label holds (weighted), and its
 * value over all cells, of whichever label (micro).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"
#include "run/pipeline.h"
#include "stat/exact.h"

struct one_label {
	const char *name;
	size_t label, prediction, score; /* columns, or COLUMN_NONE */
	double *y, *predicted, *p;       /* (n) p NULL: there are no scores */
};

struct labels {
	struct eval *ev;
	size_t k, n, room, weight_column;
	struct one_label *of; /* (k) */
	double *weight;       /* (n) */
	bool scores;          /* all labels have them */
};

/* ---- reading ---- */

static size_t
column_of(struct batch *header, const char *what, const char *label)
{
	size_t n = strlen(what) + strlen(label) + 1, j;
	char *name = mem_alloc(n, 1);

	snprintf(name, n, "%s%s", what, label);
	j = batch_find(header, str_of(name));
	free(name);
	return j;
}

static void
columns_find(struct labels *t, struct reader *in)
{
	struct batch header = { 0 };
	struct shown s;
	struct err e;

	reader_header(in, &header);
	t->scores = true;
	t->weight_column = COLUMN_NONE;
	if (t->ev->weight != NULL &&
	    !batch_need(&header, str_of(t->ev->weight), &t->weight_column, &e))
		run_fail(&e, NULL);
	for (size_t c = 0; c < t->k; c++) {
		struct one_label *l = &t->of[c];

		if (!batch_need(&header, str_of(l->name), &l->label, &e))
			run_fail(&e, NULL);
		l->prediction = column_of(&header, "prediction=", l->name);
		l->score = column_of(&header, "probability=", l->name);
		shown(&s, l->name, strlen(l->name));
		if (l->prediction == COLUMN_NONE && l->score == COLUMN_NONE)
			die(EXIT_DATA,
			    "%s: no column \"prediction=%s\" or \"probability=%s\" for "
			    "this label",
			    reader_name(in), s.s, s.s);
		t->scores = t->scores && l->score != COLUMN_NONE;
		if (!isnan(t->ev->cut) && l->score == COLUMN_NONE)
			die(EXIT_DATA,
			    "%s: --threshold wants a column \"probability=%s\"",
			    reader_name(in), s.s);
	}
	batch_free(&header);
}

/* Cells of a column within bounds; ends with a fault at the first that is not. */
static bool
cells_read(struct batch *b, size_t j, const char *what, double most, bool whole,
    double *to, struct err *e)
{
	const double *x = batch_numbers(b, j, e);
	struct shown s;

	for (size_t r = 0; x != NULL && r < b->nrow; r++) {
		struct str cell = batch_cell(b, j, r);

		if (isnan(x[r]))
			return batch_fail(b, j, r, e, "the %s is missing", what);
		if (!(x[r] >= 0 && x[r] <= most) || (whole && x[r] != floor(x[r])))
			return batch_fail(b, j, r, e, "\"%s\" is not a %s, %s",
			    shown(&s, cell.p, cell.n), what,
			    whole       ? "0 or 1"
			    : most == 1 ? "between 0 and 1"
					: "0 or more");
		to[r] = x[r];
	}
	return x != NULL;
}

static void
rows_room(struct labels *t, size_t more)
{
	if (t->n + more <= t->room)
		return;
	while (t->n + more > t->room)
		t->room = t->room > 0 ? 2 * t->room : 4096;
	t->weight = mem_resize(t->weight, t->room, sizeof(double));
	for (size_t c = 0; c < t->k; c++) {
		struct one_label *l = &t->of[c];

		l->y = mem_resize(l->y, t->room, sizeof(double));
		l->predicted = mem_resize(l->predicted, t->room, sizeof(double));
		l->p = mem_resize(l->p, t->room, sizeof(double));
	}
}

static bool
label_read(struct labels *t, struct one_label *l, struct batch *b, struct err *e)
{
	double cut = isnan(t->ev->cut) ? 0.5 : t->ev->cut;
	bool rule = label_rule_given(&t->ev->rule);

	if (rule ? !label_numbers(&t->ev->rule, b, l->label, l->y + t->n, e)
		 : !cells_read(b, l->label, "label", 1, true, l->y + t->n, e))
		return false;
	if (l->score != COLUMN_NONE &&
	    !cells_read(b, l->score, "probability", 1, false, l->p + t->n, e))
		return false;
	if (l->prediction != COLUMN_NONE && isnan(t->ev->cut))
		return cells_read(
		    b, l->prediction, "prediction", 1, true, l->predicted + t->n, e);
	for (size_t r = 0; r < b->nrow; r++)
		l->predicted[t->n + r] = l->p[t->n + r] >= cut;
	return true;
}

static bool
batch_take(struct labels *t, struct batch *b, struct err *e)
{
	rows_room(t, b->nrow);
	for (size_t c = 0; c < t->k; c++)
		if (!label_read(t, &t->of[c], b, e))
			return false;
	if (t->weight_column != COLUMN_NONE)
		return cells_read(
		    b, t->weight_column, "weight", INFINITY, false, t->weight + t->n, e);
	for (size_t r = 0; r < b->nrow; r++)
		t->weight[t->n + r] = 1;
	return true;
}

/* On a fault, look again at the rows before it, so that the first is told. */
static bool
block_take(void *self, struct block *k, struct err *e)
{
	struct labels *t = self;
	struct err again;

	if (batch_take(t, &k->batch, e)) {
		t->n += k->batch.nrow;
		return true;
	}
	while (e->row != ERR_NOWHERE) {
		batch_rewind(&k->batch, e->row);
		if (batch_take(t, &k->batch, &again))
			return false;
		*e = again;
	}
	return false;
}

/* ---- measuring ---- */

static struct examples
examples_of(const struct labels *t, const struct one_label *l)
{
	return (struct examples){ t->n, l->y, l->predicted, t->scores ? l->p : NULL,
		t->weight };
}

static double
metric_of(const struct summary *s, const char *name)
{
	return metric_find(TASK_BINARY, str_of(name))->of(s);
}

/* Rows right in every label; cells that differ; the overlap of both sets, 1 of none. */
static void
rows_measure(const struct labels *t, struct values *v)
{
	struct exact right = { 0 }, wrong = { 0 }, overlap = { 0 }, total = { 0 };
	double w;

	for (size_t r = 0; r < t->n; r++) {
		size_t differ = 0, both = 0, either = 0;

		for (size_t c = 0; c < t->k; c++) {
			bool y = t->of[c].y[r] == 1, p = t->of[c].predicted[r] == 1;

			differ += y != p;
			both += y && p;
			either += y || p;
		}
		w = t->weight[r];
		exact_add(&total, w);
		exact_add(&right, differ == 0 ? w : 0);
		exact_add_product(&wrong, w, (double)differ);
		exact_add_product(
		    &overlap, w, either > 0 ? (double)both / (double)either : 1);
	}
	w = exact_value(&total);
	values_add(v, STR("subset_accuracy"), exact_value(&right) / w, BY_DRAWS, 0);
	values_add(v, STR("hamming_loss"), exact_value(&wrong) / (w * (double)t->k),
	    BY_DRAWS, 0);
	values_add(v, STR("jaccard"), exact_value(&overlap) / w, BY_DRAWS, 0);
}

/* All cells as rows of one label. */
static struct summary *
cells_summary(const struct labels *t)
{
	size_t n = t->n * t->k;
	double *room = mem_alloc(4 * n, sizeof(*room));
	struct examples x = { n, room, room + n, t->scores ? room + 2 * n : NULL,
		room + 3 * n };
	struct summary *s;

	for (size_t c = 0; c < t->k; c++) {
		size_t size = t->n * sizeof(*room);

		memcpy(room + c * t->n, t->of[c].y, size);
		memcpy(room + n + c * t->n, t->of[c].predicted, size);
		if (t->scores)
			memcpy(room + 2 * n + c * t->n, t->of[c].p, size);
		memcpy(room + 3 * n + c * t->n, t->weight, size);
	}
	s = summary_new(TASK_BINARY, &x);
	free(room);
	return s;
}

/* The means of a metric over labels: of a label's that is not defined neither is. */
static void
means_add(struct values *v, struct summary *const *s, size_t k, const char *name)
{
	struct exact sum = { 0 }, weighted = { 0 }, total = { 0 };
	bool known = true, known_weighted = true;
	char *key[2];

	for (size_t c = 0; c < k; c++) {
		double x = metric_of(s[c], name);
		double w = metric_of(s[c], "tp") + metric_of(s[c], "fn");

		known = known && !isnan(x);
		known_weighted = known_weighted && (!isnan(x) || w == 0);
		if (isnan(x))
			continue;
		exact_add(&sum, x);
		exact_add_product(&weighted, w, x);
		exact_add(&total, w);
	}
	for (size_t i = 0; i < 2; i++) {
		key[i] = arena_alloc(&v->mem, strlen(name) + 10, 1);
		snprintf(key[i], strlen(name) + 10, "%s_%s",
		    i == 0 ? "macro" : "weighted", name);
	}
	values_add(
	    v, str_of(key[0]), known ? exact_value(&sum) / (double)k : NAN, BY_DRAWS, 0);
	values_add(v, str_of(key[1]),
	    known_weighted && exact_value(&total) > 0
		? exact_value(&weighted) / exact_value(&total)
		: NAN,
	    BY_DRAWS, 0);
}

static void
overall_measure(const struct labels *t, struct summary *const *s, struct values *v)
{
	static const char *const means[] = { "precision", "recall", "f1", "auc", "ap",
		NULL };
	struct summary *cells = cells_summary(t);
	struct exact baseline = { 0 };
	bool known = true;

	values_add(v, STR("n"), metric_of(s[0], "n"), BY_NOTHING, 0);
	values_add(v, STR("weight"), metric_of(s[0], "weight"), BY_NOTHING, 0);
	values_add(v, STR("labels"), (double)t->k, BY_NOTHING, 0);
	rows_measure(t, v);
	for (size_t i = 0; means[i] != NULL; i++) {
		char *key = arena_alloc(&v->mem, strlen(means[i]) + 7, 1);

		snprintf(key, strlen(means[i]) + 7, "micro_%s", means[i]);
		values_add(v, str_of(key), metric_of(cells, means[i]), BY_DRAWS, 0);
		means_add(v, s, t->k, means[i]);
	}
	for (size_t c = 0; c < t->k; c++) {
		double x = metric_of(s[c], "baseline_log_loss");

		known = known && !isnan(x);
		if (known)
			exact_add(&baseline, x);
	}
	values_add(v, STR("log_loss"), metric_of(cells, "log_loss"), BY_DRAWS, 0);
	values_add(v, STR("baseline_log_loss"),
	    known ? exact_value(&baseline) / (double)t->k : NAN, BY_DRAWS, 0);
	summary_free(cells);
}

/* ---- the program ---- */

static void
labels_show(const struct labels *t, struct report *out, struct values *all)
{
	struct summary **s = mem_alloc(t->k, sizeof(struct summary *));

	for (size_t c = 0; c < t->k; c++) {
		struct examples x = examples_of(t, &t->of[c]);

		s[c] = summary_new(TASK_BINARY, &x);
	}
	overall_measure(t, s, all);
	values_show(out, "", all);
	for (size_t c = 0; c < t->k; c++) {
		struct examples x = examples_of(t, &t->of[c]);
		struct part part = {
			.task = EVAL_BINARY, .x = x, .ranks_only = false, .chosen = NAN
		};
		struct values v = { 0 };

		values_of(&v, &part);
		values_show(out, t->of[c].name, &v);
		values_free(&v);
		summary_free(s[c]);
	}
	free(s);
}

static void
labels_free(struct labels *t)
{
	for (size_t c = 0; c < t->k; c++) {
		free(t->of[c].y);
		free(t->of[c].predicted);
		free(t->of[c].p);
	}
	free(t->of);
	free(t->weight);
}

void
labels_check(const struct eval *ev)
{
	const struct texts *y = &ev->labels;

	for (size_t i = 0; i < y->n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(y->text[i], y->text[k]) == 0)
				tool_usage("-y %s: given twice", y->text[i]);
	if (y->n > 1 &&
	    (ev->by != NULL || ev->ci || ev->versus != NULL || ev->previous != NULL ||
		ev->prediction != NULL || ev->score != NULL || ev->aim.kind != NULL ||
		ev->task != EVAL_AUTO || ev->fairness || ev->worst != NULL ||
		ev->view->option != NULL))
		tool_usage("several labels have metrics alone: give one -y for -g, --ci, "
			   "--versus, --previous, --prediction, --score, --task, curves "
			   "or a --threshold in words");
}

int
labels_report(struct eval *ev)
{
	struct labels t = { .ev = ev, .k = ev->labels.n };
	struct pipeline p = {
		.self = &t, .missing = &ev->common.missing, .take = block_take
	};
	struct reader *in = tool_reader(&ev->common, false);
	struct values all = { 0 };
	struct report *out;
	bool failed, heavy = false;

	t.of = mem_alloc(t.k, sizeof(*t.of));
	for (size_t c = 0; c < t.k; c++)
		t.of[c].name = ev->labels.text[c];
	columns_find(&t, in);
	out = report_open(&ev->common, in);
	pipeline_run(&p, in);
	require_whole(in);
	for (size_t r = 0; r < t.n; r++)
		heavy |= t.weight[r] > 0;
	if (!heavy)
		die(EXIT_DATA,
		    t.n == 0 ? "%s: a header and no rows: there is nothing to "
			       "evaluate"
			     : "%s: all weights are 0",
		    reader_name(in));
	report_column(out, STR("group"));
	report_column(out, STR("metric"));
	report_column(out, STR("value"));
	labels_show(&t, out, &all);
	conditions_known(ev, "several labels", &all);
	report_end(out);
	failed = conditions_hold(ev, &all);
	int status = tool_end(&ev->common, in, NULL);
	reader_close(in);
	values_free(&all);
	labels_free(&t);
	label_rule_free(&ev->rule);
	free(ev->condition);
	return failed ? EXIT_NO : status;
}
