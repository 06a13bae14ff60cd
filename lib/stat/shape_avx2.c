/*
 * shape_avx2.c - shape_lanes.h for AVX2
 */
#include "stat/shape.h"

#include <math.h>

#include "base/cpu.h"

#if CPU_HAS_AVX2

#include "stat/lanes_avx2.h"
#include "stat/shape_lanes.h"

CPU_AVX2 bool
shape_powers_avx2(
    const struct shaping *s, const double *x, size_t n, double *cube, double *fourth)
{
	return powers_take(s, x, n, cube, fourth);
}

#else

bool
shape_powers_avx2(
    const struct shaping *s, const double *x, size_t n, double *cube, double *fourth)
{
	(void)s, (void)x, (void)n, (void)cube, (void)fourth;
	return false;
}

#endif
