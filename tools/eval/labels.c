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
#include "stat/exact.h"

enum { LABEL, PREDICTION, SCORE }; /* which of a label's arrays */

static double *
array_of(double *const *more, size_t label, int which)
{
	return more != NULL ? more[LABEL_ARRAYS * label + (size_t)which] : NULL;
}

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

void
labels_find(struct roles *r, const struct eval *ev, struct batch *header)
{
	struct shown s;

	r->nlabel = ev->labels.n;
	r->many = mem_alloc(r->nlabel, sizeof(*r->many));
	for (size_t c = 0; c < r->nlabel; c++) {
		struct label_columns *l = &r->many[c];

		l->name = ev->labels.text[c];
		l->label = column_named(header, "-y", l->name);
		l->prediction = column_of(header, "prediction=", l->name);
		l->score = column_of(header, "probability=", l->name);
		shown(&s, l->name, strlen(l->name));
		if (l->prediction == COLUMN_NONE && l->score == COLUMN_NONE)
			die(EXIT_DATA,
			    "%s: no column \"prediction=%s\" or \"probability=%s\" for "
			    "this label",
			    header->file, s.s, s.s);
		if (!isnan(ev->cut) && l->score == COLUMN_NONE)
			die(EXIT_DATA,
			    "%s: --threshold wants a column \"probability=%s\"",
			    header->file, s.s);
	}
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

static bool
label_read(double *const *array, const struct eval *ev, const struct label_columns *l,
    struct batch *b, size_t n, struct err *e)
{
	double cut = isnan(ev->cut) ? 0.5 : ev->cut;
	double *y = array[LABEL] + n, *predicted = array[PREDICTION] + n;
	double *p = array[SCORE] + n;

	if (label_rule_given(&ev->rule)
		? !label_numbers(&ev->rule, b, l->label, y, e)
		: !cells_read(b, l->label, "label", 1, true, y, e))
		return false;
	if (l->score != COLUMN_NONE &&
	    !cells_read(b, l->score, "probability", 1, false, p, e))
		return false;
	if (l->prediction != COLUMN_NONE && isnan(ev->cut))
		return cells_read(b, l->prediction, "prediction", 1, true, predicted, e);
	for (size_t r = 0; r < b->nrow; r++)
		predicted[r] = p[r] >= cut;
	return true;
}

/* Rows with other labels get another number, which is all that it is for. */
static double
set_number(double *const *more, size_t k, size_t row)
{
	double number = 0;

	for (size_t c = 0; c < k; c++)
		number += array_of(more, c, LABEL)[row] * ldexp(1, (int)(c % 50));
	return number;
}

bool
labels_read(struct rows *t, const struct eval *ev, const struct roles *r, struct batch *b,
    size_t n, struct err *e)
{
	for (size_t c = 0; c < r->nlabel; c++)
		if (!label_read(t->more + LABEL_ARRAYS * c, ev, &r->many[c], b, n, e))
			return false;
	for (size_t i = 0; i < b->nrow; i++)
		t->label[n + i] = set_number(t->more, r->nlabel, n + i);
	return true;
}

/* Scores that a label does not have. */
void
labels_settle(struct rows *t, const struct roles *roles)
{
	for (size_t c = 0; c < roles->nlabel; c++)
		if (roles->many[c].score == COLUMN_NONE) {
			free(t->more[LABEL_ARRAYS * c + SCORE]);
			t->more[LABEL_ARRAYS * c + SCORE] = NULL;
		}
}

/* ---- measuring ---- */

/* Scores count where all labels have them. */
static bool
scores_known(const struct part *p)
{
	for (size_t c = 0; c < p->ev->labels.n; c++)
		if (array_of(p->more, c, SCORE) == NULL)
			return false;
	return true;
}

struct part
label_part(const struct part *p, size_t label)
{
	struct part one = *p;

	one.task = EVAL_BINARY;
	one.chosen = NAN;
	one.more = NULL;
	one.nmore = 0;
	one.x.label = array_of(p->more, label, LABEL);
	one.x.predicted = array_of(p->more, label, PREDICTION);
	one.x.score = scores_known(p) ? array_of(p->more, label, SCORE) : NULL;
	return one;
}

static double
metric_of(const struct summary *s, const char *name)
{
	return metric_find(TASK_BINARY, str_of(name))->of(s);
}

/* Rows right in every label; cells that differ; the overlap of both sets, 1 of none. */
static void
rows_measure(const struct part *part, struct values *v)
{
	size_t k = part->ev->labels.n;
	struct exact right = { 0 }, wrong = { 0 }, overlap = { 0 }, total = { 0 };
	double w;

	for (size_t r = 0; r < part->x.n; r++) {
		size_t differ = 0, both = 0, either = 0;

		for (size_t c = 0; c < k; c++) {
			bool y = array_of(part->more, c, LABEL)[r] == 1;
			bool p = array_of(part->more, c, PREDICTION)[r] == 1;

			differ += y != p;
			both += y && p;
			either += y || p;
		}
		w = part->x.weight[r];
		exact_add(&total, w);
		exact_add(&right, differ == 0 ? w : 0);
		exact_add_product(&wrong, w, (double)differ);
		exact_add_product(
		    &overlap, w, either > 0 ? (double)both / (double)either : 1);
	}
	w = exact_value(&total);
	values_add(v, STR("subset_accuracy"), exact_value(&right) / w, SHARE_OF_ALL, 0);
	values_add(
	    v, STR("hamming_loss"), exact_value(&wrong) / (w * (double)k), BY_DRAWS, 0);
	values_add(v, STR("jaccard"), exact_value(&overlap) / w, BY_DRAWS, 0);
}

/* All cells as rows of one label. */
static struct summary *
cells_summary(const struct part *p)
{
	size_t k = p->ev->labels.n, rows = p->x.n, n = rows * k;
	size_t size = rows * sizeof(double);
	double *room = mem_alloc(4 * n, sizeof(*room));
	bool scores = scores_known(p);
	struct examples x = { n, room, room + n, scores ? room + 2 * n : NULL,
		room + 3 * n };
	struct summary *s;

	for (size_t c = 0; rows > 0 && c < k; c++) {
		memcpy(room + c * rows, array_of(p->more, c, LABEL), size);
		memcpy(room + n + c * rows, array_of(p->more, c, PREDICTION), size);
		if (scores)
			memcpy(
			    room + 2 * n + c * rows, array_of(p->more, c, SCORE), size);
		memcpy(room + 3 * n + c * rows, p->x.weight, size);
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
overall_measure(const struct part *p, struct summary *const *s, struct values *v)
{
	static const char *const means[] = { "precision", "recall", "f1", "auc", "ap",
		NULL };
	size_t k = p->ev->labels.n;
	struct summary *cells = cells_summary(p);
	struct exact baseline = { 0 };
	bool known = true;

	values_add(v, STR("n"), metric_of(s[0], "n"), BY_NOTHING, 0);
	values_add(v, STR("weight"), metric_of(s[0], "weight"), BY_NOTHING, 0);
	values_add(v, STR("labels"), (double)k, BY_NOTHING, 0);
	rows_measure(p, v);
	for (size_t i = 0; means[i] != NULL; i++) {
		char *key = arena_alloc(&v->mem, strlen(means[i]) + 7, 1);

		snprintf(key, strlen(means[i]) + 7, "micro_%s", means[i]);
		values_add(v, str_of(key), metric_of(cells, means[i]), BY_DRAWS, 0);
		means_add(v, s, k, means[i]);
	}
	for (size_t c = 0; c < k; c++) {
		double x = metric_of(s[c], "baseline_log_loss");

		known = known && !isnan(x);
		if (known)
			exact_add(&baseline, x);
	}
	values_add(v, STR("log_loss"), metric_of(cells, "log_loss"), BY_DRAWS, 0);
	values_add(v, STR("baseline_log_loss"),
	    known ? exact_value(&baseline) / (double)k : NAN, BY_DRAWS, 0);
	summary_free(cells);
}

void
labels_values(struct values *v, const struct part *p)
{
	size_t k = p->ev->labels.n;
	struct summary **s = mem_alloc(k, sizeof(struct summary *));

	for (size_t c = 0; c < k; c++) {
		struct part one = label_part(p, c);

		s[c] = summary_new(TASK_BINARY, &one.x);
	}
	overall_measure(p, s, v);
	for (size_t c = 0; c < k; c++)
		summary_free(s[c]);
	free(s);
}

/* ---- what is asked for ---- */

void
labels_check(const struct eval *ev)
{
	const struct texts *y = &ev->labels;

	for (size_t i = 0; i < y->n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(y->text[i], y->text[k]) == 0)
				tool_usage("-y %s: given twice", y->text[i]);
	if (y->n > 1 &&
	    (ev->prediction != NULL || ev->score != NULL || ev->aim.kind != NULL ||
		ev->task != EVAL_AUTO || ev->fairness || ev->view->option != NULL))
		tool_usage("several labels have metrics alone: give one -y for "
			   "--prediction, --score, --task, --fairness, curves or a "
			   "--threshold in words");
}
