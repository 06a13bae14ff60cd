/*
 * association.h - how much one column gives away of a binary label
 *
 * Two questions; a column that answers one of them too well is suspect:
 *
 *   auc: ranking rows by this column alone, how often does a positive row stand
 *   above a negative one (ties count half)?  Falling ranks count as rising ones do.
 *   Missing is a value of its own, below or above all others, whichever tells more.
 *   Texts are ranked by the share of positives among their rows; only where each has
 *   ROWS_A_TEXT rows on the average, since any text that is rare "tells" the label.
 *
 *   split: where one value fills nearly all rows (SPLIT_SHARE) and the others depart
 *   from it, how do the odds of the label change?  A column that is filled in once
 *   the label is known (a cost, a date of closure) looks so, even if its auc is near
 *   1/2 because it is seldom filled in.  Missing counts as such a value; and whatever
 *   its share is, missing against present is a split too.
 *
 * Counts are whole numbers and ranks do not depend on the order of rows, so neither
 * do the answers.
 *
 * Memory: 16 bytes a number, and a table of the texts of positive rows.
 */
#ifndef STAT_ASSOCIATION_H
#define STAT_ASSOCIATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/distinct.h"
#include "stat/weighted.h"

enum { ROWS_A_TEXT = 20, SPLIT_ROWS = 20 };
#define SPLIT_SHARE 0.9

/* Rows by their label, 0 or 1. */
struct labelled {
	uint64_t n[2];
};

/* Zero-initialised but for positive.limit is empty. */
struct association {
	struct labelled missing;
	size_t n, room;
	struct weighted *number;  /* (n) x, and the label as w */
	struct distinct positive; /* the texts of rows labelled 1 */
};

void association_number(struct association *a, double x, double label);
void association_forget_numbers(struct association *a);
void association_merge(struct association *a, const struct association *other);
void association_free(struct association *a);

enum usual { USUAL_NONE, USUAL_NUMBER, USUAL_TEXT, USUAL_MISSING, USUAL_PRESENT };

struct split {
	enum usual usual; /* what fills most rows; USUAL_NONE: there is no split */
	double number;
	struct str text;         /* belongs to the table */
	struct labelled in, out; /* rows with the usual value, and the others */
	double odds;             /* ratio, 1 or more, 1/2 added to each count */
};

struct suspicion {
	double auc; /* 1/2 .. 1; NaN: not defined */
	struct split split;
};

/* By the numbers (sorts them), or by the texts counted in `all`. */
struct suspicion suspicion_of_numbers(struct association *a);
struct suspicion suspicion_of_texts(
    const struct association *a, const struct distinct *all);

#endif
