/*
 * objective.h - the smooth part of what a learner minimises, and its derivatives
 *
 *   F(theta) = (1/W) sum_i w_i loss(y_i, z_i) + l2/2 |beta|^2
 *
 * theta has ncol + 1 elements: theta[0] is the score at the centre of the data, and
 * theta[1 + j] = beta_j / step[j].  So
 *
 *   z_i = theta[0] + sum_j theta[1 + j] step[j] (x_ij - centre_j)
 *
 * which is the same family of models: the minimum is the learner's own, only the
 * surface around it is rounder.  step[j] is 1 or spread[j], the power of two (so that
 * multiplying rounds nothing) near 1 / max(deviation_j, sqrt(l2 / c)), c the loss's
 * mean curvature at the start: all second derivatives are then near c there.
 *
 * Rows stay sparse.  A column without any zero has its centre, in shift[j], taken out
 * of each value, which keeps the digits of one that is far from 0 (a year).  A column
 * with zeros cannot be many deviations from 0; its centre, in offset[j], is taken out
 * of the intercept.  The other of the two is 0.
 *
 * A constant column has spread and step 0: its weight stays 0, where any penalty
 * would have it, and where without one it would do nothing that the intercept cannot.
 *
 * Sums run in blocks of MATRIX_BLOCK, each by any thread, see matrix.h.
 */
#ifndef MODEL_OBJECTIVE_H
#define MODEL_OBJECTIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/loss.h"
#include "model/matrix.h"

struct objective_hand {  /* one thread's */
	double *sum, *z; /* (2 * ncol), (MATRIX_BLOCK) */
	double value, slope;
};

struct objective {
	const struct matrix *matrix;
	const struct loss *loss;
	double l2;
	double total;           /* W */
	double *shift, *offset; /* (ncol) the column's mean is in one of them */
	double *spread;         /* (ncol) see above; 0 for a constant column */
	double *step;           /* (ncol) spread, or 1 where not scaled, or 0 */
	double *beta, *sum;     /* (ncol) scratch */
	size_t nhand;
	struct objective_hand *hand;
};

/*
 * scaled: whether theta's steps are the columns' spreads, or 1.  start: the score at
 * which the descent starts.
 */
void objective_start(struct objective *f, const struct matrix *m, const struct loss *loss,
    double l2, bool scaled, double start);
void objective_free(struct objective *f);

/* F(theta); its gradient into g[0..ncol]. */
double objective_value(struct objective *f, const double *theta, double *g);

/*
 * The second derivative at theta times d, into product[0..ncol]; curvature[0..nrow-1]
 * comes from objective_curvature().
 */
void objective_curvature(struct objective *f, const double *theta, double *curvature);
void objective_product(
    struct objective *f, double *curvature, const double *d, double *product);

/* The second derivative of each element of theta by itself, into diagonal[0..ncol]. */
void objective_diagonal(struct objective *f, double *curvature, double *diagonal);

/*
 * The second derivatives of theta's elements which[0..n-1] (rising) by each other, the
 * whole square: h[a * n + b].  Needs twice n * n doubles besides.
 */
void objective_matrix(struct objective *f, const double *curvature, const size_t *which,
    size_t n, double *h);

/* theta as intercept (returned) and beta, and back. */
double objective_weights(const struct objective *f, const double *theta, double *beta);
void objective_theta(
    const struct objective *f, double intercept, const double *beta, double *theta);

#endif
