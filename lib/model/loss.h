/*
 * loss.h - losses of one example, as functions of label y and score z
 *
 *   squared   (y - z)^2 / 2                  linear regression; link: z itself
 *   logistic  log(1 + e^z) - y z             y in [0,1]; link: 1 / (1 + e^-z)
 *   poisson   e^z - y z                      counts y >= 0; link: e^z
 *   huber     (y - z)^2 / 2 within d of y, d |y - z| - d^2 / 2 beyond; link: z
 *   quantile  q (y - z) above z, (1 - q) (z - y) below, rounded within width of 0:
 *             see below; link: z, the quantile q of y
 *
 * The kink of the quantile's loss, where descent by gradients would stay, is replaced
 * within width of 0 by the parabola that meets both sides in value and slope (Zheng,
 * "Gradient descent algorithms for quantile regression with smooth approximation",
 * 2011, has a like idea).  It is larger than the loss nowhere by more than width / 4.
 *
 * Each row's slope is checked against a finite difference of its value, and its
 * curve against one of its slope, by the unit test, which walks the table.
 */
#ifndef MODEL_LOSS_H
#define MODEL_LOSS_H

#include "base/mem.h"

struct loss {
	const char *name;
	/* The value, and d value / d z into *slope: together, as they share most. */
	double (*both)(const struct loss *l, double y, double z, double *slope);
	double (*curve)(
	    const struct loss *l, double y, double z); /* d slope / d z >= 0 */
	double (*link)(double z);                      /* score to prediction */
	double parameter; /* d, or q; in a row of the table a usual one */
	double width;     /* of the quantile's parabola */
};

extern const struct loss *const losses[];      /* ends with NULL */
const struct loss *loss_find(struct str name); /* NULL: no such loss */

#endif
