/*
 * sample.h - a multiset of numbers, for exact quantiles
 *
 * Keeps every value: 8 bytes each, the one accumulator here that grows with the
 * number of rows.  Sorting takes as much again while it runs, quantiles take nothing.
 * Order of arrival never shows: quantiles are functions of the multiset, and saving
 * writes distinct values in rising order with their counts.
 *
 * Quantiles are R's type 7 (numpy's and pandas' default): with the n values in
 * rising order x[0..n-1], h = (n - 1) * p, and the quantile is
 * x[floor(h)] + (h - floor(h)) * (x[floor(h)+1] - x[floor(h)]).
 * Hyndman & Fan, The American Statistician 50 (1996), 361-365.
 *
 * The arithmetic is numpy's to the last bit: from the middle of an interval on it is
 * counted down from the upper end, so that no quantile leaves its interval.  Only
 * where the interval is wider than the largest double ours stays finite.
 */
#ifndef STAT_SAMPLE_H
#define STAT_SAMPLE_H

#include <stddef.h>

/* Zero-initialised is empty. */
struct sample {
	double *x;
	size_t n, room;
};

void sample_add(struct sample *s, const double *x, size_t n); /* skips NaN; -0 is 0 */
void sample_merge(struct sample *s, const struct sample *other);
void sample_free(struct sample *s);

/*
 * The quantiles of np probabilities (0..1, in any order) into q[0..np-1]; of an empty
 * sample they are NaN.  Selects rather than sorts, in time linear in s->n whatever the
 * values; may reorder s->x.
 */
void sample_quantiles(struct sample *s, const double *p, size_t np, double *q);

void sample_sort(struct sample *s); /* rising; fast for millions of values */

#endif
