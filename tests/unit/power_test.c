/*
 * power_test - the most likely power: nothing near it is likelier, and what must not
 * change it does not
 */
#include "stat/power.h"

#include <math.h>
#include <string.h>

#include "tap.h"

enum { N = 200 };

static size_t ones[N];

/* Rising, skewed, all above 0. */
static void
fill(double *x, double scale)
{
	for (int i = 0; i < N; i++) {
		double u = (i + 1) / (double)(N + 1);

		x[i] = scale * u / (1.02 - u);
		ones[i] = 1;
	}
}

static void
test_minimum(enum power kind, const double *x, const char *what)
{
	double l = power_fit(kind, x, ones, N), least = power_loss(kind, l, x, ones, N);

	ok(l > -POWER_MOST && l < POWER_MOST, "%s: lambda is %g", what, l);
	ok(least <= power_loss(kind, l - 1e-4, x, ones, N) &&
		least <= power_loss(kind, l + 1e-4, x, ones, N) &&
		least < power_loss(kind, l - 1, x, ones, N) &&
		least < power_loss(kind, l + 1, x, ones, N),
	    "%s: nothing near it is likelier", what);
}

static void
test_minima(void)
{
	double x[N], y[N];

	fill(x, 1);
	test_minimum(POWER_BOX_COX, x, "Box-Cox");
	test_minimum(POWER_YEO_JOHNSON, x, "Yeo-Johnson above 0");
	for (int i = 0; i < N; i++)
		y[i] = x[i] - 1;
	test_minimum(POWER_YEO_JOHNSON, y, "Yeo-Johnson around 0");
	fill(x, 1e150);
	test_minimum(POWER_BOX_COX, x, "large values");
	test_minimum(POWER_YEO_JOHNSON, x, "large values, Yeo-Johnson");
	for (int i = 0; i < N; i++)
		y[i] = x[i] - 1e150;
	test_minimum(POWER_YEO_JOHNSON, y, "large values around 0");
}

static void
test_symmetry(void)
{
	double x[N], y[N], l, m;

	fill(x, 3);
	for (int i = 0; i < N; i++)
		y[i] = -x[N - 1 - i];
	l = power_fit(POWER_YEO_JOHNSON, x, ones, N);
	m = power_fit(POWER_YEO_JOHNSON, y, ones, N);
	ok(fabs(l + m - 2) < 1e-6, "the mirror of L is 2 - L: %g, %g", l, m);
	fill(y, 3e5);
	l = power_fit(POWER_BOX_COX, x, ones, N);
	m = power_fit(POWER_BOX_COX, y, ones, N);
	ok(fabs(l - m) < 1e-6, "units do not change a Box-Cox power: %g, %g", l, m);
}

/* The powers of log-normal values is 0: their logarithms are symmetric. */
static void
test_logarithm(void)
{
	const double x[] = { 0.01, 0.1, 1, 10, 100 };
	const size_t count[] = { 1, 4, 6, 4, 1 };
	double l = power_fit(POWER_BOX_COX, x, count, 5);

	ok(fabs(l) < 1e-7, "symmetric logarithms: lambda is %g", l);
	ok(power_apply(POWER_BOX_COX, 0, 10) == log(10), "0 is the logarithm");
}

static void
test_counts(void)
{
	const double x[] = { 1, 2, 5, 9 };
	const size_t count[] = { 2, 1, 3, 1 };
	const double all[] = { 1, 1, 2, 5, 5, 5, 9 };
	const size_t one[] = { 1, 1, 1, 1, 1, 1, 1 };

	ok(fabs(power_fit(POWER_BOX_COX, x, count, 4) -
		power_fit(POWER_BOX_COX, all, one, 7)) < 1e-7,
	    "a count is that many values");
}

static void
test_round_trip(void)
{
	const double lambda[] = { -3, -0.5, 0, 1e-320, 0.3, 1, 2, 5 };
	const double x[] = { -9, -1, -1e-9, 0, 1e-9, 0.5, 1, 30 };
	double worst = 0;

	for (int i = 0; i < 8; i++)
		for (int k = 0; k < 8; k++) {
			double y = power_apply(POWER_YEO_JOHNSON, lambda[i], x[k]);
			double back = power_undo(POWER_YEO_JOHNSON, lambda[i], y);

			worst = fmax(worst, fabs(back - x[k]) / (fabs(x[k]) + 1e-9));
		}
	/* Where powers crowd near -1 / lambda, digits are lost. */
	ok(worst < 1e-9, "there and back, worst relative difference %g", worst);
	ok(isnan(power_apply(POWER_BOX_COX, 2, 0)) &&
		isnan(power_apply(POWER_BOX_COX, 2, -1)),
	    "Box-Cox has no power of 0 and below");
	ok(isnan(power_undo(POWER_BOX_COX, 2, -1)), "what no value leads to");
}

int
main(void)
{
	test_minima();
	test_symmetry();
	test_logarithm();
	test_counts();
	test_round_trip();
	return tap_end();
}
