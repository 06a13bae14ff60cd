/*
 * exact.c - sums of doubles without rounding, in any order
 *
 * A double is an integer of 53 bits times a power of two.  Shifted left by 0 to 15
 * bits it starts where a limb starts, and is added in pieces of 48 bits to every
 * third limb: no branch depends on the data, and all shifts but one are constant.
 * A limb has room for 2^15 such pieces; then carries must be passed on.
 *
 * The invariant is |limb| < (pending + 1) * 2^48.  An addition raises pending by
 * one; a merge by the other's pending and one more, for what passing on carries
 * leaves in a limb.  With pending <= PENDING_MAX no limb overflows, not even while
 * two of them are merged.
 *
 * Kulisch, Computer Arithmetic and Validity, 2008, chapter 8; the small
 * superaccumulator of Neal, "Fast exact summation using small and large
 * superaccumulators", 2015.
 */
#include "stat/exact.h"

#include <math.h>
#include <string.h>

#include "base/cpu.h"
#include "stat/exact_block.h"
#include "stat/exact_limbs.h"

enum {
	MANTISSA_LOWEST = -1075, /* a double is m * 2^(e + MANTISSA_LOWEST), e >= 1 */
	SUM_PLACE = MANTISSA_LOWEST - LOWEST,
	PRODUCT_PLACE = 2 * MANTISSA_LOWEST - LOWEST,
	PIECE = 3, /* limbs */
	PIECE_BITS = PIECE * LIMB_BITS,
	PENDING_MAX = (1 << 15) - 2,
	MANY_LEFT = EXACT_BLOCK / 8, /* numbers that fit no grid: grids do not pay */
	PATIENCE = 15                /* blocks, until they are tried again */
};

#define PIECE_MASK ((UINT64_C(1) << PIECE_BITS) - 1)

void
exact_carries_pass(struct exact *s)
{
	int64_t carry = 0;

	for (size_t i = 0; i + 1 < EXACT_LIMBS; i++) {
		int64_t limb = s->limb[i] + carry;

		s->limb[i] = limb & ((1 << LIMB_BITS) - 1);
		carry =
		    limb >> LIMB_BITS; /* rounds down: the compilers we build with do */
	}
	s->limb[EXACT_LIMBS - 1] += carry;
	s->pending = 0;
}

static inline void
room_make(struct exact *s)
{
	if (s->pending == PENDING_MAX)
		exact_carries_pass(s);
	s->pending++;
}

/* A double taken apart: (sign ? -1 : 1) * m * 2^(e + MANTISSA_LOWEST). */
struct parts {
	uint64_t m;
	unsigned e;
	int64_t sign; /* 0, or -1: all ones */
};

/* NaN and the infinities come out as 0, without a branch. */
static inline struct parts
parts_of(double x)
{
	uint64_t bits, exponent, normal, finite;

	memcpy(&bits, &x, sizeof bits);
	exponent = bits >> 52 & 0x7ff;
	normal = exponent != 0;
	finite = exponent != 0x7ff;
	return (struct parts){
		.m = ((bits & UINT64_C(0xfffffffffffff)) | normal << 52) & -finite,
		.e = (unsigned)(exponent + 1 - normal),
		.sign = -(int64_t)(bits >> 63),
	};
}

/* Add `piece` to *limb, or take it away where sign is all ones. */
static inline void
limb_add(int64_t *limb, uint64_t piece, int64_t sign)
{
	*limb += ((int64_t)piece ^ sign) - sign;
}

static inline void
add(struct exact *s, struct parts a)
{
	unsigned place = a.e + SUM_PLACE, shift = place % LIMB_BITS;
	int64_t *limb = s->limb + place / LIMB_BITS;

	limb_add(limb, a.m << shift & PIECE_MASK, a.sign);
	limb_add(limb + PIECE, a.m >> (PIECE_BITS - shift), a.sign);
}

static inline uint64_t
multiply(uint64_t a, uint64_t b, uint64_t *high)
{
#ifdef __SIZEOF_INT128__
	unsigned __int128 product = (unsigned __int128)a * b;

	*high = (uint64_t)(product >> 64);
	return (uint64_t)product;
#else
	uint64_t a1 = a >> 32, a0 = a & UINT32_MAX, b1 = b >> 32, b0 = b & UINT32_MAX;
	uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32), other = a0 * b1;

	*high = a1 * b1 + (middle >> 32) + (((middle & UINT32_MAX) + other) >> 32);
	return low + ((a1 * b0 + other) << 32);
#endif
}

/*
 * The product of two mantissas has 106 bits, and 121 when shifted to the start of a
 * limb; each factor takes half of the shift, as neither could take all.
 */
static inline void
add_product(struct exact *s, struct parts a, struct parts b)
{
	unsigned place = a.e + b.e + PRODUCT_PLACE, shift = place % LIMB_BITS;
	int64_t *limb = s->limb + place / LIMB_BITS, sign = a.sign ^ b.sign;
	uint64_t high, low = multiply(a.m << shift / 2, b.m << (shift + 1) / 2, &high);
	uint64_t middle = (low >> PIECE_BITS) + ((uint64_t)(uint32_t)high << 16);

	limb_add(limb, low & PIECE_MASK, sign);
	limb_add(limb + PIECE, middle, sign);
	limb_add(limb + 2 * PIECE, high >> (2 * PIECE_BITS - 64), sign);
}

void
exact_add(struct exact *s, double x)
{
	room_make(s);
	add(s, parts_of(x));
}

void
exact_add_product(struct exact *s, double x, double y)
{
	room_make(s);
	add_product(s, parts_of(x), parts_of(y));
}

void
exact_add_square(struct exact *s, double x)
{
	struct parts a = parts_of(x);

	room_make(s);
	add_product(s, a, a);
}

/* How many of n additions can go without a look at pending; reserves them. */
static size_t
run_reserve(struct exact *s, size_t n)
{
	if (s->pending == PENDING_MAX)
		exact_carries_pass(s);
	size_t run = PENDING_MAX - s->pending;
	if (run > n)
		run = n;
	s->pending += (uint32_t)run;
	return run;
}

static void
scatter(struct exact *s, const double *x, size_t n)
{
	for (size_t run; n > 0; x += run, n -= run) {
		run = run_reserve(s, n);
		for (size_t i = 0; i < run; i++)
			add(s, parts_of(x[i]));
	}
}

static void
scatter_squares(struct exact *s, const double *x, size_t n)
{
	for (size_t run; n > 0; x += run, n -= run) {
		run = run_reserve(s, n);
		for (size_t i = 0; i < run; i++) {
			struct parts a = parts_of(x[i]);

			add_product(s, a, a);
		}
	}
}

void
exact_add_products(struct exact *s, const double *x, const double *y, size_t n)
{
	for (size_t run; n > 0; x += run, y += run, n -= run) {
		run = run_reserve(s, n);
		for (size_t i = 0; i < run; i++)
			add_product(s, parts_of(x[i]), parts_of(y[i]));
	}
}

static void
scatter_both(struct exact *sum, struct exact *squares, const double *x, size_t n)
{
	for (size_t run; n > 0; x += run, n -= run) {
		/* Pending is a bound: sum may reserve more than this run adds. */
		run = run_reserve(squares, run_reserve(sum, n));
		for (size_t i = 0; i < run; i++) {
			struct parts a = parts_of(x[i]);

			add(sum, a);
			add_product(squares, a, a);
		}
	}
}

/*
 * count * 2^k, |count| < 2^63.  Its two halves of 32 bits, shifted to the start of a
 * limb, stay below the 2^48 that an addition may put into a limb.
 */
static void
steps_add(struct exact *s, struct exact_steps steps)
{
	unsigned place = (unsigned)(steps.k - LOWEST), shift = place % LIMB_BITS;
	int64_t *limb = s->limb + place / LIMB_BITS, sign = -(int64_t)(steps.count < 0);
	uint64_t size = (uint64_t)((steps.count ^ sign) - sign);

	room_make(s);
	limb_add(limb, (size & UINT32_MAX) << shift, sign);
	limb_add(limb + 2, (size >> 32) << shift, sign);
}

static void
terms_add(struct exact *s, const struct exact_terms *t)
{
	for (unsigned i = 0; i < t->ngrid; i++)
		steps_add(s, t->grid[i]);
	scatter(s, t->left, t->nleft);
	if (t->nleft > MANY_LEFT)
		s->wait = PATIENCE;
}

/* Is this block to be added number by number?  Either way the sum is the same. */
static bool
waits(struct exact *s, size_t n)
{
	if (n < EXACT_BLOCK_LEAST)
		return true;
	if (s->wait == 0)
		return false;
	s->wait--;
	return true;
}

static enum exact_found
terms_find(
    const double *x, size_t n, struct exact_terms *sum, struct exact_terms *squares)
{
	if (cpu_level() >= CPU_LEVEL_AVX2)
		return exact_block_terms_avx2(x, n, sum, squares);
	return exact_block_terms(x, n, sum, squares);
}

static void
block_add(struct exact *s, const double *x, size_t n)
{
	struct exact_terms t;

	if (!waits(s, n) && terms_find(x, n, &t, NULL) == EXACT_BOTH)
		terms_add(s, &t);
	else
		scatter(s, x, n);
}

void
exact_add_many(struct exact *s, const double *x, size_t n)
{
	for (size_t run; n > 0; x += run, n -= run) {
		run = n < EXACT_BLOCK ? n : EXACT_BLOCK;
		block_add(s, x, run);
	}
}

static void
block_add_with_squares(
    struct exact *sum, struct exact *squares, const double *x, size_t n)
{
	enum exact_found found = EXACT_NEITHER;
	struct exact_terms s, q;

	if (!waits(squares, n))
		found = terms_find(x, n, &s, &q);
	if (found == EXACT_NEITHER) {
		scatter_both(sum, squares, x, n);
		return;
	}
	terms_add(sum, &s);
	if (found == EXACT_BOTH) {
		terms_add(squares, &q);
		return;
	}
	scatter_squares(squares, x, n);
	squares->wait = PATIENCE;
}

void
exact_add_with_squares(
    struct exact *sum, struct exact *squares, const double *x, size_t n)
{
	for (size_t run; n > 0; x += run, n -= run) {
		run = n < EXACT_BLOCK ? n : EXACT_BLOCK;
		block_add_with_squares(sum, squares, x, run);
	}
}

void
exact_merge(struct exact *s, const struct exact *other)
{
	if (s->pending + other->pending + 1 > PENDING_MAX)
		exact_carries_pass(s);
	for (size_t i = 0; i < EXACT_LIMBS; i++)
		s->limb[i] += other->limb[i];
	s->pending += other->pending + 1;
	if (s->pending > PENDING_MAX)
		exact_carries_pass(s);
}

void
exact_negate(struct exact *s)
{
	for (size_t i = 0; i < EXACT_LIMBS; i++)
		s->limb[i] = -s->limb[i];
}

void
exact_subtract(struct exact *s, const struct exact *other)
{
	struct exact minus = *other;

	exact_negate(&minus);
	exact_merge(s, &minus);
}

/* Limbs i and i + 1, after carries were passed on, as one digit. */
static uint32_t
limb_pair(const struct exact *s, size_t i)
{
	int64_t above = i + 1 < EXACT_LIMBS ? s->limb[i + 1] : 0;

	return (uint32_t)(above << LIMB_BITS | s->limb[i]);
}

bool
exact_magnitude(const struct exact *s, struct bignum *m, long *exponent)
{
	struct exact t = *s;
	size_t low = 0, high = EXACT_LIMBS;

	exact_carries_pass(&t);
	bool negative = t.limb[EXACT_LIMBS - 1] < 0;
	if (negative) {
		exact_negate(&t);
		exact_carries_pass(&t);
	}
	while (high > 0 && t.limb[high - 1] == 0)
		high--;
	while (low < high && t.limb[low] == 0)
		low++;
	m->n = (high - low + 1) / 2;
	for (size_t i = 0; i < m->n; i++)
		m->digit[i] = limb_pair(&t, low + 2 * i);
	*exponent = LOWEST + LIMB_BITS * (long)low;
	return negative;
}

double
exact_value(const struct exact *s)
{
	struct bignum m;
	long exponent;
	bool negative = exact_magnitude(s, &m, &exponent);
	double x = bignum_round(&m, exponent, false);

	return negative ? -x : x;
}

bool
exact_is_zero(const struct exact *s)
{
	struct bignum m;
	long exponent;

	exact_magnitude(s, &m, &exponent);
	return m.n == 0;
}

double
exact_mean(const struct exact *s, uint64_t n)
{
	struct bignum m;
	long exponent;
	bool negative = exact_magnitude(s, &m, &exponent);

	if (n == 0)
		return NAN;
	double mean = bignum_quotient(&m, exponent, n, 1, false);
	return negative ? -mean : mean;
}

/* a = a * 2^(*exponent - lower), which makes lower its exponent; lower <= *exponent. */
static void
exponent_lower(struct bignum *a, long *exponent, long lower)
{
	bignum_shift_left(a, (size_t)(*exponent - lower));
	*exponent = lower;
}

/* (n * squares - sum^2) / (n * (n - ddof)), or its root. */
static double
spread(const struct exact *sum, const struct exact *squares, uint64_t n, unsigned ddof,
    bool root)
{
	struct bignum m, square, product;
	long e, square_e;

	exact_magnitude(sum, &m, &square_e);
	bignum_multiply(&square, &m, &m);
	square_e *= 2;
	bool negative = exact_magnitude(squares, &m, &e);
	struct bignum factor;
	bignum_set(&factor, n);
	bignum_multiply(&product, &m, &factor);
	if (e < square_e)
		exponent_lower(&square, &square_e, e);
	else
		exponent_lower(&product, &e, square_e);
	if (n <= ddof || negative || bignum_order(&product, &square) < 0)
		return NAN;
	bignum_subtract(&product, &square);
	return bignum_quotient(&product, e, n, n - ddof, root);
}

double
exact_sd(const struct exact *sum, const struct exact *squares, uint64_t n, unsigned ddof)
{
	return spread(sum, squares, n, ddof, true);
}

double
exact_variance(
    const struct exact *sum, const struct exact *squares, uint64_t n, unsigned ddof)
{
	return spread(sum, squares, n, ddof, false);
}

double
exact_between(double a, double b, uint64_t i, uint64_t n)
{
	struct exact sum = { 0 };

	exact_add_product(&sum, a, (double)(n - i));
	exact_add_product(&sum, b, (double)i);
	return exact_mean(&sum, n);
}
