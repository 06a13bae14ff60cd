/*
 * quota_test.c - how many rows of a class stay, and up to which hash
 */
#include "stat/quota.h"

#include <stdlib.h>

#include "tap.h"

enum { MANY = 1000 };

static uint64_t seed = 1;

static uint64_t
draw(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return seed ^ seed >> 29;
}

static int
hash_order(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Is the bound the one that sorting finds, for every quota?  keep: bits that vary. */
static void
test_bound(uint64_t keep, const char *what)
{
	static uint64_t hash[MANY], sorted[MANY];
	size_t wrong = 0;

	for (size_t i = 0; i < MANY; i++)
		sorted[i] = hash[i] = draw() & keep;
	qsort(sorted, MANY, sizeof(*sorted), hash_order);
	for (size_t q = 1; q <= MANY; q++)
		wrong += quota_bound(hash, MANY, q) != sorted[q - 1];
	ok(wrong == 0, "%s: the quota-th smallest of %d", what, MANY);
}

static void
test_few(void)
{
	uint64_t one[1] = { UINT64_MAX }, same[3] = { 7, 7, 7 },
		 ends[2] = { UINT64_MAX, 0 };

	ok(quota_bound(one, 1, 1) == UINT64_MAX, "one hash, all bits set");
	ok(quota_bound(same, 3, 1) == 7 && quota_bound(same, 3, 3) == 7, "all the same");
	ok(quota_bound(ends, 2, 1) == 0 && quota_bound(ends, 2, 2) == UINT64_MAX,
	    "both ends");
}

static void
test_rows(void)
{
	ok(quota_rows(10, 1) == 10, "1:1 is as many");
	ok(quota_rows(10, 3) == 30, "3:1 three times as many");
	ok(quota_rows(10, 0.25) == 3, "halves go up");
	ok(quota_rows(10, 0.24) == 2, "what is less goes down");
	ok(quota_rows(3, 0.01) == 1, "at least one");
	ok(quota_rows(UINT64_MAX, 1e300) == UINT64_C(1) << 63, "no end is an end too");
}

int
main(void)
{
	test_bound(UINT64_MAX, "64 bits");
	test_bound(0xff, "the lowest byte");
	test_bound(UINT64_C(3) << 62, "the highest bits");
	test_bound(UINT64_C(0x0100000000010001), "many ties");
	test_few();
	test_rows();
	return tap_end();
}
