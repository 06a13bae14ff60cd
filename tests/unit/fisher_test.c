/*
 * fisher_test - the F distribution against scipy 1.10
 */
#include "stat/fisher.h"

#include <math.h>

#include "tap.h"

static const double quantiles[][4] = {
	/* p, degrees of freedom above and below, value */
	{ 0.975, 5, 18, 3.3819678058752429 },
	{ 0.025, 5, 18, 0.15718616136624455 },
	{ 0.975, 3, 1, 864.16297216352859 },
	{ 0.5, 1, 1, 1 },
	{ 0.975, 100, 1000.5, 1.3157973161238135 },
	{ 0.975, 5, 4.7864, 7.4964201195005113 },
	{ 0.999, 2, 1e6, 6.9078029962579999 },
};

static const double probabilities[][4] = {
	{ 11.03, 5, 15, 0.9998656221479508 },
	{ 1, 10, 10, 0.5 },
	{ 1e-3, 4, 6, 2.6607496185801794e-06 },
	{ 250, 3, 2.5, 0.9987235678156492 },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(quantiles) / sizeof(*quantiles); i++) {
		const double *q = quantiles[i];
		double x = fisher_quantile(q[0], q[1], q[2]);

		ok(fabs(x - q[3]) <= 1e-11 * q[3], "quantile %g of F(%g, %g) is %.17g",
		    q[0], q[1], q[2], x);
		ok(fabs(fisher_probability(x, q[1], q[2]) - q[0]) < 1e-12, "and back");
	}
	for (size_t i = 0; i < sizeof(probabilities) / sizeof(*probabilities); i++) {
		const double *q = probabilities[i];
		double p = fisher_probability(q[0], q[1], q[2]);

		ok(fabs(p - q[3]) <= 1e-12 * q[3], "F(%g, %g) below %g: %.17g", q[1],
		    q[2], q[0], p);
	}
	ok(fisher_probability(0, 2, 2) == 0 && fisher_probability(-1, 2, 2) == 0,
	    "nothing is below 0");
	ok(fisher_probability(INFINITY, 2, 2) == 1, "all is below infinity");
	ok(isnan(fisher_probability(NAN, 2, 2)), "NaN goes through");
	return tap_end();
}
