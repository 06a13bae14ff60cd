/*
 * pow10.h - 128-bit powers of ten, for reading and printing numbers
 *
 * A power 10^k lies between 2^e and 2^(e+1) for one e, log2_of_pow10(k).  The table
 * holds for each k the least g with g * 2^(e-127) >= 10^k: high word, then low word.
 * So 10^k is larger than (g - 1) * 2^(e-127), and for 0 <= k <= 55 g is exact.
 *
 * Nothing outside the range is needed: below it a number of 19 digits rounds to zero,
 * above it nothing is ever printed or read.
 */
#ifndef BASE_POW10_H
#define BASE_POW10_H

#include <stdint.h>

enum { POW10_FIRST = -342, POW10_LAST = 324 };

extern const uint64_t pow10_words[2 * (POW10_LAST - POW10_FIRST + 1)];

__extension__ typedef unsigned __int128 uint128;

/* The exponents of two and ten below a power of the other; right for |k|, |e| < 1200. */
static inline int
log2_of_pow10(int k)
{
	return (k * 1741647) >> 19;
}

static inline int
log10_of_pow2(int e)
{
	return (e * 1262611) >> 22;
}

/* g * w / 2^64, rounded down, with the g of 10^k. */
static inline uint128
pow10_times(uint64_t w, int k)
{
	const uint64_t *g = &pow10_words[2 * (k - POW10_FIRST)];

	return (uint128)w * g[0] + (uint64_t)((uint128)w * g[1] >> 64);
}

#endif
