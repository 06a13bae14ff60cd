/*
 * loss.h - losses of one example, as functions of label y and score z
 *
 *   squared   (y - z)^2 / 2            linear regression; link: z itself
 *   logistic  log(1 + e^z) - y z       y in [0,1]; link: 1 / (1 + e^-z)
 *
 * Each row's slope is checked against a finite difference of its value, and its
 * curve against one of its slope, by the unit test, which walks the table.
 */
#ifndef MODEL_LOSS_H
#define MODEL_LOSS_H

#include "base/mem.h"

struct loss {
	const char *name;
	double (*value)(double y, double z);
	double (*slope)(double y, double z); /* d value / d z */
	double (*curve)(double y, double z); /* d slope / d z, >= 0: convex */
	double (*link)(double z);            /* score to prediction */
};

extern const struct loss *const losses[];      /* ends with NULL */
const struct loss *loss_find(struct str name); /* NULL: no such loss */

#endif
