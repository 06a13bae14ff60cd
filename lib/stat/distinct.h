/*
 * distinct.h - how many different texts, and how often each
 *
 * Exact while there are at most `limit` different texts; with one more the table
 * is dropped and only the estimate goes on: HyperLogLog with 2^14 registers
 * (Flajolet et al. 2007; standard error 1.04 / sqrt(2^14) = 0.8 %), fed from the
 * first text, so that how the input was cut never shows.  Merging takes the
 * maximum of each register and adds the tables; both are exact and commutative.
 *
 * With limit SIZE_MAX it counts all, and memory grows with the distinct texts.
 */
#ifndef STAT_DISTINCT_H
#define STAT_DISTINCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"

enum { DISTINCT_REGISTERS = 1 << 14 };

/* Zero-initialised but for limit is empty. */
struct distinct {
	size_t limit;
	bool over;              /* more than limit: only the estimate is left */
	struct dict texts;
	uint64_t *count;        /* count[i] belongs to text i */
	size_t room;
	uint8_t *reg;           /* DISTINCT_REGISTERS of them, made when needed */
};

void distinct_add(struct distinct *d, struct str text, uint64_t times);
void distinct_merge(struct distinct *d, const struct distinct *other);
void distinct_free(struct distinct *d);

/* The number of different texts: exact unless d->over, then an estimate. */
double distinct_number(const struct distinct *d);
double distinct_error(const struct distinct *d); /* relative standard error, 0 if exact */

/*
 * The texts ordered by falling count, then by bytes: order[0..n-1] are indices
 * into d->texts.  The caller frees the array.  Only while !d->over.
 */
size_t *distinct_order(const struct distinct *d);

#endif
