/*
 * outline.h - what a look at some numbers tells without adding them up
 */
#ifndef STAT_OUTLINE_H
#define STAT_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

struct outline {
	size_t n;                /* numbers; a NaN is none, and is passed over */
	size_t zeros, negatives; /* among them; -0 is a zero */
	bool fraction;           /* one of them is not whole */
	double min, max;         /* infinity and -infinity of none; -0 counts as 0 */
};

struct outline outline_of(const double *x, size_t n);
struct outline outline_of_avx2(const double *x, size_t n); /* private to outline.c */

#endif
