/*
 * curve.h - the confusion counts at every threshold
 *
 * ROC and precision-recall curves are two views of the same points:
 *
 *	fpr = fp / (fp + tn)      tpr = recall = tp / (tp + fn)
 *	precision = tp / (tp + fp)
 *
 * One point for each distinct score, falling, after a first one at +inf where
 * nothing is called positive; so there are at most n + 1, and neither tp nor fp
 * ever falls.  Examples of weight 0 have no point.  No point is left out for being
 * in line with its neighbours.
 *
 * tp and fp are correctly rounded sums of weights; tn and fn are what they leave
 * of the totals.
 */
#ifndef STAT_CURVE_H
#define STAT_CURVE_H

#include <stddef.h>

#include "stat/metric.h"

struct curve {
	size_t n;
	double *threshold; /* (n) +inf first, then falling */
	double *tp, *fp;   /* (n) weight called positive when score >= threshold */
};

static inline double
curve_fn(const struct curve *c, size_t i)
{
	return c->tp[c->n - 1] - c->tp[i];
}

static inline double
curve_tn(const struct curve *c, size_t i)
{
	return c->fp[c->n - 1] - c->fp[i];
}

struct curve *curve_new(const struct examples *x); /* x->score is not NULL */
void curve_free(struct curve *c);

#endif
