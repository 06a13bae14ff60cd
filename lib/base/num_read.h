/*
 * num_read.h - what num_parse() and the kernels of num_parse_cells() have in common
 *
 * A plain number is digits with at most one point, 1 to NUM_PLAIN bytes without its sign
 * and at most 19 digits, which always fit into 64 bits.  It is read eight bytes at a
 * time, without a loop and without a branch to guess for each length.
 */
#ifndef BASE_NUM_READ_H
#define BASE_NUM_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/num.h"
#include "base/pow10.h"

enum {
	NUM_PLAIN = 20,
	NUM_DIGITS = 19,
	NUM_EXACT_POWER = 22 /* the largest power of ten that is a double */
};

/* 10^i; and behind them one NaN. */
extern const double num_powers[NUM_EXACT_POWER + 2];

size_t num_parse_cells_avx2(
    const char *block, const uint32_t *off, size_t stride, size_t n, double *x);

/*
 * w * 10^k as a double, 0 < w, -22 <= k <= 0, if the upper half of the product decides
 * it; false if not.  With g the upper word of the power, w shifted to 64 bits and
 * high = w * g / 2^64 rounded down, the exact product lies between high - 1 and high + 2:
 * what g lacks is below 1, the power itself is too large by less than 2^-127, and both
 * are multiplied by less than 2^64.  So unless half a unit of the last bit and a
 * multiple of it are as near to that, they round alike (after Lemire, "Number parsing at
 * a gigabyte per second", 2021).
 */
static inline bool
decimal_near(uint64_t w, int k, double *x)
{
	int zeros = __builtin_clzll(w);
	uint64_t g = pow10_words[2 * (k - POW10_FIRST)];
	uint64_t high = (uint64_t)((uint128)(w << zeros) * g >> 64), bits;
	int top = (int)(high >> 63), drop = 10 + top; /* 53 bits are left */
	int e = log2_of_pow10(k) - zeros + 63 + top;  /* of the leading bit */

	high += (uint64_t)1 << (drop - 1);
	/* A carry moves to the exponent. */
	bits = ((uint64_t)(e + 1022) << 52) + (high >> drop);
	memcpy(x, &bits, sizeof(*x));
	return ((high + 2) & (((uint64_t)1 << drop) - 1)) >= 4;
}

/* w / 10^places, correctly rounded: both are exact (Clinger 1990), or as above. */
static inline bool
decimal_value(uint64_t w, size_t places, double *x)
{
	*x = (double)(int64_t)w / num_powers[places];
	return w <= (uint64_t)1 << 53 || decimal_near(w, -(int)places, x);
}

/* The same for many digits, which are seldom exact: guess the other way round. */
static inline bool
decimal_value_long(uint64_t w, size_t places, double *x)
{
	return (w > 0 && decimal_near(w, -(int)places, x)) || decimal_value(w, places, x);
}

/* Whether all eight bytes of v, less '0', are digits. */
static inline bool
are_digits(uint64_t v)
{
	return (((v + 0x7676767676767676) | v) & 0x8080808080808080) == 0;
}

/* Eight digits as bytes 0..9, the first one lowest, paired up three times. */
static inline uint64_t
eight_digits_value(uint64_t v)
{
	v = (v * 10 + (v >> 8)) & 0x00ff00ff00ff00ff;
	v = (v * 100 + (v >> 16)) & 0x0000ffff0000ffff;
	return (v * 10000 + (v >> 32)) & 0xffffffff;
}

/* The first bytes of a plain number, or what may be one. */
struct plain {
	uint64_t w;
	size_t points;
	size_t places; /* digits behind the point */
	bool digits;   /* there is nothing but digits and points */
};

/* From the first n bytes of v, 1 to 8. */
static inline struct plain
plain_begin(uint64_t v, size_t n)
{
	const uint64_t ones = 0x0101010101010101, zeros = '0' * ones;
	uint64_t point, before;
	struct plain d;

	v = (v ^ zeros) & (~(uint64_t)0 >> (64 - 8 * n));
	point = v ^ ('.' ^ '0') * ones;
	point = (point - ones) & ~point & 0x80 * ones;
	before = ((point & -point) >> 7) - 1; /* all, where there is none */
	v = (v & before) | (v >> 8 & ~before);
	d.points = point != 0;
	n -= d.points;
	d.places = point != 0 ? n - (size_t)__builtin_ctzll(point) / 8 : 0;
	v <<= (64 - 8 * n) % 64; /* without a digit v is 0 */
	d.digits = are_digits(v);
	d.w = eight_digits_value(v);
	return d;
}

/* Eight bytes more. */
static inline void
plain_go_on(struct plain *d, uint64_t v)
{
	struct plain more = plain_begin(v, 8);

	d->w = d->w * (more.points ? 10000000 : 100000000) + more.w;
	d->places = d->points ? d->places + 8 : more.places;
	d->points += more.points;
	d->digits &= more.digits;
}

/*
 * The n > 0 bytes at p as a plain number without a sign.  False if they are not one, or
 * if it is one of the few that take a closer look.  With slack the eight bytes at p can
 * be read even where n is less.
 */
static inline bool
plain_read(const char *p, size_t n, bool slack, double *x)
{
	struct plain d;

	if (n <= 8) {
		d = plain_begin(slack ? bytes_load(p) : bytes_load_few(p, n), n);
	} else if (n <= 16) {
		d = plain_begin(bytes_load(p), n - 8);
		plain_go_on(&d, bytes_load(p + n - 8));
	} else if (n <= NUM_PLAIN) {
		d = plain_begin(bytes_load(p), n - 16);
		plain_go_on(&d, bytes_load(p + n - 16));
		plain_go_on(&d, bytes_load(p + n - 8));
	} else {
		return false;
	}
	if (!d.digits || d.points > 1 || n == d.points || n - d.points > NUM_DIGITS)
		return false;
	return n <= 16 ? decimal_value(d.w, d.places, x)
		       : decimal_value_long(d.w, d.places, x);
}

enum {
	DIGITS_AT_ONCE = 8,
	DIGITS_TRY_AGAIN = 64 /* cells after one that has shown no run of them */
};

/*
 * How many of the first cells, counted in eights, are one digit each.  Tables made of
 * categories are full of 0 and 1, and this is several times as fast as reading numbers.
 */
static inline size_t
single_digits(const char *block, const uint32_t *off, size_t stride, size_t n, double *x)
{
	size_t i = 0;

	for (; n - i >= DIGITS_AT_ONCE; i += DIGITS_AT_ONCE) {
		uint32_t others = 0;

		for (size_t k = i; k < i + DIGITS_AT_ONCE; k++, off += stride) {
			uint32_t digit = (uint32_t)(unsigned char)block[off[0]] - '0';

			others |= (off[1] - off[0]) ^ 2;
			others |= digit > 9;
			x[k] = (double)(int32_t)digit;
		}
		if (others != 0)
			break;
	}
	return i;
}

/* Quotes around a cell are taken off. */
static inline bool
quotes_off(const char **p, size_t *n)
{
	if (*n < 2 || (*p)[0] != '"' || (*p)[*n - 1] != '"')
		return false;
	++*p;
	*n -= 2;
	return true;
}

/*
 * What num_parse_cells() does, with a way to read one cell: false from that is no
 * verdict yet, but a case for num_parse().
 */
static inline __attribute__((always_inline)) size_t
cells_read(const char *block, const uint32_t *off, size_t stride, size_t n, double *x,
    bool (*cell_read)(const char *p, size_t n, double *x))
{
	size_t again = 0;

	for (size_t i = 0; i < n; i++, off += stride) {
		const char *p = block + off[0];
		size_t size = off[1] - 1 - off[0];

		if (size == 1 && i >= again) {
			size_t run = single_digits(block, off, stride, n - i, x + i);

			again = i + run + DIGITS_TRY_AGAIN;
			if (run > 0) {
				i += run - 1;
				off += (run - 1) * stride;
				continue;
			}
		}
		if (cell_read(p, size, &x[i]))
			continue;
		if (quotes_off(&p, &size) && cell_read(p, size, &x[i]))
			continue;
		if (num_parse(p, size, &x[i]) != NUM_OK)
			return i;
	}
	return n;
}

/* Whether a number begins with a sign, and whether it is a minus. */
static inline bool
sign_read(char first, bool *minus)
{
	*minus = first == '-';
	return *minus | (first == '+');
}

/* x, or -x; no branch, for there is no guessing. */
static inline double
sign_put(double x, bool minus)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	bits ^= (uint64_t)minus << 63;
	memcpy(&x, &bits, sizeof(x));
	return x;
}

#endif
