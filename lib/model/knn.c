/*
 * knn.c - see knn.h
 */
#include "model/knn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/exact.h"

void
knn_start(struct knn *n, size_t k, size_t ncol, size_t nclass)
{
	*n = (struct knn){ .k = k, .ncol = ncol, .nclass = nclass };
}

void
knn_free(struct knn *n)
{
	free(n->value);
	free(n->label);
	free(n->weight);
	*n = (struct knn){ 0 };
}

void
knn_add(struct knn *n, const double *value, double label, double weight)
{
	size_t lane = n->nrow % KNN_LANES, group = n->nrow / KNN_LANES;
	size_t each = n->ncol * KNN_LANES;

	if (group == n->room) {
		n->room = n->room > 0 ? 2 * n->room : 16;
		n->value = mem_resize(n->value, n->room * each, sizeof(*n->value));
		n->label = mem_resize(n->label, n->room * KNN_LANES, sizeof(*n->label));
		n->weight =
		    mem_resize(n->weight, n->room * KNN_LANES, sizeof(*n->weight));
	}
	if (lane == 0)
		memset(n->value + group * each, 0, each * sizeof(*n->value));
	for (size_t j = 0; j < n->ncol; j++)
		n->value[group * each + j * KNN_LANES + lane] = value[j];
	n->label[n->nrow] = label;
	n->weight[n->nrow++] = weight;
}

/* Distances to whole groups, and room for the smallest k of them. */
size_t
knn_scratch(const struct knn *n)
{
	return n->nrow + KNN_LANES + n->k;
}

static void
distances(const struct knn *n, const double *x, double *to)
{
	size_t each = n->ncol * KNN_LANES;

	for (size_t g = 0; g * KNN_LANES < n->nrow; g++) {
		const double *v = n->value + g * each;
		double sum[KNN_LANES] = { 0 };

		for (size_t j = 0; j < n->ncol; j++)
			for (size_t i = 0; i < KNN_LANES; i++) {
				double d = v[j * KNN_LANES + i] - x[j];

				sum[i] += d * d;
			}
		memcpy(to + g * KNN_LANES, sum, sizeof(sum));
	}
}

/* A heap with the largest on top: its top gives way to x. */
static void
top_replace(double *heap, size_t n, double x)
{
	size_t at = 0, child;

	while ((child = 2 * at + 1) < n) {
		if (child + 1 < n && heap[child + 1] > heap[child])
			child++;
		if (!(heap[child] > x))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = x;
}

/* The k-th smallest distance, k being at most the rows. */
static double
kth_smallest(const double *d, size_t n, double *heap, size_t k)
{
	for (size_t i = 0; i < k; i++)
		heap[i] = INFINITY;
	for (size_t i = 0; i < n; i++)
		if (d[i] < heap[0])
			top_replace(heap, k, d[i]);
	return heap[0];
}

/* Sums over the rows that are nearer than the k-th, and over those at its distance. */
struct votes {
	struct exact nearer, equal;
};

static double
votes_value(const struct votes *v, double share)
{
	return exact_value(&v->nearer) + share * exact_value(&v->equal);
}

/* v: of the weights of all, and of each class or of weight times label. */
static void
votes_take(const struct knn *n, const double *d, double kth, struct votes *v)
{
	for (size_t i = 0; i < n->nrow; i++) {
		double w = n->weight[i];
		bool nearer = d[i] < kth;
		struct votes *to;

		if (!(d[i] <= kth))
			continue;
		exact_add(nearer ? &v[0].nearer : &v[0].equal, w);
		to = n->nclass > 0 ? &v[1 + (size_t)n->label[i]] : &v[1];
		exact_add_product(nearer ? &to->nearer : &to->equal, w,
		    n->nclass > 0 ? 1 : n->label[i]);
	}
}

void
knn_answer(const struct knn *n, const double *x, double *scratch, double *answer)
{
	size_t k = n->k < n->nrow ? n->k : n->nrow, many = n->nclass > 0 ? n->nclass : 1;
	struct votes *v = mem_alloc(1 + many, sizeof(*v));
	double *d = scratch, kth, nearer = 0, equal = 0, share;

	distances(n, x, d);
	kth = kth_smallest(d, n->nrow, scratch + n->nrow + KNN_LANES, k);
	for (size_t i = 0; i < n->nrow; i++) {
		nearer += d[i] < kth;
		equal += d[i] == kth;
	}
	share = isfinite(kth) ? ((double)k - nearer) / equal : NAN;
	votes_take(n, d, kth, v);
	for (size_t c = 0; c < many; c++)
		answer[c] = votes_value(&v[1 + c], share) / votes_value(&v[0], share);
	free(v);
}
