/*
 * num_print.c - double to shortest text
 *
 * The digits are found as in R. Giulietti, "The Schubfach way to render doubles"
 * (2021).  Let 10^k be the largest power not above the width of the interval of reals
 * that read back as x.  Then some multiple of 10^k lies in it, and at most one of
 * 10^(k+1), so the neighbours of x among both kinds hold the shortest and nearest.
 */
#include "base/num.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/bytes.h"
#include "base/pow10.h"

/* The largest k with 10^k at most 3/4 of 2^e. */
static int
log10_of_three_quarters(int e)
{
	return (e * 1262611 - 524031) >> 22;
}

/*
 * w times the 128-bit power 10^k, in units of 2^128.  When that is no whole number the
 * last bit is set, so that it compares with whole numbers (all even) as the exact
 * product would.  Giulietti shows that powers of 126 bits are
 * precise enough for that.
 */
static uint64_t
scale_to_odd(uint64_t w, int k)
{
	uint128 product = pow10_times(w, k);

	return (uint64_t)(product >> 64) | ((uint64_t)product > 1);
}

/*
 * The shortest w with w * 10^k nearest to c * 2^q.  All is counted in quarters of
 * 10^k, so that bounds and midpoints are whole numbers: the reals that read back as x
 * lie between low and high, which belong to them if c is even.  At a power of two
 * the gap below is half the gap above.
 */
static uint64_t
decimal_shortest(uint64_t c, int q, bool lopsided, int *exponent)
{
	int k = lopsided ? log10_of_three_quarters(q) : log10_of_pow2(q);
	int shift = q + log2_of_pow10(-k) + 1;
	uint64_t odd = c & 1, low, mid, high, w, tens;
	bool below, above;

	low = scale_to_odd((4 * c - 2 + lopsided) << shift, -k) + odd;
	mid = scale_to_odd((4 * c) << shift, -k);
	high = scale_to_odd((4 * c + 2) << shift, -k) - odd;
	w = mid / 4;
	tens = w / 10 * 10;
	*exponent = k;
	if (w >= 10) {
		below = low <= 4 * tens;
		above = 4 * tens + 40 <= high;
		if (below != above)
			return tens + (above ? 10 : 0);
	}
	below = low <= 4 * w;
	above = 4 * w + 4 <= high;
	if (below != above)
		return w + above;
	return w + (mid > 4 * w + 2 || (mid == 4 * w + 2 && (w & 1)));
}

/* The digits of a number, right-aligned in 24 bytes; the rest is room to copy from. */
struct digits {
	char text[48];
	int first; /* where the number starts */
	int last;  /* where its last digit other than zero is; w > 0 */
};

/*
 * Eight digits of v < 10^8 as bytes 0..9, the first one lowest: halves of four digits,
 * of two, of one, all halves at once.  Right up to 10^4: n * 10486 >> 20 is n / 100; up
 * to 100: n * 103 >> 10 is n / 10.
 */
static inline uint64_t
eight_digits(uint64_t v)
{
	uint64_t q;

	v = v / 10000 | (v % 10000) << 32;
	q = ((v * 10486) >> 20) & 0x0000007f0000007f;
	v = q | (v - q * 100) << 16;
	q = ((v * 103) >> 10) & 0x000f000f000f000f;
	return q | (v - q * 10) << 8;
}

static void
digits_set(struct digits *d, uint64_t w)
{
	const uint64_t zeros = 0x3030303030303030;
	uint64_t v[3] = { 0 };
	int i = 0, j = 2;

	if (w >= 100000000) {
		v[1] = eight_digits(w / 100000000 % 100000000);
		v[0] = w < 10000000000000000 ? 0 : eight_digits(w / 10000000000000000);
	}
	v[2] = eight_digits(w % 100000000);
	memset(d->text + 24, 0, sizeof(d->text) - 24);
	for (int k = 0; k < 3; k++)
		bytes_store(d->text + 8 * k, v[k] | zeros);
	while (i < 2 && v[i] == 0)
		i++;
	while (j > i && v[j] == 0)
		j--;
	d->first = 8 * i + (v[i] ? __builtin_ctzll(v[i]) / 8 : 7);
	d->last = 8 * j + (v[j] ? 7 - __builtin_clzll(v[j]) / 8 : 7);
}

static size_t
count_print(uint64_t w, char *out)
{
	struct digits d;

	digits_set(&d, w);
	memcpy(out, d.text + d.first, 24);
	return (size_t)(24 - d.first);
}

/*
 * n digits, of which `whole` (maybe none, maybe more than n) stand before the point.
 * Copies of a fixed size, longer than needed, are faster than exact ones.
 */
static size_t
plain_print(const char *digits, int n, int whole, char *out)
{
	if (whole <= 0) {
		memcpy(out, "0.0000", 6);
		memcpy(out + 2 - whole, digits, 24);
		return (size_t)(2 - whole + n);
	}
	memcpy(out, digits, 24);
	if (whole >= n) {
		memset(out + n, '0', (size_t)(whole - n));
		return (size_t)whole;
	}
	out[whole] = '.';
	memcpy(out + whole + 1, digits + whole, 16);
	return (size_t)(n + 1);
}

static size_t
exponent_print(const char *digits, int n, int e, char *out)
{
	unsigned size = (unsigned)(e < 0 ? -e : e);
	char *p = out;

	*p++ = digits[0];
	if (n > 1) {
		*p++ = '.';
		memcpy(p, digits + 1, 16);
		p += n - 1;
	}
	*p++ = 'e';
	*p++ = e < 0 ? '-' : '+';
	if (size >= 100)
		*p++ = (char)('0' + size / 100);
	if (size >= 10)
		*p++ = (char)('0' + size / 10 % 10);
	*p++ = (char)('0' + size % 10);
	return (size_t)(p - out);
}

size_t
num_print(double x, char *out)
{
	const uint64_t implicit = (uint64_t)1 << 52;
	struct digits d;
	char *p = out;
	uint64_t bits, c;
	int q, k, n;

	memcpy(&bits, &x, sizeof(bits));
	*p = '-';
	p += bits >> 63;
	c = bits & (implicit - 1);
	q = (int)(bits >> 52 & 0x7ff);
	x = fabs(x);
	if (x < 0x1p53 && x == (double)(int64_t)x)
		return (size_t)(p - out) + count_print((uint64_t)x, p);
	if (q > 0)
		c = decimal_shortest(c | implicit, q - 1075, c == 0 && q > 1, &k);
	else
		c = decimal_shortest(c, -1074, false, &k);
	digits_set(&d, c);
	n = d.last - d.first + 1;
	k += 24 - d.first; /* x = 0.digits * 10^k */
	if (k > -5 && k <= 21)
		p += plain_print(d.text + d.first, n, k, p);
	else
		p += exponent_print(d.text + d.first, n, k - 1, p);
	return (size_t)(p - out);
}

size_t
num_print_count(unsigned long long x, char *out)
{
	return count_print(x, out);
}
