/*
 * strata.h - groups of rows, and which rows of each are drawn
 *
 * Every row has a rank that is a function of its cells and the seed: its hash, or, where
 * rows have weights, -log(u) / w of its draw u, which makes the rows of the smallest
 * ranks a sample without replacement in proportion to the weights (Efraimidis &
 * Spirakis, "Weighted random sampling with a reservoir", 2006).  So what is drawn does
 * not depend on the order of rows, and a larger sample holds a smaller one.
 *
 * Memory: 8 bytes a row.
 */
#ifndef SAMPLE_STRATA_H
#define SAMPLE_STRATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"

struct stratum {
	uint64_t *rank; /* (n) */
	size_t n, room;
	uint64_t bound; /* rows of this rank and below are drawn; none if n is 0 */
};

/* Zero-initialised is empty. */
struct strata {
	struct dict name;   /* the cells of the group, as CSV */
	struct stratum *of; /* (name.n) */
	size_t room;
};

enum { RANK_NEVER = 0 }; /* no row has it: ranks begin at 1 */

/* The rank of a draw; weight 1 where rows have none, RANK_NEVER for a weight of 0. */
uint64_t rank_of(uint64_t hash);
uint64_t rank_weighted(uint64_t hash, double weight);

/* Count a row; one that is never drawn belongs to its group all the same. */
void strata_add(struct strata *s, struct str group, uint64_t rank);

/*
 * How many to draw of each: `count`, or, if that is 0, the share of its rows, to the
 * nearest, halves up.  keys: rows of one rank are one key, and keys are counted.
 */
void strata_draw(struct strata *s, size_t count, double share, bool keys);

/* Whether a row of this rank is drawn. */
bool strata_has(const struct strata *s, struct str group, uint64_t rank);

void strata_free(struct strata *s);

#endif
