/*
 * rescore.c - see rescore.h
 */
#include "run/rescore.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run/pipeline.h"

const struct model *
rescoring_model(const struct rescoring *r)
{
	return r->recipe->step[r->recipe->n - 1].self;
}

struct asking {
	const struct rescoring *r;
	const struct replaced *x;
	struct scores *s;
};

/* A block's rows: what is added to the scores. */
struct answer {
	double *score, *label, *weight;
};

/* ---- labels ---- */

static bool
class_labels(const struct model *m, struct batch *b, size_t j, double *to, struct err *e)
{
	struct shown s;

	for (size_t r = 0; r < b->nrow; r++) {
		struct str cell = batch_cell(b, j, r);
		size_t c = 0;

		while (c < m->nclass && !str_equal(m->class[c], cell))
			c++;
		if (c == m->nclass)
			return batch_fail(b, j, r, e,
			    "\"%s\" is not a class of the model",
			    shown(&s, cell.p, cell.n));
		to[r] = (double)c;
	}
	return true;
}

static bool
labels_find(const struct asking *a, struct batch *b, double *to, struct err *e)
{
	const struct model *m = rescoring_model(a->r);
	const double *y;
	size_t j;

	if (!batch_need(b, str_of(a->r->label), &j, e))
		return false;
	if (m->nclass > 0)
		return class_labels(m, b, j, to, e);
	if (m->learner->binary)
		return label_numbers(&m->rule, b, j, to, e);
	y = batch_numbers(b, j, e);
	for (size_t r = 0; y != NULL && r < b->nrow; r++) {
		if (isnan(y[r]))
			return batch_fail(b, j, r, e, "the label is missing");
		to[r] = y[r];
	}
	return y != NULL;
}

static bool
weights_find(const struct asking *a, struct batch *b, double *to, struct err *e)
{
	const double *w;
	size_t j;

	for (size_t r = 0; r < b->nrow; r++)
		to[r] = 1;
	if (a->r->weight == NULL)
		return true;
	if (!batch_need(b, str_of(a->r->weight), &j, e) ||
	    (w = batch_numbers(b, j, e)) == NULL)
		return false;
	for (size_t r = 0; r < b->nrow; r++) {
		if (!(w[r] >= 0))
			return batch_fail(b, j, r, e, "a weight is missing or negative");
		to[r] = w[r];
	}
	return true;
}

/* ---- a block ---- */

static bool
column_replace(const struct replaced *x, struct batch *b, struct err *e)
{
	struct str *to;
	size_t j;

	if (x->column.n == 0)
		return true;
	if (!batch_need(b, x->column, &j, e))
		return false;
	to = batch_set_text(b, j);
	for (size_t r = 0; r < b->nrow; r++)
		to[r] = x->cell != NULL ? x->cell[b->first + r] : x->all;
	return true;
}

/* The model's columns stand at the right. */
static bool
outputs_find(const struct asking *a, struct batch *b, double *to, struct err *e)
{
	const struct model *m = rescoring_model(a->r);
	size_t k = a->s->k, first = b->ncol - (m->nclass > 0 ? k : 1);

	for (size_t c = 0; c < k; c++) {
		const double *p = batch_numbers(b, first + c, e);

		if (p == NULL)
			return false;
		for (size_t r = 0; r < b->nrow; r++)
			to[r * k + c] = p[r];
	}
	return true;
}

static bool
ask_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct asking *a = self;
	struct batch *b = &k->batch;
	struct answer *x = arena_alloc(&b->mem, 1, sizeof(*x));

	(void)hand;
	k->note = x;
	x->score = arena_alloc(&b->mem, b->nrow * a->s->k, sizeof(double));
	x->label = arena_alloc(&b->mem, b->nrow, sizeof(double));
	x->weight = arena_alloc(&b->mem, b->nrow, sizeof(double));
	b->missing = a->r->missing;
	return (a->r->label == NULL || labels_find(a, b, x->label, e)) &&
	       weights_find(a, b, x->weight, e) && column_replace(a->x, b, e) &&
	       recipe_apply(a->r->recipe, a->r->recipe->n, b, e) &&
	       outputs_find(a, b, x->score, e);
}

static bool
ask_take(void *self, struct block *k, struct err *e)
{
	struct scores *s = ((struct asking *)self)->s;
	const struct answer *x = k->note;
	size_t n = k->batch.nrow;

	(void)e;
	while (s->n + n > s->room) {
		s->room = s->room > 0 ? 2 * s->room : 4096;
		s->score = mem_resize(s->score, s->room * s->k, sizeof(*s->score));
		s->label = mem_resize(s->label, s->room, sizeof(*s->label));
		s->weight = mem_resize(s->weight, s->room, sizeof(*s->weight));
	}
	if (n > 0) {
		memcpy(s->score + s->n * s->k, x->score, n * s->k * sizeof(double));
		memcpy(s->label + s->n, x->label, n * sizeof(double));
		memcpy(s->weight + s->n, x->weight, n * sizeof(double));
	}
	s->n += n;
	return true;
}

static void
read_again(const struct rescoring *r)
{
	struct err e;

	if (!reader_rewind(r->in, &e))
		run_fail(&e, NULL);
}

void
rescore(const struct rescoring *r, const struct replaced *x, struct scores *s)
{
	const struct model *m = rescoring_model(r);
	struct asking a = { r, x, s };
	struct pipeline p = { .self = &a, .work = ask_work, .take = ask_take };
	struct err e;

	if (m->learner->sets) {
		fail(&e, EXIT_DATA,
		    "a model of several labels has no one answer to compare (train a "
		    "model of one of them)");
		run_fail(&e, NULL);
	}
	read_again(r);
	s->n = 0;
	s->k = m->nclass > 0 ? m->nclass : 1;
	pipeline_run(&p, r->in);
	require_whole(r->in);
}

void
scores_free(struct scores *s)
{
	free(s->score);
	free(s->label);
	free(s->weight);
	*s = (struct scores){ 0 };
}

/* ---- the cells of a column ---- */

struct gathering {
	struct str column, *cell;
	size_t n, room;
	struct arena *mem;
};

static bool
cells_take(void *self, struct block *k, struct err *e)
{
	struct gathering *g = self;
	size_t j;

	if (!batch_need(&k->batch, g->column, &j, e))
		return false;
	g->cell = mem_grow(g->cell, &g->room, g->n + k->batch.nrow, sizeof(*g->cell));
	for (size_t r = 0; r < k->batch.nrow; r++) {
		struct str s = batch_cell(&k->batch, j, r);
		char *p = arena_alloc(g->mem, s.n, 1);

		if (s.n > 0)
			memcpy(p, s.p, s.n);
		g->cell[g->n++] = (struct str){ p, s.n };
	}
	return true;
}

struct str *
column_cells(const struct rescoring *r, struct str column, size_t *n, struct arena *mem)
{
	struct gathering g = { .column = column, .mem = mem };
	struct pipeline p = { .self = &g, .take = cells_take };

	read_again(r);
	pipeline_run(&p, r->in);
	*n = g.n;
	return g.cell;
}
