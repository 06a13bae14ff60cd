/*
 * outline.c - see outline.h
 */
#include "stat/outline.h"

#include <math.h>

#include "base/cpu.h"
#include "stat/lanes.h"
#include "stat/outline_lanes.h"

struct outline
outline_of(const double *x, size_t n)
{
	return cpu_level() >= CPU_LEVEL_AVX2 ? outline_of_avx2(x, n) : outline_take(x, n);
}
