/*
 * terms.h - products on their way into an exact sum
 *
 * struct exact adds numbers some ten times as fast by the hundred as one by one.  They
 * are gathered: for loops that meet the terms of several sums row by row.  Where all
 * weights of a block are 1, as they are of rows without weights, nothing is multiplied;
 * the sum is the same.  10 KB.
 */
#ifndef STAT_TERMS_H
#define STAT_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "stat/exact.h"

enum { TERMS_BLOCK = 512 };

struct terms {
	struct exact sum; /* without what waits */
	size_t n;         /* terms that wait */
	bool weighted;    /* some w of them is not 1 */
	double w[TERMS_BLOCK], x[TERMS_BLOCK];
};

void terms_start(struct terms *t); /* the sum of nothing */
void terms_flush(struct terms *t);

/* Adds w * x, exactly; both finite. */
static inline void
terms_add(struct terms *t, double w, double x)
{
	t->w[t->n] = w;
	t->x[t->n] = x;
	t->weighted |= w != 1;
	if (++t->n == TERMS_BLOCK)
		terms_flush(t);
}

/* All of them go to the sum, too, and stay here. */
void terms_merge(struct exact *sum, struct terms *t);

#endif
