/*
 * share.h - the unit interval cut into parts
 *
 * Part i takes the u with bound[i-1] <= u < bound[i] (bound[-1] is 0), and the last
 * part all that is left, whatever the rounding of the bounds.  So with the same draws
 * a first part of a larger share holds all of a smaller one.
 */
#ifndef STAT_SHARE_H
#define STAT_SHARE_H

#include <stdbool.h>
#include <stddef.h>

/* Shares may miss a sum of 1 by this much. */
#define SHARE_TOLERANCE 1e-9

/*
 * Turn n shares into bounds, adding from the left, each sum a double.  False, and the
 * shares left alone, unless all are positive and their sum is 1.
 */
bool share_bounds(double *share, size_t n);

size_t share_of(const double *bound, size_t n, double u);

/* n equal parts: floor(u * n). */
size_t share_equal(size_t n, double u);

#endif
