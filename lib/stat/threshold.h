/*
 * threshold.h - the threshold that reaches what is wanted
 *
 *	struct aim aim;
 *	if (!aim_parse(&aim, STR("recall>=0.9")))       a usage error
 *	if (!threshold_find(&aim, &examples, &t, &e))   no threshold reaches it
 *
 * The positive class is predicted where score >= threshold, and a threshold is always
 * one of the scores, so that something is called positive.
 *
 *	max-f1        the largest f1
 *	max-youden    the largest recall - fpr (Youden, Cancer 3 (1950), 32-35)
 *	recall>=X     the highest threshold with such a recall
 *	precision>=X  the largest recall with such a precision
 *	fpr<=X        the largest recall with such an fpr
 *	cost=FP:FN    the least FP * fp + FN * fn
 *
 * Of equals the highest is taken.  What is compared is exact, or rounded once, so
 * neither the order of rows nor a last digit decides.  A wanted rate is compared with
 * the double that is printed as that rate.  A new aim is a row in threshold.c.
 *
 * Memory: a curve, for a moment.
 */
#ifndef STAT_THRESHOLD_H
#define STAT_THRESHOLD_H

#include <stdbool.h>

#include "base/err.h"
#include "stat/metric.h"

#define AIM_WORDS                                                              \
	"max-f1, max-youden, recall>=X, precision>=X, fpr<=X (X from 0 to 1) " \
	"or cost=FP:FN"

struct aim {
	const struct aim_kind *kind;
	double x, y; /* the numbers in it */
};

bool aim_parse(struct aim *a, struct str text); /* false: none of the above */

/* x->score is not NULL.  False, status EXIT_DATA: it cannot be reached, and why. */
bool threshold_find(
    const struct aim *a, const struct examples *x, double *threshold, struct err *e);

#endif
