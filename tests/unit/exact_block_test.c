/*
 * exact_block_test - blocks summed in vectors, against one addition after the other
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cpu.h"
#include "stat/exact.h"
#include "stat/exact_block.h"
#include "tap.h"

static uint64_t
draw(void)
{
	static uint64_t state = 20240229;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static bool
equal_sums(const struct exact *a, const struct exact *b)
{
	char *text = exact_save(a), *other = exact_save(b);
	bool equal = strcmp(text, other) == 0;

	if (!equal)
		printf("# %s\n# not %s\n", text, other);
	free(text);
	free(other);
	return equal;
}

enum { SHAPES = 15 };

static double
uniform(void)
{
	return (double)(draw() >> 11) * 0x1p-53;
}

/* A number for a block of some shape; `nth` of them were drawn before. */
static double
shape_value(int shape, size_t nth)
{
	switch (shape) {
	case 0:
		return uniform();
	case 1:
		return (double)(draw() % 100) - 50;
	case 2: /* decimals, some missing */
		return draw() % 4 == 0 ? NAN : (double)(draw() % 100000) / 100;
	case 3: /* more bits than the grids take */
		return ldexp(uniform() - 0.5, (int)(draw() % 200) - 100);
	case 4:
		return ldexp(uniform() - 0.5, (int)(draw() % 2000) - 1000);
	case 5: /* denormal */
		return (double)draw() * 0x1p-1074;
	case 6: /* huge */
		return ldexp(1 + uniform(), 1023 - (int)(draw() % 40));
	case 7: /* what is large cancels */
		return nth % 2 == 0 ? 1e300 : nth % 4 == 1 ? -1e300 : uniform();
	case 8: /* normal, but for one whose square underflows */
		return nth == 100 ? 0x1.23456789p-560 : uniform() - 0.5;
	case 9: /* all bits set, rounding up to the next binade */
		return (draw() % 2 == 0 ? -1 : 1) * (2 - 0x1p-52);
	case 10: /* halfway between two points of a grid */
		return nth == 0 ? 0x1p40 : (double)(2 * (draw() % 64) + 1) * 0x1p-12;
	case 11: /* the smallest and largest that vectors take */
		return draw() % 2 == 0 ? ldexp(uniform(), -250) : 0;
	case 12:
		return ldexp(1 - 0x1p-53, 500 - (int)(draw() % 120));
	case 13: /* nothing */
		return draw() % 3 == 0 ? NAN : draw() % 2 == 0 ? -0.0 : 0;
	default: /* just above and below where squares begin to underflow */
		return nth == 3 ? 1 : ldexp(1 + uniform(), -478 - (int)(draw() % 5));
	}
}

static void
terms_total(struct exact *s, const struct exact_terms *t)
{
	for (unsigned i = 0; i < t->ngrid; i++) {
		int64_t count = t->grid[i].count, high = count >> 32;

		exact_add_product(s, (double)high, ldexp(1, t->grid[i].k + 32));
		exact_add_product(
		    s, (double)(count - high * (1LL << 32)), ldexp(1, t->grid[i].k));
	}
	for (unsigned i = 0; i < t->nleft; i++)
		exact_add(s, t->left[i]);
}

/* Do the vectors of one kind agree?  Counts the blocks that they took. */
static bool
block_agrees(enum exact_found (*find)(
		 const double *, size_t, struct exact_terms *, struct exact_terms *),
    const double *x, size_t n, int *taken)
{
	struct exact sum = { 0 }, squares = { 0 }, s = { 0 }, q = { 0 }, only = { 0 };
	struct exact_terms st, qt, ot;
	enum exact_found found = find(x, n, &st, &qt);

	for (size_t i = 0; i < n; i++)
		if (x[i] == x[i]) {
			exact_add(&sum, x[i]);
			exact_add_square(&squares, x[i]);
		}
	if ((find(x, n, &ot, NULL) == EXACT_NEITHER) != (found == EXACT_NEITHER))
		return false;
	*taken += (int)found;
	if (found == EXACT_NEITHER)
		return true;
	terms_total(&s, &st);
	terms_total(&only, &ot);
	if (found == EXACT_BOTH)
		terms_total(&q, &qt);
	return equal_sums(&s, &sum) && equal_sums(&only, &sum) &&
	       (found == EXACT_SUM || equal_sums(&q, &squares));
}

static void
test_blocks(void)
{
	static const int fits[SHAPES] = { 2, 2, 2, 2, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 1 };
	int rounds = getenv("CSVLEARN_LONG") != NULL ? 20000 : 200;

	for (int shape = 0; shape < SHAPES; shape++) {
		int wrong = 0, wrong_avx2 = 0, taken = 0, taken_avx2 = 0;

		for (int round = 0; round < rounds; round++) {
			double x[EXACT_BLOCK];
			size_t n = round == 0 ? EXACT_BLOCK : draw() % EXACT_BLOCK;

			for (size_t i = 0; i < n; i++)
				x[i] = shape_value(shape, i);
			wrong += !block_agrees(exact_block_terms, x, n, &taken);
			if (cpu_level() >= CPU_LEVEL_AVX2)
				wrong_avx2 += !block_agrees(
				    exact_block_terms_avx2, x, n, &taken_avx2);
		}
		ok(wrong == 0, "shape %d: vectors give the sums", shape);
		ok(wrong_avx2 == 0, "shape %d: and those of AVX2", shape);
		ok(taken_avx2 == 0 || taken_avx2 == taken,
		    "shape %d: both take the same blocks", shape);
		ok(taken >= rounds * fits[shape] * 3 / 4,
		    "shape %d: they take the blocks that they are for", shape);
	}
}

/* Runs of any length, of shapes that do and do not fit, one after the other. */
static void
test_runs(void)
{
	static double x[20 * EXACT_BLOCK];
	int wrong = 0;

	for (int round = 0; round < 40; round++) {
		struct exact s = { 0 }, q = { 0 }, sum = { 0 }, squares = { 0 };
		struct exact only = { 0 };

		for (int shape = 0; shape < SHAPES; shape++) {
			size_t n = draw() % (20 * EXACT_BLOCK);

			for (size_t i = 0; i < n; i++) {
				x[i] = shape_value(
				    (shape + round) % SHAPES, i % EXACT_BLOCK);
				if (isnan(x[i]))
					continue;
				exact_add(&sum, x[i]);
				exact_add_square(&squares, x[i]);
			}
			exact_add_with_squares(&s, &q, x, n);
			exact_add_many(&only, x, n);
		}
		wrong += !equal_sums(&s, &sum) + !equal_sums(&q, &squares) +
			 !equal_sums(&only, &sum);
	}
	ok(wrong == 0, "long runs of mixed shapes add up");
}

/* As many blocks as would overflow a limb without carries. */
static void
test_block_carries(void)
{
	static double x[EXACT_BLOCK];
	struct exact s = { 0 }, q = { 0 }, t = { 0 }, r = { 0 };
	double huge = -(2 - 0x1p-52) * 0x1p17;
	enum { TIMES = 1 << 15 };

	for (size_t i = 0; i < EXACT_BLOCK; i++)
		x[i] = huge;
	for (int i = 0; i < TIMES; i++)
		exact_add_with_squares(&s, &q, x, EXACT_BLOCK);
	exact_add(&t, huge * EXACT_BLOCK * TIMES);
	exact_add_product(&r, huge * EXACT_BLOCK * TIMES, huge);
	ok(equal_sums(&s, &t) && equal_sums(&q, &r), "carries of blocks are passed on");
}

int
main(void)
{
	test_blocks();
	test_runs();
	test_block_carries();
	return tap_end();
}
