/*
 * exact_block_avx2.c - exact_lanes.h for AVX2: four lanes, and FMA for the squares
 */
#include "stat/exact_block.h"

#include "base/cpu.h"

#if CPU_HAS_AVX2

#include <math.h>

#include "stat/lanes_avx2.h"

/* x * x = p + e: the fused operation rounds x * x - p once, and that is a double. */
static inline CPU_AVX2 void
square(const reals *x, reals *p, reals *e)
{
	*p = *x * *x;
	*e = _mm256_fmsub_pd(*x, *x, *p);
}

#include "stat/exact_lanes.h"

CPU_AVX2 enum exact_found
exact_block_terms_avx2(
    const double *x, size_t n, struct exact_terms *sum, struct exact_terms *squares)
{
	return block_terms(x, n, sum, squares);
}

#else

enum exact_found
exact_block_terms_avx2(
    const double *x, size_t n, struct exact_terms *sum, struct exact_terms *squares)
{
	return exact_block_terms(x, n, sum, squares);
}

#endif
