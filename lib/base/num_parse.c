/*
 * num_parse.c - text to double
 *
 * When digits and power of ten are both exact doubles, one multiplication or division
 * rounds correctly (Clinger 1990).  Otherwise the digits are multiplied by a 128-bit
 * power of ten, which gives the value to within known bounds; when both bounds round
 * to the same double, that is it (after Lemire, "Number parsing at a gigabyte per
 * second", 2021).  What is left, near midpoints and below the normal numbers, goes to
 * strtod(), without a point, so that no locale can matter.
 */
#include "base/num.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num_read.h"

enum {
	DIGITS_KEPT = NUM_DIGITS,
	EXACT_POWER = NUM_EXACT_POWER,
	DIGITS_DECISIVE = 800 /* no double or midpoint of two has more than 768 */
};

static const uint64_t ASCII_ZEROS = 0x3030303030303030;

const double num_powers[EXACT_POWER + 2] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
	1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
	NAN };

/*
 * w * 10^k, or with cut anything up to (w + 1) * 10^k, as a double, if these bounds
 * decide it; false if not.  w > 0, and with cut w has 19 digits.  The product is
 * normalized to 127 bits and is then off by less than 1 either way.
 */
static bool
decimal_round(uint64_t w, int k, bool cut, double *x)
{
	const uint128 half = (uint128)1 << 73;
	int zeros = __builtin_clzll(w);
	int e = log2_of_pow10(k) - zeros + 63; /* of the leading bit */
	uint128 product = pow10_times(w << zeros, k), above;
	uint64_t low, high, bits;

	if (product >> 127) {
		product >>= 1;
		e++;
	}
	above = cut ? (uint128)1 << 69 : 1;
	low = (uint64_t)((product - 1 + half) >> 74);
	high = (uint64_t)((product + above + half) >> 74);
	if (low != high || e < -1022)
		return false;
	bits = ((uint64_t)(e + 1022) << 52) + low; /* a carry moves to the exponent */
	if (e > 1023 || bits >= (uint64_t)0x7ff << 52)
		*x = HUGE_VAL;
	else
		memcpy(x, &bits, sizeof(*x));
	return true;
}

/* The digits in [p, end), maybe with a point, times 10^e, by strtod(). */
static double
decimal_strtod(const char *p, const char *end, long long e)
{
	char text[DIGITS_DECISIVE + 32];
	size_t n = 0;
	bool places = false, rest = false;

	for (; p < end; p++) {
		if (*p == '.') {
			places = true;
			continue;
		}
		e -= places;
		if (n == DIGITS_DECISIVE) {
			rest |= *p != '0';
			e++;
		} else if (n > 0 || *p != '0') {
			text[n++] = *p;
		}
	}
	if (rest) {
		text[n++] = '1';
		e--;
	}
	snprintf(text + n, sizeof(text) - n, "e%lld", e);
	return strtod(text, NULL);
}

/* As decimal_strtod(), but from the first 19 digits where they decide. */
static double
decimal_read(const char *p, const char *end, long long e)
{
	const char *start = p;
	long long k = e;
	uint64_t w = 0;
	int n = 0;
	bool places = false, cut = false;
	double x;

	for (; p < end; p++) {
		if (*p == '.') {
			places = true;
			continue;
		}
		k -= places;
		if (n == DIGITS_KEPT) {
			cut |= *p != '0';
			k++;
			continue;
		}
		w = 10 * w + (uint64_t)(*p - '0');
		n += w > 0;
	}
	if (w == 0 || k < POW10_FIRST)
		return 0;
	if (k > 308)
		return HUGE_VAL;
	if (!decimal_round(w, (int)k, cut, &x))
		x = decimal_strtod(start, end, e);
	return x;
}

static const char *
digits_read(const char *p, const char *end, uint64_t *w)
{
	unsigned digit;

	for (; end - p >= 8; p += 8) {
		uint64_t v = bytes_load(p) ^ ASCII_ZEROS;
		if (!are_digits(v))
			break;
		*w = 100000000 * *w + eight_digits_value(v);
	}
	for (; p < end && (digit = (unsigned)(*p - '0')) < 10; p++)
		*w = 10 * *w + digit;
	return p;
}

/* The exponent in [p, end), "e-7".  Beyond 10^17 nothing can change any more. */
static bool
exponent_read(const char *p, const char *end, long long *e)
{
	bool minus = false;
	unsigned digit;

	if (*p != 'e' && *p != 'E')
		return false;
	p++;
	if (p < end && (*p == '-' || *p == '+'))
		minus = *p++ == '-';
	if (p == end)
		return false;
	for (*e = 0; p < end; p++) {
		digit = (unsigned)(*p - '0');
		if (digit >= 10)
			return false;
		if (*e < 10000000000000000)
			*e = 10 * *e + digit;
	}
	if (minus)
		*e = -*e;
	return true;
}

/* Anything else without its sign: digits, point and exponent. */
static enum num_verdict
long_read(const char *p, size_t size, double *x)
{
	const char *end = p + size, *point, *last;
	uint64_t w = 0;
	long long e = 0, k;
	size_t n;

	point = last = digits_read(p, end, &w);
	if (last < end && *last == '.')
		last = digits_read(last + 1, end, &w);
	n = (size_t)(last - p) - (last > point);
	if (n == 0 || (last < end && !exponent_read(last, end, &e)))
		return NUM_NOT;
	k = e - (last > point ? last - point - 1 : 0);
	if (n > DIGITS_KEPT)
		*x = decimal_read(p, last, e);
	else if (w == 0 || k < POW10_FIRST)
		*x = 0;
	else if (k > 308)
		*x = HUGE_VAL;
	else if (k == 0)
		*x = (double)w;
	else if (w <= (uint64_t)1 << 53 && k >= -EXACT_POWER && k <= EXACT_POWER)
		*x = k < 0 ? (double)w / num_powers[-k] : (double)w * num_powers[k];
	else if (!decimal_round(w, (int)k, false, x))
		*x = decimal_strtod(p, last, e);
	return *x <= DBL_MAX ? NUM_OK : NUM_TOO_LARGE;
}

enum num_verdict
num_parse(const char *p, size_t n, double *x)
{
	enum num_verdict verdict;
	bool minus, sign;
	double size;

	if (n == 0)
		return NUM_NOT;
	sign = sign_read(*p, &minus);
	p += sign;
	n -= sign;
	if (n == 0 || !plain_read(p, n, false, &size)) {
		verdict = long_read(p, n, &size);
		if (verdict != NUM_OK)
			return verdict;
	}
	*x = sign_put(size, minus);
	return NUM_OK;
}
