/*
 * distance_test - distances against scipy's, and where they must be 0, 1 or the same
 */
#include "stat/distance.h"

#include <math.h>

#include "tap.h"

static bool
near(double x, double want, double tolerance)
{
	return fabs(x - want) <= tolerance * fabs(want);
}

static void
test_counts(void)
{
	const uint64_t a[] = { 10, 20, 0, 5, 0 }, b[] = { 12, 3, 7, 50, 0 };
	const uint64_t c[] = { 20, 40, 0, 10, 0 }, none[5] = { 0 };
	size_t worst, freedom;

	ok(near(distance_linf(a, b, 5, &worst), 0.5515873015873015, 1e-15) && worst == 3,
	    "linf, and its cell");
	/* scipy.spatial.distance.jensenshannon(a, b, 2) ** 2 */
	ok(near(distance_js(a, b, 5), 0.3994787329102832, 1e-14), "js");
	/* scipy.stats.chi2_contingency, without the empty cell */
	ok(near(distance_chi2(a, b, 5, &freedom), 49.71549344375431, 1e-14) &&
		freedom == 3,
	    "chi2");
	ok(near(distance_psi(a, b, 5), 2.2779857758914344, 1e-14), "psi");
	ok(distance_linf(a, c, 5, &worst) == 0 && distance_js(a, c, 5) == 0 &&
		distance_chi2(a, c, 5, &freedom) == 0,
	    "the same shares are no distance apart");
	ok(distance_js((uint64_t[]){ 5, 0 }, (uint64_t[]){ 0, 9 }, 2) == 1,
	    "nothing in common: js is 1");
	ok(isnan(distance_linf(a, none, 5, &worst)) && isnan(distance_js(none, a, 5)) &&
		isnan(distance_psi(a, none, 5)) &&
		isnan(distance_chi2(a, none, 5, &freedom)),
	    "of nothing there is no distance");
}

static void
test_numbers(void)
{
	double xa[] = { -3, 0.5, 1, 7 }, xb[] = { 0.5, 2, 9, 100 };
	size_t na[] = { 1, 2, 4, 1 }, nb[] = { 3, 1, 1, 1 };
	struct runs a = { .n = 4, .x = xa, .count = na },
		    b = { .n = 4, .x = xb, .count = nb };
	struct runs none = { 0 };

	ok(near(distance_ks(&a, &b), 0.375, 1e-15), "ks");
	ok(near(distance_wasserstein(&a, &b), 17.749999999999996, 1e-14), "wasserstein");
	ok(distance_ks(&a, &b) == distance_ks(&b, &a) &&
		distance_wasserstein(&a, &b) == distance_wasserstein(&b, &a),
	    "either way the same");
	ok(distance_ks(&a, &a) == 0 && distance_wasserstein(&a, &a) == 0, "of itself 0");
	ok(isnan(distance_ks(&a, &none)) && isnan(distance_wasserstein(&none, &a)),
	    "of nothing there is none");
}

static void
test_tails(void)
{
	static const struct {
		double x;
		size_t freedom;
		double tail;
	} chi2[] = {
		{ 0.1, 1, 0.75182963404584927583 },
		{ 3.84, 1, 0.050043521248705103189 },
		{ 50, 1, 1.5374597944280348502e-12 },
		{ 5, 2, 0.08208499862389879517 },
		{ 0.001, 2, 0.99950012497916927056 },
		{ 7.8, 3, 0.050331097859853354623 },
		{ 100, 3, 1.5541594313896049214e-21 },
		{ 10, 10, 0.44049328506521241144 },
		{ 30, 15, 0.011921495938159695209 },
		{ 1500, 1400, 0.031503720989392391088 },
		{ 900, 1001, 0.98991038268446569424 },
		{ 2500, 1001, 3.3328072711729069622e-129 },
		{ 100000.0, 99000, 0.012503086996302764773 },
	};
	static const struct {
		double d;
		uint64_t na, nb;
		double tail;
	} ks[] = {
		{ 0.1, 50, 70, 0.93244546516108643316 },
		{ 0.3, 50, 70, 0.010495035281850687055 },
		{ 0.5, 200, 100, 6.6764755907300123757e-15 },
		{ 0.02, 10000, 20000, 0.0096558989010344858729 },
		{ 0.05, 100, 100, 0.9996332921577277989 },
	};

	for (size_t i = 0; i < sizeof(chi2) / sizeof(chi2[0]); i++)
		ok(near(chi2_tail(chi2[i].x, chi2[i].freedom), chi2[i].tail, 1e-10),
		    "chi2 tail of %g, %zu: %.17g", chi2[i].x, chi2[i].freedom,
		    chi2_tail(chi2[i].x, chi2[i].freedom));
	for (size_t i = 0; i < sizeof(ks) / sizeof(ks[0]); i++)
		ok(near(ks_tail(ks[i].d, ks[i].na, ks[i].nb), ks[i].tail, 1e-12),
		    "ks tail of %g: %.17g", ks[i].d,
		    ks_tail(ks[i].d, ks[i].na, ks[i].nb));
	ok(chi2_tail(0, 3) == 1 && ks_tail(0, 5, 5) == 1 && isnan(chi2_tail(1, 0)) &&
		isnan(ks_tail(NAN, 1, 1)),
	    "the ends");
}

int
main(void)
{
	test_counts();
	test_numbers();
	test_tails();
	return tap_end();
}
