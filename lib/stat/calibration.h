/*
 * calibration.h - do probabilities mean what they say?
 *
 * Examples are put in order of their scores and cut into buckets of equal weight;
 * in each the mean score should be the mean label.  Examples of equal score share a
 * bucket (a cut between them would depend on the order of rows): the one in which
 * the middle of their weight lies, counted from the lowest score.  So a score that
 * many share makes one full bucket and leaves its neighbours lighter, or out; there
 * are at most as many as asked for, and those there are hold something.
 *
 * Examples of weight 0 are in no bucket.  Sums are exact, so the order of rows does
 * not show in any bit.
 */
#ifndef STAT_CALIBRATION_H
#define STAT_CALIBRATION_H

#include <stddef.h>

#include "stat/metric.h"

struct curve;

struct bucket {
	double lo, hi; /* the lowest and the highest score in it */
	size_t n;      /* rows */
	double weight;
	double mean_score, mean_label; /* weighted */
	/*
	 * How far these are apart, in units of what chance makes of it, were every label
	 * positive with its score for a probability; NaN where that is nothing, or no
	 * probability.
	 */
	double bias_z;
};

struct calibration {
	size_t n;
	struct bucket *bucket; /* (n) by rising scores */
};

enum { CALIBRATION_BUCKETS = 10 }; /* as many as are usual */

/* x->score is not NULL; v is the curve of x; at most `buckets`, which is not 0. */
struct calibration *calibration_new(
    const struct examples *x, const struct curve *v, size_t buckets);
void calibration_free(struct calibration *c);

#endif
