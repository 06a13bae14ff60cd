/*
 * vectors.c - categories into vectors, from what they occur with
 */
#include "op/vectors.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/num.h"
#include "stat/eigen.h"
#include "table/notes.h"

static const struct vectors defaults = { .min_count = 1, .top = VECTOR_LEVELS };

#define AT(field) offsetof(struct vectors, field)

static const struct opt options[] = {
	{ 0, "min-count", OPT_COUNT, AT(min_count), "N",
	    "categories that occur less often have no vector", 1, false },
	{ 0, "top", OPT_COUNT, AT(top), "K",
	    "only the K most frequent ones have (default and most 1000)", 1, false },
	{ 0, "keep", OPT_FLAG, AT(keep), NULL,
	    "leave the categories, and add to the right", 0, false },
	/* Nothing a map does: tools/vectors/print.c takes over.  Here for --help. */
	{ 0, "table", OPT_FLAG, AT(table), NULL,
	    "with -a alone: print each category with its numbers", 0, false },
	{ 0, "nearest", OPT_TEXT, AT(nearest), "VALUE",
	    "with -a alone: print the categories nearest to this one", 0, false },
	{ 0 },
};

const struct method vectors_methods[] = {
	{ "ppmi", "A,B:K[:NAME]",
	    "K numbers for the cells of A, from what they meet in B", JOINT, NULL },
	{ 0 },
};

/* ---- choosing ---- */

struct vectors_of *
vectors_add(struct vectors *v, const struct method *m, struct str column,
    struct str context, struct str name)
{
	struct vectors_of *s;

	subjects_add(&v->subjects, column, TALLY_TEXTS);
	subjects_label(&v->subjects, context, false);
	v->subjects.subject[v->subjects.n - 1].lenient = true;
	v->of = mem_grow(v->of, &v->room, v->subjects.n, sizeof(*v->of));
	s = &v->of[v->subjects.n - 1];
	*s = (struct vectors_of){
		.method = m, .name = mem_keep(name), .context = mem_keep(context)
	};
	return s;
}

/* "city1", "city2" ... */
void
vectors_name(struct vectors_of *s)
{
	s->names = mem_alloc(s->k, sizeof(*s->names));
	for (size_t i = 0; i < s->k; i++) {
		char *p = mem_alloc(s->name.n + NUM_WIDTH, 1);

		memcpy(p, s->name.p, s->name.n);
		s->names[i] =
		    (struct str){ p, s->name.n + num_print_count(i + 1, p + s->name.n) };
	}
}

static bool
choose(struct vectors *v, const struct job *t, struct err *e)
{
	struct vectors_of *s;
	double k;

	if (t->n != 2 || t->args.n < 1 || t->args.n > 2 ||
	    num_parse(t->args.item[0].text.p, t->args.item[0].text.n, &k) != NUM_OK ||
	    k != floor(k) || k < 1 || k > VECTOR_MOST)
		return fail(e, EXIT_USAGE,
		    "--ppmi A,B:K[:NAME] wants two columns, and a whole number from 1 to "
		    "%d",
		    VECTOR_MOST);
	s = vectors_add(v, t->method, t->column[0], t->column[1],
	    t->args.n == 2 ? t->args.item[1].text : t->column[0]);
	s->k = (uint64_t)k;
	vectors_name(s);
	return true;
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct vectors *v = self;

	if (v->top > VECTOR_LEVELS)
		return fail(e, EXIT_USAGE, "--top: more than %d", VECTOR_LEVELS);
	for (size_t i = 0; i < st->n; i++)
		if (!choose(v, &st->job[i], e))
			return false;
	return true;
}

/* ---- counts ---- */

/* A pair of a category that is kept and a context, by number. */
struct meeting {
	size_t context, level;
	double n;
};

struct meetings {
	size_t n;
	struct meeting *of;  /* (n) by context, then level */
	struct dict context; /* by bytes, so that sums have an order */
	double *of_level, *of_context, all;
};

struct level {
	struct str text;
	uint64_t n;
};

static int
level_order(const void *a, const void *b)
{
	const struct level *x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return str_order(x->text, y->text);
}

static int
text_order(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

static int
meeting_order(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;

	if (x->context != y->context)
		return x->context < y->context ? -1 : 1;
	return (x->level > y->level) - (x->level < y->level);
}

/* Which categories have a vector.  False where a text is no pair. */
static bool
levels_take(const struct vectors *v, struct vectors_of *s, const struct distinct *d)
{
	struct dict all = { 0 };
	struct level *level = mem_alloc(d->texts.n, sizeof(*level));
	struct str cell, context;
	bool good = true;

	for (size_t i = 0; i < d->texts.n && good; i++) {
		good = pair_split(dict_key(&d->texts, i), &cell, &context);
		if (good)
			level[dict_add(&all, cell)].n += d->count[i];
	}
	for (size_t i = 0; i < all.n; i++)
		level[i].text = dict_key(&all, i);
	if (all.n > 0)
		qsort(level, all.n, sizeof(*level), level_order);
	for (size_t i = 0; i < all.n && s->level.n < v->top && good; i++)
		if (level[i].n >= v->min_count)
			dict_add(&s->level, level[i].text);
	free(level);
	dict_clear(&all);
	return good;
}

static void
contexts_take(struct meetings *m, const struct distinct *d)
{
	struct dict seen = { 0 };
	struct str cell, context, *text;

	for (size_t i = 0; i < d->texts.n; i++) {
		pair_split(dict_key(&d->texts, i), &cell, &context);
		dict_add(&seen, context);
	}
	text = mem_alloc(seen.n, sizeof(*text));
	for (size_t i = 0; i < seen.n; i++)
		text[i] = dict_key(&seen, i);
	if (seen.n > 0)
		qsort(text, seen.n, sizeof(*text), text_order);
	for (size_t i = 0; i < seen.n; i++)
		dict_add(&m->context, text[i]);
	free(text);
	dict_clear(&seen);
}

static void
meetings_take(struct meetings *m, const struct vectors_of *s, const struct distinct *d)
{
	struct str cell, context;

	contexts_take(m, d);
	m->of = mem_alloc(d->texts.n, sizeof(*m->of));
	m->of_level = mem_alloc(s->level.n, sizeof(double));
	m->of_context = mem_alloc(m->context.n, sizeof(double));
	for (size_t i = 0; i < d->texts.n; i++) {
		size_t level, at;

		pair_split(dict_key(&d->texts, i), &cell, &context);
		level = dict_find(&s->level, cell);
		if (level == DICT_NONE)
			continue;
		at = dict_find(&m->context, context);
		m->of[m->n++] = (struct meeting){ at, level, (double)d->count[i] };
		m->of_level[level] += (double)d->count[i];
		m->of_context[at] += (double)d->count[i];
		m->all += (double)d->count[i];
	}
	if (m->n > 0)
		qsort(m->of, m->n, sizeof(*m->of), meeting_order);
}

static void
meetings_free(struct meetings *m)
{
	free(m->of);
	free(m->of_level);
	free(m->of_context);
	dict_clear(&m->context);
}

/* ---- vectors ---- */

static double
ppmi(const struct meetings *m, const struct meeting *x)
{
	return fmax(0, elementary_log(x->n / m->of_level[x->level] *
				      (m->all / m->of_context[x->context])));
}

/* M M' (n, n): contexts one after the other. */
static double *
products_make(const struct meetings *m, size_t n)
{
	double *a = mem_alloc(n * n, sizeof(*a));

	for (size_t from = 0, to; from < m->n; from = to) {
		for (to = from; to < m->n && m->of[to].context == m->of[from].context;)
			to++;
		for (size_t i = from; i < to; i++) {
			double x = ppmi(m, &m->of[i]);

			for (size_t k = from; k <= i && x > 0; k++)
				a[m->of[i].level * n + m->of[k].level] +=
				    x * ppmi(m, &m->of[k]);
		}
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			a[k * n + i] = a[i * n + k];
	return a;
}

static bool
vectors_find(
    struct vectors_of *s, const struct meetings *m, struct str column, struct err *e)
{
	size_t n = s->level.n, rank = 0;
	double *a = products_make(m, n), *value = mem_alloc(n, sizeof(*value));
	struct shown buf;
	bool good = n == 0 || eigen_symmetric(a, n, value);

	while (rank < n && value[rank] > value[0] * (double)n * DBL_EPSILON)
		rank++;
	if (!good)
		fail(e, EXIT_DATA, "--ppmi: the eigenvalues do not settle");
	else if (rank < s->k)
		good = fail(e, EXIT_DATA,
		    "--ppmi: column \"%s\" has %zu categories whose company differs in "
		    "%zu "
		    "ways, fewer than the %llu numbers asked for",
		    shown(&buf, column.p, column.n), n, rank, (unsigned long long)s->k);
	if (good) {
		s->vector = mem_alloc(n * s->k, sizeof(*s->vector));
		for (size_t i = 0; i < n; i++)
			for (size_t c = 0; c < s->k; c++)
				s->vector[i * s->k + c] =
				    a[c * n + i] * sqrt(sqrt(value[c]));
	}
	free(a);
	free(value);
	return good;
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct vectors *v = self;
	const struct tally *t = tallies_of(acc);
	struct shown buf;

	for (size_t i = 0; i < v->subjects.n; i++) {
		struct str column = v->subjects.subject[i].column;
		struct meetings m = { 0 };
		bool good;

		if (!levels_take(v, &v->of[i], &t[i].texts))
			return fail(e, EXIT_DATA,
			    "column \"%s\": a text is no pair of category and context",
			    shown(&buf, column.p, column.n));
		meetings_take(&m, &v->of[i], &t[i].texts);
		good = vectors_find(&v->of[i], &m, column, e);
		meetings_free(&m);
		if (!good)
			return false;
	}
	return true;
}

/* ---- applying ---- */

static bool
vectors_fill(const struct vectors *v, const struct vectors_of *s, struct batch *b,
    size_t j, struct err *e)
{
	uint32_t *code = batch_codes(b);
	bool *missing = batch_missing(b, j);
	size_t first = v->keep ? b->ncol : j;
	uint64_t unseen = 0;

	for (size_t r = 0; r < b->nrow; r++) {
		size_t at =
		    missing[r] ? DICT_NONE : dict_find(&s->level, batch_cell(b, j, r));

		unseen += at == DICT_NONE && !missing[r];
		code[r] = at == DICT_NONE ? UINT32_MAX : (uint32_t)at;
	}
	notes_add(b->notes, b->col[j].name,
	    "cells hold a category without a vector (all its numbers are 0)", unseen);
	if (!batch_replace(b, first, !v->keep, s->names, s->k, e))
		return false;
	for (size_t c = 0; c < s->k; c++) {
		double *x = batch_set_numbers(b, first + c);

		for (size_t r = 0; r < b->nrow; r++)
			x[r] = missing[r]              ? MISSING
			       : code[r] == UINT32_MAX ? 0
						       : s->vector[code[r] * s->k + c];
	}
	return true;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct vectors *v = self;
	size_t j;

	for (size_t i = 0; i < v->subjects.n; i++)
		if (!batch_need(b, v->subjects.subject[i].column, &j, e) ||
		    !vectors_fill(v, &v->of[i], b, j, e))
			return false;
	return true;
}

static void
free_vectors(void *self)
{
	struct vectors *v = self;

	for (size_t i = 0; i < v->subjects.n; i++) {
		struct vectors_of *s = &v->of[i];

		for (size_t c = 0; s->names != NULL && c < s->k; c++)
			free((char *)s->names[c].p);
		free(s->names);
		free((char *)s->name.p);
		free((char *)s->context.p);
		free(s->vector);
		dict_clear(&s->level);
	}
	free(v->of);
	subjects_free(&v->subjects);
}

const struct op op_vectors = {
	.name = "vectors",
	.brief = "categories into numbers, by what they occur with",
	.methods = vectors_methods,
	.options = options,
	.size = sizeof(struct vectors),
	.defaults = &defaults,
	.accumulator = &column_accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.save = vectors_save,
	.load = vectors_load,
	.loaded = vectors_loaded,
	.free = free_vectors,
};
