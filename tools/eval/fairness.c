/*
 * fairness.c - do groups fare alike?  --fairness
 *
 * Rates of each group with Wilson's intervals, then how far the groups are apart: the
 * largest less the smallest rate, and the smallest as a share of the largest, as
 * Fairlearn defines them (MetricFrame, equalized_odds_*); against a group of reference,
 * differences with a sign and the disparate impact as AIF360 does.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"
#include "stat/exact.h"
#include "stat/normal.h"

enum rate { SELECTION, BASE, TPR, FPR, TNR, FNR, PPV, NPV, ACCURACY, RATES };

static const char *const rate_names[RATES] = { "selection_rate", "base_rate", "tpr",
	"fpr", "tnr", "fnr", "ppv", "npv", "accuracy" };

/* A group's share of something: hits of n, by weight. */
struct shares {
	struct str name;
	size_t rows;
	double hits[RATES], n[RATES];
	double as[RATES]; /* how many rows of one weight are as sure as those of n */
	bool counts;      /* it is large enough to be compared */
};

static double
rate_of(const struct shares *s, enum rate r)
{
	return s->n[r] > 0 ? s->hits[r] / s->n[r] : NAN;
}

/* The rows that a rate is a share of, of [predicted][label]: tn, fn, fp, tp. */
static const bool base_of[RATES][4] = { [SELECTION] = { true, true, true, true },
	[BASE] = { true, true, true, true },
	[TPR] = { false, true, false, true },
	[FPR] = { true, false, true, false },
	[TNR] = { true, false, true, false },
	[FNR] = { false, true, false, true },
	[PPV] = { false, false, true, true },
	[NPV] = { true, true, false, false },
	[ACCURACY] = { true, true, true, true } };

/* And those of them that count for it. */
static const bool hit_of[RATES][4] = { [SELECTION] = { false, false, true, true },
	[BASE] = { false, true, false, true },
	[TPR] = { false, false, false, true },
	[FPR] = { false, false, true, false },
	[TNR] = { true, false, false, false },
	[FNR] = { false, true, false, false },
	[PPV] = { false, false, false, true },
	[NPV] = { true, false, false, false },
	[ACCURACY] = { true, false, false, true } };

static void
shares_count(struct shares *s, const struct part *p)
{
	struct exact w[4] = { 0 }, squares[4] = { 0 };

	*s = (struct shares){ .name = p->name };
	for (size_t i = 0; i < p->x.n; i++) {
		size_t k = (p->x.predicted[i] != 0 ? 2u : 0u) + (p->x.label[i] != 0);

		exact_add(&w[k], p->x.weight[i]);
		exact_add_product(&squares[k], p->x.weight[i], p->x.weight[i]);
		s->rows += p->x.weight[i] > 0;
	}
	for (enum rate r = 0; r < RATES; r++) {
		double square = 0;

		for (size_t k = 0; k < 4; k++) {
			double x = exact_value(&w[k]);

			s->hits[r] += hit_of[r][k] ? x : 0;
			s->n[r] += base_of[r][k] ? x : 0;
			square += base_of[r][k] ? exact_value(&squares[k]) : 0;
		}
		s->as[r] = square > 0 ? s->n[r] * s->n[r] / square : 0;
	}
}

/* ---- how far apart ---- */

struct extremes {
	const struct shares *least, *most; /* NULL: no group has the rate */
};

static struct extremes
extremes_of(const struct shares *s, size_t n, enum rate r)
{
	struct extremes x = { 0 };

	for (size_t i = 0; i < n; i++) {
		double v = rate_of(&s[i], r);

		if (!s[i].counts || isnan(v))
			continue;
		if (x.least == NULL || v < rate_of(x.least, r))
			x.least = &s[i];
		if (x.most == NULL || v > rate_of(x.most, r))
			x.most = &s[i];
	}
	return x;
}

static double
gap(const struct extremes *x, enum rate r)
{
	return x->least != NULL ? rate_of(x->most, r) - rate_of(x->least, r) : NAN;
}

static double
share(const struct extremes *x, enum rate r)
{
	double most = x->least != NULL ? rate_of(x->most, r) : 0;

	return most > 0 ? rate_of(x->least, r) / most : NAN;
}

struct line { /* of the summary */
	const char *name;
	double value;
	struct extremes between;
};

enum { LINES = 10 };

static const char *const summary_names[LINES] = { "demographic_parity_difference",
	"demographic_parity_ratio", "equal_opportunity_difference",
	"equal_opportunity_ratio", "equalized_odds_difference", "equalized_odds_ratio",
	"predictive_parity_difference", "predictive_parity_ratio", "accuracy_difference",
	"accuracy_ratio" };

static void
summary_make(const struct shares *s, size_t n, struct line *to)
{
	static const enum rate of[] = { SELECTION, TPR, RATES, PPV, ACCURACY };
	struct extremes t = extremes_of(s, n, TPR), f = extremes_of(s, n, FPR);
	bool hits = !(gap(&f, FPR) > gap(&t, TPR));
	bool least = !(share(&f, FPR) < share(&t, TPR));

	for (size_t i = 0; i < LINES / 2; i++) {
		enum rate r = of[i] < RATES ? of[i] : TPR;
		struct extremes x = extremes_of(s, n, r);

		to[2 * i] = (struct line){ summary_names[2 * i], gap(&x, r), x };
		to[2 * i + 1] =
		    (struct line){ summary_names[2 * i + 1], share(&x, r), x };
		if (of[i] < RATES)
			continue;
		/* The worse of both rates. */
		to[2 * i].value = hits ? gap(&t, TPR) : gap(&f, FPR);
		to[2 * i].between = hits ? t : f;
		to[2 * i + 1].value = least ? share(&t, TPR) : share(&f, FPR);
		to[2 * i + 1].between = least ? t : f;
	}
}

/* ---- the report ---- */

static void
row_begin(struct report *out, struct str group, const char *metric, double value)
{
	report_text(out, group);
	report_text(out, str_of(metric));
	report_number(out, value);
}

/* Wilson's interval of a share p of n rows; see stat/interval.h. */
static struct interval
share_interval(double p, double n)
{
	double z = normal_quantile(0.975), below = 1 + z * z / n;
	double middle = p + z * z / (2 * n);
	double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));

	if (!(n > 0))
		return INTERVAL_NONE;
	/* At the ends the difference is nothing but rounding. */
	return (struct interval){ p > 0 ? (middle - half) / below : 0,
		p < 1 ? (middle + half) / below : 1 };
}

static void
rates_show(struct report *out, const struct shares *s)
{
	for (enum rate r = 0; r < RATES; r++) {
		struct interval x = share_interval(rate_of(s, r), s->as[r]);

		row_begin(out, s->name, rate_names[r], rate_of(s, r));
		report_number(out, s->n[r]);
		report_number(out, x.low);
		report_number(out, x.high);
		report_end_row(out);
	}
}

static void
summary_show(struct report *out, const struct line *line)
{
	for (size_t i = 0; i < LINES; i++) {
		row_begin(out, STR(""), line[i].name, line[i].value);
		report_missing(out);
		report_missing(out);
		report_missing(out);
		if (line[i].between.least != NULL && !isnan(line[i].value)) {
			report_text(out, line[i].between.least->name);
			report_text(out, line[i].between.most->name);
		}
		report_end_row(out);
	}
}

/* Each group against the one of reference, unprivileged less privileged. */
static void
reference_show(
    struct report *out, const struct eval *ev, const struct shares *s, size_t n)
{
	const struct shares *ref = NULL;

	for (size_t i = 0; i < n; i++)
		if (str_equal(s[i].name, str_of(ev->reference)))
			ref = &s[i];
	if (ref == NULL)
		die(EXIT_DATA,
		    "--reference %s: no group is called so (groups are, for "
		    "example, %.*s)",
		    ev->reference, (int)s[0].name.n, s[0].name.p);
	for (size_t i = 0; i < n; i++) {
		double selection = rate_of(&s[i], SELECTION) - rate_of(ref, SELECTION);
		double tpr = rate_of(&s[i], TPR) - rate_of(ref, TPR);
		double fpr = rate_of(&s[i], FPR) - rate_of(ref, FPR);
		double base = rate_of(ref, SELECTION);
		const struct line line[] = {
			{ "statistical_parity_difference", selection, { 0 } },
			{ "disparate_impact",
			    base > 0 ? rate_of(&s[i], SELECTION) / base : NAN, { 0 } },
			{ "equal_opportunity_difference", tpr, { 0 } },
			{ "average_odds_difference", (tpr + fpr) / 2, { 0 } },
		};

		for (size_t k = 0; &s[i] != ref && k < sizeof(line) / sizeof(*line);
		     k++) {
			row_begin(out, s[i].name, line[k].name, line[k].value);
			report_end_row(out);
		}
	}
}

/* Base rates that differ leave no predictor but a perfect one that is fair both ways. */
static void
base_rates_tell(const struct eval *ev, const struct shares *s, size_t n)
{
	struct extremes x = extremes_of(s, n, BASE);

	if (ev->common.quiet || x.least == NULL || !(gap(&x, BASE) > 0))
		return;
	tell(
	    "base rates go from %.4g (%.*s) to %.4g (%.*s): where they differ, equalized "
	    "odds and predictive parity cannot both hold, but for perfect predictions",
	    rate_of(x.least, BASE), (int)x.least->name.n, x.least->name.p,
	    rate_of(x.most, BASE), (int)x.most->name.n, x.most->name.p);
}

void
fairness_show(struct report *out, const struct eval *ev, const struct parts *p,
    struct values *summary)
{
	static const char *const columns[] = { "group", "metric", "value", "n", "low",
		"high", "least", "most" };
	size_t n = p->n - 1;
	struct shares *s = mem_alloc(n, sizeof(*s));
	struct line line[LINES];

	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		report_column(out, str_of(columns[i]));
	for (size_t i = 0; i < n; i++) {
		shares_count(&s[i], &p->part[1 + i]);
		s[i].counts = s[i].rows >= ev->min_n;
		rates_show(out, &s[i]);
	}
	if (ev->reference != NULL)
		reference_show(out, ev, s, n);
	summary_make(s, n, line);
	summary_show(out, line);
	for (size_t i = 0; i < LINES; i++)
		values_add(summary, str_of(line[i].name), line[i].value, BY_NOTHING, 0);
	base_rates_tell(ev, s, n);
	free(s);
}

bool
fairness_known(struct str metric)
{
	for (size_t i = 0; i < LINES; i++)
		if (str_equal(metric, str_of(summary_names[i])))
			return true;
	return false;
}

const char *const fairness_metrics =
    "demographic_parity, equal_opportunity, equalized_odds, predictive_parity and "
    "accuracy, each with _difference and _ratio";
