/*
 * exact_block.h - sums of a block of doubles in vectors (private to exact*.c)
 *
 * The sum of a block is found without rounding in plain vector arithmetic: numbers are
 * cut on grids 2^k, from coarse to fine, and what falls on a grid is a whole number of
 * its steps, which are counted in 64-bit integers.  So a block becomes a few pairs
 * (count, k), each worth count * 2^k, and rarely some doubles that fit no grid.
 *
 * exact_lanes.h has the method and its proof; exact_block.c builds it for any
 * processor, exact_block_avx2.c for one that has AVX2.
 */
#ifndef STAT_EXACT_BLOCK_H
#define STAT_EXACT_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	EXACT_BLOCK = 512,      /* numbers at a time: what they take stays in the cache */
	EXACT_BLOCK_LEAST = 24, /* fewer are added faster one by one */
	EXACT_GRIDS = 3
};

struct exact_steps {
	int64_t count;
	int k;
};

/* The sum of count * 2^k over the grids, and of left[]. */
struct exact_terms {
	unsigned ngrid, nleft;
	struct exact_steps grid[2 * EXACT_GRIDS];
	double left[2 * EXACT_BLOCK];
};

/*
 * The terms of the sum of x[0..n-1], and with `squares` not NULL those of the sum of
 * their squares; n <= EXACT_BLOCK.  NaN counts as 0.  EXACT_NEITHER where a number is
 * infinite, or all are too large or too small; EXACT_SUM where only the squares are
 * not given, as one of them would underflow.
 */
enum exact_found { EXACT_NEITHER, EXACT_SUM, EXACT_BOTH };
enum exact_found exact_block_terms(
    const double *x, size_t n, struct exact_terms *sum, struct exact_terms *squares);
enum exact_found exact_block_terms_avx2(
    const double *x, size_t n, struct exact_terms *sum, struct exact_terms *squares);

#endif
