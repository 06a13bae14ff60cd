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
 * Of several classes each has weights and a score, and slopes are those of the loss of
 *the softmax, p_c - [the row is of c].  A class that the stream has not shown yet has the
 * score 0, which is where it begins.
 *
 * Memory: 16 bytes for each feature, and class.
 */
#ifndef MODEL_FTRL_H
#define MODEL_FTRL_H

#include "model/learner.h"

struct ftrl {
	/* chosen */
	const struct loss *loss; /* NULL: of several classes */
	double rate, l1, l2;
	double total_l2; /* besides, of the sum of losses and not of their mean */

	/* learnt, class by class: the last one of each is the intercept's */
	size_t ncol, nclass;
	double *z, *n;      /* (nclass, ncol + 1) */
	double weight, sum; /* of rows, and of their losses */
};

void ftrl_start(struct ftrl *f, size_t ncol); /* what is chosen is set */
void ftrl_free(struct ftrl *f);

/* From now on there are so many classes; those known keep what they learnt. */
void ftrl_classes(struct ftrl *f, size_t n);

/* Begin with these weights; before the first row, of one score. */
void ftrl_begin(struct ftrl *f, const struct weights *w);

void ftrl_rows(struct ftrl *f, const struct matrix *m); /* all of them, in order */

/* The weights of a class so far, into w; their objective is the mean loss. */
void ftrl_weights(const struct ftrl *f, size_t class, struct weights *w);

#endif
