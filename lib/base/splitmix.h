/*
 * splitmix.h - random bits from a seed, the same on every machine
 *
 * splitmix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014).  The state is any number, and is changed by every draw.
 */
#ifndef BASE_SPLITMIX_H
#define BASE_SPLITMIX_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t
splitmix_bits(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* One of 0 .. n - 1, as even as 53 bits are. */
static inline size_t
splitmix_below(uint64_t *state, size_t n)
{
	return (size_t)((double)(splitmix_bits(state) >> 11) * 0x1p-53 * (double)n);
}

#endif
