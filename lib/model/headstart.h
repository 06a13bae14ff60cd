/*
 * headstart.h - a first idea of a convex minimum from a part of the rows
 *
 * Where there are many rows, a sixteenth to a quarter of them knows the minimum but for a
 * hundredth, and what it knows of the second derivative holds for all rows just as well.
 * So the part is minimised first, in its small memory; and then every look at all rows is
 * followed by a Newton step with the part's second derivative, which shrinks the gradient
 * by the order of sqrt(columns / rows of the part) each time (Byrd, Chin, Neveitt &
 * Nocedal, SIAM J. Optimization 21 (2011), 977-995).
 *
 * The part is every so manieth block of rows, so it depends on the sequence of rows
 * alone. Nothing is lost where it is unlike the rest: the minimum is that of all rows,
 * and who finds that a step does not help goes on as if there were none.
 *
 * Memory: label and weight of the part's rows, and two squares of columns.
 */
#ifndef MODEL_HEADSTART_H
#define MODEL_HEADSTART_H

#include <stdbool.h>
#include <stddef.h>

#include "model/objective.h"

struct headstart {
	struct matrix part;  /* its blocks are those of the whole */
	struct objective on; /* the objective over the part, in the same variables */
	size_t n;            /* variables that move: whose step is not 0 */
	size_t *which;       /* (n) */
	double *square;      /* (n, n) after shaping the factor L of L L' = H */
	double *curvature, *room;
};

/* False, and nothing to free, where there are too few rows or too many columns. */
bool headstart_take(struct headstart *h, const struct objective *whole);
void headstart_free(struct headstart *h);

/* H at theta; false where it is singular, as with collinear columns. */
bool headstart_shape(struct headstart *h, const double *theta);

/* d = -H^-1 g; 0 for variables that do not move. */
void headstart_step(const struct headstart *h, const double *g, double *d);

#endif
