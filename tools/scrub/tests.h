/*
 * tests.h - what a rule holds the cells of one column against
 *
 * A row of the table in tests.c is an option: how its parameters are read, and how it
 * marks the rows that go.
 */
#ifndef SCRUB_TESTS_H
#define SCRUB_TESTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/dict.h"
#include "rules.h"
#include "stat/bound.h"
#include "table/batch.h"

struct limits { /* what follows the columns of an option */
	double lo, hi;
	struct dict allowed;
	unsigned personal; /* kinds, as personal.h has them */
	struct bound bound[2];
	struct limits *next;
};

struct test {
	const char *option;
	bool (*parse)(struct limits *l, struct str args, struct err *e);
	/* Mark the rows of column j that go and were not marked before. */
	void (*judge)(const struct limits *l, struct batch *b, size_t j, uint32_t rule,
	    uint32_t *why);
};

/* A mark: which rule, and what it says. */
enum { REASON_BITS = 4 };
_Static_assert(REASONS <= 1 << REASON_BITS, "a reason fits into its bits");

struct rule {
	const struct test *test;
	struct limits *limits;
	size_t column;
	uint64_t broken[REASONS];
};

const struct test *test_find(const char *option);
bool test_is_outliers(const struct test *t); /* its limits are learnt */

#endif
