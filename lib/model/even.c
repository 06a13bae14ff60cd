/*
 * even.c - see even.h
 */
#include "model/even.h"

#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/mem.h"

#define KERNEL_WIDTH 0.1

/* ---- mindiff ---- */

/* Rows in question, with their probabilities and what each counts in the difference. */
struct spread {
	size_t n;
	size_t *row;
	double *p, *count, *slope;
};

/*
 * Rows of one label; those of the group count w / (the group's weight), the others
 * -w / (theirs), so that the counts add up to 0.  False: there are none of one kind.
 */
static bool
spread_fill(struct spread *s, const struct net_rows *rows, const struct even *x,
    const double *score, double label, uint32_t group)
{
	double in = 0, out = 0;

	s->n = 0;
	for (size_t r = 0; r < rows->n; r++) {
		uint32_t row = rows->which[r];
		double w = rows->m->weight[row];

		if (rows->m->label[row] != label || !(w > 0))
			continue;
		if (x->group[row] == group)
			in += w;
		else
			out += w;
		s->row[s->n] = r;
		s->p[s->n] = elementary_sigmoid(score[r]);
		s->count[s->n++] = x->group[row] == group ? w : -w;
	}
	if (in == 0 || out == 0)
		return false;
	for (size_t i = 0; i < s->n; i++)
		s->count[i] /= s->count[i] > 0 ? in : out;
	return true;
}

/* The sum over i and j of c_i c_j k(p_i, p_j), and its slopes by p. */
static double
discrepancy(struct spread *s)
{
	double sum = 0, square = KERNEL_WIDTH * KERNEL_WIDTH;

	memset(s->slope, 0, s->n * sizeof(*s->slope));
	for (size_t i = 0; i < s->n; i++) {
		sum += s->count[i] * s->count[i];
		for (size_t j = 0; j < i; j++) {
			double d = s->p[i] - s->p[j];
			double k = 2 * s->count[i] * s->count[j] *
				   elementary_exp(-d * d / (2 * square));

			sum += k;
			s->slope[i] -= k * d / square;
			s->slope[j] += k * d / square;
		}
	}
	return sum;
}

static double
mindiff_add(const struct net_rows *rows, const struct even *x, const double *score,
    double weight, double *slope)
{
	size_t n = rows->n;
	double *room = mem_alloc(3 * n, sizeof(*room)), sum = 0;
	struct spread s = { .p = room, .count = room + n, .slope = room + 2 * n };
	/* Of two groups, one against the other says it all. */
	size_t groups = x->ngroup > 2 ? x->ngroup : x->ngroup - 1;

	s.row = mem_alloc(n, sizeof(*s.row));
	for (int label = 0; label <= 1; label++)
		for (uint32_t g = 0; g < groups; g++) {
			if (!spread_fill(&s, rows, x, score, label, g))
				continue;
			sum += discrepancy(&s);
			for (size_t i = 0; i < s.n; i++)
				slope[s.row[i]] += x->mindiff * weight * s.slope[i] *
						   s.p[i] * (1 - s.p[i]);
		}
	free(s.row);
	free(room);
	return x->mindiff * sum;
}

/* ---- pairing ---- */

static double
pairing_add(const struct net_rows *rows, const struct even *x, const double *score,
    const double *twin, double *slope, double *twin_slope)
{
	double sum = 0, weight = 0;

	for (size_t r = 0; r < rows->n; r++) {
		double w = rows->m->weight[rows->which[r]], d = score[r] - twin[r];

		sum += w * d * d;
		weight += w;
		slope[r] += 2 * x->pairing * w * d;
		twin_slope[r] = -2 * x->pairing * w * d;
	}
	return weight > 0 ? x->pairing * sum / weight : 0;
}

/* ---- both ---- */

void
even_gradient(struct net *t, const struct net_rows *rows, const struct even *x,
    real *gradient, struct net_sums *sums, double *penalty)
{
	size_t n = rows->n;
	double *room = mem_alloc(4 * n, sizeof(*room));
	double *score = room, *twin = room + n, *slope = room + 2 * n;
	struct net_rows look = *rows, twins = *rows;
	struct net_sums unused = { 0 };
	real *more;

	look.score = score;
	net_gradient(t, &look, NULL, sums);
	*penalty = x->mindiff > 0 ? mindiff_add(rows, x, score, sums->weight, slope) : 0;
	if (x->pairing > 0) {
		twins.m = x->twins;
		twins.score = twin;
		net_gradient(t, &twins, NULL, &unused);
		*penalty += pairing_add(rows, x, score, twin, slope, room + 3 * n);
	}
	if (gradient != NULL) {
		look.score = NULL;
		look.slope = slope;
		net_gradient(t, &look, gradient, sums);
	}
	if (gradient != NULL && x->pairing > 0) {
		more = mem_alloc(t->size, sizeof(*more));
		twins.score = NULL;
		twins.slope = room + 3 * n;
		twins.slope_alone = true;
		net_gradient(t, &twins, more, &unused);
		for (size_t i = 0; i < t->size; i++)
			gradient[i] += more[i];
		free(more);
	}
	free(room);
}
