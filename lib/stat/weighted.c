/*
 * weighted.c - numbers with weights: sorting, running totals, the median
 *
 * The sort is the time of a ranking, so it is a radix sort over the bits of x, from
 * the lowest digit up (Knuth, The Art of Computer Programming 3, 5.2.5): six digits
 * of 11 bits, of which those equal in all numbers are skipped.  A few numbers, as
 * in small groups, are left to qsort(), which has no tables to clear.
 */
#include "stat/weighted.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { DIGITS = 6, DIGIT_BITS = 11, DIGIT_VALUES = 1 << DIGIT_BITS, FEW = 1024 };

/* Bits that order as x does: the sign bit set for what is not negative, all turned
 * over for what is. */
static uint64_t
bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static unsigned
digit_of(double x, int digit)
{
	return (unsigned)(bits_of(x) >> (digit * DIGIT_BITS)) & (DIGIT_VALUES - 1);
}

/* Move p into out by one digit, keeping the order among equals; starts[v] is how
 * many have digit v. */
static void
radix_pass(
    const struct weighted *p, struct weighted *out, size_t n, int digit, size_t *starts)
{
	size_t at = 0;

	for (int v = 0; v < DIGIT_VALUES; v++) {
		size_t count = starts[v];

		starts[v] = at;
		at += count;
	}
	for (size_t i = 0; i < n; i++)
		out[starts[digit_of(p[i].x, digit)]++] = p[i];
}

static void
radix_sort(struct weighted *p, size_t n)
{
	struct weighted *a = p, *b = mem_alloc(n, sizeof(*b)), *other = b;
	size_t *counts = mem_alloc((size_t)DIGITS * DIGIT_VALUES, sizeof(*counts));

	for (size_t i = 0; i < n; i++)
		for (int d = 0; d < DIGITS; d++)
			counts[d * DIGIT_VALUES + (int)digit_of(p[i].x, d)]++;
	for (int d = 0; d < DIGITS; d++) {
		size_t *count = counts + d * DIGIT_VALUES;
		struct weighted *from = a;

		if (count[digit_of(a[0].x, d)] == n)
			continue;
		radix_pass(a, b, n, d, count);
		a = b;
		b = from;
	}
	if (a != p)
		memcpy(p, a, n * sizeof(*p));
	free(other);
	free(counts);
}

static int
by_x(const void *a, const void *b)
{
	double x = ((const struct weighted *)a)->x, y = ((const struct weighted *)b)->x;

	return (x > y) - (x < y);
}

void
weighted_sort(struct weighted *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i].x += 0.0; /* -0 + 0 is 0 */
	if (n > FEW)
		radix_sort(p, n);
	else if (n > 1)
		qsort(p, n, sizeof(*p), by_x);
}

void
running_start(struct running *r, const struct weighted *p, size_t n)
{
	double smallest = INFINITY, largest = 0;
	int lowest, highest, count;

	*r = (struct running){ 0 };
	for (size_t i = 0; i < n; i++) {
		smallest = fmin(smallest, fabs(p[i].w));
		largest = fmax(largest, fabs(p[i].w));
	}
	frexp(smallest, &lowest); /* smallest >= 2^(lowest - 1) */
	frexp(largest, &highest); /* largest < 2^highest */
	frexp((double)n, &count); /* n < 2^count */
	if (n > 0 && lowest > -900 && highest - lowest + 53 + count + 1 <= 126)
		r->scale = ldexp(1, 53 - lowest);
}

void
running_add(struct running *r, double w)
{
	double whole = fabs(w) * r->scale;
	uint64_t high = (uint64_t)(whole * 0x1p-64);
	uint64_t low = (uint64_t)(whole - (double)high * 0x1p64);

	if (r->scale == 0) {
		exact_add(&r->exact, w);
	} else if (w < 0) {
		r->high -= high + (r->low < low);
		r->low -= low;
	} else {
		r->low += low;
		r->high += high + (r->low < low);
	}
}

/*
 * The top 64 bits, the last of them standing for all that were cut off, round to a
 * double as the whole would.
 */
double
running_value(const struct running *r)
{
	bool negative = r->high >> 63;
	uint64_t low = negative ? -r->low : r->low;
	uint64_t high = negative ? ~r->high + (low == 0) : r->high;
	double x = (double)low;

	if (r->scale == 0)
		return exact_value(&r->exact);
	if (high > 0) {
		int lead = __builtin_clzll(high); /* 1..63: the sign is off */
		uint64_t top = high << lead | low >> (64 - lead);

		x = (double)(top | (low << lead != 0));
		x *= (double)(UINT64_C(1) << (64 - lead));
	}
	return negative ? -x / r->scale : x / r->scale;
}

/*
 * The balance starts at minus the total and gains twice each weight, so it passes 0
 * where the weight so far passes half.  Being exact it can be compared with 0.
 */
double
weighted_median(struct weighted *p, size_t n)
{
	struct running balance;
	double x = 0, so_far = -1;
	size_t i;

	weighted_sort(p, n);
	running_start(&balance, p, n);
	for (i = 0; i < n; i++)
		running_add(&balance, -p[i].w);
	for (i = 0; i < n && so_far < 0;) {
		for (x = p[i].x; i < n && p[i].x == x; i++)
			running_add(&balance, 2 * p[i].w);
		so_far = running_value(&balance);
	}
	return so_far == 0 && i < n ? (x + p[i].x) / 2 : x;
}

double
largest_of(const double *x, size_t n)
{
	double largest = 0;

	for (size_t i = 0; i < n; i++)
		largest = fmax(largest, fabs(x[i]));
	return largest;
}

double
unit_of(double largest)
{
	int exponent;

	if (largest == 0 || (largest >= 0x1p-200 && largest <= 0x1p200))
		return 1;
	frexp(largest, &exponent);
	return ldexp(1, exponent - 1);
}

double *
in_unit(const double *x, size_t n, double unit)
{
	double *y = mem_alloc(n, sizeof(*y));

	for (size_t i = 0; i < n; i++)
		y[i] = x[i] / unit;
	return y;
}
