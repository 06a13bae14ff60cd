/*
 * power.h - the power that makes values most like a normal distribution
 *
 * Box-Cox, for values above 0:
 *
 *	y = (x^L - 1) / L, and log x where L is 0
 *
 * Yeo-Johnson, for any values: Box-Cox of 1 + x from 0 on, and minus Box-Cox of 1 - x
 * with 2 - L below.  (Box & Cox, "An analysis of transformations", 1964; Yeo & Johnson,
 *"A new family of power transformations", Biometrika 87 (2000).)
 *
 * L is the most likely one: the minimum of
 *
 *	n/2 log var(y) - (L - 1) * sum of sign(x) log(1 + |x|)
 *
 * (log x in place of the last for Box-Cox), which is convex in L (Marchand, "Convexity of
 * the Yeo-Johnson negative log likelihood", 2022), so halving finds it and no start
 * matters.  It is looked for from -POWER_MOST to POWER_MOST: a column whose best power
 * lies beyond is not one that a power mends.
 *
 * Where all values are on one side of 0 the powers are taken relative to the largest
 * one, so none overflows, and the variance of nearly equal values does not cancel.
 *
 * The values are given distinct and in rising order with their counts, so that the sums,
 * and L with them, depend on the multiset alone.  Memory: 16 bytes for each of them.
 */
#ifndef STAT_POWER_H
#define STAT_POWER_H

#include <stddef.h>

enum { POWER_MOST = 20 };

enum power { POWER_BOX_COX, POWER_YEO_JOHNSON };

double power_apply(enum power kind, double lambda, double x); /* NaN outside its domain */
double power_undo(enum power kind, double lambda, double y);  /* NaN where no x leads */

/*
 * The most likely lambda of n distinct values, rising, x[i] of them count[i]; n > 1, and
 * above 0 for Box-Cox.  Right to about 1e-8.
 */
double power_fit(enum power kind, const double *x, const size_t *count, size_t n);

/* What is minimised, for those who compare; infinite where a power overflows. */
double power_loss(
    enum power kind, double lambda, const double *x, const size_t *count, size_t n);

#endif
