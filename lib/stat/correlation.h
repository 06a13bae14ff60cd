/*
 * correlation.h - how far two columns go together
 *
 * Pearson's r from exact sums: a function of the pairs, whatever their order, with a
 * few roundings at the end.  Spearman's rho is Pearson's r of midranks (ties share the
 * mean of their ranks), which are halves and so exact.
 *
 * NaN where either side is constant or there are fewer than two pairs.
 */
#ifndef STAT_CORRELATION_H
#define STAT_CORRELATION_H

#include <stddef.h>

/* Neither holds NaN. */
double correlation_pearson(const double *x, const double *y, size_t n);
double correlation_spearman(const double *x, const double *y, size_t n);

/* Midranks from 1 on; x is not NaN. */
void midranks(const double *x, size_t n, double *rank);

#endif
