/*
 * bin_mdl.c - buckets by the label: from pairs to counts, and to edges
 *
 * An edge lies midway between the values on both sides of a cut.
 */
#include <stdlib.h>

#include "base/num.h"
#include "op/bin.h"
#include "stat/mdl.h"

/* How often a value stands with a label. */
struct pair_count {
	double x;
	size_t label;
	uint64_t n;
};

static int
pair_order(const void *a, const void *b)
{
	const struct pair_count *p = a, *q = b;

	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return (p->label > q->label) - (p->label < q->label);
}

static int
text_order(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

/* Labels are numbered by their bytes, so that sums over them have an order. */
static bool
labels_find(const struct distinct *d, struct dict *labels)
{
	struct dict seen = { 0 };
	struct str cell, label, *text;
	bool good = true;

	for (size_t i = 0; i < d->texts.n && good; i++) {
		good = pair_split(dict_key(&d->texts, i), &cell, &label);
		if (good)
			dict_add(&seen, label);
	}
	text = mem_alloc(seen.n, sizeof(*text));
	for (size_t i = 0; i < seen.n; i++)
		text[i] = dict_key(&seen, i);
	if (seen.n > 0)
		qsort(text, seen.n, sizeof(*text), text_order);
	for (size_t i = 0; i < seen.n; i++)
		dict_add(labels, text[i]);
	free(text);
	dict_clear(&seen);
	return good;
}

/* False where a text is no pair of a number and a label, as in a forged partial. */
static bool
pairs_take(const struct distinct *d, const struct dict *labels, struct pair_count *pair)
{
	struct str cell, label;

	for (size_t i = 0; i < d->texts.n; i++) {
		if (!pair_split(dict_key(&d->texts, i), &cell, &label) ||
		    num_parse(cell.p, cell.n, &pair[i].x) != NUM_OK)
			return false;
		pair[i].label = dict_find(labels, label);
		pair[i].n = d->count[i];
	}
	if (d->texts.n > 0)
		qsort(pair, d->texts.n, sizeof(*pair), pair_order);
	return true;
}

static void
edges_find(struct binning *b, const struct pair_count *pair, size_t npair, size_t k)
{
	double *x = mem_alloc(npair, sizeof(*x));
	uint64_t *count = mem_alloc(npair * k, sizeof(*count));
	size_t most = b->asked - 1 < npair ? b->asked - 1 : npair, n = 0, cuts;
	size_t *cut = mem_alloc(most, sizeof(*cut));

	for (size_t i = 0; i < npair; i++) {
		if (n == 0 || x[n - 1] != pair[i].x)
			x[n++] = pair[i].x;
		count[(n - 1) * k + pair[i].label] += pair[i].n;
	}
	cuts = mdl_cut(count, n, k, cut, most);
	b->min = x[0];
	b->max = x[n - 1];
	for (size_t i = 0; i < cuts; i++) {
		double left = x[cut[i] - 1], right = x[cut[i]];
		double edge = left / 2 + right / 2;

		binning_edge(b, edge > left && edge <= right ? edge : right);
	}
	free(x);
	free(count);
	free(cut);
}

static bool
settle(struct binning *b, struct tally *t, struct str column, struct err *e)
{
	const struct distinct *d = &t->texts;
	struct pair_count *pair = mem_alloc(d->texts.n, sizeof(*pair));
	struct dict labels = { 0 };
	struct shown s;
	bool good;

	good = labels_find(d, &labels) && pairs_take(d, &labels, pair);
	shown(&s, column.p, column.n);
	if (!good) {
		fail(e, EXIT_DATA, "column \"%s\": a text is no pair of value and label",
		    s.s);
	} else if (labels.n < 2) {
		good = fail(e, EXIT_DATA,
		    "column \"%s\": the label is the same in all rows, so --mdl has "
		    "nothing to go by",
		    s.s);
	} else {
		edges_find(b, pair, d->texts.n, labels.n);
		if (b->n == 0 && b->min < b->max)
			warn(
			    "column \"%s\": no cut tells the label, so it has one bucket",
			    s.s);
	}
	free(pair);
	dict_clear(&labels);
	return good;
}

const struct bin_rule bin_mdl = { .needs = TALLY_TEXTS,
	.bound = true,
	.labelled = true,
	.choose = bin_choose_bound,
	.settle = settle };
