/*
 * tell.c - what one column tells of the label
 *
 * Numbers are cut into BUCKETS of about as many rows each, where ties stay together, and
 * so is a label that is a number; missing is a value of its own.  Texts are themselves,
 * if each comes ROWS_A_TEXT times on the average: any text that is rare "tells" the label
 * of its row.
 */
#include <math.h>
#include <stdlib.h>

#include "screen.h"
#include "stat/association.h"
#include "stat/correlation.h"
#include "stat/information.h"
#include "stat/metric.h"

enum { BUCKETS = 10 };

/* Buckets of numbers, from 0; what is missing is BUCKETS. */
static uint32_t *
buckets_of(const double *x, size_t n, uint64_t *missing)
{
	uint32_t *to = mem_alloc(n, sizeof(*to));
	double *known = mem_alloc(2 * n, sizeof(*known)), *rank = known + n;
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]))
			known[m++] = x[i];
	midranks(known, m, rank);
	*missing = n - m;
	m = 0;
	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i])) {
			to[i] = BUCKETS;
			continue;
		}
		double share = (rank[m++] - 0.5) / (double)(n - *missing);

		to[i] = (uint32_t)fmin(BUCKETS - 1, floor(share * BUCKETS));
	}
	free(known);
	return to;
}

/* Values of a column as numbers below *values. */
static uint32_t *
values_of(const struct held *h, size_t n, size_t *values, uint64_t *missing)
{
	uint32_t *to;

	if (h->numbers) {
		*values = BUCKETS + 1;
		return buckets_of(h->x, n, missing);
	}
	to = mem_alloc(n, sizeof(*to));
	*values = h->text.n + 1;
	*missing = 0;
	for (size_t i = 0; i < n; i++) {
		to[i] = h->code[i] == CODE_MISSING ? (uint32_t)h->text.n : h->code[i];
		*missing += h->code[i] == CODE_MISSING;
	}
	return to;
}

/* The label as numbers below *values. */
static uint32_t *
labels_of(const struct table *t, size_t *values)
{
	uint64_t none;
	uint32_t *to;

	if (t->kind != LABEL_BINARY)
		return values_of(&t->label, t->nrow, values, &none);
	*values = 2;
	to = mem_alloc(t->nrow, sizeof(*to));
	for (size_t i = 0; i < t->nrow; i++)
		to[i] = (uint32_t)t->label.x[i];
	return to;
}

/* Rows whose number is there, ranked by it: of two classes the auc, of numbers rho. */
static void
ranks_tell(const struct table *t, struct telling *x)
{
	size_t n = 0;
	double *v = mem_alloc(3 * t->nrow, sizeof(*v)), *y = v + t->nrow,
	       *w = y + t->nrow;

	for (size_t i = 0; i < t->nrow; i++) {
		if (isnan(x->column->x[i]))
			continue;
		v[n] = x->column->x[i];
		w[n] = 1;
		y[n++] = t->label.x[i];
	}
	if (t->kind == LABEL_NUMBER) {
		x->rank = correlation_spearman(v, y, n);
	} else {
		struct examples rows = { .n = n, .label = y, .score = v, .weight = w };
		struct summary *s = summary_new(TASK_BINARY, &rows);

		x->auc = metric_find(TASK_BINARY, STR("auc"))->of(s);
		summary_free(s);
	}
	free(v);
}

static struct telling
column_tell(const struct table *t, const struct held *h, const uint32_t *label, size_t c)
{
	struct telling x = { .column = h,
		.auc = NAN,
		.rank = NAN,
		.mutual = NAN,
		.chance = NAN,
		.share = NAN };
	size_t r;
	uint32_t *value = values_of(h, t->nrow, &r, &x.missing);
	uint64_t *count;
	struct information shared;

	x.rare = !h->numbers && h->text.n * ROWS_A_TEXT > t->nrow;
	if (!x.rare) {
		count = mem_alloc(r * c, sizeof(*count));
		for (size_t i = 0; i < t->nrow; i++)
			count[value[i] * c + label[i]]++;
		shared = information_of(count, r, c);
		x.mutual = shared.mutual;
		x.chance = shared.chance;
		x.share = information_share(&shared);
		x.told = shared.mutual / shared.entropy;
		x.sound = shared.chance <= shared.entropy / 4;
		free(count);
	}
	if (h->numbers && t->label.numbers)
		ranks_tell(t, &x);
	free(value);
	return x;
}

/* What cannot be said comes last; equals in the order of the table. */
static int
by_share(const void *a, const void *b)
{
	const struct telling *x = a, *y = b;
	double p = isnan(x->share) ? -1 : x->share, q = isnan(y->share) ? -1 : y->share;

	if (p != q)
		return p > q ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

struct telling *
table_tell(const struct table *t)
{
	struct telling *to = mem_alloc(t->n, sizeof(*to));
	size_t c;
	uint32_t *label = labels_of(t, &c);

	for (size_t i = 0; i < t->n; i++)
		to[i] = column_tell(t, &t->of[i], label, c);
	qsort(to, t->n, sizeof(*to), by_share);
	free(label);
	return to;
}
