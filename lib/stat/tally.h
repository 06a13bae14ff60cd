/*
 * tally.h - everything a method may want to know of one column, learnt together
 *
 * One accumulator for all methods: what is needed is switched on by bits, the rest
 * costs nothing.  Every part is exact, so adding and merging in any order gives the
 * same bytes.
 *
 * Memory: constant, but for TALLY_VALUES (4 or 8 bytes a value, up to a bound: see
 * sample.h) and TALLY_TEXTS (each distinct text once).
 */
#ifndef STAT_TALLY_H
#define STAT_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "stat/distinct.h"
#include "stat/exact.h"
#include "stat/sample.h"

enum {
	TALLY_SUMS = 1,   /* sum and squares: mean, sd */
	TALLY_RANGE = 2,  /* min and max */
	TALLY_VALUES = 4, /* the multiset of numbers: quantiles */
	TALLY_TEXTS = 8,  /* the distinct texts and their counts: vocabularies, modes */
	TALLY_NUMBERS = TALLY_SUMS | TALLY_RANGE | TALLY_VALUES
};

struct tally {
	unsigned needs;
	uint64_t n, missing; /* values; cells without one */
	struct exact sum, squares;
	double min, max; /* of n values; -0 counts as 0 */
	struct sample values;
	struct distinct texts;
};

void tally_start(struct tally *t, unsigned needs);
void tally_numbers(struct tally *t, const double *x, size_t n); /* NaN: missing */
void tally_text(struct tally *t, struct str text);
void tally_missing(struct tally *t);
void tally_merge(struct tally *t, struct tally *other); /* takes the other's values */
void tally_free(struct tally *t);

double tally_mean(const struct tally *t);              /* n > 0 */
double tally_sd(const struct tally *t, unsigned ddof); /* n > ddof */
bool tally_quantile(struct tally *t, double p, double *q, struct err *e);

/* Are all n values the same?  n > 0; needs TALLY_RANGE. */
bool tally_constant(const struct tally *t);

#endif
