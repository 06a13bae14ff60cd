/*
 * strata.h - draws that give every group of rows its exact share of each part
 *
 * The draw of a row is its place among the hashes of its group, (rank + 1/2) / n, so of
 * a share p the nearest number to p * n of the group's rows are below p.  It depends on
 * which rows there are, as no draw by hash alone does, but not on their order; and a
 * larger first share still holds a smaller one.
 *
 * Memory: 8 bytes a row.
 */
#ifndef SPLIT_STRATA_H
#define SPLIT_STRATA_H

#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"

struct stratum {
	uint64_t *hash; /* (n) rising once all are there */
	size_t n, room;
};

/* Zero-initialised is empty. */
struct strata {
	struct dict name;
	struct stratum *of; /* (name.n) */
	size_t room;
};

void strata_add(struct strata *s, struct str group, uint64_t hash);
void strata_sort(struct strata *s); /* all rows were added */

/* Equal hashes of a group have one draw, that of the first. */
double strata_draw(const struct strata *s, struct str group, uint64_t hash);

void strata_free(struct strata *s);

#endif
