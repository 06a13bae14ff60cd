/*
 * bits_sort.h - numbers of 64 bits in rising order
 *
 * O(n) time and as much memory again; in threads where there are many.
 */
#ifndef STAT_BITS_SORT_H
#define STAT_BITS_SORT_H

#include <stddef.h>
#include <stdint.h>

void bits_sort(uint64_t *p, size_t n);

#endif
