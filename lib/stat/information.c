/*
 * information.c - see information.h
 */
#include "stat/information.h"

#include <math.h>
#include <stdlib.h>

#include "base/elementary.h"
#include "base/mem.h"
#include "stat/exact.h"

#define LN2 0.69314718055994530942

/* n log2(n / m), 0 of nothing. */
static double
bits(uint64_t n, double of)
{
	return n > 0 ? (double)n * elementary_log((double)n / of) / LN2 : 0;
}

struct information
information_of(const uint64_t *count, size_t r, size_t c)
{
	uint64_t *row = mem_alloc(r + c, sizeof(*row)), *column = row + r;
	struct exact entropy = { 0 }, mutual = { 0 };
	struct information x = { 0 };
	size_t rows = 0, columns = 0;

	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++) {
			row[i] += count[i * c + j];
			column[j] += count[i * c + j];
			x.n += count[i * c + j];
		}
	for (size_t i = 0; i < r; i++)
		rows += row[i] > 0;
	for (size_t j = 0; j < c; j++) {
		columns += column[j] > 0;
		exact_add(&entropy, -bits(column[j], (double)x.n));
	}
	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++)
			exact_add(&mutual,
			    bits(count[i * c + j],
				(double)row[i] * (double)column[j] / (double)x.n));
	free(row);
	if (x.n == 0)
		return x;
	x.entropy = exact_value(&entropy) / (double)x.n;
	x.mutual = fmax(0, exact_value(&mutual) / (double)x.n);
	if (x.mutual > x.entropy)
		x.mutual = x.entropy;
	x.chance = (double)(rows - 1) * (double)(columns - 1) / (2 * (double)x.n * LN2);
	return x;
}

double
information_share(const struct information *x)
{
	return x->entropy > 0 ? fmax(0, x->mutual - x->chance) / x->entropy : NAN;
}
