/*
 * sample.h - a multiset of numbers, for exact quantiles
 *
 * Keeps every value: 8 bytes each, the one accumulator here that grows with the
 * number of rows.  Order of arrival never shows: quantiles are functions of the
 * multiset, and saving writes distinct values in rising order with their counts.
 *
 * Quantiles are R's type 7 (numpy's and pandas' default): with the n values in
 * rising order x[0..n-1], h = (n - 1) * p, and the quantile is
 * x[floor(h)] + (h - floor(h)) * (x[floor(h)+1] - x[floor(h)]).
 * Hyndman & Fan, The American Statistician 50 (1996), 361-365.
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
 * The quantiles of np probabilities (0..1) into q[0..np-1]; s not empty.  Selects
 * rather than sorts; may reorder s->x.
 */
void sample_quantiles(struct sample *s, const double *p, size_t np, double *q);

void sample_sort(struct sample *s); /* rising; fast for millions of values */

#endif
