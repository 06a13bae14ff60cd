/*
 * distance.h - how far two distributions are apart
 *
 * Of counts: k cells, a[i] of the first and b[i] of the second in cell i, with p and q
 * the shares of the cells.
 *
 *   linf     the largest |p - q|, and which cell that is (the first of equals)
 *   js       the Jensen-Shannon divergence to the base 2, from 0 to 1 (Lin 1991; its
 *            square root is the distance)
 *   psi      the population stability index, sum of (p - q) ln(p / q), with half a
 *            row added to every cell of either side, as an empty one would make it
 *            infinite
 *   chi2     of the 2 x k table against equal shares, cells empty on both sides left
 *            out; its degrees of freedom are the cells less 1
 *
 * Of numbers, as runs of distinct values (runs.h), exactly, without cells:
 *
 *   ks           the largest difference of the distribution functions
 *   wasserstein  the area between them, in the unit of the values: how far the first
 *                must be moved, on the average, to become the second
 *
 * Sums go in the order given, so give cells an order of their own.  Where one side is
 * empty there is no distance: NaN.
 */
#ifndef STAT_DISTANCE_H
#define STAT_DISTANCE_H

#include <stddef.h>
#include <stdint.h>

#include "stat/runs.h"

double distance_linf(const uint64_t *a, const uint64_t *b, size_t k, size_t *worst);
double distance_js(const uint64_t *a, const uint64_t *b, size_t k);
double distance_psi(const uint64_t *a, const uint64_t *b, size_t k);
double distance_chi2(const uint64_t *a, const uint64_t *b, size_t k, size_t *freedom);

double distance_ks(const struct runs *a, const struct runs *b);
double distance_wasserstein(const struct runs *a, const struct runs *b);

/*
 * How often chance alone gives as much or more: the upper tail of the chi-square
 * distribution, and Kolmogorov's limit for samples of na and nb values (for few
 * values or many ties it is too large: on the safe side).
 */
double chi2_tail(double x, size_t freedom);
double ks_tail(double d, uint64_t na, uint64_t nb);

#endif
