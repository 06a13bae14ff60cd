/*
 * distinct.h - how many different texts, and how often each
 *
 * Exact while there are at most `limit` different texts; with one more the table
 * is dropped and only an estimate goes on: HyperLogLog with 2^14 registers (Flajolet
 * et al. 2007; standard error 1.04 / sqrt(2^14) = 0.8 %).  The registers are made
 * from the table when it overflows, so they are what they would be had they been
 * fed from the first text.  Merging adds tables or takes the maximum of each register;
 * both are exact and commutative, so neither order nor cuts ever show, and whether
 * the limit is passed depends on the texts alone.
 *
 * With limit SIZE_MAX it counts all, and memory grows with the distinct texts;
 * otherwise it is at most that of `limit` texts or 16 KiB.
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
	bool over; /* more than limit: only the estimate is left */
	struct dict texts;
	uint64_t *count; /* count[i] belongs to text i */
	size_t room;
	struct recent *recent; /* short texts met last; NULL before the first */
	uint8_t *reg;          /* DISTINCT_REGISTERS of them once over, NULL before */
};

/* Zero times is not at all. */
void distinct_add(struct distinct *d, struct str text, uint64_t times);
void distinct_add_each(struct distinct *d, const struct str *text, size_t n); /* once */
void distinct_merge(struct distinct *d, const struct distinct *other); /* same limit */
void distinct_free(struct distinct *d); /* empty again, with the same limit */

/*
 * The number of different texts: exact unless d->over, then an estimate, a whole
 * number above limit.
 */
double distinct_number(const struct distinct *d);
double distinct_error(const struct distinct *d); /* relative standard error, 0 if exact */

/*
 * The texts ordered by falling count, then by bytes: order[0..n-1] are indices
 * into d->texts.  The caller frees the array.  Only while !d->over.
 */
size_t *distinct_order(const struct distinct *d);

/*
 * The registers as DISTINCT_REGISTERS letters, A to Z and then a to z for 0 to 51; only
 * once d->over.  distinct_load() makes them of an empty d again; false for anything
 * that is not such letters, or where everything is counted.
 */
void distinct_save(const struct distinct *d, char *letters);
bool distinct_load(struct distinct *d, struct str letters);

#endif
