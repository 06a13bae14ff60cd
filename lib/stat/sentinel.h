/*
 * sentinel.h - words and numbers by which people write that a value is not there
 *
 * Nothing is taken for missing because it stands here: the lists serve hints only.
 */
#ifndef STAT_SENTINEL_H
#define STAT_SENTINEL_H

#include <stdbool.h>

#include "base/mem.h"

/*
 * Could this word, in any case of its letters, stand for a number that is missing?
 * For a text?  There fewer do: "none" and "nil" are answers more often than gaps.
 */
bool sentinel_of_number(struct str word);
bool sentinel_of_text(struct str word);

/* -1, -9, 99, 999, -999 and their like. */
bool sentinel_number(double x);

#endif
