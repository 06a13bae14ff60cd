/*
 * lanes.h - vectors of two doubles, for loops that are built for several widths
 *
 * A loop is written once, in a header such as exact_lanes.h, for vectors of LANES
 * doubles.  A file that includes lanes.h before it builds it for any processor, one
 * that includes lanes_avx2.h builds the faster twin.  Where the compiler knows of no
 * vectors it makes scalars of the lanes.  Operators work lane by lane, and comparisons
 * give a mask of all ones or all zeros.
 */
#ifndef STAT_LANES_H
#define STAT_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { LANES = 2 };
#define LANES_TARGET

typedef double reals __attribute__((vector_size(16)));
typedef uint64_t bits __attribute__((vector_size(16)));

/* The larger of two lanes in *most, the smaller in *least; a NaN in x is passed over. */
static inline void
larger(reals *most, const reals *x)
{
#ifdef __SSE2__
	*most = _mm_max_pd(*x, *most);
#else
	for (size_t i = 0; i < LANES; i++)
		(*most)[i] = (*x)[i] > (*most)[i] ? (*x)[i] : (*most)[i];
#endif
}

static inline void
smaller(reals *least, const reals *x)
{
#ifdef __SSE2__
	*least = _mm_min_pd(*x, *least);
#else
	for (size_t i = 0; i < LANES; i++)
		(*least)[i] = (*x)[i] < (*least)[i] ? (*x)[i] : (*least)[i];
#endif
}

#endif
