/*
 * lanes_avx2.h - lanes.h for AVX2: vectors of four doubles
 *
 * For files whose functions carry CPU_AVX2, behind #if CPU_HAS_AVX2.
 */
#ifndef STAT_LANES_AVX2_H
#define STAT_LANES_AVX2_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/cpu.h"

enum { LANES = 4 };
#define LANES_TARGET CPU_AVX2

typedef double reals __attribute__((vector_size(32)));
typedef uint64_t bits __attribute__((vector_size(32)));

static inline CPU_AVX2 void
larger(reals *most, const reals *x)
{
	*most = _mm256_max_pd(*x, *most);
}

static inline CPU_AVX2 void
smaller(reals *least, const reals *x)
{
	*least = _mm256_min_pd(*x, *least);
}

#endif
