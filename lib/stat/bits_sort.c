/*
 * bits_sort.c - see bits_sort.h
 */
#include "stat/bits_sort.h"

#define ITEM uint64_t
#define KEY(item) (item)
#include "stat/piles.h"

void
bits_sort(uint64_t *p, size_t n)
{
	piles_sort(p, n);
}
