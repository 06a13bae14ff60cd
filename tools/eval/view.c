/*
 * view.c - what is shown of a part: a row of the table `views` each
 *
 * The metrics, or the points of a curve.  Curves have a column `group` in front with
 * -g alone, so that without it their columns are what a plot wants.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"
#include "stat/calibration.h"
#include "stat/curve.h"
#include "stat/exact.h"

/* Numbers beyond the largest double, of weights that are beyond reason. */
static void
number(struct report *out, double x)
{
	report_number(out, isfinite(x) ? x : NAN);
}

static void
group_cell(struct report *out, const struct eval *ev, const struct part *p)
{
	if (ev->view->option == NULL || ev->by != NULL)
		report_text(out, p->name);
}

static void
interval_cells(struct report *out, struct interval x)
{
	number(out, x.low);
	number(out, x.high);
}

static void
metrics_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct values v = { 0 };
	struct interval *sure = NULL;
	struct difference *c = NULL;

	values_of(&v, p, ev->want);
	if (ev->ci)
		sure = intervals_of(&v, p, ev);
	if (ev->versus != NULL)
		c = differences_of(&v, p, ev);
	for (size_t i = 0; i < v.n; i++) {
		group_cell(out, ev, p);
		report_text(out, v.value[i].name);
		number(out, v.value[i].x);
		if (sure != NULL)
			interval_cells(out, sure[i]);
		if (c != NULL) {
			number(out, c[i].versus);
			number(out, c[i].difference);
			interval_cells(out, c[i].interval);
			number(out, c[i].p);
		}
		report_end_row(out);
	}
	free(sure);
	free(c);
	values_free(&v);
}

static double
ratio(double a, double b)
{
	return b != 0 ? a / b : NAN;
}

/* The first point, where nothing is called positive, has no threshold: no number is
 * above all scores. */
static void
roc_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct curve *c = curve_new(&p->x);

	for (size_t i = 0; i < c->n; i++) {
		group_cell(out, ev, p);
		number(out, c->threshold[i]);
		number(out, c->tp[i]);
		number(out, c->fp[i]);
		number(out, curve_tn(c, i));
		number(out, curve_fn(c, i));
		number(out, ratio(c->tp[i], c->tp[i] + curve_fn(c, i)));
		number(out, ratio(c->fp[i], c->fp[i] + curve_tn(c, i)));
		report_end_row(out);
	}
	curve_free(c);
}

/* There is no precision where nothing is called positive, so no such point. */
static void
pr_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct curve *c = curve_new(&p->x);

	for (size_t i = 1; i < c->n; i++) {
		group_cell(out, ev, p);
		number(out, c->threshold[i]);
		number(out, ratio(c->tp[i], c->tp[i] + c->fp[i]));
		number(out, ratio(c->tp[i], c->tp[i] + curve_fn(c, i)));
		report_end_row(out);
	}
	curve_free(c);
}

/* tpr - fpr as one fraction, so that equal ones are equal to the last digit. */
static double
youden(double tp, double fp, double tn, double fn)
{
	struct exact over = { 0 };
	double under = (tp + fn) * (fp + tn);

	if (!isfinite(under))
		return NAN;
	exact_add_product(&over, tp, tn);
	exact_add_product(&over, -fp, fn);
	return ratio(exact_value(&over), under);
}

/* All that a threshold is chosen by. */
static void
sweep_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct curve *c = curve_new(&p->x);

	for (size_t i = 0; i < c->n; i++) {
		double tp = c->tp[i], fp = c->fp[i], tn = curve_tn(c, i),
		       fn = curve_fn(c, i);

		group_cell(out, ev, p);
		number(out, c->threshold[i]);
		number(out, tp);
		number(out, fp);
		number(out, tn);
		number(out, fn);
		number(out, ratio(tp, tp + fp));
		number(out, ratio(tp, tp + fn));
		number(out, ratio(fp, fp + tn));
		number(out, ratio(2 * tp, 2 * tp + (fp + fn)));
		number(out, youden(tp, fp, tn, fn));
		report_end_row(out);
	}
	curve_free(c);
}

/* Lift is the share of the positives over the share of the rows that caught them. */
static void
gains_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct curve *c = curve_new(&p->x);

	for (size_t i = 0; i < c->n; i++) {
		double called = c->tp[i] + c->fp[i];
		double share = ratio(called, called + (curve_tn(c, i) + curve_fn(c, i)));
		double gain = ratio(c->tp[i], c->tp[i] + curve_fn(c, i));

		group_cell(out, ev, p);
		number(out, c->threshold[i]);
		number(out, share);
		number(out, gain);
		number(out, ratio(gain, share));
		report_end_row(out);
	}
	curve_free(c);
}

static void
calibration_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct curve *v = curve_new(&p->x);
	struct calibration *c = calibration_new(&p->x, v, CALIBRATION_BUCKETS);

	for (size_t i = 0; i < c->n; i++) {
		const struct bucket *b = &c->bucket[i];

		group_cell(out, ev, p);
		report_count(out, i);
		number(out, b->lo);
		number(out, b->hi);
		report_count(out, b->n);
		number(out, b->weight);
		number(out, b->mean_score);
		number(out, b->mean_label);
		number(out, b->bias_z);
		report_end_row(out);
	}
	calibration_free(c);
	curve_free(v);
}

struct met { /* a label and a prediction */
	struct exact weight;
	size_t n;
};

/* The rows of label k are at[begin[k]] .. at[begin[k + 1] - 1]; begin is (n + 1). */
static size_t *
rows_by_label(const struct examples *x, size_t n, size_t *begin)
{
	size_t *at = mem_alloc(x->n, sizeof(*at));

	for (size_t i = 0; i < x->n; i++)
		begin[(size_t)x->label[i] + 1]++;
	for (size_t k = 0; k < n; k++)
		begin[k + 1] += begin[k];
	for (size_t i = x->n; i-- > 0;)
		at[--begin[(size_t)x->label[i] + 1]] = i;
	memmove(begin, begin + 1, n * sizeof(*begin));
	begin[n] = x->n;
	return at;
}

static void
class_cell(struct report *out, const struct part *p, size_t k)
{
	if (p->task == EVAL_BINARY)
		report_count(out, k);
	else
		report_text(out, p->class[k]);
}

/*
 * Every pair of classes, those that never met included: a square.  Exact sums are
 * large, so there are those of one label at a time.
 */
static void
confusion_show(struct report *out, const struct eval *ev, const struct part *p)
{
	size_t n = p->task == EVAL_BINARY ? 2 : p->nclass;
	size_t *begin = mem_alloc(n + 1, sizeof(*begin));
	size_t *at = rows_by_label(&p->x, n, begin);
	struct met *met = mem_alloc(n, sizeof(*met));

	for (size_t k = 0; k < n; k++) {
		memset(met, 0, n * sizeof(*met));
		for (size_t i = begin[k]; i < begin[k + 1]; i++) {
			double w = p->x.weight[at[i]];
			struct met *m = &met[(size_t)p->x.predicted[at[i]]];

			exact_add(&m->weight, w);
			m->n += w > 0;
		}
		for (size_t said = 0; said < n; said++) {
			group_cell(out, ev, p);
			class_cell(out, p, k);
			class_cell(out, p, said);
			report_count(out, met[said].n);
			number(out, exact_value(&met[said].weight));
			report_end_row(out);
		}
	}
	free(met);
	free(at);
	free(begin);
}

/* In the order of the flags in view_chosen(). */
static const struct view views[] = {
	{ NULL, false, false, { "metric", "value" }, metrics_show },
	{ "--roc", true, false, { "threshold", "tp", "fp", "tn", "fn", "tpr", "fpr" },
	    roc_show },
	{ "--pr", true, false, { "threshold", "precision", "recall" }, pr_show },
	{ "--confusion", false, true, { "label", "prediction", "n", "weight" },
	    confusion_show },
	{ "--calibration", true, false,
	    { "bucket", "lo", "hi", "n", "weight", "mean_score", "mean_label", "bias_z" },
	    calibration_show },
	{ "--sweep", true, false,
	    { "threshold", "tp", "fp", "tn", "fn", "precision", "recall", "fpr", "f1",
		"youden" },
	    sweep_show },
	{ "--gains", true, false, { "threshold", "share", "gain", "lift" }, gains_show },
};

const struct view *
view_chosen(const struct eval *ev)
{
	const bool flag[] = { false, ev->roc, ev->pr, ev->confusion, ev->calibration,
		ev->sweep, ev->gains };
	const struct view *v = &views[0];

	for (size_t i = 1; i < sizeof(flag) / sizeof(*flag); i++) {
		if (flag[i] && v != &views[0])
			tool_usage(
			    "%s and %s exclude each other", v->option, views[i].option);
		if (flag[i])
			v = &views[i];
	}
	return v;
}

void
view_columns(struct report *out, const struct eval *ev)
{
	static const char *const none[] = { NULL }, *const ci[] = { "low", "high", NULL },
				 *const versus[] = { "versus", "difference", "low",
					 "high", "p", NULL };
	const char *const *more = ev->ci ? ci : ev->versus != NULL ? versus : none;

	if (ev->view->option == NULL || ev->by != NULL)
		report_column(out, STR("group"));
	for (size_t i = 0; i < VIEW_COLUMNS && ev->view->column[i] != NULL; i++)
		report_column(out, str_of(ev->view->column[i]));
	for (const char *const *name = more; *name != NULL; name++)
		report_column(out, str_of(*name));
}
