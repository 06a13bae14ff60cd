/*
 * correlation_test - what r and rho must be where they are known without computing
 */
#include "stat/correlation.h"

#include <math.h>

#include "tap.h"

static void
test_midranks(void)
{
	const double x[] = { 5, 1, 5, 5, -2, 1 };
	const double want[] = { 5, 2.5, 5, 5, 1, 2.5 };
	double rank[6];
	bool same = true;

	midranks(x, 6, rank);
	for (int i = 0; i < 6; i++)
		same &= rank[i] == want[i];
	ok(same, "ties share the mean of their ranks");
}

static void
test_correlations(void)
{
	const double x[] = { 1, 2, 3, 4, 5 }, y[] = { 3, 5, 7, 9, 11 };
	const double down[] = { 1, 0, -1, -2, -3 }, cube[] = { 1, 8, 27, 64, 125 };
	const double huge[] = { 1e300, 2e300, 3e300, 4e300, 5e300 };
	const double tiny[] = { 1e-300, 2e-300, 3e-300, 4e-300, 5e-300 };
	const double even[] = { 2, -1, -2, -1, 2 }, flat[] = { 4, 4, 4, 4, 4 };

	ok(correlation_pearson(x, y, 5) == 1 && correlation_pearson(x, down, 5) == -1,
	    "a line, up and down");
	ok(correlation_pearson(x, even, 5) == 0 && correlation_spearman(x, even, 5) == 0,
	    "a curve that is even has neither");
	ok(correlation_spearman(x, cube, 5) == 1 && correlation_pearson(x, cube, 5) < 1,
	    "a curve that rises: ranks agree wholly");
	ok(correlation_pearson(huge, tiny, 5) == 1, "neither overflow nor underflow");
	ok(isnan(correlation_pearson(x, flat, 5)) &&
		isnan(correlation_spearman(flat, x, 5)),
	    "a constant has none");
	ok(isnan(correlation_pearson(x, y, 1)) && isnan(correlation_pearson(x, y, 0)),
	    "nor have fewer than two pairs");
}

int
main(void)
{
	test_midranks();
	test_correlations();
	return tap_end();
}
