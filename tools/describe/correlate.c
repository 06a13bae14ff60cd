/*
 * correlate.c - columns of numbers against each other, or against a label
 *
 * A pair of columns is judged on the rows where both have a value.  Memory: 8 bytes for
 * each cell of the columns.
 */
#include "describe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run/pipeline.h"
#include "stat/correlation.h"

enum { HINT_ROWS = 20 };
#define HINT_R 0.99

struct correlating {
	const struct program *p;
	struct selection columns;
	size_t label; /* the column, or COLUMN_NONE */
	struct label_rule rule;
	size_t rows, room;
	double **x; /* (columns.n + 1) each (rows); the last is the label's */
	size_t *x_room;
};

/* As numbers, or for a label with --positive or --negative as 0 and 1. */
static bool
cells_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct correlating *c = self;
	struct batch *b = &k->batch;
	const double **x = arena_alloc(&b->mem, c->columns.n + 1, sizeof(*x));

	(void)hand;
	for (size_t i = 0; i < c->columns.n; i++)
		if ((x[i] = batch_numbers(b, c->columns.column[i], e)) == NULL)
			return false;
	if (c->label != COLUMN_NONE && label_rule_given(&c->rule)) {
		double *y = arena_alloc(&b->mem, b->nrow, sizeof(*y));

		x[c->columns.n] = y;
		if (!label_numbers(&c->rule, b, c->label, y, e))
			return false;
	} else if (c->label != COLUMN_NONE &&
		   (x[c->columns.n] = batch_numbers(b, c->label, e)) == NULL) {
		return false;
	}
	k->note = x;
	return true;
}

static bool
cells_take(void *self, struct block *k, struct err *e)
{
	struct correlating *c = self;
	const double **x = k->note;
	size_t n = k->batch.nrow;

	(void)e;
	for (size_t i = 0; x != NULL && i < c->columns.n + (c->label != COLUMN_NONE);
	     i++) {
		c->x[i] = mem_grow(c->x[i], &c->x_room[i], c->rows + n, sizeof(double));
		if (n > 0)
			memcpy(c->x[i] + c->rows, x[i], n * sizeof(double));
	}
	c->rows += n;
	return true;
}

static void
columns_find(struct correlating *c, struct reader *in, struct batch *header)
{
	const struct program *p = c->p;
	const char *list = p->columns != NULL ? p->columns : "@numeric";
	enum kind *kinds = kinds_find(p, list, in);
	struct err e;

	c->label = COLUMN_NONE;
	if (p->label != NULL) {
		struct selection s = columns_of(header, p->label, NULL);

		if (s.n != 1)
			tool_usage("-y: one column is the label");
		c->label = s.column[0];
		select_free(&s);
		if (!label_rule_parse(&c->rule, p->positive, p->negative, &e))
			run_fail(&e, NULL);
	}
	struct selection chosen = columns_of(header, list, kinds);
	for (size_t i = 0; i < chosen.n; i++)
		if (chosen.column[i] != c->label)
			chosen.column[c->columns.n++] = chosen.column[i];
	c->columns.column = chosen.column;
	if (c->columns.n < (c->label == COLUMN_NONE ? 2 : 1))
		die(EXIT_DATA, "%s: no two columns of numbers to correlate",
		    reader_name(in));
	free(kinds);
}

/* The rows where both have a value, in place of the arrays given. */
static size_t
pairs_gather(const double *x, const double *y, size_t n, double *a, double *b)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]) && !isnan(y[i])) {
			a[m] = x[i];
			b[m++] = y[i];
		}
	return m;
}

/* ---- pairs, in several threads ---- */

struct pair {
	size_t i, j;
	size_t n;
	double pearson, spearman;
};

struct pairing {
	const struct correlating *c;
	struct pair *pair;
};

static void
pair_find(void *self, size_t at)
{
	const struct pairing *s = self;
	struct pair *pair = &s->pair[at];
	double *a = mem_alloc(s->c->rows, sizeof(*a)),
	       *b = mem_alloc(s->c->rows, sizeof(*b));

	pair->n = pairs_gather(s->c->x[pair->i], s->c->x[pair->j], s->c->rows, a, b);
	pair->pearson = correlation_pearson(a, b, pair->n);
	pair->spearman = correlation_spearman(a, b, pair->n);
	free(a);
	free(b);
}

static struct pair *
pairs_make(const struct correlating *c, size_t *n)
{
	size_t p = c->columns.n;
	struct pair *pair = mem_alloc(p * (p + 1) / 2 + 1, sizeof(*pair));

	*n = 0;
	for (size_t i = 0; i < p; i++) {
		size_t from = c->label != COLUMN_NONE ? p : i + 1;
		size_t to = c->label != COLUMN_NONE ? p + 1 : p;

		for (size_t j = from; j < to; j++)
			pair[(*n)++] = (struct pair){ .i = i, .j = j };
	}
	return pair;
}

/* So near to a function of each other that one of them says it all. */
static const char *
hint(const struct correlating *c, const struct pair *pair)
{
	double r = fmax(fabs(pair->pearson), fabs(pair->spearman));

	if (pair->n < HINT_ROWS || !(r >= HINT_R))
		return "";
	return c->label != COLUMN_NONE ? "leak?" : "nearly the same";
}

void
correlate(const struct program *p, struct reader *in)
{
	static const char *const names[] = { "column", "other", "n", "pearson",
		"spearman", "hint" };
	struct batch header = { .missing = &p->common.missing };
	struct correlating c = { .p = p };
	struct pipeline all = { .self = &c,
		.missing = &p->common.missing,
		.work = cells_work,
		.take = cells_take };
	struct report *r;
	size_t n;

	reader_header(in, &header);
	columns_find(&c, in, &header);
	r = report_open(&p->common, in);
	c.x = mem_alloc(c.columns.n + 1, sizeof(*c.x));
	c.x_room = mem_alloc(c.columns.n + 1, sizeof(*c.x_room));
	pipeline_run(&all, in);
	require_whole(in);
	struct pairing s = { &c, pairs_make(&c, &n) };
	pipeline_each(pair_find, &s, n);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		report_column(r, str_of(names[i]));
	for (size_t i = 0; i < n; i++) {
		const struct pair *pair = &s.pair[i];
		size_t j = pair->j < c.columns.n ? c.columns.column[pair->j] : c.label;

		report_text(r, header.col[c.columns.column[pair->i]].name);
		report_text(r, header.col[j].name);
		report_count(r, pair->n);
		report_number(r, pair->pearson);
		report_number(r, pair->spearman);
		report_text(r, str_of(hint(&c, pair)));
		report_end_row(r);
	}
	report_end(r);
	for (size_t i = 0; i <= c.columns.n; i++)
		free(c.x[i]);
	free(c.x);
	free(c.x_room);
	free(s.pair);
	label_rule_free(&c.rule);
	select_free(&c.columns);
	batch_free(&header);
}
