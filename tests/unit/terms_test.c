/*
 * terms_test - products fed one by one have the exact sum
 */
#include "stat/terms.h"

#include <string.h>

#include "tap.h"

enum { N = 3 * TERMS_BLOCK + 7 };

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* Term i, with a weight of 1 where weighted is 0, else 1 but for every weighted-th. */
static void
test_sum(size_t n, size_t weighted)
{
	static struct terms f;
	struct exact sum = { 0 }, twice = { 0 }, all = { 0 };

	terms_start(&f);
	for (size_t i = 0; i < n; i++) {
		double x = (i % 2 == 0 ? 1 : -1) / (double)(3 * i + 1);
		double w = weighted > 0 && i % weighted == 0 ? 1 / 3.0 : 1;

		terms_add(&f, w, x);
		exact_add_product(&sum, w, x);
	}
	terms_merge(&all, &f);
	ok(same(exact_value(&all), exact_value(&sum)), "%zu terms, weights: %zu", n,
	    weighted);
	terms_merge(&all, &f);
	exact_merge(&twice, &sum);
	exact_merge(&twice, &sum);
	ok(same(exact_value(&all), exact_value(&twice)), "merged again they are there");
	exact_subtract(&all, &twice);
	ok(exact_is_zero(&all), "and what is taken off is gone");
}

int
main(void)
{
	test_sum(0, 0);
	test_sum(1, 1);
	test_sum(TERMS_BLOCK, 0);
	test_sum(N, 0);
	test_sum(N, 1);
	test_sum(N, 600);
	return tap_end();
}
