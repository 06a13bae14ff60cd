/*
 * weighted.h - numbers with weights: sorting, running totals, the median
 *
 * None of it lets the order of arrival show.
 */
#ifndef STAT_WEIGHTED_H
#define STAT_WEIGHTED_H

#include <stddef.h>
#include <stdint.h>

#include "stat/exact.h"

struct weighted {
	double x, w;
};

/*
 * Sort by x, rising; x is not NaN, and -0 becomes 0.  The order among equal x is
 * not defined, so whoever reads the result takes equal x together.  O(n) time, and as
 * much memory again.
 */
void weighted_sort(struct weighted *p, size_t n);

/*
 * A total of weights that is read while it grows, as often as there are rows, which
 * struct exact is too large for.  Weights that differ by no more than some 2^50
 * (all but freaks) are whole multiples of the last digit of the smallest, and add
 * as 128-bit integers; the others go through struct exact.  Both give the correctly
 * rounded sum, so which way was taken does not show.
 */
struct running {
	double scale; /* 1 / last digit of the smallest; 0: not as integers */
	uint64_t high,
	    low; /* the total times scale: high * 2^64 + low, two's complement */
	struct exact exact; /* the total, when scale is 0 */
};

/*
 * A total of 0, to which the weights of p will be added, or taken off, up to twice
 * each in any order.  Their signs do not matter here, and none is 0.
 */
void running_start(struct running *r, const struct weighted *p, size_t n);
void running_add(struct running *r, double w);
double running_value(const struct running *r);

/*
 * The weighted median of p, which is sorted here: the smallest x at which the
 * weight up to and including it reaches half of the total; where it is exactly
 * half, the mean of that x and the next.  With equal weights it is the ordinary
 * median.  (The inverse of the distribution function, averaged where it is flat:
 * definition 2 of Hyndman & Fan, The American Statistician 50 (1996), 361-365.)
 * Weights are above 0; n > 0.
 */
double weighted_median(struct weighted *p, size_t n);

double largest_of(const double *x, size_t n); /* of |x|; 0 when there are none */

/*
 * A power of two to divide numbers by whose largest is given: 1 if that is 0 or
 * within 2^-200 .. 2^200, and otherwise the power at or just below it.  Dividing is
 * exact, and then squares and products of sums stay far inside the range of
 * doubles.
 */
double unit_of(double largest);

double *in_unit(const double *x, size_t n, double unit); /* x / unit; free() it */

#endif
