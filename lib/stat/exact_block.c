/*
 * exact_block.c - exact_lanes.h for any processor: two lanes
 */
#include "stat/exact_block.h"

#include "stat/lanes.h"
#include <float.h>
#include <math.h>

/*
 * x * x = p + e: x in two halves of 26 bits (Veltkamp), whose products are exact
 * (Dekker).
 */
static inline void
square(const reals *x, reals *p, reals *e)
{
	reals far = *x * (0x1p27 + 1), high = far - (far - *x), low = *x - high;

	*p = *x * *x;
	*e = low * low - ((*p - high * high) - 2 * (high * low));
}

#include "stat/exact_lanes.h"

/* With more precision than asked for (x87) nothing here would hold. */
enum exact_found
exact_block_terms(
    const double *x, size_t n, struct exact_terms *sum, struct exact_terms *squares)
{
	return FLT_EVAL_METHOD == 0 ? block_terms(x, n, sum, squares) : EXACT_NEITHER;
}
