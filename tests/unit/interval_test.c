/*
 * interval_test.c - intervals by formula, and the tests that go with them
 *
 * Values from scipy 1.10.1 (binomtest and its Wilson interval).  DeLong's are compared
 * with rational arithmetic in tests/eval.bats.
 */
#include "stat/interval.h"

#include <math.h>

#include "tap.h"

static bool
near(double got, double want)
{
	return fabs(got - want) <= 1e-12 * (1 + fabs(want));
}

static void
test_wilson(void)
{
	static const double plain[10] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	static const double uneven[4] = { 1, 3, 2, 2 },
			    large[4] = { 1e308, 3e307, 2e307, 2e307 };
	struct interval a = wilson(0.8, plain, 10), b;

	ok(near(a.low, 0.4901624715366245) && near(a.high, 0.9433178485456247),
	    "8 of 10: %.17g %.17g", a.low, a.high);
	a = wilson(0, plain, 10);
	ok(a.low == 0 && near(a.high, 0.2775327998628892), "0 of 10: %.17g", a.high);
	a = wilson(1, plain, 10);
	ok(near(a.low, 0.7224672001371106) && a.high == 1, "10 of 10: %.17g", a.low);
	a = wilson(0.5, uneven, 4);
	b = wilson(0.5, plain, 4);
	ok(a.low < b.low && b.high < a.high, "uneven weights are less sure");
	a = wilson(0.5, large, 4);
	ok(a.low > 0 && a.high < 1, "however large");
	a = wilson(NAN, plain, 10);
	b = wilson(0.5, plain, 0);
	ok(isnan(a.low) && isnan(b.high), "a share of nothing has none");
}

static void
test_mcnemar(void)
{
	ok(near(mcnemar(1, 7), 0.0703125), "1 and 7: %.17g", mcnemar(1, 7));
	ok(near(mcnemar(12, 5), 0.143463134765625), "12 and 5: %.17g", mcnemar(12, 5));
	ok(near(mcnemar(0, 3), 0.25), "0 and 3: %.17g", mcnemar(0, 3));
	ok(near(mcnemar(480, 520), 0.2174482932041409), "480 and 520: %.17g",
	    mcnemar(480, 520));
	ok(near(mcnemar(480, 521), 0.20610731083295317), "480 and 521: %.17g",
	    mcnemar(480, 521));
	ok(mcnemar(0, 1) == 1, "one row says nothing");
	ok(mcnemar(0, 0) == 1 && mcnemar(4, 4) == 1, "the same is 1");
	ok(mcnemar(7, 1) == mcnemar(1, 7), "either way round");
}

static void
test_percentiles(void)
{
	double x[41];
	struct interval a;

	for (int i = 0; i < 41; i++)
		x[i] = (i * 7) % 41;
	a = percentiles(x, 41);
	ok(a.low == 1 && a.high == 39, "2.5 %% of 0 to 40 on either side");
	x[0] = x[1] = NAN; /* 0 and 7 */
	a = percentiles(x, 41);
	ok(a.low > 1 && a.low < 3, "one in twenty may be undefined");
	x[2] = NAN;
	a = percentiles(x, 41);
	ok(isnan(a.low) && isnan(a.high), "no more");
	a = percentiles(x, 0);
	ok(isnan(a.low), "no draws, no interval");
}

int
main(void)
{
	test_wilson();
	test_mcnemar();
	test_percentiles();
	return tap_end();
}
