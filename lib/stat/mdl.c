/*
 * mdl.c - see mdl.h
 */
#include "stat/mdl.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/mem.h"

static double
log2_of(double x)
{
	return elementary_log(x) / elementary_log(2);
}

/* In bits; how many labels there are goes to *kinds. */
static double
entropy(const uint64_t *count, size_t k, uint64_t n, size_t *kinds)
{
	double h = 0;

	*kinds = 0;
	for (size_t c = 0; c < k; c++) {
		double p = (double)count[c] / (double)n;

		if (count[c] == 0)
			continue;
		h -= p * log2_of(p);
		++*kinds;
	}
	return h;
}

/* ---- cutting ---- */

/* A part of the values: its labels, and how they are mixed. */
struct side {
	uint64_t *count; /* (k) */
	uint64_t n;
	double h;
	size_t kinds;
};

struct cutting {
	const uint64_t *count;
	size_t k;
	uint64_t *left, *right, *all; /* (k) scratch */
};

static void
side_measure(struct side *s, size_t k)
{
	s->h = entropy(s->count, k, s->n, &s->kinds);
}

static void
side_move(struct side *to, struct side *from, const uint64_t *count, size_t k)
{
	for (size_t c = 0; c < k; c++) {
		to->count[c] += count[c];
		to->n += count[c];
		if (from != NULL) {
			from->count[c] -= count[c];
			from->n -= count[c];
		}
	}
}

static bool
pays(const struct side *all, const struct side *left, const struct side *right, double h)
{
	double n = (double)all->n, k = (double)all->kinds;
	/* 3^k - 2 may be too large for a double; then the 2 does not matter. */
	double labels =
	    k < 600 ? log2_of(elementary_exp(k * elementary_log(3)) - 2) : k * log2_of(3);
	double delta = labels - (k * all->h - (double)left->kinds * left->h -
				    (double)right->kinds * right->h);

	return all->h - h > (log2_of(n - 1) + delta) / n;
}

/* The first of the best places to cut [from, to), if it pays; else `to`. */
static size_t
best_cut(const struct cutting *s, size_t from, size_t to)
{
	struct side all = { .count = s->all }, left = { .count = s->left };
	struct side right = { .count = s->right };
	double least = INFINITY;
	size_t best = to;
	bool worth = false;

	memset(s->all, 0, s->k * sizeof(*s->all));
	memset(s->left, 0, s->k * sizeof(*s->left));
	memset(s->right, 0, s->k * sizeof(*s->right));
	for (size_t i = from; i < to; i++)
		side_move(&all, NULL, s->count + i * s->k, s->k);
	for (size_t i = from; i < to; i++)
		side_move(&right, NULL, s->count + i * s->k, s->k);
	side_measure(&all, s->k);
	for (size_t i = from + 1; i < to && all.h > 0; i++) {
		double h;

		side_move(&left, &right, s->count + (i - 1) * s->k, s->k);
		side_measure(&left, s->k);
		side_measure(&right, s->k);
		h = ((double)left.n * left.h + (double)right.n * right.h) / (double)all.n;
		if (h < least) {
			least = h;
			best = i;
			worth = pays(&all, &left, &right, h);
		}
	}
	return worth ? best : to;
}

static int
size_order(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

size_t
mdl_cut(const uint64_t *count, size_t n, size_t k, size_t *cut, size_t most)
{
	struct cutting s = { .count = count,
		.k = k,
		.left = mem_alloc(k, sizeof(uint64_t)),
		.right = mem_alloc(k, sizeof(uint64_t)),
		.all = mem_alloc(k, sizeof(uint64_t)) };
	size_t *part = NULL, parts = 0, room = 0, cuts = 0;

	/* Parts that are still to be looked at, first ends only; broad ones first. */
	part = mem_grow(part, &room, 2, sizeof(*part));
	part[0] = 0;
	part[1] = n;
	parts = 2;
	for (size_t at = 0; at + 1 < parts && cuts < most; at += 2) {
		size_t from = part[at], to = part[at + 1], here = best_cut(&s, from, to);

		if (here == to)
			continue;
		cut[cuts++] = here;
		part = mem_grow(part, &room, parts + 4, sizeof(*part));
		part[parts++] = from;
		part[parts++] = here;
		part[parts++] = here;
		part[parts++] = to;
	}
	if (cuts > 0)
		qsort(cut, cuts, sizeof(*cut), size_order);
	free(part);
	free(s.left);
	free(s.right);
	free(s.all);
	return cuts;
}

double
mutual_information(const uint64_t *count, size_t a, size_t b)
{
	double n = 0, sum = 0;

	for (size_t i = 0; i < a * b; i++)
		n += (double)count[i];
	for (size_t i = 0; i < a; i++)
		for (size_t j = 0; j < b; j++) {
			double x = (double)count[i * b + j], row = 0, column = 0;

			if (x == 0)
				continue;
			for (size_t k = 0; k < b; k++)
				row += (double)count[i * b + k];
			for (size_t k = 0; k < a; k++)
				column += (double)count[k * b + j];
			sum += x / n * log2_of(x / row * (n / column));
		}
	return sum;
}
