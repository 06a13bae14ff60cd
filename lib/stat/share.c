/*
 * share.c - see share.h
 */
#include "stat/share.h"

#include <math.h>

bool
share_bounds(double *share, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		if (!(share[i] > 0))
			return false;
		sum += share[i];
	}
	if (!(fabs(sum - 1) <= SHARE_TOLERANCE))
		return false;
	for (size_t i = 1; i < n; i++)
		share[i] += share[i - 1];
	return true;
}

size_t
share_of(const double *bound, size_t n, double u)
{
	size_t i = 0;

	while (i + 1 < n && u >= bound[i])
		i++;
	return i;
}

size_t
share_equal(size_t n, double u)
{
	size_t i = (size_t)(u * (double)n);

	return i < n ? i : n - 1;
}
