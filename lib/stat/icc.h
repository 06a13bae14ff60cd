/*
 * icc.h - intraclass correlations: how much of the spread of ratings is the units' own
 *
 * The six forms of Shrout and Fleiss ("Intraclass correlations", 1979): raters differ
 * from unit to unit (1), are a sample (2), or are all there are (3); of one rating, or of
 * the mean of all.  Intervals are theirs by the F distribution, exact for forms 1 and 3
 * where ratings are normal, and by Satterthwaite's approximation for form 2 (McGraw and
 * Wong, "Forming inferences about some intraclass correlation coefficients", 1996).
 */
#ifndef STAT_ICC_H
#define STAT_ICC_H

#include <stdbool.h>

/* Mean squares of an analysis of variance: between units, within, of raters, the rest. */
struct squares {
	double n, k, units, within, raters, rest;
};

double icc_of(const struct squares *s, int form, bool mean); /* NaN: not defined */

/* 95 % of it; NaN where there is none: fewer than two units, no spread. */
void icc_interval(
    const struct squares *s, int form, bool mean, double *low, double *high);

#endif
