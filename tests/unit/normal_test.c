/*
 * normal_test - the normal distribution against the C library's long doubles, and back
 */
#include "stat/normal.h"

#include <float.h>
#include <math.h>

#include "tap.h"

/* p and its quantile, by mpmath with 40 digits. */
static const double known[][2] = {
	{ 0.4, -0.25334710313579974132 },
	{ 0.1, -1.2815515655446004353 },
	{ 0.075, -1.4395314709384559349 },
	{ 0.08, -1.4050715603096325447 },
	{ 0.025, -1.9599639845400542118 },
	{ 0.001, -3.0902323061678135354 },
	{ 1e-7, -5.19933758219281694 },
	{ 1e-10, -6.3613409024040561991 },
	{ 1.5e-11, -6.6465708874771128614 },
	{ 1e-20, -9.2623400897984075796 },
	{ 1e-100, -21.273453560965324294 },
	{ 1e-300, -37.047096299361199237 },
	{ 0.6, 0.25334710313579974132 },
	{ 0.9, 1.2815515655446005935 },
	{ 0.925, 1.4395314709384562291 },
	{ 0.975, 1.9599639845400538556 },
	{ 0.999, 3.0902323061678132778 },
	{ 0.99999, 4.2648907939238407699 },
};

static void
test_quantile(void)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		double z = normal_quantile(known[i][0]), want = known[i][1];

		ok(fabs(z - want) <= 4e-16 * fabs(want), "the quantile of %g is %.17g",
		    known[i][0], want);
	}
	ok(normal_quantile(0.5) == 0 && normal_quantile(0) == -INFINITY &&
		normal_quantile(1) == INFINITY,
	    "the middle and the ends");
	ok(isnan(normal_quantile(-0.1)) && isnan(normal_quantile(1.1)) &&
		isnan(normal_quantile(NAN)),
	    "outside 0..1 there is none");
}

static void
test_probability(void)
{
	double worst = 0, back = 0;

	if (LDBL_MANT_DIG < 64) {
		skip("long double is no wider than double here");
		return;
	}
	for (double z = -37; z < 9; z += 0.0371) {
		long double truth = erfcl(-(long double)z / sqrtl(2)) / 2;
		double p = normal_probability(z);

		worst = fmax(worst, (double)fabsl((p - truth) / truth));
		if (z > -37 && z < 0)
			back = fmax(back, fabs(normal_quantile(p) - z) / -z);
	}
	ok(worst < 5e-15, "worst relative error of a probability: %g", worst);
	ok(back < 5e-15, "worst relative error there and back: %g", back);
	ok(normal_probability(0) == 0.5 && normal_probability(-INFINITY) == 0 &&
		normal_probability(INFINITY) == 1 && isnan(normal_probability(NAN)),
	    "the middle and the ends");
}

int
main(void)
{
	test_quantile();
	test_probability();
	return tap_end();
}
