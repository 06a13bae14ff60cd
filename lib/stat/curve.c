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
	c->tn = mem_alloc(room, sizeof(double));
	c->fn = mem_alloc(room, sizeof(double));
	return c;
}

struct curve *
curve_new(const struct examples *x)
{
	size_t n;
	struct weighted *p = scores_sort(x, &n);
	struct curve *c = curve_alloc(n + 1);
	struct running tp, fp;
	size_t i;

	running_start(&tp, p, n);
	fp = tp;
	c->threshold[0] = INFINITY;
	c->n = 1;
	for (size_t left = n; left > 0;) {
		double score = p[left - 1].x;

		for (; left > 0 && p[left - 1].x == score; left--) {
			double w = p[left - 1].w;

			running_add(w > 0 ? &tp : &fp, fabs(w));
		}
		c->threshold[c->n] = score;
		c->tp[c->n] = running_value(&tp);
		c->fp[c->n++] = running_value(&fp);
	}
	for (i = 0; i < c->n; i++) {
		c->fn[i] = c->tp[c->n - 1] - c->tp[i];
		c->tn[i] = c->fp[c->n - 1] - c->fp[i];
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
	free(c->tn);
	free(c->fn);
	free(c);
}
