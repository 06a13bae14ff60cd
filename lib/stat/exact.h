/*
 * exact.h - sums of doubles without rounding, in any order
 *
 * A floating-point sum depends on the order of its terms; then threads, shards
 * and shuffled rows give different last digits.  struct exact is a
 * superaccumulator: one wide fixed-point number that holds the sum of any doubles
 * exactly (Kulisch).  Adding is associative and commutative, so a sum is a
 * property of the multiset alone, and two of them merge by adding limbs.
 *
 * The number is kept in signed 64-bit limbs, each worth 2^16 times the one below;
 * the upper bits take up carries, which are passed on only every 2^15 additions or
 * before reading.  The square of the smallest double is 2^-2148, and 2^64 squares
 * of the largest stay below 2^2112; the limbs span 2^-2176 .. 2^2304, so that such
 * sums can be merged as often as anyone likes.  2248 bytes.
 *
 * Squares and products are formed in integers, all 106 bits of them: no fused
 * multiply-add, no rounding and no underflow, on any processor.  Between two
 * additions nothing is allocated and nothing depends on the data but addresses.
 */
#ifndef STAT_EXACT_H
#define STAT_EXACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

enum { EXACT_LIMBS = 280 };

/* Zero-initialised is the sum of nothing. */
struct exact {
	int64_t limb[EXACT_LIMBS];
	uint32_t pending; /* additions since carries were last passed on */
	uint32_t wait;    /* blocks to add number by number, for they are of that kind */
};

void exact_add(struct exact *s, double x);                   /* x finite */
void exact_add_square(struct exact *s, double x);            /* x*x, exactly */
void exact_add_product(struct exact *s, double x, double y); /* x*y, exactly */

/*
 * The same for n values, some ten times as fast in runs of hundreds whose exponents
 * differ by less than a hundred (exact_block.h); a NaN (a missing cell) is skipped.  The
 * second adds the values to sum and their squares to squares, which is what a mean and an
 * sd need.
 */
void exact_add_many(struct exact *s, const double *x, size_t n);
void exact_add_with_squares(
    struct exact *sum, struct exact *squares, const double *x, size_t n);

/* x[i]*y[i] of n pairs, exactly; a pair with a NaN is skipped. */
void exact_add_products(struct exact *s, const double *x, const double *y, size_t n);

void exact_merge(struct exact *s, const struct exact *other);
void exact_subtract(struct exact *s, const struct exact *other);

double exact_value(const struct exact *s); /* correctly rounded; may overflow to inf */
bool exact_is_zero(const struct exact *s);

/* s / n, correctly rounded (to nearest, ties to even).  n = 0 gives NaN. */
double exact_mean(const struct exact *s, uint64_t n);

/* (a * (n - i) + b * i) / n, correctly rounded: point i of n on the way from a to b. */
double exact_between(double a, double b, uint64_t i, uint64_t n);

/*
 * sqrt((n * squares - sum^2) / (n * (n - ddof))), in integers all the way and then
 * rounded once: the double nearest to the true sd (ties to even).  The variance is
 * the same without the root.  NaN when n <= ddof, or when sum and squares cannot
 * come from the same n numbers.
 */
double exact_sd(
    const struct exact *sum, const struct exact *squares, uint64_t n, unsigned ddof);
double exact_variance(
    const struct exact *sum, const struct exact *squares, uint64_t n, unsigned ddof);

/*
 * (n * products - sum_x * sum_y) / (n * (n - ddof)), rounded once: the double nearest to
 * the true covariance.  NaN when n <= ddof.
 */
double exact_covariance(const struct exact *sum_x, const struct exact *sum_y,
    const struct exact *products, uint64_t n, unsigned ddof);

/*
 * As text for a state: "sign:exponent:hex digits", such as "-:-3:1f" for -31/8.
 * The number in hex is odd and the sum of nothing is "+:0:0", so that equal sums
 * give equal bytes.  The caller frees the text of exact_save().  exact_load() refuses
 * what exact_save() could not have written, and then leaves s alone.
 */
char *exact_save(const struct exact *s);
bool exact_load(struct exact *s, struct str text, struct err *e);

#endif
