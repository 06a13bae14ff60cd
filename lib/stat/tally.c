/*
 * tally.c - see tally.h
 */
#include "stat/tally.h"

#include <math.h>

#include "stat/outline.h"

void
tally_start(struct tally *t, unsigned needs)
{
	*t = (struct tally){ .needs = needs, .min = INFINITY, .max = -INFINITY };
	t->texts.limit = SIZE_MAX;
}

static void
range_add(struct tally *t, double min, double max)
{
	t->min = min < t->min ? min : t->min;
	t->max = max > t->max ? max : t->max;
}

void
tally_numbers(struct tally *t, const double *x, size_t n)
{
	struct outline o = outline_of(x, n);

	t->n += o.n;
	t->missing += n - o.n;
	if (t->needs & TALLY_SUMS)
		exact_add_with_squares(&t->sum, &t->squares, x, n);
	if (t->needs & TALLY_RANGE)
		range_add(t, o.min, o.max);
	if (t->needs & TALLY_VALUES)
		sample_add(&t->values, x, n);
}

void
tally_text(struct tally *t, struct str text)
{
	t->n++;
	distinct_add(&t->texts, text, 1);
}

void
tally_missing(struct tally *t)
{
	t->missing++;
}

void
tally_merge(struct tally *t, struct tally *other)
{
	t->n += other->n;
	t->missing += other->missing;
	if (t->needs & TALLY_SUMS) {
		exact_merge(&t->sum, &other->sum);
		exact_merge(&t->squares, &other->squares);
	}
	if (t->needs & TALLY_RANGE && other->n > 0)
		range_add(t, other->min + 0.0, other->max + 0.0);
	if (t->needs & TALLY_VALUES)
		sample_merge(&t->values, &other->values);
	if (t->needs & TALLY_TEXTS)
		distinct_merge(&t->texts, &other->texts);
}

void
tally_free(struct tally *t)
{
	sample_free(&t->values);
	distinct_free(&t->texts);
}

double
tally_mean(const struct tally *t)
{
	return exact_mean(&t->sum, t->n);
}

double
tally_sd(const struct tally *t, unsigned ddof)
{
	return exact_sd(&t->sum, &t->squares, t->n, ddof);
}

bool
tally_quantile(struct tally *t, double p, double *q, struct err *e)
{
	return sample_quantiles(&t->values, &p, 1, q, e);
}

bool
tally_constant(const struct tally *t)
{
	return t->min == t->max;
}
