/*
 * share_test.c - the unit interval cut into parts
 */
#include "stat/share.h"

#include <math.h>

#include "tap.h"

static void
test_bounds(void)
{
	double a[3] = { 0.8, 0.1, 0.1 }, one[1] = { 1 };

	ok(share_bounds(a, 3), "0.8, 0.1 and 0.1 are shares");
	ok(a[0] <= 0.8 && a[0] >= 0.8, "the first bound is the first share");
	ok(a[1] <= 0.8 + 0.1 && a[1] >= 0.8 + 0.1, "the second the sum of two");
	ok(share_bounds(one, 1), "all is a share");
}

static void
test_refused(void)
{
	double less[2] = { 0.5, 0.4 }, more[2] = { 0.5, 0.6 }, zero[2] = { 0, 1 },
	       negative[2] = { -0.5, 1.5 }, none[1] = { NAN },
	       near[2] = { 0.5, 0.5 + 2e-9 }, nearer[2] = { 0.5, 0.5 + 0.5e-9 };

	ok(!share_bounds(less, 2) && less[1] < 0.5,
	    "0.9 in all is refused, and left alone");
	ok(!share_bounds(more, 2), "so is 1.1");
	ok(!share_bounds(zero, 2), "a share of nothing");
	ok(!share_bounds(negative, 2), "less than nothing");
	ok(!share_bounds(none, 1), "no number");
	ok(!share_bounds(near, 2), "1 and 2e-9");
	ok(share_bounds(nearer, 2), "1 and half of 1e-9 will do");
}

static void
test_part(void)
{
	double b[3] = { 0.25, 0.5, 1 }, low[2] = { 0.5, 0.999 };

	ok(share_of(b, 3, 0) == 0, "0 is in the first part");
	ok(share_of(b, 3, nextafter(0.25, 0)) == 0, "and what is just below its bound");
	ok(share_of(b, 3, 0.25) == 1, "a bound is in the part above");
	ok(share_of(b, 3, 0.5) == 2, "also the second");
	ok(share_of(low, 2, nextafter(1, 0)) == 1, "the last part takes what is left");
	ok(share_of(b, 1, 0.9) == 0, "one part takes all");
}

static void
test_equal(void)
{
	bool good = true;

	ok(share_equal(4, 0) == 0 && share_equal(4, 0.25) == 1 &&
		share_equal(4, 0.75) == 3,
	    "four equal parts");
	for (size_t n = 1; n < 10000; n++)
		good &= share_equal(n, nextafter(1, 0)) == n - 1;
	ok(good, "the largest u is in the last part, whatever the number of parts");
}

int
main(void)
{
	test_bounds();
	test_refused();
	test_part();
	test_equal();
	return tap_end();
}
