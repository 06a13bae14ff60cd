/*
 * interval.c - --ci: between what bounds each metric of a part is, at 95 %
 *
 * By a formula where there is a good one, and otherwise by drawing as many rows as there
 * are, with replacement, again and again.  The rows are put in an order of their own
 * first, which that of the input does not alter, and every draw has a generator of its
 * own, so that neither the order of rows nor the number of threads shows.
 *
 * Memory: a number for each draw and metric, and in every thread the rows once more.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/splitmix.h"
#include "eval.h"
#include "run/pipeline.h"

/* ---- draws ---- */

struct draws {
	const struct part *part;
	size_t n, *row; /* (n) rows with weight, in the order of what they hold */
	size_t times, nvalue;
	uint64_t *seed; /* (times) */
	double *value;  /* (nvalue, times) */
};

static int
compare(double a, double b)
{
	return (a > b) - (a < b);
}

/* What a row holds, for qsort(), which cannot be told where else to look. */
struct content {
	double cell[4];
	size_t row;
};

static int
content_compare(const void *a, const void *b)
{
	const struct content *x = a, *y = b;
	int order = 0;

	for (size_t k = 0; k < 4 && order == 0; k++)
		order = compare(x->cell[k], y->cell[k]);
	return order;
}

static void
rows_order(struct draws *d)
{
	const struct examples *x = &d->part->x;
	struct content *c = mem_alloc(x->n, sizeof(*c));

	for (size_t i = 0; i < x->n; i++)
		if (x->weight[i] > 0)
			c[d->n++] = (struct content){
				{ x->label[i], x->score != NULL ? x->score[i] : 0,
				    x->predicted != NULL ? x->predicted[i] : 0,
				    x->weight[i] },
				i
			};
	qsort(c, d->n, sizeof(*c), content_compare);
	d->row = mem_alloc(d->n, sizeof(*d->row));
	for (size_t i = 0; i < d->n; i++)
		d->row[i] = c[i].row;
	free(c);
}

/* The weights of the rows times how often each is drawn. */
static double *
weights_draw(const struct draws *d, size_t t)
{
	const struct examples *x = &d->part->x;
	double *weight = mem_alloc(x->n, sizeof(*weight));
	uint64_t state = d->seed[t];

	for (size_t i = 0; i < d->n; i++) {
		size_t row = d->row[splitmix_below(&state, d->n)];

		weight[row] += x->weight[row];
	}
	return weight;
}

static void
draw_measure(void *self, size_t t)
{
	struct draws *d = self;
	struct part drawn = *d->part;
	struct values v = { 0 };
	double *weight = weights_draw(d, t);

	drawn.x.weight = weight;
	values_of(&v, &drawn);
	for (size_t k = 0; k < v.n; k++)
		d->value[k * d->times + t] = v.value[k].x;
	values_free(&v);
	free(weight);
}

static void
draws_make(struct draws *d, const struct eval *ev)
{
	uint64_t state = ev->common.seed;

	rows_order(d);
	d->seed = mem_alloc(d->times, sizeof(*d->seed));
	d->value = mem_alloc(d->nvalue * d->times, sizeof(*d->value));
	for (size_t t = 0; t < d->times; t++)
		d->seed[t] = splitmix_bits(&state);
	pipeline_each(draw_measure, d, d->times);
}

static void
draws_free(struct draws *d)
{
	free(d->row);
	free(d->seed);
	free(d->value);
}

/* ---- formulas ---- */

/* Is row i one of those that the share is of? */
static bool
counts(const struct examples *x, const struct value *v, size_t i)
{
	switch (v->sure) {
	case SHARE_OF_LABEL:
		return x->label[i] == (double)v->class;
	case SHARE_OF_PREDICTED:
		return x->predicted[i] == (double)v->class;
	default:
		return true;
	}
}

static struct interval
share_interval(const struct examples *x, const struct value *v)
{
	double *weight = mem_alloc(x->n, sizeof(*weight));
	struct interval found;
	size_t n = 0;

	for (size_t i = 0; i < x->n && !isnan(v->x); i++)
		if (x->weight[i] > 0 && counts(x, v, i))
			weight[n++] = x->weight[i];
	found = wilson(v->x, weight, n);
	free(weight);
	return found;
}

static struct interval
interval_of(const struct draws *d, const struct value *v, size_t k)
{
	if (isnan(v->x) || d->n == 0)
		return INTERVAL_NONE;
	switch (v->sure) {
	case BY_NOTHING:
		return INTERVAL_NONE;
	case BY_DRAWS:
		return percentiles(d->value + k * d->times, d->times);
	case BY_PLACEMENTS:
		return delong(&d->part->x, v->x);
	default:
		return share_interval(&d->part->x, v);
	}
}

struct interval *
intervals_of(const struct values *v, const struct part *p, const struct eval *ev)
{
	struct interval *found = mem_alloc(v->n, sizeof(*found));
	struct draws d = { .part = p, .times = ev->bootstrap, .nvalue = v->n };

	draws_make(&d, ev);
	for (size_t k = 0; k < v->n; k++)
		found[k] = interval_of(&d, &v->value[k], k);
	draws_free(&d);
	return found;
}
