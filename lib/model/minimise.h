/*
 * minimise.h - the minimum of a convex function of many variables by its gradient
 *
 * L-BFGS (Liu & Nocedal, Mathematical Programming 45 (1989), 503-528), and OWL-QN
 * where there is an absolute-value penalty (Andrew & Gao, ICML 2007).  The method
 * is liblbfgs's, which lbfgs.c wraps; nothing else here knows that library.
 *
 * A line search that compares values cannot see a descent smaller than the value's
 * own rounding, so it gives up at gradients near the square root of the precision.
 * That is no failure: convex.c goes on from there with Newton steps.
 */
#ifndef MODEL_MINIMISE_H
#define MODEL_MINIMISE_H

#include <stdbool.h>
#include <stddef.h>

struct minimiser {
	size_t n;              /* variables */
	double l1;             /* adds l1 |x_j| for all variables but the first: */
	size_t nfree;          /* how many are free of that */
	size_t max_iterations; /* > 0 */
	void *self;            /* handed to the two below */

	/* The function without its l1 part; its gradient into g[0..n-1]. */
	double (*value)(void *self, const double *x, double *g);
	/* Is x good enough?  Asked after every iteration. */
	bool (*done)(void *self, const double *x, const double *g);
};

/*
 * Start at x[0..n-1], leave the best point found there and return how many
 * iterations it took.  Whether it is the minimum is for the caller to say.
 */
size_t minimise(const struct minimiser *f, double *x);

#endif
