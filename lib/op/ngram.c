/*
 * ngram.c - texts by how likely they are
 */
#include "op/ngram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "table/notes.h"

static const struct ngrams defaults = { .min_count = 1 };

#define AT(field) offsetof(struct ngrams, field)

static const struct opt options[] = {
	{ 0, "min-count", OPT_COUNT, AT(min_count), "N",
	    "tokens that occur less often are <unk>", 1, false },
	/* Nothing a map does: tools/ngram/print.c takes over.  Here for --help. */
	{ 0, "perplexity", OPT_FLAG, AT(perplexity), NULL,
	    "with -a alone: how well all texts together are foretold", 0, false },
	{ 0, "next", OPT_COUNT, AT(next), "K",
	    "with -a alone: the K tokens most likely to come", 1, false },
	{ 0, "after", OPT_TEXT, AT(after), "TEXT", "with --next: after this", 0, false },
	{ 0 },
};

const struct method ngram_methods[] = {
	{ "kneser-ney", "LIST:N", "runs of up to N tokens, smoothed as Kneser and Ney do",
	    ONE_BY_ONE, NULL },
	{ "additive", "LIST:N[:K]", "the same, each run counted K times more (default 1)",
	    ONE_BY_ONE, NULL },
	{ 0 },
};

/* ---- choosing ---- */

static struct str
name_with(struct str column, const char *what)
{
	size_t n = strlen(what);
	char *p = mem_alloc(column.n + n + 1, 1);

	memcpy(p, column.p, column.n);
	memcpy(p + column.n, what, n);
	return (struct str){ p, column.n + n };
}

struct ngram_of *
ngrams_add(struct ngrams *v, const struct method *m, struct str column)
{
	static const char *const what[NGRAM_COLUMNS] = { "_tokens", "_unknown",
		"_log_probability", "_perplexity" };
	struct ngram_of *s;

	subjects_add(&v->subjects, column, TALLY_TEXTS);
	v->of = mem_grow(v->of, &v->room, v->subjects.n, sizeof(*v->of));
	s = &v->of[v->subjects.n - 1];
	*s = (struct ngram_of){ .method = m };
	for (size_t i = 0; i < NGRAM_COLUMNS; i++)
		s->names[i] = name_with(column, what[i]);
	return s;
}

static bool
number_of(const struct list *args, size_t i, double *x)
{
	return num_parse(args->item[i].text.p, args->item[i].text.n, x) == NUM_OK;
}

static bool
choose(struct ngrams *v, const struct job *t, struct err *e)
{
	bool additive = t->method == &ngram_methods[1];
	double n, k = additive ? 1 : 0;

	if (t->args.n < 1 || t->args.n > (additive ? 2 : 1) ||
	    !number_of(&t->args, 0, &n) || n != floor(n) || n < 1 || n > NGRAM_MOST ||
	    (t->args.n == 2 && (!number_of(&t->args, 1, &k) || !(k > 0))))
		return fail(e, EXIT_USAGE,
		    "--%s %s wants a whole number of tokens from 1 to %d%s",
		    t->method->name, t->method->args, NGRAM_MOST,
		    additive ? ", and a number above 0" : "");
	ngram_start(&ngrams_add(v, t->method, t->column[0])->model, (size_t)n, k);
	return true;
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct ngrams *v = self;

	for (size_t i = 0; i < st->n; i++)
		if (!choose(v, &st->job[i], e))
			return false;
	return true;
}

/* ---- learning ---- */

static int
text_order(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

/* The tokens that are frequent enough, in the order of their bytes. */
static bool
tokens_take(struct ngram *m, const struct distinct *d, size_t min_count, struct err *e)
{
	struct dict seen = { 0 };
	uint64_t *count = NULL;
	size_t room = 0, n = 0;
	struct str *kept, token;

	for (size_t i = 0; i < d->texts.n; i++) {
		struct str text = dict_key(&d->texts, i);

		while (ngram_token(&text, &token)) {
			size_t known = seen.n, at = dict_add(&seen, token);

			count = mem_grow(count, &room, seen.n, sizeof(*count));
			count[at] = (at == known ? 0 : count[at]) + d->count[i];
		}
	}
	kept = mem_alloc(seen.n, sizeof(*kept));
	for (size_t i = 0; i < seen.n; i++)
		if (count[i] >= min_count)
			kept[n++] = dict_key(&seen, i);
	if (n > 0)
		qsort(kept, n, sizeof(*kept), text_order);
	for (size_t i = 0; i < n; i++)
		dict_add(&m->token, kept[i]);
	n = dict_find(&seen, STR("<s>")) != DICT_NONE ||
	    dict_find(&seen, STR("</s>")) != DICT_NONE;
	free(kept);
	free(count);
	dict_clear(&seen);
	return n == 0 || fail(e, EXIT_DATA, "<s> and </s> are marks, not tokens");
}

static void
runs_take(struct ngram *m, const struct distinct *d)
{
	uint32_t *number = NULL;
	size_t room = 0;

	for (size_t i = 0; i < d->texts.n; i++) {
		struct str text = dict_key(&d->texts, i);

		number = mem_grow(number, &room, text.n / 2 + 3, sizeof(*number));
		ngram_learn(m, number, ngram_numbers(m, text, number), d->count[i]);
	}
	free(number);
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct ngrams *v = self;
	const struct tally *t = tallies_of(acc);
	struct shown buf;
	struct err why;

	for (size_t i = 0; i < v->subjects.n; i++) {
		const struct subject *s = &v->subjects.subject[i];
		struct ngram *m = &v->of[i].model;

		if (!subject_has_values(s, &t[i], e))
			return false;
		if (!tokens_take(m, &t[i].texts, v->min_count, &why))
			return fail(e, EXIT_DATA, "column \"%s\": %s",
			    shown(&buf, s->column.p, s->column.n), why.msg);
		runs_take(m, &t[i].texts);
		ngram_ready(m);
	}
	return true;
}

/* ---- applying ---- */

/* The numbers of a cell; false where it holds a mark. */
static bool
cell_numbers(const struct ngram *m, struct batch *b, size_t j, size_t row,
    uint32_t **number, size_t *n, struct err *e)
{
	struct str cell = batch_cell(b, j, row);

	*number = arena_alloc(&b->mem, cell.n / 2 + 3, sizeof(**number));
	*n = ngram_numbers(m, cell, *number);
	for (size_t i = 1; i + 1 < *n; i++)
		if ((*number)[i] == TOKEN_BEGIN || (*number)[i] == TOKEN_END)
			return batch_fail(
			    b, j, row, e, "<s> and </s> are marks, not tokens");
	return true;
}

static bool
column_score(const struct ngram_of *s, struct batch *b, size_t j, struct err *e)
{
	const bool *missing = batch_missing(b, j);
	struct str column = b->col[j].name;
	size_t first = b->ncol;
	uint64_t unknown = 0;
	double *to[NGRAM_COLUMNS];

	if (!batch_replace(b, first, 0, s->names, NGRAM_COLUMNS, e))
		return false;
	for (size_t c = 0; c < NGRAM_COLUMNS; c++)
		to[c] = batch_set_numbers(b, first + c);
	for (size_t r = 0; r < b->nrow; r++) {
		struct ngram_score x;
		uint32_t *number;
		size_t n;

		for (size_t c = 0; c < NGRAM_COLUMNS; c++)
			to[c][r] = MISSING;
		if (missing[r])
			continue;
		if (!cell_numbers(&s->model, b, j, r, &number, &n, e))
			return false;
		x = ngram_score(&s->model, number, n);
		to[0][r] = (double)x.tokens;
		to[1][r] = (double)x.unknown;
		to[2][r] = x.log_probability;
		to[3][r] = ngram_perplexity(x.log_probability, (double)x.tokens, 1);
		unknown += x.unknown > 0;
	}
	notes_add(
	    b->notes, column, "cells hold tokens that were not learnt (<unk>)", unknown);
	return true;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct ngrams *v = self;
	size_t j;

	for (size_t i = 0; i < v->subjects.n; i++)
		if (!batch_need(b, v->subjects.subject[i].column, &j, e) ||
		    !column_score(&v->of[i], b, j, e))
			return false;
	return true;
}

static void
free_ngrams(void *self)
{
	struct ngrams *v = self;

	for (size_t i = 0; i < v->subjects.n; i++) {
		for (size_t c = 0; c < NGRAM_COLUMNS; c++)
			free((char *)v->of[i].names[c].p);
		free((char *)v->of[i].pending.p);
		ngram_free(&v->of[i].model);
	}
	free(v->of);
	subjects_free(&v->subjects);
}

const struct op op_ngram = {
	.name = "ngram",
	.brief = "how likely texts are, by the runs of tokens in them",
	.methods = ngram_methods,
	.options = options,
	.size = sizeof(struct ngrams),
	.defaults = &defaults,
	.accumulator = &column_accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.save = ngrams_save,
	.load = ngrams_load,
	.loaded = ngrams_loaded,
	.free = free_ngrams,
};
