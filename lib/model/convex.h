/*
 * convex.h - the minimum of a convex loss with penalties, to the last digits
 *
 * Two stages.  L-BFGS (OWL-QN if l1 > 0) comes near.  Newton steps, each solved by
 * conjugate gradients from products of the second derivative with a vector, finish:
 * they need no value of the objective, whose rounding stops L-BFGS half way, and no
 * matrix of second derivatives.  With l1 they move in the orthant of the present
 * signs; a weight that would cross zero stays there (Andrew & Gao's projection).
 *
 * The measure of convergence is the largest element of the gradient of the objective
 * in centred and scaled variables (every column of standard deviation between about
 * 1/2 and 2, see objective.h; with l1 the pseudo-gradient of smallest size), divided
 * by the root mean square of the loss's slopes at the start.  So it does not depend
 * on the units of features or labels.  It has converged when that is at most the
 * tolerance, or at most CONVEX_ROUNDING and no step can make it smaller: columns
 * whose mean is very many deviations from 0 have gradients with fewer digits.
 *
 * Iterations are those of both stages together.
 */
#ifndef MODEL_CONVEX_H
#define MODEL_CONVEX_H

#include "model/learner.h"
#include "model/loss.h"

#define CONVEX_TOLERANCE 1e-10
#define CONVEX_ROUNDING 1e-7
enum { CONVEX_ITERATIONS = 1000 };

/*
 * Minimise from beta = 0 and the intercept given; w is started and receives
 * everything but dropped and separable.
 */
void convex_learn(const struct matrix *m, const struct loss *loss, double intercept,
    const struct training *t, struct weights *w);

/* The objective and gradient of weights found by other means (no l1) into w. */
void convex_measure(const struct matrix *m, const struct loss *loss,
    const struct training *t, struct weights *w);

#endif
