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

static inline uint64_t
all_ones(uint64_t condition)
{
	return -condition;
}

/*
 * The shortest w with w * 10^k nearest to c * 2^q.  All is counted in quarters of
 * 10^k, so that bounds and midpoints are whole numbers: the reals that read back as x
 * lie between low and high, which belong to them if c is even.  At a power of two
 * the gap below is half the gap above.
 *
 * Which candidate wins is a matter of chance, which no processor predicts, so the
 * choices are made with masks and not with branches.
 */
static uint64_t
decimal_shortest(uint64_t c, int q, bool lopsided, int *exponent)
{
	int k = lopsided ? log10_of_three_quarters(q) : log10_of_pow2(q);
	int shift = q + log2_of_pow10(-k) + 1;
	uint64_t odd = c & 1, low, mid, high, w, tens;
	uint64_t below, above, nearest, shorter, one_fits;

	low = scale_to_odd((4 * c - 2 + lopsided) << shift, -k) + odd;
	mid = scale_to_odd((4 * c) << shift, -k);
	high = scale_to_odd((4 * c + 2) << shift, -k) - odd;
	w = mid / 4;
	tens = w / 10 * 10;
	*exponent = k;
	below = low <= 4 * tens;
	above = 4 * tens + 40 <= high;
	shorter = all_ones((below ^ above) & (w >= 10));
	tens += 10 * above;
	below = low <= 4 * w;
	above = 4 * w + 4 <= high;
	nearest = (mid > 4 * w + 2) | ((mid == 4 * w + 2) & (w & 1));
	one_fits = all_ones(below ^ above);
	w += (above & one_fits) | (nearest & ~one_fits);
	return (tens & shorter) | (w & ~shorter);
}

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

/*
 * A number as three times eight digits, bytes 0..9.  They go from registers to where
 * they are wanted: text that was stored in pieces and is read again at once, across
 * them, makes the processor wait.
 */
struct digits {
	uint64_t high, mid, low;
	int n;    /* without zeros in front */
	int used; /* of these, without the zeros behind; w > 0 */
};

static inline struct digits
digits_of(uint64_t w)
{
	const uint64_t e8 = 100000000, e16 = e8 * e8;
	struct digits d = { .low = eight_digits(w % e8) };

	if (w >= e8)
		d.mid = eight_digits(w / e8 % e8);
	if (w >= e16)
		d.high = w < 10 * e16 ? w / e16 << 56 : eight_digits(w / e16);
	if (w >= e16)
		d.n = 24 - __builtin_ctzll(d.high) / 8;
	else if (w >= e8)
		d.n = 16 - __builtin_ctzll(d.mid) / 8;
	else
		d.n = w > 0 ? 8 - __builtin_ctzll(d.low) / 8 : 1;
	d.used = d.n;
	if (d.low != 0)
		d.used -= __builtin_clzll(d.low) / 8;
	else if (d.mid != 0)
		d.used -= 8 + __builtin_clzll(d.mid) / 8;
	else if (d.high != 0)
		d.used -= 16 + __builtin_clzll(d.high) / 8;
	return d;
}

/* All n of them at out.  24 bytes are overwritten. */
static inline void
digits_put(const struct digits *d, char *out)
{
	const uint64_t zeros = 0x3030303030303030;
	int n = d->n;

	if (n > 16) {
		bytes_store(out, (d->high | zeros) >> 8 * (24 - n));
		bytes_store(out + n - 16, d->mid | zeros);
	} else if (n > 8) {
		bytes_store(out, (d->mid | zeros) >> 8 * (16 - n));
	} else {
		bytes_store(out, (d->low | zeros) >> 8 * (8 - n));
		return;
	}
	bytes_store(out + n - 8, d->low | zeros);
}

static size_t
count_print(uint64_t w, char *out)
{
	struct digits d = digits_of(w);

	digits_put(&d, out);
	return (size_t)d.n;
}

/* The digits in use, of which `whole` (maybe none, maybe more) stand before the point. */
static size_t
plain_print(const struct digits *d, int whole, char *out)
{
	if (whole <= 0) {
		memcpy(out, "0.0000", 6);
		digits_put(d, out + 2 - whole);
		return (size_t)(2 - whole + d->used);
	}
	if (whole >= d->used) {
		digits_put(d, out);
		if (whole > d->n)
			memset(out + d->n, '0', (size_t)(whole - d->n));
		return (size_t)whole;
	}
	digits_put(d, out + 1);
	for (int i = 0; i < whole; i++)
		out[i] = out[i + 1];
	out[whole] = '.';
	return (size_t)(d->used + 1);
}

static size_t
exponent_print(const struct digits *d, int e, char *out)
{
	unsigned size = (unsigned)(e < 0 ? -e : e);
	char *p = out + plain_print(d, 1, out);

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
	int q, k;

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
	d = digits_of(c);
	k += d.n; /* x = 0.digits * 10^k */
	if (k > -5 && k <= 21)
		p += plain_print(&d, k, p);
	else
		p += exponent_print(&d, k - 1, p);
	return (size_t)(p - out);
}

size_t
num_print_count(unsigned long long x, char *out)
{
	return count_print(x, out);
}
