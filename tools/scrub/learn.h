/*
 * learn.h - what a look at all rows tells: bounds, and rows that contradict each other
 */
#ifndef SCRUB_LEARN_H
#define SCRUB_LEARN_H

#include "rules.h"

/* Rows by their features, as texts of key_cells(). */
bool conflicts_has(const struct conflict_table *t, struct str features);
void conflicts_free(struct conflict_table *t); /* or NULL */

#endif
