/*
 * quota.c - see quota.h
 */
#include "stat/quota.h"

#include <math.h>

uint64_t
quota_rows(uint64_t smallest, double ratio)
{
	double rows = floor((double)smallest * ratio + 0.5);

	if (rows < 1)
		return 1;
	return rows < 0x1p63 ? (uint64_t)rows : UINT64_C(1) << 63;
}

/*
 * Byte by byte from the top: how many of the hashes that begin as the bound does go on
 * with 0, 1, ... says which byte the bound goes on with.
 */
uint64_t
quota_bound(const uint64_t *hash, size_t n, size_t quota)
{
	uint64_t bound = 0, known = 0;

	for (int shift = 56; shift >= 0; shift -= 8) {
		size_t count[256] = { 0 };
		uint64_t byte = 0;

		for (size_t i = 0; i < n; i++)
			if ((hash[i] & known) == bound)
				count[hash[i] >> shift & 0xff]++;
		while (quota > count[byte])
			quota -= count[byte++];
		bound |= byte << shift;
		known |= UINT64_C(0xff) << shift;
	}
	return bound;
}
