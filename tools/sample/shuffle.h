/*
 * shuffle.h - all rows in an order that their hashes give
 *
 * The order is a function of the rows and the seed: that of the input does not show, but
 * for rows that are equal, which cannot be told apart.  Memory: the text of all rows, and
 * 32 bytes for each.
 */
#ifndef SAMPLE_SHUFFLE_H
#define SAMPLE_SHUFFLE_H

#include "run/rows.h"

/* The rest of `in` into out. */
void shuffle(const struct key *record, uint64_t seed, const struct missing *missing,
    struct reader *in, struct output *out);

#endif
