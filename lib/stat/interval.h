/*
 * interval.h - how sure a number is: intervals of 95 % by formula, and by draws
 *
 * What was drawn is rows, each with its weight: an interval does not change when all
 * weights double, and two rows are more than one of weight 2.
 *
 * Wilson's interval of a share (Journal of the American Statistical Association 22
 * (1927), 209-212) takes the number of rows that the share is of; where weights differ,
 * the number of rows of one weight that would be as sure, (sum w)^2 / sum w^2 (Kish,
 * Survey Sampling, 1965).
 *
 * The area under the ROC curve varies as its placements do (DeLong, DeLong &
 * Clarke-Pearson, Biometrics 44 (1988), 837-845): the placement of a positive is the
 * share of negatives below it, that of a negative the share of positives above it, ties
 * counting one half.  Two areas over the same rows are compared by the differences of
 * these.  Where an area is 1 or 0 its placements do not vary, and the interval is a
 * point, however few rows there are.
 *
 * What cannot be told (a share of nothing, fewer than two rows of a class) is NaN.
 * Memory: a curve and a number for each row, for a moment.
 */
#ifndef STAT_INTERVAL_H
#define STAT_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

#include "stat/metric.h"

struct interval {
	double low, high;
};

#define INTERVAL_NONE ((struct interval){ NAN, NAN })

/* Of a share p among rows with such weights (0: no row; not all of them). */
struct interval wilson(double p, const double *weight, size_t n);

/* Of the area, which is known, within 0 .. 1.  x->score is not NULL. */
struct interval delong(const struct examples *x, double auc);

/*
 * Of the difference of two areas, x's less y's, whose labels and weights are the same.
 * *p: how likely a difference so far from 0 comes by chance, by the normal distribution.
 */
struct interval delong_difference(
    const struct examples *x, const struct examples *y, double difference, double *p);

/*
 * McNemar's test, exact: of the rows on which one of two predictions is right and the
 * other wrong, `one` and `other` of each, how likely is it that the two differ so much
 * (Psychometrika 12 (1947), 153-157)?  1 where there are none.
 */
double mcnemar(double one, double other);

/*
 * Of many draws, between which 95 % of them lie.  A draw that is not
 * defined is left out, but if more than one in twenty is not, nor is the interval.
 */
struct interval percentiles(const double *x, size_t n);

#endif
