/*
 * ranking_test - measures of rankings against their mean over all orders of ties
 */
#include "stat/ranking.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/random.h"
#include "tap.h"

enum { MOST = 6 };

/* Of one order, no ties. */
static double
plain(const struct answer *a, size_t n, size_t k, int which)
{
	double found = 0, all = 0, first = 0, sum = 0, gain = 0;
	size_t places = k == 0 || k > n ? n : k;

	for (size_t i = 0; i < n; i++) {
		if (a[i].grade > 0) {
			all++;
			sum += all / (double)(i + 1);
			first = first == 0 ? (double)(i + 1) : first;
			found += i < places;
		}
		gain += i < places ? a[i].grade / log2((double)i + 2) : 0;
	}
	switch (which) {
	case 0:
		return gain;
	case 1:
		return found / (double)(k > 0 ? k : n);
	case 2:
		return found / all;
	case 3:
		return found > 0;
	case 4:
		return 1 / first;
	default:
		return sum / all;
	}
}

/* The mean over the orders that ties allow: place `at` and those behind it are drawn. */
static double
over_orders(struct answer *a, size_t n, size_t at, size_t k, int which)
{
	double sum = 0;
	size_t orders = 0;

	if (at == n)
		return plain(a, n, k, which);
	for (size_t i = at; i < n && a[i].score == a[at].score; i++) {
		struct answer was = a[at];

		a[at] = a[i];
		a[i] = was;
		sum += over_orders(a, n, at + 1, k, which);
		orders++;
		a[i] = a[at];
		a[at] = was;
	}
	return sum / (double)orders;
}

static double
measure(const struct answer *a, size_t n, size_t k, int which)
{
	double (*const of[])(const struct answer *, size_t, size_t) = { ranking_ndcg,
		ranking_precision, ranking_recall, ranking_hit, ranking_mrr,
		ranking_map };

	return of[which](a, n, k);
}

static void
test_orders(void)
{
	static const char *const names[] = { "ndcg", "precision", "recall", "hit", "mrr",
		"map" };
	double worst[6] = { 0 };
	uint64_t state = 4;

	for (int round = 0; round < 400; round++) {
		struct answer a[MOST], best[MOST];
		size_t n = 1 + random_below(&state, MOST), relevant = 0;

		for (size_t i = 0; i < n; i++) {
			a[i].score = (double)random_below(&state, 3);
			a[i].grade = (double)random_below(&state, 3);
			relevant += a[i].grade > 0;
			best[i] = (struct answer){ a[i].grade, a[i].grade };
		}
		ranking_sort(a, n);
		ranking_sort(best, n);
		for (size_t k = 0; k <= MOST + 1; k++)
			for (int m = 0; m < 6; m++) {
				double x = measure(a, n, k, m), want;

				if (relevant == 0) {
					worst[m] = isnan(x) ? worst[m] : 1;
					continue;
				}
				want = over_orders(a, n, 0, k, m);
				if (m == 0)
					want /= plain(best, n, k, 0);
				worst[m] = fmax(worst[m], fabs(x - want));
			}
	}
	for (int m = 0; m < 6; m++)
		ok(worst[m] < 1e-13, "%s is the mean over all orders of ties: off by %g",
		    names[m], worst[m]);
}

int
main(void)
{
	test_orders();
	return tap_end();
}
