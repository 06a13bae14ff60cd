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
#include <stdio.h>
#include <string.h>

#include "stat/bignum.h"

enum {
	LOWEST = -2176,          /* limb[0] counts in 2^LOWEST */
	SQUARE_LOWEST = -2148,   /* the last bit a square of a double can have */
	SUM_BITS = 2112,         /* 2^64 squares stay below 2^SUM_BITS */
	MANTISSA_LOWEST = -1075, /* a double is m * 2^(e + MANTISSA_LOWEST), e >= 1 */
	SUM_PLACE = MANTISSA_LOWEST - LOWEST,
	PRODUCT_PLACE = 2 * MANTISSA_LOWEST - LOWEST,
	LIMB_BITS = 16,
	PIECE = 3, /* limbs */
	PIECE_BITS = PIECE * LIMB_BITS,
	PENDING_MAX = (1 << 15) - 2,
	HEX_MAX = (SUM_BITS - SQUARE_LOWEST) / 4 + 1
};

#define ZERO "+:0:0"
#define PIECE_MASK ((UINT64_C(1) << PIECE_BITS) - 1)

static void
carries_pass(struct exact *s)
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
		carries_pass(s);
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
		carries_pass(s);
	size_t run = PENDING_MAX - s->pending;
	if (run > n)
		run = n;
	s->pending += (uint32_t)run;
	return run;
}

void
exact_add_many(struct exact *s, const double *x, size_t n)
{
	for (size_t run; n > 0; x += run, n -= run) {
		run = run_reserve(s, n);
		for (size_t i = 0; i < run; i++)
			add(s, parts_of(x[i]));
	}
}

void
exact_add_with_squares(
    struct exact *sum, struct exact *squares, const double *x, size_t n)
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

void
exact_merge(struct exact *s, const struct exact *other)
{
	if (s->pending + other->pending + 1 > PENDING_MAX)
		carries_pass(s);
	for (size_t i = 0; i < EXACT_LIMBS; i++)
		s->limb[i] += other->limb[i];
	s->pending += other->pending + 1;
	if (s->pending > PENDING_MAX)
		carries_pass(s);
}

static void
limbs_negate(struct exact *s)
{
	for (size_t i = 0; i < EXACT_LIMBS; i++)
		s->limb[i] = -s->limb[i];
}

/* Limbs i and i + 1, after carries were passed on, as one digit. */
static uint32_t
limb_pair(const struct exact *s, size_t i)
{
	int64_t above = i + 1 < EXACT_LIMBS ? s->limb[i + 1] : 0;

	return (uint32_t)(above << LIMB_BITS | s->limb[i]);
}

/* |s| = m * 2^exponent; says whether s is negative. */
static bool
magnitude(const struct exact *s, struct bignum *m, long *exponent)
{
	struct exact t = *s;
	size_t low = 0, high = EXACT_LIMBS;

	carries_pass(&t);
	bool negative = t.limb[EXACT_LIMBS - 1] < 0;
	if (negative) {
		limbs_negate(&t);
		carries_pass(&t);
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
	bool negative = magnitude(s, &m, &exponent);
	double x = bignum_round(&m, exponent, false);

	return negative ? -x : x;
}

bool
exact_is_zero(const struct exact *s)
{
	struct bignum m;
	long exponent;

	magnitude(s, &m, &exponent);
	return m.n == 0;
}

/*
 * a * 2^exponent / (d * e), or the square root of that, correctly rounded: as an
 * integer of at least 64 bits, rounded down, and whether anything was lost.
 */
static double
quotient(struct bignum *a, long exponent, uint64_t d, uint64_t e, bool root)
{
	struct bignum divisor;
	bool more = false;
	long shift = root ? 132 : 66;

	bignum_set(&divisor, d);
	shift += (long)bignum_bits(&divisor);
	bignum_set(&divisor, e);
	shift += (long)bignum_bits(&divisor);
	shift -= (long)bignum_bits(a);
	if (root && (exponent - shift) % 2 != 0)
		shift++;
	if (shift < 0)
		more |= bignum_shift_right(a, (size_t)-shift);
	else
		bignum_shift_left(a, (size_t)shift);
	exponent -= shift;
	more |= bignum_divide(a, d);
	more |= bignum_divide(a, e);
	if (!root)
		return bignum_round(a, exponent, more);
	more |= bignum_root(a);
	return bignum_round(a, exponent / 2, more);
}

double
exact_mean(const struct exact *s, uint64_t n)
{
	struct bignum m;
	long exponent;
	bool negative = magnitude(s, &m, &exponent);

	if (n == 0)
		return NAN;
	double mean = quotient(&m, exponent, n, 1, false);
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

	magnitude(sum, &m, &square_e);
	bignum_multiply(&square, &m, &m);
	square_e *= 2;
	bool negative = magnitude(squares, &m, &e);
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
	return quotient(&product, e, n, n - ddof, root);
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

/*
 * The text is canonical because the number written is odd: no other pair of integer
 * and exponent says the same.
 */
char *
exact_save(const struct exact *s)
{
	struct bignum m;
	long exponent;
	size_t room = HEX_MAX + 32, zeros = 0;
	char *text = mem_alloc(room, 1);
	bool negative = magnitude(s, &m, &exponent);

	if (m.n == 0) {
		strcpy(text, ZERO);
		return text;
	}
	while ((m.digit[0] >> zeros & 1) == 0)
		zeros++;
	bignum_shift_right(&m, zeros);
	exponent += (long)zeros;
	int at = snprintf(text, room, "%c:%ld:%x", negative ? '-' : '+', exponent,
	    (unsigned)m.digit[m.n - 1]);
	for (size_t i = m.n - 1; i-- > 0;)
		at +=
		    snprintf(text + at, room - (size_t)at, "%08x", (unsigned)m.digit[i]);
	return text;
}

/* A whole number as "%ld" writes it, of at most four digits. */
static bool
exponent_read(struct str text, long *exponent)
{
	bool negative = text.n > 0 && text.p[0] == '-';
	long value = 0;

	text.p += negative;
	text.n -= negative;
	if (text.n < 1 || text.n > 4 || (text.p[0] == '0' && (negative || text.n > 1)))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		value = 10 * value + (text.p[i] - '0');
	}
	*exponent = negative ? -value : value;
	return true;
}

static int
hex_read(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The odd number that the hex digits spell, times 2^exponent; s comes in as 0. */
static bool
limbs_read(struct exact *s, struct str hex, long exponent)
{
	if (hex.n == 0 || hex.n > HEX_MAX || exponent < SQUARE_LOWEST)
		return false;
	int first = hex_read(hex.p[0]), last = hex_read(hex.p[hex.n - 1]);
	long top = exponent + 4 * (long)hex.n; /* the number is below 2^top */

	for (int half = 8; half > 0 && half > first; half /= 2)
		top--;
	if (first <= 0 || last % 2 == 0 || top > SUM_BITS)
		return false;
	unsigned place = (unsigned)(exponent - LOWEST);
	for (size_t i = hex.n; i-- > 0; place += 4) {
		int digit = hex_read(hex.p[i]);

		if (digit < 0)
			return false;
		s->limb[place / LIMB_BITS] += (int64_t)digit << place % LIMB_BITS;
	}
	carries_pass(s);
	return true;
}

static bool
text_read(struct exact *s, struct str text)
{
	if (str_equal(text, STR(ZERO)))
		return true;
	if (text.n < 2 || (text.p[0] != '+' && text.p[0] != '-') || text.p[1] != ':')
		return false;
	const char *exponent_at = text.p + 2, *end = text.p + text.n;
	const char *colon = memchr(exponent_at, ':', text.n - 2);
	long exponent;
	if (colon == NULL ||
	    !exponent_read(
		(struct str){ exponent_at, (size_t)(colon - exponent_at) }, &exponent) ||
	    !limbs_read(
		s, (struct str){ colon + 1, (size_t)(end - colon - 1) }, exponent))
		return false;
	if (text.p[0] == '-') {
		limbs_negate(s);
		carries_pass(s);
	}
	return true;
}

bool
exact_load(struct exact *s, struct str text, struct err *e)
{
	struct exact read = { 0 };
	struct shown what;

	if (!text_read(&read, text))
		return fail(e, EXIT_DATA,
		    "\"%s\" is not an exact sum (sign:exponent:hex digits, as saved)",
		    shown(&what, text.p, text.n));
	*s = read;
	return true;
}
