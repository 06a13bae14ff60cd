/*
 * normal.c - the normal distribution and its quantiles
 */
#include "stat/normal.h"

#include <math.h>
#include <stddef.h>

#include "base/elementary.h"

/* c[0] + c[1] x + ... + c[7] x^7 */
static double
polynomial(const double *c, double x)
{
	double y = c[7];

	for (int i = 6; i >= 0; i--)
		y = y * x + c[i];
	return y;
}

/* Wichura's coefficients: the middle, the tails, the far tails. */
static const double middle_above[8] = { 3.3871328727963666080e0, 1.3314166789178437745e2,
	1.9715909503065514427e3, 1.3731693765509461125e4, 4.5921953931549871457e4,
	6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3 };
static const double middle_below[8] = { 1, 4.2313330701600911252e1,
	6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
	3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3 };
static const double tail_above[8] = { 1.42343711074968357734e0, 4.63033784615654529590e0,
	5.76949722146069140550e0, 3.64784832476320460504e0, 1.27045825245236838258e0,
	2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4 };
static const double tail_below[8] = { 1, 2.05319162663775882187e0,
	1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
	1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9 };
static const double far_above[8] = { 6.65790464350110377720e0, 5.46378491116411436990e0,
	1.78482653991729133580e0, 2.96560571828504891230e-1, 2.65321895265761230930e-2,
	1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7 };
static const double far_below[8] = { 1, 5.99832206555887937690e-1,
	1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
	1.84631831751005468180e-5, 1.42151175831644588870e-7,
	2.04426310338993978564e-15 };

double
normal_quantile(double p)
{
	double q = p - 0.5, r, z;

	if (fabs(q) <= 0.425) {
		r = 0.180625 - q * q;
		return q * polynomial(middle_above, r) / polynomial(middle_below, r);
	}
	r = q < 0 ? p : 1 - p;
	if (r == 0)
		return q < 0 ? -INFINITY : INFINITY;
	r = sqrt(-elementary_log(r));
	if (r <= 5)
		z = polynomial(tail_above, r - 1.6) / polynomial(tail_below, r - 1.6);
	else
		z = polynomial(far_above, r - 5) / polynomial(far_below, r - 5);
	return q < 0 ? -z : z;
}

/* The density, with z squared in two parts, as its rounding would be seen. */
static double
density(double z)
{
	const double root_two_pi = 2.5066282746310005024;
	double near = floor(z * 16) / 16;

	return elementary_exp(-near * near / 2) *
	       elementary_exp(-(z - near) * (z + near) / 2) / root_two_pi;
}

double
normal_probability(double z)
{
	enum { TERMS = 200 };
	const double little = 1.5;
	double size = fabs(z), y;

	if (!(size < INFINITY))
		return isnan(z) ? z : z < 0 ? 0 : 1;
	if (size < little) {
		double term = z, sum = z;

		for (int k = 3; k < TERMS && sum + term != sum; k += 2) {
			term *= z * z / k;
			sum += term;
		}
		return 0.5 + density(z) * sum;
	}
	y = size;
	for (int k = TERMS; k > 0; k--)
		y = size + k / y;
	y = density(size) / y;
	return z < 0 ? y : 1 - y;
}
