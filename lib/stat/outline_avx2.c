/*
 * outline_avx2.c - outline_lanes.h for AVX2
 */
#include "stat/outline.h"

#include <math.h>

#include "base/cpu.h"

#if CPU_HAS_AVX2

#include "stat/lanes_avx2.h"
#include "stat/outline_lanes.h"

CPU_AVX2 struct outline
outline_of_avx2(const double *x, size_t n)
{
	return outline_take(x, n);
}

#else

struct outline
outline_of_avx2(const double *x, size_t n)
{
	(void)x;
	return (struct outline){ .n = n };
}

#endif
