/*
 * even.h - penalties on a model that treats groups unevenly, for descent by batches
 *
 * mindiff: the scores of a group should be spread as those of all others are, among rows
 * of the same label: the squared maximum mean discrepancy of their probabilities under a
 * Gaussian kernel of width 0.1, added up over labels and groups (Prost et al. 2019,
 * "Toward a better trade-off between performance and fairness with kernel-based
 * distribution matching"), so that errors of either kind come as often in each.
 *
 * pairing: a row and its twin, in which only the attribute differs, should have equal
 * scores: the mean of (z - z')^2 (counterfactual logit pairing, Garg et al. 2019,
 * "Counterfactual fairness in text classification through robustness").
 *
 * Both are about the rows of one batch, weighted as they are, and for models of one score
 * that is a log odds.  What they add to the batch's mean loss is `strength` times this.
 *
 * Cost: mindiff the square of the batch, pairing a second gradient.
 */
#ifndef MODEL_EVEN_H
#define MODEL_EVEN_H

#include "model/net.h"

struct even {
	double mindiff, pairing; /* strengths; 0: without */
	const uint32_t *group;   /* (nrow) of mindiff */
	size_t ngroup;
	const struct matrix *twins; /* of pairing: as many rows, without labels */
};

/*
 * net_gradient() of rows with these penalties times the rows' weight; *penalty is what
 * they come to, without that weight.  gradient may be NULL.
 */
void even_gradient(struct net *t, const struct net_rows *rows, const struct even *x,
    real *gradient, struct net_sums *sums, double *penalty);

#endif
