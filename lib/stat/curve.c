/*
 * curve.c - the confusion counts at every threshold
 *
 * Sorts the examples by score and walks down, adding each example's weight to tp
 * or to fp.  Examples of equal score join the count together: a threshold cannot
 * tell them apart, so a point between them would depend on the order of rows.
 */
#include "stat/curve.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/weighted.h"

/*
 * The examples that weigh anything, as (score, weight) in rising order, the weight
 * of a negative example negated, which halves the memory a label would double.
 */
static struct weighted *
scores_sort(const struct examples *x, size_t *n)
{
	struct weighted *p = mem_alloc(x->n, sizeof(*p));
	size_t kept = 0;

	for (size_t i = 0; i < x->n; i++) {
		double w = x->weight[i];

		if (w > 0) {
			p[kept].x = x->score[i];
			p[kept++].w = x->label[i] != 0 ? w : -w;
		}
	}
	weighted_sort(p, kept);
	*n = kept;
	return p;
}

static struct curve *
curve_alloc(size_t room)
{
	struct curve *c = mem_alloc(1, sizeof(*c));

	c->threshold = mem_alloc(room, sizeof(double));
	c->tp = mem_alloc(room, sizeof(double));
	c->fp = mem_alloc(room, sizeof(double));
	return c;
}

/* Totals of one class while the curve is walked down. */
struct total {
	struct running weight;
	double each; /* the weight that all have, of which so many were met; or 0 */
	size_t met;
};

static double
total_value(const struct total *t)
{
	return t->each > 0 ? t->each * (double)t->met : running_value(&t->weight);
}

/* The weight that all examples have, or 0: then a total is a product, rounded once. */
static double
weight_of_each(const struct weighted *p, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (fabs(p[i].w) != fabs(p[0].w))
			return 0;
	return n > 0 ? fabs(p[0].w) : 0;
}

struct curve *
curve_new(const struct examples *x)
{
	size_t n;
	struct weighted *p = scores_sort(x, &n);
	struct curve *c = curve_alloc(n + 1);
	struct total of[2] = { { .each = weight_of_each(p, n) } };

	if (of[0].each == 0)
		running_start(&of[0].weight, p, n);
	of[1] = of[0];
	c->threshold[0] = INFINITY;
	c->n = 1;
	for (size_t left = n; left > 0;) {
		double score = p[left - 1].x;

		for (; left > 0 && p[left - 1].x == score; left--) {
			double w = p[left - 1].w;

			if (of[0].each > 0)
				of[w > 0].met++;
			else
				running_add(&of[w > 0].weight, fabs(w));
		}
		c->threshold[c->n] = score;
		c->tp[c->n] = total_value(&of[1]);
		c->fp[c->n++] = total_value(&of[0]);
	}
	free(p);
	return c;
}

void
curve_free(struct curve *c)
{
	if (c == NULL)
		return;
	free(c->threshold);
	free(c->tp);
	free(c->fp);
	free(c);
}
