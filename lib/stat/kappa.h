/*
 * kappa.h - how sure the kappa of two raters is
 *
 * By the large-sample variance of Fleiss, Cohen and Everitt ("Large sample standard
 * errors of kappa and weighted kappa", 1969).  Theirs are weights of agreement, ours of
 * disagreement, w = 1 - d, which leaves the formula as it is but for signs.
 */
#ifndef STAT_KAPPA_H
#define STAT_KAPPA_H

#include <stddef.h>

/* What a disagreement of categories weighs: 0 or 1, their steps, or the square. */
double steps_apart(size_t a, size_t b, int power);

/*
 * 95 % of kappa, from how often the first said a and the second b, cell[a * k + b]; NaN
 * where kappa is not defined.
 */
void kappa_interval(const double *cell, size_t k, int power, double *low, double *high);

#endif
