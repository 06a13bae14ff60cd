/*
 * metric_regression.c - what the metrics of numbers share
 *
 * Means of errors, and the spread of the labels that they are held against.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/exact.h"
#include "stat/summary.h"
#include "stat/weighted.h"

/*
 * The variance of the labels around their weighted mean.
 *
 * The mean is rounded, and labels may differ by less than its rounding error (years
 * in seconds, say).  Deviations from a point near the mean are exact there, and
 * what the point is off is taken out again: with d = label - point,
 *
 *	mean of d^2 - (mean of d)^2
 *
 * is the variance around the true mean (Chan, Golub & LeVeque, The American
 * Statistician 37 (1983), 242-247).  That no label differs from another is settled
 * by looking, not by the outcome of a subtraction.
 */
static double
label_variance(const struct summary *s, const struct examples *x)
{
	struct exact sum = { 0 }, off = { 0 }, squares = { 0 };
	double lowest = INFINITY, highest = -INFINITY, point, rest;
	size_t i;

	for (i = 0; i < x->n; i++) {
		exact_add_product(&sum, x->weight[i], x->label[i]);
		if (x->weight[i] > 0) {
			lowest = fmin(lowest, x->label[i]);
			highest = fmax(highest, x->label[i]);
		}
	}
	if (lowest >= highest)
		return lowest == highest ? 0 : NAN;
	point = weighted_mean(s, &sum);
	for (i = 0; i < x->n; i++) {
		double d = x->label[i] - point;

		exact_add_product(&off, x->weight[i], d);
		exact_add_product(&squares, x->weight[i], d * d);
	}
	rest = weighted_mean(s, &off);
	return fmax(weighted_mean(s, &squares) - rest * rest, 0);
}

static void
errors_judge(struct summary *s, const struct examples *x)
{
	struct exact squares = { 0 }, sizes = { 0 }, bias = { 0 };
	struct weighted *errors = mem_alloc(x->n, sizeof(*errors));
	size_t kept = 0;

	for (size_t i = 0; i < x->n; i++) {
		double w = x->weight[i], size = fabs(x->predicted[i] - x->label[i]);

		if (!(w > 0))
			continue;
		exact_add_product(&squares, w, size * size);
		exact_add_product(&sizes, w, size);
		exact_add_product(&bias, w, x->predicted[i]);
		exact_add_product(&bias, -w, x->label[i]);
		errors[kept].x = size;
		errors[kept++].w = w;
	}
	s->squared_error = weighted_mean(s, &squares);
	s->absolute_error = weighted_mean(s, &sizes);
	s->bias = weighted_mean(s, &bias);
	s->median_error = kept > 0 ? weighted_median(errors, kept) : NAN;
	free(errors);
}

void
summary_regression(struct summary *s, const struct examples *x)
{
	struct examples u = *x;
	double largest = largest_of(x->label, x->n), *label = NULL, *predicted = NULL;

	if (x->predicted != NULL)
		largest = fmax(largest, largest_of(x->predicted, x->n));
	s->value_unit = unit_of(largest);
	if (s->value_unit != 1) {
		u.label = label = in_unit(x->label, x->n, s->value_unit);
		if (x->predicted != NULL)
			u.predicted = predicted =
			    in_unit(x->predicted, x->n, s->value_unit);
	}
	s->variance = label_variance(s, &u);
	if (x->predicted != NULL)
		errors_judge(s, &u);
	free(label);
	free(predicted);
}
