/*
 * read.c - the columns of csv-screen, all of them, in memory
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run/learn.h"
#include "run/pipeline.h"
#include "screen.h"

struct reading {
	struct table *t;
	const struct screen *s;
	size_t *column; /* (t->n) where they are */
	size_t label;
};

/* Numbers of a column; texts are read as they are handed over. */
static bool
numbers_ready(const struct held *h, struct batch *b, size_t j, struct err *e)
{
	return !h->numbers || batch_numbers(b, j, e) != NULL;
}

static bool
work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct reading *r = self;
	struct batch *b = &k->batch;
	double *y;

	(void)hand;
	b->missing = &r->s->common.missing;
	for (size_t i = 0; i < r->t->n; i++)
		if (!numbers_ready(&r->t->of[i], b, r->column[i], e))
			return false;
	if (!label_rule_given(&r->s->rule)) {
		for (size_t row = 0; row < b->nrow; row++)
			if (batch_is_missing(b, r->label, row))
				return batch_fail(b, r->label, row, e,
				    "the label is missing (csv-scrub --drop-missing "
				    "drops such rows)");
		return numbers_ready(&r->t->label, b, r->label, e);
	}
	k->note = y = arena_alloc(&b->mem, b->nrow, sizeof(*y));
	return label_numbers(&r->s->rule, b, r->label, y, e);
}

static void
cells_take(
    struct held *h, struct batch *b, size_t j, size_t row, size_t at, const double *y)
{
	struct err e;

	if (h->numbers) {
		h->x[at] = y != NULL ? y[row] : batch_numbers(b, j, &e)[row];
		return;
	}
	h->code[at] = batch_is_missing(b, j, row)
			  ? CODE_MISSING
			  : (uint32_t)dict_add(&h->text, batch_cell(b, j, row));
}

static void
held_grow(struct held *h, size_t room)
{
	if (h->numbers)
		h->x = mem_resize(h->x, room, sizeof(*h->x));
	else
		h->code = mem_resize(h->code, room, sizeof(*h->code));
}

static bool
take(void *self, struct block *k, struct err *e)
{
	const struct reading *r = self;
	struct table *t = r->t;
	struct batch *b = &k->batch;

	(void)e;
	while (t->nrow + b->nrow > t->room) {
		t->room = t->room > 0 ? 2 * t->room : 4096;
		for (size_t i = 0; i < t->n; i++)
			held_grow(&t->of[i], t->room);
		held_grow(&t->label, t->room);
	}
	for (size_t i = 0; i < t->n; i++)
		for (size_t row = 0; row < b->nrow; row++)
			cells_take(&t->of[i], b, r->column[i], row, t->nrow + row, NULL);
	for (size_t row = 0; row < b->nrow; row++)
		cells_take(&t->label, b, r->label, row, t->nrow + row, k->note);
	t->nrow += b->nrow;
	return true;
}

/* ---- which columns ---- */

static void
marked(struct batch *header, const char *list, const enum kind *kinds, bool *out)
{
	struct selection s;
	struct err e;

	if (list == NULL)
		return;
	if (!select_columns(&s, str_of(list), header, kinds, &e))
		run_fail(&e, NULL);
	for (size_t i = 0; i < s.n; i++)
		out[s.column[i]] = true;
	select_free(&s);
}

static void
columns_choose(struct reading *r, struct batch *header, const enum kind *kinds)
{
	const struct screen *s = r->s;
	struct table *t = r->t;
	struct selection all;
	struct err e;
	bool *out = mem_alloc(header->ncol, sizeof(*out));

	if (!batch_need(header, str_of(s->label), &r->label, &e))
		run_fail(&e, NULL);
	out[r->label] = true;
	marked(header, s->exclude, kinds, out);
	if (!select_columns(&all,
		s->columns != NULL ? str_of(s->columns) : (struct str){ 0 }, header,
		kinds, &e))
		run_fail(&e, NULL);
	r->column = mem_alloc(all.n, sizeof(*r->column));
	t->of = mem_alloc(all.n, sizeof(*t->of));
	for (size_t i = 0; i < all.n; i++) {
		size_t j = all.column[i];

		if (out[j])
			continue;
		r->column[t->n] = j;
		t->of[t->n++] = (struct held){ .name = mem_keep(header->col[j].name),
			.numbers = kinds[j] != KIND_TEXT };
	}
	t->label = (struct held){ .name = mem_keep(header->col[r->label].name),
		.numbers = label_rule_given(&s->rule) || kinds[r->label] != KIND_TEXT };
	select_free(&all);
	free(out);
	if (t->n == 0)
		die(EXIT_DATA, "%s: no column is left to look at", header->file);
}

/* Two classes are 0 and 1; numbers of other values are a number. */
static enum label_kind
kind_of(const struct table *t)
{
	if (!t->label.numbers)
		return LABEL_CLASSES;
	for (size_t i = 0; i < t->nrow; i++)
		if (t->label.x[i] != 0 && t->label.x[i] != 1)
			return LABEL_NUMBER;
	return LABEL_BINARY;
}

static void
label_check(const struct table *t, const struct reader *in)
{
	struct shown s;
	bool same = true;

	if (t->nrow == 0)
		die(EXIT_DATA, "%s: a header and no rows: there is nothing to look at",
		    reader_name(in));
	for (size_t i = 1; same && i < t->nrow; i++)
		same = t->label.numbers ? t->label.x[i] == t->label.x[0]
					: t->label.code[i] == t->label.code[0];
	if (same)
		die(EXIT_DATA,
		    "%s: column \"%s\": every label is the same: nothing to tell",
		    reader_name(in), shown(&s, t->label.name.p, t->label.name.n));
}

void
table_read(struct table *t, const struct screen *s, struct reader *in)
{
	enum kind *kinds = kinds_look(in, NULL, &s->common.missing);
	struct reading r = { .t = t, .s = s };
	struct pipeline p = { .self = &r, .work = work, .take = take };
	struct batch header = { .missing = &s->common.missing };
	struct err e;

	if (!reader_rewind(in, &e))
		run_fail(&e, NULL);
	reader_header(in, &header);
	columns_choose(&r, &header, kinds);
	pipeline_run(&p, in);
	require_whole(in);
	label_check(t, in);
	t->kind = kind_of(t);
	free(kinds);
	free(r.column);
	batch_free(&header);
}

static void
held_free(struct held *h)
{
	free((char *)h->name.p);
	free(h->x);
	free(h->code);
	dict_clear(&h->text);
}

void
table_free(struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		held_free(&t->of[i]);
	held_free(&t->label);
	free(t->of);
}
