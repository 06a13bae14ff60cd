/*
 * kmeans1_test - no partition of numbers on a line is better than what is found
 *
 * Against all partitions of small sets of whole numbers, whose costs are fractions that
 * are compared without rounding.
 */
#include "stat/kmeans1.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tap.h"

enum { MOST = 9 };

/* 2520 is divisible by all weights there can be. */
enum { UNIT = 2520 };

static uint64_t
draw(uint64_t n)
{
	static uint64_t state = 42;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 20) % n;
}

struct set {
	size_t n;
	double x[MOST];
	size_t count[MOST];
};

/* UNIT times the cost of [from, to), whose weight is at most 10. */
static int64_t
cost(const struct set *s, size_t from, size_t to)
{
	int64_t weight = 0, sum = 0, squares = 0;

	for (size_t i = from; i < to; i++) {
		int64_t x = (int64_t)s->x[i], c = (int64_t)s->count[i];

		weight += c;
		sum += c * x;
		squares += c * x * x;
	}
	return UNIT * squares - UNIT / weight * sum * sum;
}

static int64_t
partition_cost(const struct set *s, size_t k, const uint32_t *first)
{
	int64_t sum = 0;

	for (size_t j = 0; j < k; j++)
		sum += cost(s, first[j], j + 1 < k ? first[j + 1] : s->n);
	return sum;
}

/*
 * The best of all: of those as good, the one whose last cluster begins last, and so on
 * to the left.
 */
static int64_t
best_partition(const struct set *s, size_t k, size_t end, uint32_t *first)
{
	int64_t best = INT64_MAX;
	uint32_t trial[MOST];

	if (k == 1) {
		first[0] = 0;
		return cost(s, 0, end);
	}
	for (size_t b = k - 1; b < end; b++) {
		int64_t c = best_partition(s, k - 1, b, trial) + cost(s, b, end);

		if (c > best)
			continue;
		best = c;
		memcpy(first, trial, (k - 1) * sizeof(*first));
		first[k - 1] = (uint32_t)b;
	}
	return best;
}

static void
set_draw(struct set *s)
{
	double x = (double)draw(20) - 10;
	size_t weight = 10;

	s->n = 1 + draw(MOST);
	for (size_t i = 0; i < s->n; i++) {
		s->x[i] = x;
		x += (double)(1 + draw(5));
		s->count[i] = 1;
		weight--;
	}
	for (size_t i = 0; i < s->n && weight > 0; i++) {
		size_t more = draw(weight + 1);

		s->count[i] += more;
		weight -= more;
	}
}

static void
test_all_partitions(void)
{
	uint32_t first[MOST], want[MOST];
	struct set s;
	bool best = true, ties = true;

	for (int round = 0; round < 20000; round++) {
		set_draw(&s);
		for (size_t k = 1; k <= s.n; k++) {
			int64_t least = best_partition(&s, k, s.n, want);

			kmeans1(s.x, s.count, s.n, k, first);
			best &= partition_cost(&s, k, first) == least;
			ties &= memcmp(first, want, k * sizeof(*first)) == 0;
		}
	}
	ok(best, "no partition is better");
	ok(ties, "of those as good, clusters on the left are larger");
}

static void
test_far(void)
{
	double x[] = { 1e15, 1e15 + 1, 1e15 + 2, 1e15 + 10, 1e15 + 11, 1e15 + 12 };
	double wide[] = { -1.7e308, -1.6e308, 1.6e308, 1.7e308 };
	double tiny[] = { 0, 5e-324, 1e-322, 1.05e-322 };
	size_t count[] = { 1, 1, 1, 1, 1, 1 };
	uint32_t first[2];

	kmeans1(x, count, 6, 2, first);
	ok(first[1] == 3 && kmeans1_mean(x, count, 3, 6) == 1e15 + 11, "far from 0");
	kmeans1(wide, count, 4, 2, first);
	ok(first[1] == 2 && isfinite(kmeans1_mean(wide, count, 0, 4)),
	    "as far apart as numbers can be");
	kmeans1(tiny, count, 4, 2, first);
	ok(first[1] == 2, "as near");
}

/* Enough values that halving goes deep: groups that nobody could miss. */
static void
test_many(void)
{
	enum { N = 30000, K = 30 };
	static double x[N];
	static size_t count[N];
	uint32_t first[K];
	bool good = true;

	for (size_t i = 0; i < N; i++) {
		x[i] = (double)i + 1e5 * (double)(i / (N / K));
		count[i] = 1 + i % 3;
	}
	kmeans1(x, count, N, K, first);
	for (size_t j = 0; j < K; j++)
		good &= first[j] == j * (N / K);
	ok(good, "thirty clusters of thousands");
}

int
main(void)
{
	test_all_partitions();
	test_far();
	test_many();
	return tap_end();
}
