/*
 * quadratic.c - coordinate descent with soft thresholding
 */
#include "model/quadratic.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The minimum of slope * (y - x) + curve / 2 (y - x)^2 + l1 |y|. */
static double
threshold(double x, double slope, double curve, double l1)
{
	double y = curve * x - slope;

	if (y > l1)
		return (y - l1) / curve;
	return y < -l1 ? (y + l1) / curve : 0;
}

/* One round over the coordinates; returns the largest move. */
static double
sweep(size_t n, const double *h, const double *x, const double *l1, double *slope,
    double *d)
{
	double largest = 0;

	for (size_t j = 0; j < n; j++) {
		const double *row = h + j * n;
		double y, move;

		if (!(row[j] > 0))
			continue;
		y = threshold(x[j] + d[j], slope[j], row[j], l1[j]);
		move = y - (x[j] + d[j]);
		if (move == 0)
			continue;
		/* A coordinate at 0 is there exactly: the caller adds d to x. */
		d[j] = y == 0 ? -x[j] : d[j] + move;
		for (size_t k = 0; k < n; k++)
			slope[k] += move * row[k];
		largest = fmax(largest, fabs(move) * sqrt(row[j]));
	}
	return largest;
}

void
quadratic_minimise(size_t n, const double *h, const double *g, const double *x,
    const double *l1, double enough, double *d)
{
	double *slope = mem_alloc(n, sizeof *slope);

	memcpy(slope, g, n * sizeof *slope);
	memset(d, 0, n * sizeof *d);
	for (int k = 0; k < QUADRATIC_SWEEPS; k++)
		if (!(sweep(n, h, x, l1, slope, d) > enough))
			break;
	free(slope);
}
