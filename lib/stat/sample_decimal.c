/*
 * sample_decimal.c - doubles that are short decimals, as whole numbers of 32 bits
 *
 * x * 10^k is rounded twice, once as a product and once to a whole number w.  Whether w
 * is the right one the division tells: it is correctly rounded, 10^k and w are doubles,
 * and so w / 10^k is what a parser makes of the decimal's text.
 */
#include <math.h>

#include "base/cpu.h"
#include "stat/sample_chunk.h"

double
decimals_power(int digits)
{
	static const double power[SAMPLE_DIGITS + 1] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5,
		1e6 };

	return power[digits];
}

bool
decimals_of(const double *x, size_t n, double power, int32_t *w)
{
	bool good = true;

	if (cpu_level() >= CPU_LEVEL_AVX2)
		return decimals_of_avx2(x, n, power, w);
	for (size_t i = 0; i < n; i++) {
		double scaled = x[i] * power;
		bool fits = fabs(scaled) <= INT32_MAX;
		int32_t whole = fits ? (int32_t)(scaled + (scaled < 0 ? -0.5 : 0.5)) : 0;

		good &= (double)whole / power == x[i];
		w[i] = whole;
	}
	return good;
}

void
decimals_read(const int32_t *w, size_t n, double power, double *x)
{
	if (cpu_level() >= CPU_LEVEL_AVX2)
		decimals_read_avx2(w, n, power, x);
	else
		for (size_t i = 0; i < n; i++)
			x[i] = (double)w[i] / power;
}
