/*
 * random.h - numbers that look random and are not: splitmix64 (Steele, Lea, Flood 2014)
 *
 * A sequence is its state, 64 bits, which begins as the seed.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t
random_bits(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* In [0,1), a multiple of 2^-53. */
static inline double
random_share(uint64_t *state)
{
	return (double)(random_bits(state) >> 11) * 0x1p-53;
}

/* One of n, as even as 53 bits allow. */
static inline size_t
random_below(uint64_t *state, size_t n)
{
	return (size_t)(random_share(state) * (double)n);
}

#endif
