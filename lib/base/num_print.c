/*
 * num_print.c - double to shortest text
 *
 * The digits are found as in R. Giulietti, "The Schubfach way to render doubles"
 * (2021).  Let 10^k be the largest power not above the width of the interval of reals
 * that read back as x.  Then some multiple of 10^k lies in it, and at most one of
 * 10^(k+1), so the neighbours of x among both kinds hold the shortest and nearest.
 *
 * Which neighbour wins, how many digits there are and where the point stands is a
 * matter of chance, which no processor predicts.  So every number is brought to 17
 * digits, and choices are made with masks and stores that overlap, not with branches.
 */
#include "base/num.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/bytes.h"
#include "base/pow10.h"

static const uint64_t ASCII_ZEROS = 0x3030303030303030;
static const uint64_t E8 = 100000000;
static const uint64_t E16 = 10000000000000000;

enum { DIGITS = 17 };

/* w * 10^k, w of that many digits. */
struct decimal {
	uint64_t w;
	int k;
};

static inline uint64_t
all_ones(uint64_t condition)
{
	return -condition;
}

/* ---- the shortest decimal ---- */

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
 * The shortest decimal nearest to c * 2^q, c > 0, of all doubles.  All is counted in
 * quarters of 10^k, so that bounds and midpoints are whole numbers: the reals that read
 * back as x lie between low and high, which belong to them if c is even.  At a power of
 * two the gap below is half the gap above.
 */
static struct decimal
decimal_exact(uint64_t c, int q, bool lopsided)
{
	int k = lopsided ? log10_of_three_quarters(q) : log10_of_pow2(q);
	int shift = q + log2_of_pow10(-k) + 1;
	uint64_t odd = c & 1, low, mid, high, w, tens;
	bool below, above, nearest;

	low = scale_to_odd((4 * c - 2 + lopsided) << shift, -k) + odd;
	mid = scale_to_odd((4 * c) << shift, -k);
	high = scale_to_odd((4 * c + 2) << shift, -k) - odd;
	w = mid / 4;
	tens = w / 10 * 10;
	below = low <= 4 * tens;
	above = 4 * tens + 40 <= high;
	if (w >= 10 && below != above) {
		w = tens + (above ? 10 : 0);
	} else {
		below = low <= 4 * w;
		above = 4 * w + 4 <= high;
		nearest = mid > 4 * w + 2 || (mid == 4 * w + 2 && (w & 1));
		w += below != above ? above : nearest;
	}
	for (; w < E16; k--)
		w *= 10;
	return (struct decimal){ w, k };
}

/*
 * The same for 2^52 < c < 2^53, from one product; false where that is too close to call.
 *
 * Let v = c * 2^q / 10^k = s + f, s whole, and ten the nearest multiple of ten.  The
 * interval reaches half = 2^(q-1) / 10^k to either side, 1/2 <= half < 5.  So if a
 * multiple of ten lies in it, that is `ten` and no other; and if none does, the nearer
 * one of s and s + 1 lies in it, being at most 1/2 away.
 *
 * Distance and half are in units of 2^-60.  The power of ten is too large by less than
 * 2^-127 of itself and c << shift is below 2^57, so v is too large by less than 2^-70,
 * whatever this does to s; half is too small by less than 2 units, and cutting off bits
 * costs less than one.  So a comparison is right when its sides are more than 3 units
 * apart, and so is that of f with 1/2, in units of 2^-64.  When v is as near to the
 * middle of two multiples of ten that the wrong one may be taken, neither is near enough,
 * or the distance is close to half, 5 in both cases.
 */
static inline bool
decimal_quick(uint64_t c, int q, struct decimal *d)
{
	int k = log10_of_pow2(q);
	int shift = q + log2_of_pow10(-k) + 1; /* 1 to 4 */
	uint128 v = pow10_times(c << shift, -k);
	uint64_t s = (uint64_t)(v >> 64), f = (uint64_t)v, ten = (s + 5) / 10 * 10;
	uint64_t half = pow10_words[2 * (-k - POW10_FIRST)] >> (5 - shift);
	uint64_t distance = ((s - ten) << 60) + (f >> 4);
	uint64_t below = all_ones(distance >> 63), tens, w, few;

	distance = (distance ^ below) - below;
	if ((distance - half + 4 <= 8) | (f - ((uint64_t)1 << 63) + 4 <= 8))
		return false;
	tens = all_ones(distance < half);
	w = (ten & tens) | ((s + (f >> 63)) & ~tens);
	few = all_ones(w < E16);
	d->w = w + (9 * w & few);
	d->k = k + (int)few;
	return true;
}

/* ---- digits ---- */

/*
 * Eight digits of v < 10^8 as bytes 0..9, the first one lowest: halves of four digits,
 * of two, of one, all halves at once.  A half v becomes its quotient q and, h bits up,
 * its remainder: q + ((v - q * 100) << h), which is (v << h) - q * ((100 << h) - 1).
 * Right up to 10^8: v * 109951163 >> 40 is v / 10000; up to 10^4: v * 10486 >> 20 is
 * v / 100; up to 100: v * 103 >> 10 is v / 10.
 */
static inline uint64_t
eight_digits(uint64_t v)
{
	uint64_t q;

	q = v * 109951163 >> 40;
	v = (v << 32) - q * (((uint64_t)10000 << 32) - 1);
	q = (v * 10486 >> 20) & 0x0000007f0000007f;
	v = (v << 16) - q * ((100 << 16) - 1);
	q = (v * 103 >> 10) & 0x000f000f000f000f;
	return (v << 8) - q * ((10 << 8) - 1);
}

/* The first of seventeen digits, the next eight and the last eight, bytes 0..9. */
struct digits {
	uint64_t first, mid, low;
	int used; /* how many, without the zeros behind */
};

static inline struct digits
digits_of(uint64_t w)
{
	uint64_t front = w / E8, first = front / E8;
	struct digits d = { first, eight_digits(front - first * E8),
		eight_digits(w - front * E8), 0 };
	int in_low = 17 - __builtin_clzll(d.low | 1) / 8;
	int in_mid = 9 - __builtin_clzll(d.mid | 1) / 8;

	d.used = d.low != 0 ? in_low : d.mid != 0 ? in_mid : 1;
	return d;
}

/* ---- layout ---- */

/* Seven digits as text, with the point in front of digit `at`, 0 to 7. */
static inline uint64_t
point_insert(uint64_t text, int at)
{
	uint64_t before = ((uint64_t)1 << 8 * at) - 1;

	return (text & before) | (uint64_t)'.' << 8 * at | (text & ~before) << 8;
}

/*
 * The digits in use, of which `whole`, -4 to 7, stand before the point, and some behind.
 * Zeros in front make it one at least.  What is written last is eight bytes that hold
 * the point; those behind it stand already one byte further right than without a point.
 */
static inline size_t
short_print(const struct digits *d, int whole, char *out)
{
	int zeros = (1 - whole) & -(whole < 1);
	uint64_t text = (d->first | d->mid << 8) << 8 * zeros | ASCII_ZEROS;

	bytes_store(out + zeros + 2, d->mid | ASCII_ZEROS);
	bytes_store(out + zeros + 10, d->low | ASCII_ZEROS);
	bytes_store(out, point_insert(text, whole + zeros));
	return (size_t)(zeros + d->used + 1);
}

/* The same for 8 to 21 before the point, and maybe none behind. */
static size_t
long_print(const struct digits *d, int whole, char *out)
{
	uint64_t next = d->mid >> 56 | d->low << 8 | ASCII_ZEROS;

	bytes_store(out, d->first | d->mid << 8 | ASCII_ZEROS);
	if (whole >= d->used) {
		bytes_store(out + 8, next);
		bytes_store(out + 16, d->low >> 56 | ASCII_ZEROS);
		return (size_t)whole;
	}
	bytes_store(out + 9, next);
	out[17] = (char)('0' + (d->low >> 56));
	if (whole < 16) {
		bytes_store(out + 8, point_insert(next, whole - 8));
	} else {
		bytes_store(out + 8, next);
		out[16] = '.';
	}
	return (size_t)(d->used + 1);
}

static size_t
exponent_print(const struct digits *d, int e, char *out)
{
	unsigned size = (unsigned)(e < 0 ? -e : e);
	char *p = out + short_print(d, 1, out);

	p -= d->used == 1; /* the point */
	*p++ = 'e';
	*p++ = e < 0 ? '-' : '+';
	if (size >= 100)
		*p++ = (char)('0' + size / 100);
	if (size >= 10)
		*p++ = (char)('0' + size / 10 % 10);
	*p++ = (char)('0' + size % 10);
	return (size_t)(p - out);
}

/*
 * Any count.  Digits go from registers to where they are wanted: text that was stored in
 * pieces and is read again at once, across them, makes the processor wait.
 */
static inline size_t
count_print(uint64_t w, char *out)
{
	uint64_t high = 0, mid, low = eight_digits(w % E8);
	int n;

	if (w < E8) {
		n = 8 - __builtin_ctzll(low | (uint64_t)1 << 56) / 8;
		bytes_store(out, (low | ASCII_ZEROS) >> 8 * (8 - n));
		return (size_t)n;
	}
	mid = eight_digits(w / E8 % E8);
	if (w < E16) {
		n = 16 - __builtin_ctzll(mid) / 8;
		bytes_store(out, (mid | ASCII_ZEROS) >> 8 * (16 - n));
	} else {
		high = eight_digits(w / E16);
		n = 24 - __builtin_ctzll(high) / 8;
		bytes_store(out, (high | ASCII_ZEROS) >> 8 * (24 - n));
		bytes_store(out + n - 16, mid | ASCII_ZEROS);
	}
	bytes_store(out + n - 8, low | ASCII_ZEROS);
	return (size_t)n;
}

/*
 * What is not for num_print() itself, which is quick if it need not save registers for
 * a call: so these print the sign, if any, by counting it.
 */
static __attribute__((noinline)) size_t
whole_print(uint64_t w, char *out, size_t sign)
{
	return sign + count_print(w, out + sign);
}

static __attribute__((noinline)) size_t
decimal_print(struct decimal d, char *out, size_t sign)
{
	struct digits digits = digits_of(d.w);
	int whole = d.k + DIGITS;

	if (whole > -5 && whole <= 7)
		return sign + short_print(&digits, whole, out + sign);
	if (whole > 7 && whole <= 21)
		return sign + long_print(&digits, whole, out + sign);
	return sign + exponent_print(&digits, whole - 1, out + sign);
}

static __attribute__((noinline)) size_t
exact_print(uint64_t c, int q, bool lopsided, char *out, size_t sign)
{
	return decimal_print(decimal_exact(c, q, lopsided), out, sign);
}

size_t
num_print(double x, char *out)
{
	const uint64_t implicit = (uint64_t)1 << 52;
	struct decimal d;
	struct digits digits;
	uint64_t bits, c;
	size_t sign;
	int64_t near;
	int q, whole;

	memcpy(&bits, &x, sizeof(bits));
	*out = '-';
	sign = bits >> 63;
	c = bits & (implicit - 1);
	q = (int)(bits >> 52 & 0x7ff);
	x = fabs(x);
	if (x < 0x1p53 && x == (double)(near = (int64_t)x))
		return whole_print((uint64_t)near, out, sign);
	if (q == 0)
		return exact_print(c, -1074, false, out, sign);
	if (c == 0 || !decimal_quick(c | implicit, q - 1075, &d))
		return exact_print(c | implicit, q - 1075, c == 0 && q > 1, out, sign);
	whole = d.k + DIGITS; /* x = 0.digits * 10^whole */
	if (whole <= -5 || whole > 7)
		return decimal_print(d, out, sign);
	digits = digits_of(d.w);
	return sign + short_print(&digits, whole, out + sign);
}

size_t
num_print_count(unsigned long long x, char *out)
{
	return count_print(x, out);
}
