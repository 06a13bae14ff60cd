/*
 * weighted.c - numbers with weights: running totals, the median (weighted_sort.c sorts)
 */
#include "stat/weighted.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

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
