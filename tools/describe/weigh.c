/*
 * weigh.c - statistics of rows that have weights
 *
 * A row of weight 2 is the row twice: the sd divides by the sum of weights less 1, and a
 * percentile is the smallest value up to which that share of the weight lies.  Rows of
 * weight 0 are not there.  Memory: 16 bytes for each cell of the columns.
 */
#include "describe.h"

#include <math.h>
#include <stdlib.h>

#include "run/pipeline.h"
#include "run/rows.h"
#include "stat/weighted.h"

/* A column: its values with their weights. */
struct weighing {
	struct weighted *of;
	size_t n, room;
	uint64_t missing;
	struct exact missing_weight;
};

struct scales {
	const struct program *p;
	const struct describe *d; /* its percentiles */
	struct selection columns;
	size_t weight;
	struct weighing *column; /* (columns.n) */
};

static bool
cells_take(void *self, struct block *k, struct err *e)
{
	struct scales *s = self;
	struct batch *b = &k->batch;
	double *w = arena_alloc(&b->mem, b->nrow, sizeof(*w));

	for (size_t row = 0; row < b->nrow; row++)
		if (!row_weight(b, s->weight, row, &w[row], e))
			return false;
	for (size_t i = 0; i < s->columns.n; i++) {
		struct weighing *c = &s->column[i];
		const double *x = batch_numbers(b, s->columns.column[i], e);

		if (x == NULL)
			return false;
		for (size_t row = 0; row < b->nrow; row++) {
			if (w[row] == 0)
				continue;
			if (isnan(x[row])) {
				c->missing++;
				exact_add(&c->missing_weight, w[row]);
				continue;
			}
			c->of = mem_grow(c->of, &c->room, c->n + 1, sizeof(*c->of));
			c->of[c->n++] = (struct weighted){ x[row], w[row] };
		}
	}
	return true;
}

static void
columns_find(struct scales *s, struct reader *in, struct batch *header)
{
	const struct program *p = s->p;
	const char *list = p->columns != NULL ? p->columns : "@numeric";
	enum kind *kinds = kinds_find(p, list, in);
	struct selection w = columns_of(header, p->weight, NULL);
	struct selection chosen = columns_of(header, list, kinds);

	if (w.n != 1)
		tool_usage("-w: one column is the weight");
	s->weight = w.column[0];
	for (size_t i = 0; i < chosen.n; i++)
		if (chosen.column[i] != s->weight)
			chosen.column[s->columns.n++] = chosen.column[i];
	s->columns.column = chosen.column;
	if (s->columns.n == 0)
		die(EXIT_DATA, "%s: no column of numbers besides the weight",
		    reader_name(in));
	select_free(&w);
	free(kinds);
}

/* ---- statistics ---- */

struct weighed {
	double weight, mean, sd;
};

static struct weighed
moments(const struct weighing *c)
{
	struct exact *sum = mem_alloc(3, sizeof(*sum));
	struct weighed r;

	for (size_t i = 0; i < c->n; i++) {
		exact_add(&sum[0], c->of[i].w);
		exact_add_product(&sum[1], c->of[i].x, c->of[i].w);
	}
	r.weight = exact_value(&sum[0]);
	r.mean = exact_value(&sum[1]) / r.weight;
	for (size_t i = 0; i < c->n; i++) {
		double d = c->of[i].x - r.mean;

		exact_add(&sum[2], c->of[i].w * d * d);
	}
	r.sd = r.weight > 1 ? sqrt(exact_value(&sum[2]) / (r.weight - 1)) : NAN;
	free(sum);
	return r;
}

/* Shares are asked for in any order; the values are sorted. */
static double
percentile_of(const struct weighing *c, double weight, double percent)
{
	struct running up;
	size_t i = 0;

	running_start(&up, c->of, c->n);
	while (i < c->n) {
		double x = c->of[i].x;

		for (; i < c->n && c->of[i].x == x; i++)
			running_add(&up, c->of[i].w);
		if (running_value(&up) >= weight * percent / 100)
			return x;
	}
	return c->n > 0 ? c->of[c->n - 1].x : NAN;
}

static void
column_report(
    const struct scales *s, struct weighing *c, struct str name, struct report *r)
{
	struct weighed m = moments(c);

	weighted_sort(c->of, c->n);
	report_text(r, name);
	report_count(r, c->n);
	report_count(r, c->missing);
	report_number(r, c->n > 0 ? m.weight : 0);
	report_number(r, exact_value(&c->missing_weight));
	report_number(r, m.mean);
	report_number(r, m.sd);
	report_number(r, c->n > 0 ? c->of[0].x : NAN);
	for (size_t i = 0; i < s->d->npercent; i++)
		report_number(r, percentile_of(c, m.weight, s->d->percent[i]));
	report_number(r, c->n > 0 ? c->of[c->n - 1].x : NAN);
	report_end_row(r);
}

static void
columns_name(const struct scales *s, struct report *r)
{
	static const char *const names[] = { "column", "count", "missing", "weight",
		"missing_weight", "mean", "sd", "min" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		report_column(r, str_of(names[i]));
	for (size_t i = 0; i < s->d->npercent; i++)
		report_column(r, s->d->percent_name[i]);
	report_column(r, STR("max"));
}

void
weigh(const struct program *p, struct reader *in)
{
	struct batch header = { .missing = &p->common.missing };
	struct describe d = { .percentiles_given = p->chosen.percentiles_given };
	struct start none = { .header = &header };
	struct scales s = { .p = p, .d = &d };
	struct pipeline all = {
		.self = &s, .missing = &p->common.missing, .take = cells_take
	};
	struct report *r;
	struct err e;

	reader_header(in, &header);
	if (!op_describe.start(&d, &none, &e))
		run_fail(&e, NULL);
	columns_find(&s, in, &header);
	r = report_open(&p->common, in);
	s.column = mem_alloc(s.columns.n, sizeof(*s.column));
	pipeline_run(&all, in);
	require_whole(in);
	columns_name(&s, r);
	for (size_t i = 0; i < s.columns.n; i++)
		column_report(&s, &s.column[i], header.col[s.columns.column[i]].name, r);
	report_end(r);
	for (size_t i = 0; i < s.columns.n; i++)
		free(s.column[i].of);
	free(s.column);
	op_describe.free(&d);
	select_free(&s.columns);
	batch_free(&header);
}
