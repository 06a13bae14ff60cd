/*
 * bignum.c - unsigned integers of any length
 *
 * Digits of 32 bits, so that a product of two and a carry fit into a uint64_t and
 * no compiler extension is needed.  The lengths met here (up to 300 digits, mostly
 * below ten) do not repay anything cleverer than the methods taught at school:
 * Knuth, The Art of Computer Programming 2, section 4.3.1; the root is found bit by
 * bit, as in C. Woo's abacus algorithm.
 */
#include "stat/bignum.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static void
bignum_trim(struct bignum *a)
{
	while (a->n > 0 && a->digit[a->n - 1] == 0)
		a->n--;
}

static size_t
word_bits(uint32_t w)
{
	size_t bits = 0;

	for (; w != 0; w >>= 1)
		bits++;
	return bits;
}

void
bignum_set(struct bignum *a, uint64_t value)
{
	a->n = 2;
	a->digit[0] = (uint32_t)value;
	a->digit[1] = (uint32_t)(value >> 32);
	bignum_trim(a);
}

size_t
bignum_bits(const struct bignum *a)
{
	return a->n == 0 ? 0 : 32 * (a->n - 1) + word_bits(a->digit[a->n - 1]);
}

int
bignum_order(const struct bignum *a, const struct bignum *b)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (size_t i = a->n; i-- > 0;)
		if (a->digit[i] != b->digit[i])
			return a->digit[i] < b->digit[i] ? -1 : 1;
	return 0;
}

void
bignum_shift_left(struct bignum *a, size_t bits)
{
	size_t whole = bits / 32, part = bits % 32;
	size_t n = a->n + whole + 1;

	if (a->n == 0)
		return;
	assert(n <= BIGNUM_DIGITS);
	a->digit[n - 1] = 0;
	for (size_t i = a->n; i-- > 0;) {
		uint64_t d = (uint64_t)a->digit[i] << part;

		a->digit[i + whole + 1] |= (uint32_t)(d >> 32);
		a->digit[i + whole] = (uint32_t)d;
	}
	memset(a->digit, 0, whole * sizeof a->digit[0]);
	a->n = n;
	bignum_trim(a);
}

bool
bignum_shift_right(struct bignum *a, size_t bits)
{
	size_t whole = bits / 32, part = bits % 32;
	uint32_t lost = 0;

	if (bits >= bignum_bits(a)) {
		lost = a->n > 0;
		a->n = 0;
		return lost != 0;
	}
	for (size_t i = 0; i < whole; i++)
		lost |= a->digit[i];
	lost |= a->digit[whole] & (((uint32_t)1 << part) - 1);
	for (size_t i = whole; i < a->n; i++) {
		uint64_t above = i + 1 < a->n ? a->digit[i + 1] : 0;

		a->digit[i - whole] = (uint32_t)((above << 32 | a->digit[i]) >> part);
	}
	a->n -= whole;
	bignum_trim(a);
	return lost != 0;
}

void
bignum_multiply(struct bignum *product, const struct bignum *a, const struct bignum *b)
{
	size_t n = a->n + b->n;

	assert(product != a && product != b && n <= BIGNUM_DIGITS);
	memset(product->digit, 0, n * sizeof product->digit[0]);
	for (size_t i = 0; i < a->n; i++) {
		uint64_t carry = 0;

		for (size_t j = 0; j < b->n; j++) {
			carry +=
			    (uint64_t)a->digit[i] * b->digit[j] + product->digit[i + j];
			product->digit[i + j] = (uint32_t)carry;
			carry >>= 32;
		}
		product->digit[i + b->n] = (uint32_t)carry;
	}
	product->n = n;
	bignum_trim(product);
}

void
bignum_add(struct bignum *a, const struct bignum *b)
{
	size_t n = a->n > b->n ? a->n : b->n;
	uint64_t carry = 0;

	assert(n < BIGNUM_DIGITS);
	for (size_t i = 0; i < n; i++) {
		carry += i < a->n ? a->digit[i] : 0;
		carry += i < b->n ? b->digit[i] : 0;
		a->digit[i] = (uint32_t)carry;
		carry >>= 32;
	}
	a->digit[n] = (uint32_t)carry;
	a->n = n + 1;
	bignum_trim(a);
}

void
bignum_subtract(struct bignum *a, const struct bignum *b)
{
	uint64_t borrow = 0;

	assert(bignum_order(a, b) >= 0);
	for (size_t i = 0; i < a->n; i++) {
		uint64_t d = (i < b->n ? b->digit[i] : 0) + borrow;

		borrow = a->digit[i] < d;
		a->digit[i] = (uint32_t)(a->digit[i] - d);
	}
	bignum_trim(a);
}

/*
 * Remainder and digit fit into 64 bits while the divisor fits into 32; beyond, the
 * quotient is found bit by bit, where the bit shifted out of the remainder says
 * that it exceeds any divisor.
 */
static uint32_t
digit_divide(uint64_t *remainder, uint32_t digit, uint64_t divisor)
{
	uint64_t r = *remainder;
	uint32_t quotient = 0;

	if (divisor <= UINT32_MAX) {
		r = r << 32 | digit;
		*remainder = r % divisor;
		return (uint32_t)(r / divisor);
	}
	for (int bit = 31; bit >= 0; bit--) {
		bool beyond = r >> 63 != 0;

		r = r << 1 | (digit >> bit & 1);
		if (beyond || r >= divisor) {
			r -= divisor;
			quotient |= (uint32_t)1 << bit;
		}
	}
	*remainder = r;
	return quotient;
}

bool
bignum_divide(struct bignum *a, uint64_t divisor)
{
	uint64_t remainder = 0;

	assert(divisor > 0);
	for (size_t i = a->n; i-- > 0;)
		a->digit[i] = digit_divide(&remainder, a->digit[i], divisor);
	bignum_trim(a);
	return remainder != 0;
}

/* a = a * 2^bits + low, low < 2^bits. */
static void
bignum_append(struct bignum *a, size_t bits, uint32_t low)
{
	if (a->n == 0) {
		bignum_set(a, low);
		return;
	}
	bignum_shift_left(a, bits);
	a->digit[0] |= low;
}

bool
bignum_root(struct bignum *a)
{
	struct bignum root = { 0 }, rest = { 0 }, trial;

	for (size_t pair = (bignum_bits(a) + 1) / 2; pair-- > 0;) {
		/* (2 * root + 1)^2 - (2 * root)^2 = 4 * root + 1 */
		bignum_append(&rest, 2, a->digit[pair / 16] >> (pair % 16 * 2) & 3);
		trial = root;
		bignum_append(&trial, 2, 1);
		bool one = bignum_order(&rest, &trial) >= 0;
		if (one)
			bignum_subtract(&rest, &trial);
		bignum_append(&root, 1, one);
	}
	*a = root;
	return rest.n > 0;
}

double
bignum_round(const struct bignum *a, long exponent, bool more)
{
	struct bignum m = *a;
	long top = exponent + (long)bignum_bits(a) - 1;  /* 2^top <= number < 2^(top+1) */
	long last = top - 52 > -1074 ? top - 52 : -1074; /* what the result counts in */
	bool half = false;

	if (a->n == 0)
		return 0;
	if (top > 1023)
		return HUGE_VAL;
	if (last <= exponent) {
		assert(!more);
		bignum_shift_left(&m, (size_t)(exponent - last));
	} else {
		more |= bignum_shift_right(&m, (size_t)(last - exponent - 1));
		half = bignum_shift_right(&m, 1);
	}
	uint64_t integer = m.n > 0 ? m.digit[0] : 0;
	integer |= m.n > 1 ? (uint64_t)m.digit[1] << 32 : 0;
	integer += half && (more || integer % 2 != 0);
	return ldexp((double)integer, (int)last);
}

/*
 * As an integer of at least 64 bits, rounded down, and whether anything was lost.
 */
double
bignum_quotient(struct bignum *a, long exponent, uint64_t d, uint64_t e, bool root)
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
