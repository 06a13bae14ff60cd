/*
 * quota.h - which rows stay when a class is cut down to a number of rows
 *
 * Rows are kept by their hash: those with the smallest, so that what is kept depends on
 * the rows and not on their order, and a larger quota holds all of a smaller one.  Equal
 * hashes are kept or left together.
 */
#ifndef STAT_QUOTA_H
#define STAT_QUOTA_H

#include <stddef.h>
#include <stdint.h>

/*
 * How many rows of a class make `ratio` rows to each of the smallest class: to the
 * nearest, halves up, at least 1.
 */
uint64_t quota_rows(uint64_t smallest, double ratio);

/*
 * The quota-th smallest of n hashes, 0 < quota <= n: rows with a hash up to this one
 * stay.  A radix selection: 8 passes over the array, whatever it holds.
 */
uint64_t quota_bound(const uint64_t *hash, size_t n, size_t quota);

#endif
