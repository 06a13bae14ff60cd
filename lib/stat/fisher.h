/*
 * fisher.h - Fisher's F distribution, the same bits on every machine
 *
 * By the regularised incomplete beta function I_x(a, b), as its continued fraction
 * (Abramowitz & Stegun 26.5.8, evaluated as Lentz does), and Stirling's series for the
 * logarithm of gamma.  Right to about 1e-13 for degrees of freedom up to 1e6.
 */
#ifndef STAT_FISHER_H
#define STAT_FISHER_H

/* The probability of a value up to f, with so many degrees of freedom, none below 0. */
double fisher_probability(double f, double above, double below);

/* The value that has this probability below it, 0 < p < 1. */
double fisher_quantile(double p, double above, double below);

#endif
