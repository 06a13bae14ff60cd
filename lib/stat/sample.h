/*
 * sample.h - a multiset of numbers, for exact quantiles
 *
 * Keeps every value: the one accumulator here that grows with the number of rows.
 * Order of arrival never shows: quantiles are functions of the multiset, and walking
 * gives distinct values in rising order with their counts.
 *
 * Values gather in a tail; a full one becomes a chunk, which is never touched again:
 * merging two samples moves chunks.  A chunk takes 4 bytes a value where all of its
 * values are decimals of few digits, and else 8.  Once the chunks of all samples of
 * the process exceed a bound, a quarter of the machine's memory, further ones are
 * written to a temporary file (base/spool.h), and looked through there.  What else is
 * needed while one looks is a part of the sample's size at most.
 *
 * Quantiles are R's type 7 (numpy's and pandas' default): with the n values in
 * rising order x[0..n-1], h = (n - 1) * p, and the quantile is
 * x[floor(h)] + (h - floor(h)) * (x[floor(h)+1] - x[floor(h)]).
 * Hyndman & Fan, The American Statistician 50 (1996), 361-365.
 *
 * The arithmetic is numpy's to the last bit: from the middle of an interval on it is
 * counted down from the upper end, so that no quantile leaves its interval.  Only
 * where the interval is wider than the largest double ours stays finite.
 *
 * Adding cannot fail at once.  Where a chunk should go to the temporary file and could
 * not, it stays in memory and the failure is remembered: sample_good() and whatever
 * looks at the values then say so, EXIT_SYSTEM.
 *
 * Each thread may have samples of its own; one sample is used by one thread at a time.
 */
#ifndef STAT_SAMPLE_H
#define STAT_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct sample_chunk;

/* Zero-initialised is empty. */
struct sample {
	size_t n;
	double *tail; /* the last values, fewer than a chunk */
	size_t ntail, tail_room;
	struct sample_chunk *chunk;
	size_t nchunk, chunk_room;
	double min, max; /* of the chunks */
	int digits;      /* how the last chunk was coded: what to try for the next */
	int error;       /* errno of a chunk that could not be written, or 0 */
};

void sample_add(struct sample *s, const double *x, size_t n); /* skips NaN; -0 is 0 */
void sample_merge(struct sample *s, struct sample *other);    /* empties the other */
void sample_free(struct sample *s);

bool sample_good(const struct sample *s, struct err *e);

/* All values, in pieces of some thousands, in any order. */
bool sample_each(const struct sample *s,
    void (*see)(void *with, const double *x, size_t n), void *with, struct err *e);

/*
 * Each distinct value in rising order, with its count; until see() gives false.  May
 * reorder the tail.
 */
bool sample_walk(struct sample *s, bool (*see)(void *with, double x, size_t count),
    void *with, struct err *e);

/*
 * The quantiles of np probabilities (0..1, in any order) into q[0..np-1]; of an empty
 * sample they are NaN.  Selects rather than sorts, in time linear in s->n whatever the
 * values; may reorder the tail.
 */
bool sample_quantiles(
    struct sample *s, const double *p, size_t np, double *q, struct err *e);

/*
 * The same by another of the nine definitions of Hyndman & Fan, type 1 to 9; 7 is the one
 * above.  As in R, a place that misses a whole rank by rounding alone is that rank.
 */
bool sample_quantiles_of_type(
    struct sample *s, int type, const double *p, size_t np, double *q, struct err *e);

/* How many bytes the chunks of all samples may take before files are used. */
void sample_memory_set(size_t bytes);

#endif
