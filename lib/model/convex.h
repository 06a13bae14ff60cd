/*
 * convex.h - the minimum of a convex loss with penalties, to the last digits
 *
 * Of many rows and without l1, headstart.h does nearly all.  Otherwise, or where that
 * did not help enough, there are two stages.  L-BFGS (OWL-QN if l1 > 0) comes near.
 * Newton steps finish: they can do without the objective's value, whose rounding stops a
 * line search half way. Without l1 they are solved by conjugate gradients from products
 * of the second derivative with a vector, so no matrix is made; with l1 by coordinate
 * descent (see quadratic.h) over the weights that are not held at zero, which needs the
 * square of their number: beyond 4096 of them OWL-QN goes on alone.
 *
 * The measure of convergence is the largest element of the gradient of the objective
 * (with l1: of its smallest subgradient) in centred and scaled variables, all of about
 * the same second derivative (see objective.h), divided by the root mean square of the
 * loss's slopes at the start.  So it does not depend on the units of features or
 * labels.  It has converged when that is at most the tolerance, or at most
 * CONVEX_ROUNDING and no step makes it smaller any more.
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
 * Minimise from the weights in w, which receives everything but dropped and separable.
 * start is a constant score that suits the labels: the surface is shaped by it.
 */
void convex_learn(const struct matrix *m, const struct loss *loss, double start,
    const struct training *t, struct weights *w);

/* The objective and gradient of weights found by other means (no l1) into w. */
void convex_measure(const struct matrix *m, const struct loss *loss,
    const struct training *t, struct weights *w);

#endif
