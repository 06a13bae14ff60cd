/*
 * sample_chunk.h - the values of a sample, thousands at a time (private to sample*.c)
 *
 * Of a full tail one chunk is made where x * 10^k is a whole number w of 32 bits with
 * w / 10^k == x for all values: it holds the w.  Otherwise it becomes two chunks of
 * doubles, so that all are of one size.  A chunk stands in memory or in the spool, one
 * file for all samples of the process.
 */
#ifndef STAT_SAMPLE_CHUNK_H
#define STAT_SAMPLE_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "stat/sample_memory.h"

enum {
	SAMPLE_CHUNK =
	    SAMPLE_BYTES / 4,   /* values: several columns' tails fit in the cache */
	SAMPLE_PIECE = 1 << 11, /* values decoded at a time */
	SAMPLE_DIGITS = 6       /* the largest k */
};

struct sample_chunk {
	void *p; /* NULL: in the spool, from `at` on */
	uint64_t at;
	int digits; /* k; -1: doubles */
};

/*
 * Make a chunk or two of x[SAMPLE_CHUNK], at c; how many.  `digits` is a guess at k.
 * *error is set to errno where the spool could not be written; the chunk is good
 * nevertheless.
 */
size_t chunks_make(struct sample_chunk *c, const double *x, int digits, int *error);
void chunk_free(struct sample_chunk *c);

/* From the spool to p[SAMPLE_BYTES]; false: errno. */
bool chunk_read(const struct sample_chunk *c, void *p);

const char *chunk_folder(void); /* where the spool stands, for messages */

/* x[0..n-1] as whole numbers; false: not all can be. */
bool decimals_of(const double *x, size_t n, double power, int32_t *w);
bool decimals_of_avx2(const double *x, size_t n, double power, int32_t *w);
void decimals_read(const int32_t *w, size_t n, double power, double *x);
void decimals_read_avx2(const int32_t *w, size_t n, double power, double *x);
double decimals_power(int digits);

/*
 * The bits of a double, with all of them flipped where it is negative and the sign
 * flipped where it is not, are an integer that orders as the doubles do.
 */
static inline uint64_t
key_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits ^ (-(bits >> 63) | (uint64_t)1 << 63);
}

static inline double
value_of(uint64_t key)
{
	uint64_t bits = key ^ (((key >> 63) - 1) | (uint64_t)1 << 63);
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* The range of the keys of a sample that has values. */
struct key_range {
	uint64_t least, most;
};
struct sample;
struct key_range sample_range(const struct sample *s);

/* A range in equal parts, buckets; which one a key lies in, that is in the range. */
enum { BUCKETS = 1 << 16 };
unsigned range_shift(struct key_range r); /* (key - least) >> shift < BUCKETS */

struct key_range bucket_range(struct key_range r, unsigned shift, uint64_t bucket);

/* How many values lie in each bucket of the range: count[BUCKETS]. */
struct err;
bool buckets_count(
    const struct sample *s, struct key_range r, size_t *count, struct err *e);

/* The range that those keys of the sample have that lie in r; there are some. */
bool range_narrow(const struct sample *s, struct key_range *r, struct err *e);

void values_sort(double *x, size_t n);

#endif
