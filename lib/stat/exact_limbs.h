/*
 * exact_limbs.h - how the limbs of an exact sum are counted (private to exact*.c)
 */
#ifndef STAT_EXACT_LIMBS_H
#define STAT_EXACT_LIMBS_H

#include "stat/bignum.h"
#include "stat/exact.h"

enum {
	LOWEST = -2176, /* limb[0] counts in 2^LOWEST */
	LIMB_BITS = 16
};

/* Afterwards all limbs but the highest are 0 .. 2^LIMB_BITS - 1. */
void exact_carries_pass(struct exact *s);

void exact_negate(struct exact *s);

/* |s| = m * 2^exponent; says whether s is negative. */
bool exact_magnitude(const struct exact *s, struct bignum *m, long *exponent);

#endif
