/*
 * near.h - did you mean ...? The nearest of the names there are
 *
 * Nearness is the Damerau-Levenshtein distance with weights: swapping two
 * neighbours 0, substituting 2, inserting 1, deleting 3, letter case ignored.  Names
 * further away than 6, or than the name's length and one, are no help and are not
 * offered.  The first of equals wins.
 */
#ifndef TABLE_NEAR_H
#define TABLE_NEAR_H

#include <stdbool.h>

#include "base/mem.h"

struct near {
	struct str want, best;
	bool found;
	unsigned distance;
};

struct near near_start(struct str want);
void near_offer(struct near *n, struct str name);

#endif
