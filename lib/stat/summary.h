/*
 * summary.h - what the metrics share (private to metric*.c)
 *
 * Everything a metric needs of the examples, as a handful of numbers.  What could
 * not be found (no scores, no predictions, no rows) is NaN.
 *
 * Weights and, in regression, values are counted in a unit of their own, a power
 * of two that is 1 unless they are extreme (weighted.h), so that no square or
 * product leaves the range of doubles.  Ratios need not know; what has a unit is
 * multiplied by it.
 */
#ifndef STAT_SUMMARY_H
#define STAT_SUMMARY_H

#include <stddef.h>

#include "base/crew.h"
#include "stat/exact.h"
#include "stat/metric.h"

struct summary {
	size_t n;      /* rows with a weight above 0 */
	double weight; /* their total weight */
	double weight_unit;

	/* Binary. */
	double positives, negatives; /* weight */
	double tp, fp, tn, fn;       /* weight; NaN without predictions */
	double auc, ap;
	double log_loss, brier;         /* means */
	double reliability, resolution; /* over the buckets of calibration.h */
	double ece, mce;
	double baseline_log_loss;
	double log_loss_clipped; /* rows */

	/* Regression. */
	double value_unit;
	double squared_error, absolute_error; /* means */
	double median_error;                  /* of absolute errors */
	double variance;                      /* of the label; 0 when it is constant */

	double bias_error; /* binary: its standard error where probabilities are right */
	double mean_score; /* binary */
	double bias;       /* mean of score (binary) or prediction, less mean of label */
};

/* Examples that a thread looks at in one go, and how many times that there are. */
enum { EXAMPLES_PART = 1 << 15 };

static inline size_t
examples_parts(const struct examples *x)
{
	return (x->n + EXAMPLES_PART - 1) / EXAMPLES_PART;
}

/* How many threads have something to do. */
static inline size_t
parts_hands(size_t parts)
{
	return parts > 1 ? crew_hands() : 1;
}

/* Fill in the part of one task.  x is in units already, s->weight is known. */
void summary_binary(struct summary *s, const struct examples *x, unsigned looks);
void summary_regression(struct summary *s, const struct examples *x);

/* a / b, or NaN where b is 0: a silent 0 would pass for a measurement. */
double ratio(double a, double b);

/* The sum over the total weight. */
double weighted_mean(const struct summary *s, const struct exact *sum);

#endif
