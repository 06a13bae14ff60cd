/*
 * interval.c - see interval.h
 */
#include "stat/interval.h"

#include <math.h>
#include <stdlib.h>

#include "stat/curve.h"
#include "stat/exact.h"
#include "stat/fisher.h"
#include "stat/normal.h"
#include "stat/sample.h"
#include "stat/weighted.h"

/* How many standard errors to either side. */
static double
reach(void)
{
	return normal_quantile(0.975);
}

/* ---- shares ---- */

static double
rows_worth(const double *weight, size_t n)
{
	double largest = largest_of(weight, n);
	struct exact sum = { 0 }, squares = { 0 };

	for (size_t i = 0; i < n; i++) {
		exact_add(&sum, weight[i] / largest);
		exact_add_square(&squares, weight[i] / largest);
	}
	return exact_value(&sum) * exact_value(&sum) / exact_value(&squares);
}

struct interval
wilson(double p, const double *weight, size_t n)
{
	double z = reach(), rows, middle, spread;

	if (isnan(p) || n == 0)
		return INTERVAL_NONE;
	rows = rows_worth(weight, n);
	middle = p + z * z / (2 * rows);
	spread = z * sqrt(p * (1 - p) / rows + z * z / (4 * rows * rows));
	/* At the ends the formula is exact, its roundings are not. */
	return (struct interval){ p == 0 ? 0 : (middle - spread) / (1 + z * z / rows),
		p == 1 ? 1 : (middle + spread) / (1 + z * z / rows) };
}

/* ---- areas ---- */

/* The point of a score that some row with a weight has. */
static size_t
point_of(const struct curve *c, double score)
{
	size_t low = 1, high = c->n - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->threshold[middle] > score)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The placement of each row; of a row without weight it is 0. */
static double *
placements(const struct examples *x)
{
	struct curve *c = curve_new(x);
	double *v = mem_alloc(x->n, sizeof(*v));
	double positives = c->tp[c->n - 1], negatives = c->fp[c->n - 1];

	for (size_t i = 0; i < x->n; i++) {
		size_t k;

		if (!(x->weight[i] > 0))
			continue;
		k = point_of(c, x->score[i]);
		v[i] = x->label[i] != 0 ? 1 - (c->fp[k] + c->fp[k - 1]) / 2 / negatives
					: (c->tp[k] + c->tp[k - 1]) / 2 / positives;
	}
	curve_free(c);
	return v;
}

/* The variance that the rows of one class bring in, whose placements' mean is given. */
static double
variance(const struct examples *x, const double *v, double mean, bool positive)
{
	struct exact squares = { 0 }, weight = { 0 };
	double rows = 0, total;

	for (size_t i = 0; i < x->n; i++) {
		double w = x->weight[i], d = v[i] - mean;

		if (!(w > 0) || (x->label[i] != 0) != positive)
			continue;
		rows++;
		exact_add(&weight, w);
		exact_add_product(&squares, w * w, d * d);
	}
	total = exact_value(&weight);
	return rows > 1 ? exact_value(&squares) / (total * total) * (rows / (rows - 1))
			: NAN;
}

static double
standard_error(const struct examples *x, const double *v, double mean)
{
	return sqrt(variance(x, v, mean, true) + variance(x, v, mean, false));
}

/* Weights in a range where their squares are numbers; to be freed if not x's. */
static double *
weights_scaled(const struct examples *x)
{
	return in_unit(x->weight, x->n, unit_of(largest_of(x->weight, x->n)));
}

struct interval
delong(const struct examples *x, double auc)
{
	struct examples u = *x;
	double *weight = weights_scaled(x), *v, se;

	u.weight = weight;
	v = placements(&u);
	se = standard_error(&u, v, auc);
	free(v);
	free(weight);
	if (isnan(se))
		return INTERVAL_NONE;
	return (
	    struct interval){ fmax(0, auc - reach() * se), fmin(1, auc + reach() * se) };
}

struct interval
delong_difference(
    const struct examples *x, const struct examples *y, double difference, double *p)
{
	struct examples u = *x, o = *y;
	double *weight = weights_scaled(x), *v, *other, se;

	u.weight = o.weight = weight;
	v = placements(&u);
	other = placements(&o);
	for (size_t i = 0; i < x->n; i++)
		v[i] -= other[i];
	se = standard_error(&u, v, difference);
	free(other);
	free(v);
	free(weight);
	*p = NAN;
	if (isnan(se) || isnan(difference))
		return INTERVAL_NONE;
	*p = difference == 0 ? 1 : 2 * normal_probability(-fabs(difference) / se);
	return (struct interval){ difference - reach() * se, difference + reach() * se };
}

/* ---- pairs ---- */

/*
 * Twice the probability of at most m heads in n throws.  Term by term while 2^-n is a
 * number; beyond, it is I_1/2(n - m, m + 1) of the incomplete beta function, and so one
 * of F's.
 */
double
mcnemar(double one, double other)
{
	double least = fmin(one, other), n = one + other, sum = 0;
	double above = 2 * (n - least), below = 2 * (least + 1);
	double term = ldexp(1, -(int)fmin(n, 1000)); /* of k heads */

	if (one == other)
		return 1;
	if (n > 1000)
		return fmin(1, 2 * fisher_probability(below / above, above, below));
	for (double k = 0; k <= least; k++) {
		sum += term;
		term *= (n - k) / (k + 1);
	}
	return fmin(1, 2 * sum);
}

/* ---- draws ---- */

struct interval
percentiles(const double *x, size_t n)
{
	static const double p[2] = { 0.025, 0.975 };
	struct sample defined = { 0 };
	double q[2] = { NAN, NAN };
	size_t missing = 0;
	struct err e;

	for (size_t i = 0; i < n; i++)
		missing += isnan(x[i]) ? 1 : 0;
	if (missing * 20 > n)
		return INTERVAL_NONE;
	sample_add(&defined, x, n); /* NaN is none */
	sample_quantiles(&defined, p, 2, q, &e);
	sample_free(&defined);
	return (struct interval){ q[0], q[1] };
}
