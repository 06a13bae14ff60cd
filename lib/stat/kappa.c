/*
 * kappa.c - see kappa.h
 */
#include "stat/kappa.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/normal.h"

double
steps_apart(size_t a, size_t b, int power)
{
	double d = a > b ? (double)(a - b) : (double)(b - a);

	return power == 0 ? a != b : power == 1 ? d : d * d;
}

/* What each of the first's categories costs on the average, against the second's. */
static void
costs(const double *share, size_t k, int power, double *cost)
{
	for (size_t a = 0; a < k; a++)
		for (size_t b = 0; b < k; b++)
			cost[a] += share[b] * steps_apart(a, b, power);
}

/* The square of kappa's standard error, times n and the square of `expected`. */
static double
variance(const double *cell, double n, size_t k, int power, const double *cost[2],
    double expected, double beyond)
{
	double sum = 0;

	for (size_t a = 0; a < k; a++)
		for (size_t b = 0; b < k; b++) {
			double d =
			    steps_apart(a, b, power) - (cost[0][a] + cost[1][b]) * beyond;

			sum += cell[a * k + b] / n * d * d;
		}
	sum -= expected * beyond * expected * beyond;
	return sum > 0 ? sum : 0;
}

void
kappa_interval(const double *cell, size_t k, int power, double *low, double *high)
{
	double *first = mem_alloc(4 * k, sizeof(*first)), *second = first + k, n = 0;
	double *cost[2] = { first + 2 * k, first + 3 * k };
	double observed = 0, expected = 0, beyond, error;

	for (size_t i = 0; i < k * k; i++)
		n += cell[i];
	for (size_t a = 0; a < k; a++)
		for (size_t b = 0; b < k; b++) {
			first[a] += cell[a * k + b] / n;
			second[b] += cell[a * k + b] / n;
			observed += cell[a * k + b] / n * steps_apart(a, b, power);
		}
	costs(second, k, power, cost[0]);
	costs(first, k, power, cost[1]);
	for (size_t a = 0; a < k; a++)
		expected += first[a] * cost[0][a];
	beyond = observed / expected; /* 1 - kappa; NaN for 0 / 0 */
	error = sqrt(variance(cell, n, k, power, (const double *[2]){ cost[0], cost[1] },
			 expected, beyond) /
		     n) /
		expected;
	*low = 1 - beyond + normal_quantile(0.025) * error;
	*high = 1 - beyond - normal_quantile(0.025) * error;
	free(first);
}
