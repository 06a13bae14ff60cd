/*
 * onehot_rank.c - levels by what they tell of the label
 *
 * A level is worth the mutual information of two facts about a row: whether it has the
 * level, and its label.
 */
#include <stdlib.h>

#include "op/onehot.h"
#include "stat/mdl.h"

struct level {
	struct str text;
	uint64_t *count; /* (labels.n) */
	uint64_t n;
	double mi;
};

static int
text_order(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

static int
level_order(const void *a, const void *b)
{
	const struct level *x = a, *y = b;

	if (x->mi != y->mi)
		return x->mi > y->mi ? -1 : 1;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return str_order(x->text, y->text);
}

/* The levels, and the labels in the order of their bytes, so that sums have an order. */
static bool
texts_find(const struct distinct *d, struct dict *levels, struct dict *labels)
{
	struct dict seen = { 0 };
	struct str *text, cell, label;
	bool good = true;

	for (size_t i = 0; i < d->texts.n && good; i++) {
		good = pair_split(dict_key(&d->texts, i), &cell, &label);
		if (good) {
			dict_add(levels, cell);
			dict_add(&seen, label);
		}
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

static void
levels_count(const struct distinct *d, const struct dict *levels,
    const struct dict *labels, struct level *level, uint64_t *all)
{
	struct str cell, label;

	for (size_t i = 0; i < d->texts.n; i++) {
		size_t k, c;

		pair_split(dict_key(&d->texts, i), &cell, &label);
		k = dict_find(levels, cell);
		c = dict_find(labels, label);
		level[k].text = dict_key(levels, k);
		level[k].count[c] += d->count[i];
		level[k].n += d->count[i];
		all[c] += d->count[i];
	}
}

static void
level_weigh(struct level *l, const uint64_t *all, size_t k, uint64_t *table)
{
	for (size_t c = 0; c < k; c++) {
		table[c] = l->count[c];
		table[k + c] = all[c] - l->count[c];
	}
	l->mi = mutual_information(table, 2, k);
}

bool
vocabulary_rank(const struct onehot *o, struct vocabulary *v, const struct tally *t,
    struct str column, struct err *e)
{
	struct dict levels = { 0 }, labels = { 0 };
	struct shown s;

	if (!texts_find(&t->texts, &levels, &labels)) {
		dict_clear(&levels);
		dict_clear(&labels);
		return fail(e, EXIT_DATA,
		    "column \"%s\": a text is no pair of level and label",
		    shown(&s, column.p, column.n));
	}
	size_t n = levels.n, k = labels.n, kept = 0;
	struct level *level = mem_alloc(n, sizeof(*level));
	uint64_t *count = mem_alloc(n * k, sizeof(*count));
	uint64_t *all = mem_alloc(3 * k, sizeof(*all));
	for (size_t i = 0; i < n; i++)
		level[i].count = count + i * k;
	levels_count(&t->texts, &levels, &labels, level, all);
	for (size_t i = 0; i < n; i++)
		level_weigh(&level[i], all, k, all + k);
	if (n > 0)
		qsort(level, n, sizeof(*level), level_order);
	for (size_t i = 0; i < n; i++) {
		bool rare = level[i].n < o->min_count ||
			    (double)level[i].n < o->min_share * (double)t->n;

		if (!rare && (o->top == TOP_ALL || kept < o->top)) {
			dict_add(&v->levels, level[i].text);
			kept++;
		}
	}
	v->missing = t->missing > 0;
	free(level);
	free(count);
	free(all);
	dict_clear(&levels);
	dict_clear(&labels);
	return true;
}
