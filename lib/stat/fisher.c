/*
 * fisher.c - see fisher.h
 */
#include "stat/fisher.h"

#include <math.h>

#include "base/elementary.h"

/* ln gamma(x), x > 0: by Stirling's series where it converges fast, from 16 on. */
static double
log_gamma(double x)
{
	static const double half_log_2pi = 0.91893853320467274178;
	double product = 1, y;

	for (; x < 16; x++)
		product *= x;
	y = 1 / (x * x);
	return (x - 0.5) * elementary_log(x) - x + half_log_2pi -
	       elementary_log(product) +
	       (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680)))) / x;
}

static double
not_zero(double x)
{
	return fabs(x) < 1e-300 ? 1e-300 : x;
}

/* The continued fraction of I_x(a, b); it converges fast for x < (a + 1) / (a + b + 2) */
static double
fraction(double x, double a, double b)
{
	enum { TERMS = 10000 };
	double c = 1, d = 1 / not_zero(1 - (a + b) * x / (a + 1)), value = d;

	for (int m = 1; m < TERMS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double step;

		d = 1 / not_zero(1 + even * d);
		c = not_zero(1 + even / c);
		value *= d * c;
		d = 1 / not_zero(1 + odd * d);
		c = not_zero(1 + odd / c);
		step = d * c;
		value *= step;
		if (fabs(step - 1) < 1e-16)
			break;
	}
	return value;
}

/* I_x(a, b); y is 1 - x, which may be known more precisely. */
static double
incomplete_beta(double x, double y, double a, double b)
{
	double front;

	if (x <= 0 || y <= 0)
		return x <= 0 ? 0 : 1;
	front = elementary_exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) +
			       a * elementary_log(x) + b * elementary_log(y));
	return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a
					 : 1 - front * fraction(y, b, a) / b;
}

double
fisher_probability(double f, double above, double below)
{
	double sum = above * f + below;

	if (!(f > 0))
		return isnan(f) ? f : 0;
	if (isinf(f))
		return 1;
	return incomplete_beta(above * f / sum, below / sum, above / 2, below / 2);
}

double
fisher_quantile(double p, double above, double below)
{
	double low = 0, high = 1;

	while (fisher_probability(high, above, below) < p && high < 1e300)
		high *= 2;
	/* Halving ends where no double lies between. */
	for (;;) {
		double middle = low + (high - low) / 2;

		if (middle <= low || middle >= high)
			return high;
		*(fisher_probability(middle, above, below) < p ? &low : &high) = middle;
	}
}
