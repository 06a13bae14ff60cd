/*
 * elementary.c - exp, log and their kin from the four operations
 *
 * All of them cut the argument down with a small table, as in P. T. P. Tang,
 * "Table-driven implementation of the exponential function" (1989) and "... of the
 * logarithm function" (1990), and finish with a few terms of the Taylor series.  The
 * parts of a result are kept as a large and a small double and added last, so that
 * hardly more than the last rounding is lost.
 *
 * The same bits everywhere needs doubles that are doubles (checked below), rounding
 * to nearest, and a compiler that neither reorders nor fuses: -ffp-contract=off.
 */
#include "base/elementary.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/elementary_table.h"

_Static_assert(FLT_EVAL_METHOD == 0, "results need plain double arithmetic");

/* The unevaluated sum of two doubles. */
struct pair {
	double high, low;
};

static uint64_t
bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

static double
double_of(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* 2^m for -1022 <= m <= 1023. */
static double
power_of_two(int m)
{
	return double_of((uint64_t)(m + 1023) << 52);
}

/* x without its lower 27 bits: products of two such numbers are exact. */
static double
upper_half(double x)
{
	return double_of(bits_of(x) & ~((UINT64_C(1) << 27) - 1));
}

/* a + b without error, whichever is larger (Knuth). */
static struct pair
sum_exact(double a, double b)
{
	double s = a + b, t = s - a;

	return (struct pair){ s, (a - (s - t)) + (b - t) };
}

/*
 * exp(x) = 2^m (high + low) for |x| < 750, with high = 2^(j/32).  Adding 1.5 * 2^52
 * rounds to an integer and leaves it in the lower bits.  What remains of x is at most
 * ln2/64, so the first term left out of the series is below 2^-57.
 */
static struct pair
exp_cut(double x, int *m)
{
	const double shift = 0x1.8p52;
	double steps = x * STEPS_PER_LN2 + shift;
	int64_t k = (int64_t)(bits_of(steps) - bits_of(shift));
	double r, r2, p;
	struct pair y;

	steps -= shift;
	r = (x - steps * LN2_STEP_HIGH) - steps * LN2_STEP_LOW;
	r2 = r * r;
	p = (1.0 / 2 + r * (1.0 / 6)) + r2 * ((1.0 / 24 + r * (1.0 / 120)) + r2 / 720);
	p = r + r2 * p;
	*m = (int)(k >> 5);
	y.high = exp_table[k & (EXP_STEPS - 1)].high;
	y.low = exp_table[k & (EXP_STEPS - 1)].low + y.high * p;
	return y;
}

/* exp(x) for |x| < 700 as a pair whose high part is the rounded sum. */
static struct pair
exp_pair(double x)
{
	int m;
	struct pair y = exp_cut(x, &m);
	double scale = power_of_two(m), sum = y.high + y.low;

	return (struct pair){ sum * scale, (y.low - (sum - y.high)) * scale };
}

/* The ends of the range, where 2^m itself is not a normal number. */
static double
exp_far(double x)
{
	struct pair y;
	int m;

	if (x != x)
		return x;
	if (x > 710)
		return INFINITY;
	if (x < -746)
		return 0;
	y = exp_cut(x, &m);
	return (y.high + y.low) * power_of_two(m / 2) * power_of_two(m - m / 2);
}

double
elementary_exp(double x)
{
	struct pair y;
	int m;

	if (!(fabs(x) < 700))
		return exp_far(x);
	y = exp_cut(x, &m);
	return (y.high + y.low) * power_of_two(m);
}

/* exp(x) - 1 for |x| < 1/8; left out is x^12/12!, less than 2^-61 of the result. */
static double
expm1_near(double x)
{
	double x2 = x * x, x4 = x2 * x2, p;

	if (x2 < 0x1p-108)
		return x;
	p = (1.0 / 2 + x * (1.0 / 6)) + x2 * (1.0 / 24 + x * (1.0 / 120));
	p += x4 *
	     ((1.0 / 720 + x * (1.0 / 5040)) + x2 * (1.0 / 40320 + x * (1.0 / 362880)));
	p += x4 * x4 * (1.0 / 3628800 + x * (1.0 / 39916800));
	return x + x2 * p;
}

double
elementary_expm1(double x)
{
	struct pair y, s;
	double scale;
	int m;

	if (fabs(x) < 0.125)
		return expm1_near(x);
	if (x > 60 || x != x)
		return elementary_exp(x);
	if (x < -60)
		return -1;
	y = exp_cut(x, &m);
	scale = power_of_two(m);
	s = sum_exact(y.high * scale, -1);
	return s.high + (s.low + y.low * scale);
}

/* log(1 + r) - r for |r| < 1/100; left out is r^9/9, less than 2^-57 of r. */
static double
log1p_bend(double r)
{
	double r2 = r * r, p;

	p = (1.0 / 5 - r * (1.0 / 6)) + r2 * (1.0 / 7 - r * (1.0 / 8));
	return r2 * r * ((1.0 / 3 - r * (1.0 / 4)) + r2 * p) - 0.5 * r2;
}

/*
 * log(x) for a normal x > 0: x = 2^e m with m about 0.69 to 1.38 (so that e is 0 on
 * both sides of 1), c from the table about 1/m, and then
 *
 *	log(x) = e ln2 - log(c) + log(1 + r),  r = m c - 1.
 *
 * r is exact as the sum of two doubles; e ln2 - log(c) is exact but for its low part.
 */
static struct pair
log_pair(double x)
{
	uint64_t bits = bits_of(x), above = bits - LOG_ORIGIN;
	unsigned i = (unsigned)(above >> 46) & (LOG_STEPS - 1);
	double e = (double)((int64_t)above >> 52), c = log_table[i].inverse;
	double m = double_of(bits - (above & (UINT64_C(0xfff) << 52)));
	double upper = double_of(bits_of(m) & ~UINT64_C(0xffffffff));
	double a = upper * c - 1, b = (m - upper) * c, r = a + b, whole, sum;

	whole = e * LN2_HIGH + log_table[i].high;
	sum = whole + r;
	return (struct pair){
		sum,
		((whole - sum) + r) +
		    ((b - (r - a)) + log1p_bend(r) + (e * LN2_LOW + log_table[i].low)),
	};
}

double
elementary_log(double x)
{
	struct pair y;

	if (!(x >= DBL_MIN && x <= DBL_MAX)) {
		if (x != x || x > 0x1p1000)
			return x;
		if (x <= 0)
			return x < 0 ? (double)NAN : -(double)INFINITY;
		y = log_pair(x * 0x1p54);
		return (y.high - 54 * LN2_HIGH) + (y.low - 54 * LN2_LOW);
	}
	y = log_pair(x);
	return y.high + y.low;
}

/* log(1 + high + low) for high + low >= 1/128: log(1 + x + d) is log(1 + x) and d/x. */
static struct pair
log1p_pair(double high, double low)
{
	struct pair one_more = sum_exact(1, high), y = log_pair(one_more.high);

	y.low += (one_more.low + low) / one_more.high;
	return y;
}

double
elementary_log1p(double x)
{
	struct pair y;

	if (fabs(x) < 0x1p-7)
		return fabs(x) < 0x1p-54 ? x : x + log1p_bend(x);
	if (!(x > -1 && x < 0x1p60))
		return elementary_log(x <= -1 ? x + 1 : x);
	y = log1p_pair(x, 0);
	return y.high + y.low;
}

/*
 * With e = exp(-|z|), so that nothing overflows: 1 / (1 + e) or e / (1 + e).  A
 * quotient of half the bits and the exact remainder it leaves give the rest.
 */
double
elementary_sigmoid(double z)
{
	struct pair e, over;
	double d, d_low, d_half, inverse, s, rest;

	if (!(fabs(z) < 40))
		return z > 0 ? 1 : elementary_exp(z);
	e = exp_pair(-fabs(z));
	over.high = z < 0 ? e.high : 1;
	over.low = z < 0 ? e.low : 0;
	d = 1 + e.high;
	d_low = (e.high - (d - 1)) + e.low;
	d_half = upper_half(d);
	inverse = 1 / d;
	s = upper_half(over.high * inverse);
	rest = (over.high - s * d_half) - s * (d - d_half);
	rest += over.low - s * d_low;
	return s + rest * inverse;
}

/* log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|)). */
double
elementary_softplus(double z)
{
	struct pair e, y, s;

	if (!(fabs(z) < 40))
		return z > 0 ? z : elementary_exp(z);
	e = exp_pair(-fabs(z));
	if (e.high < 0x1p-7)
		y = (struct pair){ e.high, e.low + log1p_bend(e.high) };
	else
		y = log1p_pair(e.high, e.low);
	s = sum_exact(z > 0 ? z : 0, y.high);
	return s.high + (s.low + y.low);
}

/* Of r from 0 to pi/4; left out is r^19/19!, less than 2^-63 of the result. */
static double
sin_near(double r)
{
	double z = r * r, p;

	p = -1.0 / 1307674368000 + z * (1.0 / 355687428096000);
	p = 1.0 / 6227020800 + z * p;
	p = -1.0 / 39916800 + z * p;
	p = 1.0 / 362880 + z * p;
	p = -1.0 / 5040 + z * p;
	p = 1.0 / 120 + z * p;
	p = -1.0 / 6 + z * p;
	return r + r * z * p;
}

/* Likewise; left out is r^18/18!. */
static double
cos_near(double r)
{
	double z = r * r, p;

	p = -1.0 / 87178291200 + z * (1.0 / 20922789888000);
	p = 1.0 / 479001600 + z * p;
	p = -1.0 / 3628800 + z * p;
	p = 1.0 / 40320 + z * p;
	p = -1.0 / 720 + z * p;
	p = 1.0 / 24 + z * p;
	return 1 - (z / 2 - z * z * p);
}

/* Eighths of a turn are exact; within one, sine or cosine of it or of what is left. */
static double
sin_of_eighth(int eighth, double part)
{
	const double quarter_pi = 0x1.921fb54442d18p-1;
	double r = (eighth % 2 == 0 ? part : 1 - part) * quarter_pi, y;

	y = (eighth + 1) % 4 < 2 ? sin_near(r) : cos_near(r);
	return (eighth < 4 ? y : -y) + 0.0; /* no -0 */
}

double
elementary_sin_turn(double t)
{
	double eighths = t * 8, whole = floor(eighths);

	return sin_of_eighth((int)whole, eighths - whole);
}

double
elementary_cos_turn(double t)
{
	double eighths = t * 8, whole = floor(eighths);

	return sin_of_eighth(((int)whole + 2) % 8, eighths - whole);
}
