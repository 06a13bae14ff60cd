/*
 * exact_text.c - exact sums as text for a state
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stat/exact.h"
#include "stat/exact_limbs.h"

enum {
	SQUARE_LOWEST = -2148, /* the last bit a square of a double can have */
	SUM_BITS = 2112,       /* 2^64 squares stay below 2^SUM_BITS */
	HEX_MAX = (SUM_BITS - SQUARE_LOWEST) / 4 + 1
};

#define ZERO "+:0:0"

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
	bool negative = exact_magnitude(s, &m, &exponent);

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
	exact_carries_pass(s);
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
		exact_negate(s);
		exact_carries_pass(s);
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
