/*
 * weighted_sort.c - the sort of weighted.h
 */
#include <string.h>

#include "stat/weighted.h"

/* Bits that order as x does: the sign bit set for what is not negative, all turned
 * over for what is. */
static uint64_t
bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits ^ (-(bits >> 63) | UINT64_C(1) << 63);
}

#define ITEM struct weighted
#define KEY(item) bits_of((item).x)
#include "stat/piles.h"

void
weighted_sort(struct weighted *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i].x += 0.0; /* -0 + 0 is 0 */
	piles_sort(p, n);
}
