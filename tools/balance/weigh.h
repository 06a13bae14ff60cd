/*
 * weigh.h - weights instead of fewer rows
 *
 * Two rules, of the weighted totals W of what they name, that leave every row and the
 * total of all weights as they are:
 *
 *	classes alike      W / (k W(y)) for each of k classes
 *	label and group    W(a) W(y) / (W W(a, y)): under these weights the label does not
 *	independent        depend on the group (Kamiran & Calders, "Data preprocessing
 *	                   techniques for classification without discrimination", 2012)
 *
 * Totals are exact sums, so they do not depend on the order of the rows.
 *
 * Memory: 2.2 KB for each class, each group and each pair of them.
 */
#ifndef BALANCE_WEIGH_H
#define BALANCE_WEIGH_H

#include <stdbool.h>

#include "base/dict.h"
#include "stat/exact.h"

/* Totals by name. */
struct totals {
	struct dict name;
	struct exact *of; /* (name.n) */
	double *value;    /* (name.n) once settled */
	size_t room;
};

/* Zero-initialised is empty. */
struct weigh {
	bool grouped; /* the second rule */
	struct totals class, group, pair;
	struct exact all;
	double total; /* once settled */
};

/* Count a row; group is not looked at under the first rule. */
void weigh_add(struct weigh *w, struct str class, struct str group, double weight);

/* All rows were counted. */
void weigh_settle(struct weigh *w);

/* What to multiply the weight of such a row by; NaN if there was none. */
double weigh_factor(const struct weigh *w, struct str class, struct str group);

/* Warn of pairs without a row: weights cannot make a group have what it has none of. */
void weigh_check(const struct weigh *w);

void weigh_free(struct weigh *w);

#endif
