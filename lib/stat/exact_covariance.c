/*
 * exact_covariance.c - the covariance of two columns from their exact sums
 *
 * As the variance, but with signs: a difference of two products, each of either sign.
 */
#include "stat/exact.h"

#include <math.h>

#include "stat/exact_limbs.h"

/* magnitude * 2^exponent, or its negative. */
struct signed_number {
	struct bignum magnitude;
	long exponent;
	bool negative;
};

static void
signed_set(struct signed_number *a, const struct exact *s)
{
	a->negative = exact_magnitude(s, &a->magnitude, &a->exponent);
}

/* a *= b, which may not be a itself. */
static void
signed_multiply(struct signed_number *a, const struct signed_number *b)
{
	struct bignum product;

	bignum_multiply(&product, &a->magnitude, &b->magnitude);
	a->magnitude = product;
	a->exponent += b->exponent;
	a->negative ^= b->negative;
}

static void
exponent_lower(struct signed_number *a, long lower)
{
	bignum_shift_left(&a->magnitude, (size_t)(a->exponent - lower));
	a->exponent = lower;
}

/* a - b, as the magnitudes and signs have it. */
static void
signed_subtract(struct signed_number *a, struct signed_number *b)
{
	if (a->exponent < b->exponent)
		exponent_lower(b, a->exponent);
	else
		exponent_lower(a, b->exponent);
	if (a->negative != b->negative) {
		bignum_add(&a->magnitude, &b->magnitude);
	} else if (bignum_order(&a->magnitude, &b->magnitude) >= 0) {
		bignum_subtract(&a->magnitude, &b->magnitude);
	} else {
		bignum_subtract(&b->magnitude, &a->magnitude);
		a->magnitude = b->magnitude;
		a->negative = !a->negative;
	}
}

double
exact_covariance(const struct exact *sum_x, const struct exact *sum_y,
    const struct exact *products, uint64_t n, unsigned ddof)
{
	struct signed_number a, b, factor = { .exponent = 0 };
	double size;

	if (n <= ddof)
		return NAN;
	signed_set(&a, products);
	bignum_set(&factor.magnitude, n);
	signed_multiply(&a, &factor);
	signed_set(&b, sum_x);
	signed_set(&factor, sum_y);
	signed_multiply(&b, &factor);
	signed_subtract(&a, &b);
	size = bignum_quotient(&a.magnitude, a.exponent, n, n - ddof, false);
	return a.negative ? -size : size;
}
