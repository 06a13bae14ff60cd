/*
 * agreement.h - do raters mean the same?  Kappas, alpha, intraclass correlations
 *
 * Units (rows) were rated by raters (columns), not every unit by every rater.  A rating
 * is a category, the number of one of k values in rising order; where distances between
 * them count, these are the values' own.
 *
 * Each statistic takes weights, one for each unit: how often it counts.  All ones gives
 * the statistic, draws with replacement its bootstrap.  What is not defined (one
 * category only, no unit with two ratings) is NaN.
 *
 * Sources: Cohen 1960 and 1968; Scott 1955; Fleiss 1971; Light 1971; Gwet 2008;
 * Krippendorff, Content Analysis, 2004; Shrout & Fleiss, "Intraclass correlations", 1979.
 *
 * Memory: none but the ratings, and k * k numbers for a moment.
 */
#ifndef STAT_AGREEMENT_H
#define STAT_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RATING_NONE UINT32_MAX

struct ratings {
	size_t units, raters, k;
	const uint32_t *code; /* (units, raters) below k, or RATING_NONE */
	const double *value;  /* (k) rising */
};

/* How far apart two categories are; one function behind each word of a level. */
enum level { LEVEL_NOMINAL, LEVEL_ORDINAL, LEVEL_INTERVAL, LEVEL_RATIO };

/* One row of the report. */
struct agreement {
	const char *name;
	unsigned levels;    /* the bits 1 << level for which it is reported */
	size_t least, most; /* for how many raters it is reported */
	bool complete;      /* of units that everybody rated, and no others */
	double (*of)(const struct ratings *r, const double *weight, enum level level);
	/* 95 % of it by a formula, NaN where that needs more; NULL: there is none. */
	void (*interval)(
	    const struct ratings *r, const double *weight, double *low, double *high);
};

extern const struct agreement agreements[]; /* ends with a row without name */

/* How many units the statistic looks at. */
size_t agreement_units(const struct ratings *r, const struct agreement *a);

/*
 * The 2.5th and 97.5th percentile of the statistic over `times` draws of as many units
 * with replacement; NaN where it is never defined.  The draws depend on the seed and the
 * number of units alone.
 */
void agreement_interval(const struct ratings *r, const struct agreement *a,
    enum level level, size_t times, uint64_t seed, double *low, double *high);

#endif
