/*
 * shape.h - skewness and kurtosis, a second look at numbers whose mean is known
 *
 * Population skewness g1 and excess kurtosis g2: the means of z^3 and of z^4 - 3,
 * z = (x - mean) / sd, with the population's sd (n).  NaN where sd is 0 or too large
 * for a double.  z and each power are rounded, then summed exactly: the order of the
 * numbers, and how they were cut into pieces, do not show.
 */
#ifndef STAT_SHAPE_H
#define STAT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/exact.h"

struct shape {
	double skewness, kurtosis;
};

struct shaping {
	double mean, sd;
	bool finite;
	uint64_t n;
	struct exact cubes, fourths;
};

void shaping_start(struct shaping *s, double mean, double sd);
void shaping_add(struct shaping *s, const double *x, size_t n); /* finite numbers */
struct shape shaping_end(const struct shaping *s);

/* ---- private to shape*.c ---- */

/* z^3 and z^4 of each; are all fourth powers finite? */
bool shape_powers_avx2(
    const struct shaping *s, const double *x, size_t n, double *cube, double *fourth);

#endif
