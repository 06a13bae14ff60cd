/*
 * weighted_test.c - sorting, running totals, the weighted median
 */
#include "stat/weighted.h"

#include <math.h>
#include <string.h>

#include "base/crew.h"
#include "tap.h"

enum { ROWS = 3000, MANY = 200000 };

static struct weighted p[MANY];
static uint64_t seed = 1;

/* In [0, 1). */
static double
draw(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(seed >> 11) * 0x1p-53;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* Every x keeps its weight, which tells where it came from. */
static void
test_sort(size_t n, double spread)
{
	static double x[MANY];
	size_t wrong = 0, moved = 0, sum = 0;

	for (size_t i = 0; i < n; i++) {
		x[i] = i % 10 == 0 ? -0.0 : (draw() - 0.5) * exp(spread * draw());
		p[i] = (struct weighted){ x[i], (double)i };
	}
	weighted_sort(p, n);
	for (size_t i = 0; i < n; i++) {
		wrong += i > 0 && p[i - 1].x > p[i].x;
		wrong += p[i].x == 0 && signbit(p[i].x);
		moved += x[(size_t)p[i].w] != p[i].x;
		sum += (size_t)p[i].w;
	}
	ok(wrong == 0, "%zu numbers are in order, -0 as 0 (%zu are not)", n, wrong);
	ok(moved == 0 && sum == n * (n - 1) / 2, "and have kept their weights");
}

/* Integers and struct exact give the same total. */
static void
test_running(double smallest)
{
	struct running fast, slow;
	size_t n = ROWS, wrong = 0, down = 0;

	for (size_t i = 0; i < n; i++)
		p[i].w = smallest * exp2(floor(40 * draw())) * (1 + draw());
	running_start(&fast, p, n);
	slow = (struct running){ 0 };
	ok(fast.scale > 0, "weights from %g up are integers", smallest);
	for (size_t i = 0; i < 2 * n; i++) {
		running_add(&fast, i < n ? p[i].w : -2 * p[i - n].w);
		running_add(&slow, i < n ? p[i].w : -2 * p[i - n].w);
		wrong += !same(running_value(&fast), running_value(&slow));
		down += running_value(&fast) < 0;
	}
	ok(wrong == 0, "exact running totals (%zu wrong)", wrong);
	ok(down > 0, "below 0 too");
}

/* Too far apart for 128 bits. */
static void
test_running_freaks(void)
{
	static const struct weighted freaks[] = { { 0, 1 }, { 0, 0x1p-100 },
		{ 0, 0x1p60 } };
	struct running r;

	running_start(&r, freaks, 3);
	for (int i = 0; i < 3; i++)
		running_add(&r, freaks[i].w);
	ok(running_value(&r) == 0x1p60, "a giant");
	running_add(&r, -0x1p60);
	running_add(&r, -1);
	ok(running_value(&r) == 0x1p-100, "a speck survives a giant");
}

static void
test_median(void)
{
	struct weighted odd[] = { { 5, 1 }, { 1, 1 }, { 3, 1 } };
	struct weighted even[] = { { 5, 1 }, { 1, 1 }, { 3, 1 }, { 2, 1 } };
	struct weighted heavy[] = { { 5, 0.7 }, { 1, 0.2 }, { 3, 0.2 } };
	struct weighted half[] = { { 5, 0.375 }, { 1, 0.125 }, { 2, 0.25 } };
	struct weighted dust[] = { { 5, 1 }, { 1, 1 }, { 7, 0x1p-300 } };

	ok(weighted_median(odd, 3) == 3, "the middle one");
	ok(weighted_median(even, 4) == 2.5, "between the two in the middle");
	ok(weighted_median(heavy, 3) == 5, "where half the weight is reached");
	ok(weighted_median(half, 3) == 3.5, "or the middle, where it is exactly half");
	ok(weighted_median(dust, 3) == 5, "a speck of weight decides");
}

static void
test_unit(void)
{
	static const double x[] = { -3, 2 };

	ok(largest_of(x, 2) == 3 && largest_of(x, 0) == 0, "the largest in size");
	ok(unit_of(0) == 1 && unit_of(3) == 1, "ordinary numbers need no unit");
	ok(unit_of(0x1.8p300) == 0x1p300, "a power of two");
	ok(unit_of(0x1p-1074) == 0x1p-1074 && unit_of(0x1.8p1023) == 0x1p1023,
	    "over the whole range");
}

int
main(void)
{
	test_sort(2, 1);
	test_sort(800, 300);
	test_sort(ROWS, 1);
	test_sort(ROWS, 300);
	test_sort(MANY, 300); /* with piles, and then in threads */
	crew_set(3);
	test_sort(MANY, 1);
	test_sort(MANY, 600);
	test_running(1);
	test_running(1e-250);
	test_running(1e250);
	test_running_freaks();
	test_median();
	test_unit();
	return tap_end();
}
