/*
 * ranking.c - see ranking.h
 */
#include "stat/ranking.h"

#include <math.h>
#include <stdlib.h>

#include "base/elementary.h"
#include "base/mem.h"
#include "stat/exact.h"

#define LN2 0.69314718055994530942

static int
by_score(const void *a, const void *b)
{
	double x = ((const struct answer *)a)->score,
	       y = ((const struct answer *)b)->score;

	return x > y ? -1 : x < y;
}

void
ranking_sort(struct answer *a, size_t n)
{
	qsort(a, n, sizeof(*a), by_score);
}

/* Answers of one score: places before + 1 .. before + n. */
struct tied {
	size_t before, n, relevant;
	size_t relevant_before;
	double grade; /* their sum */
};

/* The next ones behind t; false: there are none.  At first t is all 0. */
static bool
tied_next(const struct answer *a, size_t n, struct tied *t)
{
	struct exact sum = { 0 };
	size_t at = t->before + t->n;

	t->relevant_before += t->relevant;
	t->before = at;
	t->n = t->relevant = 0;
	for (; at < n && a[at].score == a[t->before].score; at++) {
		t->n++;
		t->relevant += a[at].grade > 0;
		exact_add(&sum, a[at].grade);
	}
	t->grade = exact_value(&sum);
	return t->n > 0;
}

static size_t
relevant_of(const struct answer *a, size_t n)
{
	size_t r = 0;

	for (size_t i = 0; i < n; i++)
		r += a[i].grade > 0;
	return r;
}

/* How many of its places are among the first k. */
static size_t
places_within(const struct tied *t, size_t k)
{
	if (k == 0 || t->before + t->n <= k)
		return t->n;
	return t->before < k ? k - t->before : 0;
}

static double
dcg(const struct answer *a, size_t n, size_t k)
{
	struct tied t = { 0 };
	double sum = 0;

	while (tied_next(a, n, &t)) {
		double discounts = 0;

		for (size_t i = 0; i < places_within(&t, k); i++)
			discounts += LN2 / elementary_log((double)(t.before + i + 2));
		sum += t.grade / (double)t.n * discounts;
	}
	return sum;
}

double
ranking_ndcg(const struct answer *a, size_t n, size_t k)
{
	struct answer *best;
	double ideal, x;

	if (relevant_of(a, n) == 0)
		return NAN;
	best = mem_alloc(n, sizeof(*best));
	for (size_t i = 0; i < n; i++)
		best[i] = (struct answer){ a[i].grade, a[i].grade };
	ranking_sort(best, n);
	ideal = dcg(best, n, k);
	x = dcg(a, n, k) / ideal;
	free(best);
	return x;
}

/* How many relevant ones stand among the first k, on the average. */
static double
found(const struct answer *a, size_t n, size_t k)
{
	struct tied t = { 0 };
	double sum = 0;

	while (tied_next(a, n, &t))
		sum += (double)t.relevant * (double)places_within(&t, k) / (double)t.n;
	return sum;
}

double
ranking_precision(const struct answer *a, size_t n, size_t k)
{
	return relevant_of(a, n) > 0 ? found(a, n, k) / (double)(k > 0 ? k : n) : NAN;
}

double
ranking_recall(const struct answer *a, size_t n, size_t k)
{
	size_t r = relevant_of(a, n);

	return r > 0 ? found(a, n, k) / (double)r : NAN;
}

/* With r of n relevant: that none is among the first k of a drawn order. */
static double
none_among(size_t n, size_t r, size_t k)
{
	double p = 1;

	for (size_t i = 0; i < k; i++)
		p *= n - i > r ? (double)(n - i - r) / (double)(n - i) : 0;
	return p;
}

double
ranking_hit(const struct answer *a, size_t n, size_t k)
{
	struct tied t = { 0 };

	if (relevant_of(a, n) == 0)
		return NAN;
	while (tied_next(a, n, &t))
		if (t.relevant > 0)
			break;
	return 1 - none_among(t.n, t.relevant, places_within(&t, k));
}

double
ranking_mrr(const struct answer *a, size_t n, size_t k)
{
	struct tied t = { 0 };
	double sum = 0, none = 1;

	(void)k;
	if (relevant_of(a, n) == 0)
		return NAN;
	while (tied_next(a, n, &t))
		if (t.relevant > 0)
			break;
	/* none: that no relevant one stood at the places before i. */
	for (size_t i = 0; i < t.n && none > 0; i++) {
		double left = (double)(t.n - i),
		       here = fmin(1, (double)t.relevant / left);

		sum += none * here / (double)(t.before + i + 1);
		none *= 1 - here;
	}
	return sum;
}

double
ranking_map(const struct answer *a, size_t n, size_t k)
{
	struct tied t = { 0 };
	size_t r = relevant_of(a, n);
	double sum = 0;

	(void)k;
	if (r == 0)
		return NAN;
	/*
	 * Place i holds a relevant one with r / n; of the i places before it in the tie
	 * (r - 1) / (n - 1) are relevant then.
	 */
	while (tied_next(a, n, &t))
		for (size_t i = 0; t.relevant > 0 && i < t.n; i++) {
			double share = (double)t.relevant / (double)t.n;
			double more = t.n > 1 ? (double)i * (double)(t.relevant - 1) /
						    (double)(t.n - 1)
					      : 0;

			sum += share * ((double)t.relevant_before + 1 + more) /
			       (double)(t.before + i + 1);
		}
	return sum / (double)r;
}
