/*
 * kmeans1.c - clusters on a line by dynamic programming
 *
 * least[i] is the least cost of the values 0..i in so many clusters.  With one cluster
 * more it is the minimum over the beginning b of the last one of least[b-1] + cost(b, i).
 */
#include "stat/kmeans1.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/dd.h"

struct line {
	size_t n;
	struct dd *weight, *sum, *squares; /* (n + 1) of the values before i */
	struct dd *least, *next;           /* (n) of a layer, and of the one being made */
	uint32_t *begin;                   /* (n) of the last cluster, in that layer */
	double same;                       /* costs no further apart are equal */
};

static struct dd
dd_subtract(struct dd a, struct dd b)
{
	return dd_add(a, dd_negative(b));
}

/* Of [from, to): the squares less the square of the sum by the weight; never below 0. */
static struct dd
cost(const struct line *l, size_t from, size_t to)
{
	struct dd weight = dd_subtract(l->weight[to], l->weight[from]);
	struct dd sum = dd_subtract(l->sum[to], l->sum[from]);
	struct dd c = dd_subtract(l->squares[to], l->squares[from]);

	if (to - from == 1)
		return (struct dd){ 0, 0 };
	c = dd_subtract(c, dd_divide(dd_multiply(sum, sum), weight));
	return c.hi < 0 ? (struct dd){ 0, 0 } : c;
}

/*
 * The layer's values first..last, whose last clusters begin at low..high.  Of several
 * best beginnings the last one is taken.
 */
static void
layer_fill(struct line *l, size_t first, size_t last, size_t low, size_t high)
{
	size_t middle = first + (last - first) / 2, best = low;
	struct dd least = { 0, 0 };

	for (size_t b = low; b <= high && b <= middle; b++) {
		struct dd c = dd_add(l->least[b - 1], cost(l, b, middle + 1));
		double more = dd_subtract(c, least).hi;

		if (b == low || more < 0)
			least = c;
		if (b == low || more <= l->same)
			best = b;
	}
	l->next[middle] = least;
	l->begin[middle] = (uint32_t)best;
	if (middle > first)
		layer_fill(l, first, middle - 1, low, best);
	if (middle < last)
		layer_fill(l, middle + 1, last, best, high);
}

/* The exponent of half the way from the first of n rising values to the last. */
static int
exponent_of(const double *x, size_t n)
{
	int exponent = 0;

	frexp(x[n - 1] / 2 - x[0] / 2, &exponent);
	return exponent;
}

/* x - middle by the power of two that brings it near 1. */
static struct dd
value_of(double x, double middle, int exponent)
{
	struct dd v = dd_sum(x, -middle);

	return (struct dd){ ldexp(v.hi, -exponent), ldexp(v.lo, -exponent) };
}

static void
sums_make(struct line *l, const double *x, const size_t *count)
{
	double middle = x[0] / 2 + x[l->n - 1] / 2;
	int exponent = exponent_of(x, l->n);

	l->weight[0] = l->sum[0] = l->squares[0] = (struct dd){ 0, 0 };
	for (size_t i = 0; i < l->n; i++) {
		struct dd w = { (double)count[i], 0 };
		struct dd v = value_of(x[i], middle, exponent);

		l->weight[i + 1] = dd_add(l->weight[i], w);
		l->sum[i + 1] = dd_add(l->sum[i], dd_multiply(w, v));
		l->squares[i + 1] =
		    dd_add(l->squares[i], dd_multiply(w, dd_multiply(v, v)));
	}
}

void
kmeans1(const double *x, const size_t *count, size_t n, size_t k, uint32_t *first)
{
	struct line l = { .n = n };
	uint32_t *begins = mem_alloc(k * n, sizeof(*begins));
	size_t end = n;

	l.weight = mem_alloc(n + 1, sizeof(*l.weight));
	l.sum = mem_alloc(n + 1, sizeof(*l.sum));
	l.squares = mem_alloc(n + 1, sizeof(*l.squares));
	l.least = mem_alloc(n, sizeof(*l.least));
	l.next = mem_alloc(n, sizeof(*l.next));
	sums_make(&l, x, count);
	l.same = ldexp(l.squares[n].hi, -80);
	for (size_t i = 0; i < n; i++)
		l.least[i] = cost(&l, 0, i + 1);
	for (size_t j = 1; j < k; j++) {
		struct dd *done = l.least;

		l.begin = begins + j * n;
		layer_fill(&l, j, n - 1, j, n - 1);
		l.least = l.next;
		l.next = done;
	}
	for (size_t j = k; j-- > 0; end = first[j])
		first[j] = begins[j * n + end - 1];
	free(l.weight);
	free(l.sum);
	free(l.squares);
	free(l.least);
	free(l.next);
	free(begins);
}

double
kmeans1_mean(const double *x, const size_t *count, size_t from, size_t to)
{
	struct dd sum = { 0, 0 }, weight = { 0, 0 };
	int exponent = exponent_of(x + from, to - from);
	double mean;

	/* Halves about the first: nothing cancels, and nothing is too large. */
	for (size_t i = from; i < to; i++) {
		struct dd w = { (double)count[i], 0 };

		weight = dd_add(weight, w);
		sum = dd_add(
		    sum, dd_multiply(w, value_of(x[i] / 2, x[from] / 2, exponent)));
	}
	mean = x[from] / 2 + ldexp(dd_divide(sum, weight).hi, exponent);
	mean *= 2;
	return mean < x[from] ? x[from] : mean > x[to - 1] ? x[to - 1] : mean;
}
