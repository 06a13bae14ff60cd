/*
 * profile.h - what one column holds, learnt in one look
 *
 * Cells come as text, decoded.  A column is numeric while every cell is a number or
 * missing; we cannot know that before the last row, so numbers are summed until a
 * cell refutes them, and are then forgotten for good.
 *
 * Two kinds of words do not refute at once.  Those that mean missing in numeric
 * columns only (NA, nan, ...) are counted apart, and become values after all when
 * the column turns out to be text.  Sentinels (?, -, unknown: see sentinel.h)
 * make the column text, but as long as nothing else does, they are remembered, so
 * that the user can be told which words stand in the way of numbers.
 *
 * Everything is exact and commutative: the order of cells, and how they were cut and
 * merged, never show.
 *
 * Memory: 4 or 8 bytes a number, up to a bound (sample.h); a table of up to `limit`
 * distinct cells, 16 KiB beyond; with labels 16 bytes a number more and a second such
 * table.
 */
#ifndef STAT_PROFILE_H
#define STAT_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "stat/association.h"
#include "stat/distinct.h"
#include "stat/exact.h"
#include "stat/sample.h"

enum profile_type { PROFILE_EMPTY, PROFILE_INTEGER, PROFILE_NUMBER, PROFILE_TEXT };

/* The words that mean missing besides the empty cell; in numbers only, or always. */
struct profile_words {
	bool always;
	size_t n;
	const struct str *word;
};

struct profile {
	const struct profile_words *words; /* the caller's */
	bool labelled;

	uint64_t present, missing;  /* cells with a value, and without */
	struct labelled *set_aside; /* (words->n) words that may be either, if not text */
	bool text;             /* some cell is no number, not missing and no sentinel */
	struct distinct cells; /* the values */
	struct distinct sentinels; /* those among them that are sentinels, if not text */

	/* Unless text. */
	uint64_t numbers, zeros, negatives;
	uint64_t leading_zeros;      /* spelt with a 0 in front: 007 */
	bool fraction;               /* some number is not whole */
	double min, max;             /* -0 counts as 0 */
	struct exact *sum, *squares; /* NULL while there is no number */
	struct sample values;

	struct association label; /* if labelled; its numbers unless text */
};

/* limit: how many distinct cells are told apart exactly. */
void profile_start(
    struct profile *p, const struct profile_words *words, size_t limit, bool labelled);

/*
 * n cells, and with labels y[n], 0 or 1.  x[n]: the numbers they are, where the caller
 * knows them; NaN where it does not, which is always right.
 */
void profile_add(struct profile *p, const struct str *cell, const double *x,
    const double *y, size_t n);
void profile_merge(
    struct profile *p, struct profile *other); /* same words; takes the numbers */
void profile_free(struct profile *p);

/*
 * A profile from what was saved of it.  While its table of distinct cells holds, these
 * and their counts tell everything: one profile_repeat() for each gives the profile that
 * the rows gave.  Once the table ran over, distinct_load() its registers into p->cells
 * first; profile_repeat() then knows words set aside and sentinels, profile_number()
 * each number, and profile_texts() how many cells a column of text has.
 *
 * rows: how many rows hold it, by their label; without labels all count as 0.
 */
void profile_repeat(struct profile *p, struct str cell, struct labelled rows);
void profile_number(struct profile *p, double x, struct labelled rows);
void profile_texts(struct profile *p, uint64_t n);

/* Has this cell come yet?  Known of all while the table holds, then as above. */
bool profile_holds(const struct profile *p, struct str cell);

/*
 * The last cell has been seen: words set aside become values or missing.  Then
 * present and missing are final, and the functions below may be called.
 */
void profile_settle(struct profile *p);

enum profile_type profile_type(const struct profile *p);

#endif
