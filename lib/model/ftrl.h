/*
 * ftrl.h - weights from a stream of rows, each seen once and not kept
 *
 * Follow the regularised leader, proximal, with a rate of its own for each feature
 * (McMahan et al. 2013, "Ad click prediction: a view from the trenches"):
 *
 *	g = slope * x;  s = (sqrt(n + g^2) - sqrt(n)) / rate
 *	z += g - s w;   n += g^2
 *	w = 0 where |z| <= L1, else (sign(z) L1 - z) / ((1 + sqrt(n)) / rate + L2)
 *
 * L1 and L2 are l1 and l2 times the weight of the rows so far, so that they are penalties
 * on the mean loss as everywhere else (learner.h); the intercept has none.  Features that
 * are 0 in a row are not touched: a row costs what it holds.
 *
 * The loss of each row is taken before its step, by weights that never saw it: their mean
 * is an honest estimate, a little too high.  The result depends on the sequence of rows.
 *
 * Memory: 16 bytes for each feature.
 */
#ifndef MODEL_FTRL_H
#define MODEL_FTRL_H

#include "model/learner.h"

struct ftrl {
	/* chosen */
	const struct loss *loss;
	double rate, l1, l2;
	double total_l2; /* besides, of the sum of losses and not of their mean */

	/* learnt: the last one is the intercept's */
	size_t ncol;
	double *z, *n;
	double weight, sum; /* of rows, and of their losses */
};

void ftrl_start(struct ftrl *f, size_t ncol); /* what is chosen is set */
void ftrl_free(struct ftrl *f);

/* Begin with these weights; before the first row. */
void ftrl_begin(struct ftrl *f, const struct weights *w);

void ftrl_rows(struct ftrl *f, const struct matrix *m); /* all of them, in order */

/* The weights so far, into w; their objective is the mean loss. */
void ftrl_weights(const struct ftrl *f, struct weights *w);

#endif
