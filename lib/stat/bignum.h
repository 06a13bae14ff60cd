/*
 * bignum.h - unsigned integers of any length, to settle exact sums without rounding
 *
 * A mean is a quotient of integers and a standard deviation the root of one.
 * Everything here is schoolbook arithmetic over 32-bit digits: it runs once for a
 * column, not once for a cell.
 *
 * Divisions, right shifts and roots round down and say whether anything was lost.
 * Those answers, or'ed together, are what bignum_round() needs to round correctly
 * at the end: floor(floor(a / b) / c) = floor(a / (b * c)), and likewise for roots.
 */
#ifndef STAT_BIGNUM_H
#define STAT_BIGNUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for the square of an exact sum; asking for more is a bug and aborts. */
enum { BIGNUM_DIGITS = 320 };

/* Zero-initialised is 0.  The highest digit, digit[n - 1], is never 0. */
struct bignum {
	size_t n;
	uint32_t digit[BIGNUM_DIGITS]; /* the lowest first; unset from n on */
};

void bignum_set(struct bignum *a, uint64_t value);
size_t bignum_bits(const struct bignum *a); /* 0 for 0, 3 for 4..7 */
int bignum_order(const struct bignum *a, const struct bignum *b); /* <0, 0, >0 */

void bignum_shift_left(struct bignum *a, size_t bits);
bool bignum_shift_right(struct bignum *a, size_t bits);

/* product is neither a nor b. */
void bignum_multiply(
    struct bignum *product, const struct bignum *a, const struct bignum *b);
void bignum_add(struct bignum *a, const struct bignum *b);
void bignum_subtract(struct bignum *a, const struct bignum *b); /* a >= b */
bool bignum_divide(struct bignum *a, uint64_t divisor);         /* divisor > 0 */
bool bignum_root(struct bignum *a);                             /* square root */

/*
 * a * 2^exponent as the nearest double, ties to even, inf when it is too large.
 * With more set the true number is greater than that by less than 2^exponent; then
 * a must have at least 55 bits.
 */
double bignum_round(const struct bignum *a, long exponent, bool more);

/*
 * a * 2^exponent / (d * e), or the square root of that, correctly rounded.  Destroys a.
 */
double bignum_quotient(
    struct bignum *a, long exponent, uint64_t d, uint64_t e, bool root);

#endif
