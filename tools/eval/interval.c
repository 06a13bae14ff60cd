/*
 * interval.c - between what bounds each metric of a part is, at 95 %, and how far two
 *	models are apart
 *
 * By a formula where there is a good one, and otherwise by drawing as many rows as there
 * are, with replacement, again and again.  The rows are put in an order of their own
 * first, which that of the input does not alter, and every draw has a generator of its
 * own, so that neither the order of rows nor the number of threads shows.  Two models are
 * compared on the same draws, and what is looked at is their difference.
 *
 * Memory: a number for each draw and metric, and in every thread the rows once more.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/random.h"
#include "eval.h"
#include "run/pipeline.h"

/* ---- draws ---- */

struct draws {
	const struct part *part, *versus; /* NULL: there is one model */
	const struct list *want;
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
	double cell[6];
	uint64_t more;
	size_t row;
};

static int
content_compare(const void *a, const void *b)
{
	const struct content *x = a, *y = b;
	int order = 0;

	for (size_t k = 0; k < 6 && order == 0; k++)
		order = compare(x->cell[k], y->cell[k]);
	return order != 0 ? order : (x->more > y->more) - (x->more < y->more);
}

static double
cell(const double *x, size_t i)
{
	return x != NULL ? x[i] : 0;
}

/* A number for what row i holds in more arrays, of which there may be hundreds. */
static uint64_t
more_hash(const struct draws *d, size_t i, double *room)
{
	const struct part *p = d->part, *o = d->versus;
	size_t n = 0;

	for (size_t k = 0; k < p->nmore; k++) {
		room[n++] = cell(p->more[k], i);
		if (o != NULL && o->more != NULL)
			room[n++] = cell(o->more[k], i);
	}
	return n > 0 ? hash_bytes(room, n * sizeof(*room)) : 0;
}

/* Queries have an order of their own already. */
static void
rows_order(struct draws *d)
{
	const struct examples *x = &d->part->x;
	const struct examples *y = d->versus != NULL ? &d->versus->x : x;
	struct content *c = mem_alloc(x->n, sizeof(*c));
	double *room = mem_alloc(2 * d->part->nmore + 1, sizeof(*room));

	for (size_t i = 0; i < x->n; i++)
		if (x->weight[i] > 0)
			c[d->n++] = (struct content){
				{ cell(x->label, i), cell(x->score, i),
				    cell(x->predicted, i), x->weight[i],
				    cell(y->score, i), cell(y->predicted, i) },
				more_hash(d, i, room), i
			};
	if (d->part->task != EVAL_RANKING)
		qsort(c, d->n, sizeof(*c), content_compare);
	d->row = mem_alloc(d->n, sizeof(*d->row));
	for (size_t i = 0; i < d->n; i++)
		d->row[i] = c[i].row;
	free(room);
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
		size_t row = d->row[random_below(&state, d->n)];

		weight[row] += x->weight[row];
	}
	return weight;
}

static void
draw_measure(void *self, size_t t)
{
	struct draws *d = self;
	struct part drawn = *d->part, other;
	struct values v = { 0 }, w = { 0 };
	double *weight = weights_draw(d, t);

	drawn.x.weight = weight;
	values_of(&v, &drawn, d->want);
	if (d->versus != NULL) {
		other = *d->versus;
		other.x.weight = weight;
		values_of(&w, &other, d->want);
	}
	for (size_t k = 0; k < v.n; k++)
		d->value[k * d->times + t] =
		    d->versus != NULL ? v.value[k].x - w.value[k].x : v.value[k].x;
	values_free(&v);
	values_free(&w);
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
		d->seed[t] = random_bits(&state);
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
	struct draws d = {
		.part = p, .want = ev->want, .times = ev->bootstrap, .nvalue = v->n
	};

	draws_make(&d, ev);
	for (size_t k = 0; k < v->n; k++)
		found[k] = interval_of(&d, &v->value[k], k);
	draws_free(&d);
	return found;
}

/* ---- differences ---- */

/* How likely two predictions that are equally often right would differ so much. */
static double
accuracy_p(const struct examples *x, const struct examples *y)
{
	double mine = 0, others = 0;

	for (size_t i = 0; i < x->n; i++) {
		bool right = x->predicted[i] == x->label[i];

		if (!(x->weight[i] > 0) || right == (y->predicted[i] == x->label[i]))
			continue;
		if (right)
			mine++;
		else
			others++;
	}
	return mcnemar(mine, others);
}

static void
difference_make(
    struct difference *c, const struct draws *d, const struct value *mine, size_t k)
{
	const struct examples *x = &d->part->x, *y = &d->versus->x;

	c->difference = mine->x - c->versus;
	c->interval = INTERVAL_NONE;
	c->p = NAN;
	if (isnan(c->difference) || mine->sure == BY_NOTHING)
		return;
	if (mine->sure == BY_PLACEMENTS)
		c->interval = delong_difference(x, y, c->difference, &c->p);
	else
		c->interval = percentiles(d->value + k * d->times, d->times);
	if (str_equal(mine->name, STR("accuracy")))
		c->p = accuracy_p(x, y);
}

struct difference *
differences_of(const struct values *v, const struct part *p, const struct eval *ev)
{
	struct difference *found = mem_alloc(v->n, sizeof(*found));
	struct draws d = { .part = p,
		.versus = p->versus,
		.want = ev->want,
		.times = ev->bootstrap,
		.nvalue = v->n };
	struct values other = { 0 };

	values_of(&other, p->versus, ev->want);
	draws_make(&d, ev);
	for (size_t k = 0; k < v->n; k++) {
		found[k].versus = other.value[k].x;
		difference_make(&found[k], &d, &v->value[k], k);
	}
	draws_free(&d);
	values_free(&other);
	return found;
}
