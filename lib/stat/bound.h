/*
 * bound.h - a limit of a column: a number, or a place in its distribution
 *
 *	12.5     the number
 *	p99      a percentile
 *	3sd      so many standard deviations from the mean (the population's sd)
 *	1.5iqr   so many distances of the quartiles beyond these (Tukey's fences)
 *	(empty)  none
 */
#ifndef STAT_BOUND_H
#define STAT_BOUND_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "stat/tally.h"

enum bound_kind { BOUND_NONE, BOUND_NUMBER, BOUND_PERCENTILE, BOUND_SD, BOUND_IQR };

struct bound {
	enum bound_kind kind;
	double x;
};

bool bound_parse(struct str s, struct bound *b); /* false: none of the above */

/* What must be known of the column: bits of tally.h. */
unsigned bound_needs(const struct bound *b);

/*
 * Where it lies, as the lower or the upper one; none is the largest double or its
 * negative.  t has values if they are needed.
 */
bool bound_find(
    const struct bound *b, struct tally *t, bool upper, double *x, struct err *e);

#endif
