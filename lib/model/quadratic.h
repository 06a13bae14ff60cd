/*
 * quadratic.h - the minimum of a quadratic with an absolute-value penalty
 *
 *   g . d + d' H d / 2 + sum_j l1_j |x_j + d_j|
 *
 * over d, by coordinate descent: each d_j in turn is set to its own minimum, which
 * soft thresholding gives in closed form (Friedman, Hastie & Tibshirani, J. Stat.
 * Software 33 (2010), 1-22).  The units of the variables do not matter to it.
 */
#ifndef MODEL_QUADRATIC_H
#define MODEL_QUADRATIC_H

#include <stddef.h>

/*
 * h is the whole symmetric matrix, h[j * n + k]; d receives the step.  Ends when no
 * move d_j of a sweep has sqrt(h_jj) |d_j| > enough, at the latest after QUADRATIC_SWEEPS
 * sweeps of n^2 multiplications.
 */
enum { QUADRATIC_SWEEPS = 2000 };
void quadratic_minimise(size_t n, const double *h, const double *g, const double *x,
    const double *l1, double enough, double *d);

#endif
