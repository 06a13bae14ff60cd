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

enum { BUCKETS = 10 };

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
metrics_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct values v = { 0 };
	double *low, *high;

	values_of(&v, p);
	if (ev->goal && p->name.n == 0)
		values_add(&v, STR("threshold"), ev->cut);
	low = mem_alloc(2 * v.n, sizeof(*low));
	high = low + v.n;
	if (ev->ci)
		intervals_of(ev, p, &v, low, high);
	for (size_t i = 0; i < v.n; i++) {
		group_cell(out, ev, p);
		report_text(out, v.value[i].name);
		number(out, v.value[i].x);
		if (ev->ci) {
			number(out, low[i]);
			number(out, high[i]);
		}
		report_end_row(out);
	}
	free(low);
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
		number(out, c->tn[i]);
		number(out, c->fn[i]);
		number(out, ratio(c->tp[i], c->tp[i] + c->fn[i]));
		number(out, ratio(c->fp[i], c->fp[i] + c->tn[i]));
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
		number(out, ratio(c->tp[i], c->tp[i] + c->fn[i]));
		report_end_row(out);
	}
	curve_free(c);
}

static void
sweep_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct curve *c = curve_new(&p->x);

	for (size_t i = 1; i < c->n; i++) {
		double recall = ratio(c->tp[i], c->tp[i] + c->fn[i]);
		double fpr = ratio(c->fp[i], c->fp[i] + c->tn[i]);

		group_cell(out, ev, p);
		number(out, c->threshold[i]);
		number(out, c->tp[i]);
		number(out, c->fp[i]);
		number(out, c->tn[i]);
		number(out, c->fn[i]);
		number(out, ratio(c->tp[i], c->tp[i] + c->fp[i]));
		number(out, recall);
		number(out, fpr);
		number(out, ratio(2 * c->tp[i], 2 * c->tp[i] + c->fp[i] + c->fn[i]));
		number(out, recall - fpr);
		report_end_row(out);
	}
	curve_free(c);
}

/* lift: how many times as many positives as among as many rows drawn blindly. */
static void
gains_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct curve *c = curve_new(&p->x);

	for (size_t i = 1; i < c->n; i++) {
		double positives = c->tp[i] + c->fn[i];
		double share =
		    ratio(c->tp[i] + c->fp[i], positives + c->fp[i] + c->tn[i]);
		double found = ratio(c->tp[i], positives);

		group_cell(out, ev, p);
		number(out, c->threshold[i]);
		number(out, share);
		number(out, found);
		number(out, ratio(found, share));
		report_end_row(out);
	}
	curve_free(c);
}

static void
named(struct report *out, const struct eval *ev, const struct part *p, const char *name,
    double x)
{
	group_cell(out, ev, p);
	report_text(out, str_of(name));
	number(out, x);
	report_end_row(out);
}

/*
 * Over the buckets of --calibration: how far mean score and mean label are apart, and
 * Murphy's parts of the Brier score, brier = reliability - resolution + uncertainty but
 * for what scores differ within a bucket (J. Applied Meteorology 12, 1973).  bias_z is
 * the bias in units of what chance makes of it, were the probabilities right.
 */
static void
probabilities_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct calibration *c = calibration_new(&p->x, BUCKETS);
	double weight = 0, base = 0, ece = 0, mce = 0, apart = 0, between = 0;
	struct exact bias = { 0 }, chance = { 0 };

	for (size_t i = 0; i < c->n; i++) {
		weight += c->bucket[i].weight;
		base += c->bucket[i].weight * c->bucket[i].mean_label;
	}
	base /= weight;
	for (size_t i = 0; i < c->n; i++) {
		const struct bucket *b = &c->bucket[i];
		double share = b->weight / weight, off = b->mean_score - b->mean_label;

		ece += share * fabs(off);
		mce = fmax(mce, fabs(off));
		apart += share * off * off;
		between += share * (b->mean_label - base) * (b->mean_label - base);
	}
	for (size_t i = 0; i < p->x.n; i++) {
		double w = p->x.weight[i], s = p->x.score[i];

		exact_add_product(&bias, w, s - p->x.label[i]);
		exact_add_product(&chance, w * w, s * (1 - s));
	}
	named(out, ev, p, "ece", p->ranks_only ? NAN : ece);
	named(out, ev, p, "mce", p->ranks_only ? NAN : mce);
	named(out, ev, p, "brier_reliability", p->ranks_only ? NAN : apart);
	named(out, ev, p, "brier_resolution", p->ranks_only ? NAN : between);
	named(out, ev, p, "brier_uncertainty", base * (1 - base));
	named(out, ev, p, "bias", p->ranks_only ? NAN : exact_value(&bias) / weight);
	named(out, ev, p, "bias_se",
	    p->ranks_only ? NAN : sqrt(exact_value(&chance)) / weight);
	named(out, ev, p, "bias_z",
	    p->ranks_only ? NAN : ratio(exact_value(&bias), sqrt(exact_value(&chance))));
	calibration_free(c);
}

static void
calibration_show(struct report *out, const struct eval *ev, const struct part *p)
{
	struct calibration *c = calibration_new(&p->x, BUCKETS);

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
		report_end_row(out);
	}
	calibration_free(c);
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
	    { "bucket", "lo", "hi", "n", "weight", "mean_score", "mean_label" },
	    calibration_show },
	{ "--sweep", true, false,
	    { "threshold", "tp", "fp", "tn", "fn", "precision", "recall", "fpr", "f1",
		"youden" },
	    sweep_show },
	{ "--gains", true, false, { "threshold", "share", "found", "lift" }, gains_show },
	{ "--probabilities", true, false, { "metric", "value" }, probabilities_show },
};

const struct view *
view_chosen(const struct eval *ev)
{
	const bool flag[] = { false, ev->roc, ev->pr, ev->confusion, ev->calibration,
		ev->sweep, ev->gains, ev->probabilities };
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
	if (ev->view->option == NULL || ev->by != NULL)
		report_column(out, STR("group"));
	for (size_t i = 0; i < VIEW_COLUMNS && ev->view->column[i] != NULL; i++)
		report_column(out, str_of(ev->view->column[i]));
	if (ev->ci) {
		report_column(out, STR("low"));
		report_column(out, STR("high"));
	}
}
