/*
 * target.c - categories into means of the label, without telling a row its own
 */
#include "op/target.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "stat/exact.h"
#include "table/notes.h"
#include "table/select.h"

enum { FOLDS = 5, SMOOTH = 20, SEED_DEFAULT = 1 };

static const struct target defaults = {
	.folds = FOLDS, .smooth = SMOOTH, .seed = SEED_DEFAULT
};

#define AT(field) offsetof(struct target, field)

static const struct opt options[] = {
	{ 'y', "label", OPT_TEXT, AT(label_given), "COL",
	    "the label: numbers, or with one of the next two 0 and 1", 0, false },
	{ 0, "positive", OPT_TEXT, AT(positive), "LIST", "labels that count as 1", 0,
	    false },
	{ 0, "negative", OPT_TEXT, AT(negative), "LIST",
	    "labels that count as 0, all others as 1", 0, false },
	{ 0, "smooth", OPT_REAL, AT(smooth), "M",
	    "draw each mean towards that of all rows as M rows would (default 20)", 0,
	    false },
	{ 0, "folds", OPT_COUNT, AT(folds), "K",
	    "rows learnt from get values of the other K - 1 folds (default 5)",
	    FOLDS_LEAST, false },
	{ 'k', "key", OPT_TEXT, AT(key_given), "LIST",
	    "rows with the same cells there share a fold (default: all columns)", 0,
	    false },
	{ 's', "seed", OPT_SEED, AT(seed), "N", "another choice of folds (default 1)", 0,
	    false },
	{ 0 },
};

/* ---- choosing ---- */

struct encoding *
encoding_add(struct target *t, struct str column)
{
	t->of = mem_grow(t->of, &t->room, t->n + 1, sizeof(*t->of));
	t->of[t->n] = (struct encoding){ .column = mem_keep(column) };
	return &t->of[t->n++];
}

static bool
label_take(struct target *t, struct batch *header, struct err *e)
{
	struct selection s;
	bool good;

	if (t->label_given == NULL)
		return fail(e, EXIT_USAGE, "the label (-y) is missing");
	if (!select_columns(&s, str_of(t->label_given), header, NULL, e))
		return false;
	good = s.n == 1 || fail(e, EXIT_USAGE, "-y: one column is the label");
	if (good)
		t->label = mem_keep(header->col[s.column[0]].name);
	select_free(&s);
	return good && label_rule_parse(&t->rule, t->positive, t->negative, e);
}

static bool
key_take(struct target *t, struct batch *header, struct err *e)
{
	struct selection s;

	if (t->key_given == NULL)
		return true;
	if (!select_columns(&s, str_of(t->key_given), header, NULL, e))
		return false;
	for (size_t i = 0; i < s.n; i++)
		list_add(&t->key, header->col[s.column[i]].name);
	select_free(&s);
	return true;
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct target *t = self;
	struct batch *header = (struct batch *)st->header;
	struct shown s;

	if (t->folds > FOLDS_MOST)
		return fail(e, EXIT_USAGE, "--folds: more than %d", FOLDS_MOST);
	if (!label_take(t, header, e) || !key_take(t, header, e))
		return false;
	for (size_t i = 0; i < st->n; i++)
		for (size_t k = 0; k < st->job[i].n; k++) {
			if (str_equal(st->job[i].column[k], t->label))
				return fail(e, EXIT_USAGE,
				    "-y: \"%s\" is to be encoded, and cannot be the "
				    "label "
				    "too",
				    shown(&s, t->label.p, t->label.n));
			encoding_add(t, st->job[i].column[k]);
		}
	return true;
}

/* ---- learning ---- */

static void *
begin(const void *self)
{
	const struct target *t = self;

	return mem_alloc(t->n, sizeof(struct sightings));
}

void
sighting_add(struct sightings *s, size_t level, size_t fold, double y)
{
	s->of = mem_grow(s->of, &s->room, s->n + 1, sizeof(*s->of));
	s->of[s->n++] = (struct sighting){ (uint32_t)level, (uint32_t)fold, y };
}

/* The fold of each row. */
static bool
folds_find(const struct target *t, struct batch *b, uint32_t *fold, struct err *e)
{
	size_t n = t->key.n > 0 ? t->key.n : b->ncol;
	size_t *column = arena_alloc(&b->mem, n, sizeof(*column));
	struct draw *draw;

	for (size_t i = 0; i < n; i++) {
		column[i] = i;
		if (t->key.n > 0 && !batch_need(b, t->key.item[i].text, &column[i], e))
			return false;
	}
	draw = draw_new("fold", t->seed);
	for (size_t r = 0; r < b->nrow; r++) {
		draw_start(draw);
		for (size_t i = 0; i < n; i++)
			draw_cell(draw, batch_cell(b, column[i], r));
		fold[r] = (uint32_t)draw_bucket(draw_hash(draw), t->folds);
	}
	draw_free(draw);
	return true;
}

static const double *
labels_find(const struct target *t, struct batch *b, struct err *e)
{
	double *y = arena_alloc(&b->mem, b->nrow, sizeof(*y));
	const double *x;
	size_t j;

	if (!batch_need(b, t->label, &j, e))
		return NULL;
	if (label_rule_given(&t->rule))
		return label_numbers(&t->rule, b, j, y, e) ? y : NULL;
	if ((x = batch_numbers(b, j, e)) == NULL)
		return NULL;
	for (size_t r = 0; r < b->nrow; r++)
		if (isnan(x[r])) {
			batch_fail(b, j, r, e,
			    "the label is missing (csv-scrub --drop-missing drops such "
			    "rows)");
			return NULL;
		}
	return x;
}

static struct str
category(struct batch *b, size_t j, size_t row)
{
	return batch_is_missing(b, j, row) ? STR("") : batch_cell(b, j, row);
}

static bool
learn(void *acc, const void *self, struct batch *b, struct err *e)
{
	const struct target *t = self;
	struct sightings *s = acc;
	uint32_t *fold = arena_alloc(&b->mem, b->nrow, sizeof(*fold));
	const double *y = labels_find(t, b, e);
	size_t j;

	if (y == NULL || !folds_find(t, b, fold, e))
		return false;
	for (size_t i = 0; i < t->n; i++) {
		if (!batch_need(b, t->of[i].column, &j, e))
			return false;
		for (size_t r = 0; r < b->nrow; r++)
			sighting_add(&s[i], dict_add(&s[i].level, category(b, j, r)),
			    fold[r], y[r]);
	}
	return true;
}

static void
merge(void *acc, const void *self, void *other)
{
	const struct target *t = self;
	struct sightings *s = acc, *o = other;

	for (size_t i = 0; i < t->n; i++) {
		size_t *to = mem_alloc(o[i].level.n, sizeof(*to));

		for (size_t k = 0; k < o[i].level.n; k++)
			to[k] = dict_add(&s[i].level, dict_key(&o[i].level, k));
		for (size_t k = 0; k < o[i].n; k++)
			sighting_add(
			    &s[i], to[o[i].of[k].level], o[i].of[k].fold, o[i].of[k].y);
		free(to);
	}
}

static void
free_sightings(void *acc, const void *self)
{
	const struct target *t = self;
	struct sightings *s = acc;

	for (size_t i = 0; i < t->n; i++) {
		dict_clear(&s[i].level);
		free(s[i].of);
	}
	free(s);
}

static bool
idle(const void *self)
{
	(void)self;
	return false;
}

/* ---- settling ---- */

/* Labels of some rows by fold: their sums and numbers. */
struct sums {
	struct exact *of; /* (folds + 1) the last is scratch */
	uint64_t *n;      /* (folds) */
	size_t folds;
};

static void
sums_start(struct sums *s, size_t folds)
{
	s->folds = folds;
	s->of = mem_alloc(folds + 1, sizeof(*s->of));
	s->n = mem_alloc(folds, sizeof(*s->n));
}

static void
sums_free(struct sums *s)
{
	free(s->of);
	free(s->n);
}

static void
sums_clear(struct sums *s)
{
	memset(s->of, 0, s->folds * sizeof(*s->of));
	memset(s->n, 0, s->folds * sizeof(*s->n));
}

/* Of all folds but one (SIZE_MAX: of all). */
static double
sum_without(struct sums *s, size_t fold, uint64_t *n)
{
	struct exact *sum = &s->of[s->folds];

	memset(sum, 0, sizeof(*sum));
	*n = 0;
	for (size_t i = 0; i < s->folds; i++)
		if (i != fold) {
			exact_merge(sum, &s->of[i]);
			*n += s->n[i];
		}
	return exact_value(sum);
}

/* Where there is neither a row nor smoothing, the prior is all there is. */
static double
mean_of(const struct target *t, double sum, uint64_t n, double prior)
{
	double rows = (double)n + t->smooth;

	return rows > 0 ? (sum + t->smooth * prior) / rows : prior;
}

static void
prior_find(const struct target *t, struct encoding *c, const struct sightings *s)
{
	struct sums all;
	uint64_t n;
	double sum;

	sums_start(&all, t->folds);
	for (size_t i = 0; i < s->n; i++) {
		exact_add(&all.of[s->of[i].fold], s->of[i].y);
		all.n[s->of[i].fold]++;
	}
	sum = sum_without(&all, SIZE_MAX, &n);
	c->prior = sum / (double)n;
	c->prior_out = mem_alloc(t->folds, sizeof(*c->prior_out));
	for (size_t f = 0; f < t->folds; f++) {
		sum = sum_without(&all, f, &n);
		c->prior_out[f] = n > 0 ? sum / (double)n : c->prior;
	}
	sums_free(&all);
}

static int
text_order(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

/* The categories by their bytes, so that their order tells nothing of the rows'. */
static void
levels_order(struct encoding *c, const struct sightings *s)
{
	struct str *text = mem_alloc(s->level.n, sizeof(*text));

	for (size_t i = 0; i < s->level.n; i++)
		text[i] = dict_key(&s->level, i);
	if (s->level.n > 0)
		qsort(text, s->level.n, sizeof(*text), text_order);
	for (size_t i = 0; i < s->level.n; i++)
		dict_add(&c->level, text[i]);
	free(text);
}

static void
value_find(const struct target *t, struct encoding *c, struct sums *own, size_t to)
{
	uint64_t n;
	double sum = sum_without(own, SIZE_MAX, &n);

	c->value[to] = mean_of(t, sum, n, c->prior);
	for (size_t f = 0; f < t->folds; f++) {
		sum = sum_without(own, f, &n);
		c->value_out[to * t->folds + f] = mean_of(t, sum, n, c->prior_out[f]);
	}
}

/* Sightings are first brought together by category. */
static void
values_find(const struct target *t, struct encoding *c, const struct sightings *s)
{
	size_t n = s->level.n, *start = mem_alloc(n + 1, sizeof(*start));
	const struct sighting **by = mem_alloc(s->n, sizeof(*by));
	struct sums own;

	for (size_t i = 0; i < s->n; i++)
		start[s->of[i].level + 1]++;
	for (size_t i = 0; i < n; i++)
		start[i + 1] += start[i];
	for (size_t i = 0; i < s->n; i++)
		by[start[s->of[i].level]++] = &s->of[i];
	sums_start(&own, t->folds);
	for (size_t level = 0, i = 0; level < n; level++) {
		sums_clear(&own);
		for (; i < start[level]; i++) {
			exact_add(&own.of[by[i]->fold], by[i]->y);
			own.n[by[i]->fold]++;
		}
		value_find(t, c, &own, dict_find(&c->level, dict_key(&s->level, level)));
	}
	sums_free(&own);
	free(start);
	free(by);
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct target *t = self;
	const struct sightings *s = acc;
	struct shown buf;

	for (size_t i = 0; i < t->n; i++) {
		struct encoding *c = &t->of[i];

		if (s[i].n == 0)
			return fail(e, EXIT_DATA,
			    "column \"%s\": there is no row to learn from",
			    shown(&buf, c->column.p, c->column.n));
		if (s[i].level.n >= UINT32_MAX)
			return fail(e, EXIT_DATA, "column \"%s\": too many categories",
			    shown(&buf, c->column.p, c->column.n));
		prior_find(t, c, &s[i]);
		levels_order(c, &s[i]);
		c->value = mem_alloc(c->level.n, sizeof(*c->value));
		c->value_out = mem_alloc(c->level.n * t->folds, sizeof(*c->value_out));
		values_find(t, c, &s[i]);
	}
	return true;
}

/* ---- applying ---- */

/* fold NULL: these rows took no part in the values. */
static void
column_encode(const struct target *t, const struct encoding *c, struct batch *b, size_t j,
    const uint32_t *fold)
{
	double *x = arena_alloc(&b->mem, b->nrow, sizeof(*x));
	uint64_t unseen = 0;

	for (size_t r = 0; r < b->nrow; r++) {
		size_t level = dict_find(&c->level, category(b, j, r));

		unseen += level == DICT_NONE;
		if (level == DICT_NONE)
			x[r] = fold != NULL ? c->prior_out[fold[r]] : c->prior;
		else
			x[r] = fold != NULL ? c->value_out[level * t->folds + fold[r]]
					    : c->value[level];
	}
	notes_add(b->notes, c->column,
	    "cells hold a category not seen in fitting (given the mean of all rows)",
	    unseen);
	if (b->nrow > 0)
		memcpy(batch_set_numbers(b, j), x, b->nrow * sizeof(*x));
	else
		batch_set_numbers(b, j);
}

/* Folds are drawn before a column of the key can have changed. */
static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct target *t = self;
	uint32_t *fold = NULL;
	size_t j;

	if (t->n > 0 && t->of[0].value_out != NULL) {
		fold = arena_alloc(&b->mem, b->nrow, sizeof(*fold));
		if (!folds_find(t, b, fold, e))
			return false;
	}
	for (size_t i = 0; i < t->n; i++) {
		if (!batch_need(b, t->of[i].column, &j, e))
			return false;
		column_encode(t, &t->of[i], b, j, fold);
	}
	return true;
}

static void
free_target(void *self)
{
	struct target *t = self;

	for (size_t i = 0; i < t->n; i++) {
		struct encoding *c = &t->of[i];

		free((char *)c->column.p);
		dict_clear(&c->level);
		free(c->value);
		free(c->prior_out);
		free(c->value_out);
	}
	free(t->of);
	free((char *)t->label.p);
	label_rule_free(&t->rule);
	list_free(&t->key);
}

static const struct accumulator accumulator = { begin, learn, merge, target_partial_save,
	target_partial_load, target_partial_loaded, free_sightings, idle };

const struct op op_target = {
	.name = "target",
	.brief = "categories into means of a label, by cross-fitting",
	.options = options,
	.size = sizeof(struct target),
	.defaults = &defaults,
	.columns_needed = true,
	.accumulator = &accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.save = target_save,
	.load = target_load,
	.loaded = target_loaded,
	.free = free_target,
};
