/*
 * hold.c - a table held against a schema
 *
 * Rules about single cells are looked at block by block, in several threads; what they
 * find is told in the order of the rows, where repeats of a unique value are found, too.
 * Rules about a column as a whole (shares, means, a domain that need not hold all) are
 * counted on the way and told at the end.
 *
 * Memory: the distinct values of the columns that must be unique, and --rows violations
 * of each rule.
 */
#include "check.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "run/pipeline.h"
#include "stat/exact.h"

/* The rules, in the order in which they are told. */
enum broken {
	BROKEN_COLUMN,
	BROKEN_ROWS,
	BROKEN_PRESENCE,
	BROKEN_TYPE,
	BROKEN_MIN,
	BROKEN_MAX,
	BROKEN_VALUE,
	BROKEN_MATCH,
	BROKEN_UNIQUE,
	BROKEN_IN_DOMAIN,
	BROKEN_MEAN_MIN,
	BROKEN_MEAN_MAX,
	BROKEN_RULES
};

static const char *const broken_names[] = { "column", "rows_min", "presence", "type",
	"min", "max", "value", "match", "unique", "in_domain", "mean_min", "mean_max" };

/* A cell that breaks a rule. */
struct finding {
	size_t column, row; /* of the schema; of the block */
	enum broken broken;
};

struct found_cells {
	size_t n, room;
	struct finding *of;
};

/* What is counted of a column. */
struct count {
	uint64_t present, outside, numbers; /* cells with a value, out of the domain */
	struct exact sum;
};

struct holding {
	const struct check *c;
	struct schema s;
	struct report *out;
	size_t *column;                   /* (s.n) in the input, or COLUMN_NONE */
	struct dict *seen;                /* (s.n) the values of those that are unique */
	struct count *count;              /* (s.n) */
	uint64_t (*broken)[BROKEN_RULES]; /* (s.n + 1) the last: of the table */
	uint64_t rows;
};

/* ---- one cell ---- */

static void
find(struct found_cells *f, size_t column, size_t row, enum broken broken)
{
	f->of = mem_grow(f->of, &f->room, f->n + 1, sizeof(*f->of));
	f->of[f->n++] = (struct finding){ column, row, broken };
}

static bool
is_whole_domain(const struct rules *r)
{
	return isnan(r->in_domain) || r->in_domain == 1;
}

static void
number_look(const struct rules *r, struct count *count, struct str cell, size_t i,
    size_t row, struct found_cells *f)
{
	double x;

	if (num_parse(cell.p, cell.n, &x) != NUM_OK ||
	    (r->type == TYPE_INTEGER && x != floor(x))) {
		find(f, i, row, BROKEN_TYPE);
		return;
	}
	count->numbers++;
	if (!isnan(r->mean_least) || !isnan(r->mean_most))
		exact_add(&count->sum, x);
	if (x < r->least)
		find(f, i, row, BROKEN_MIN);
	if (x > r->most)
		find(f, i, row, BROKEN_MAX);
}

static bool
matches(const struct rules *r, struct str cell, struct arena *mem)
{
	char *text = arena_alloc(mem, cell.n + 1, 1);

	memcpy(text, cell.p, cell.n);
	text[cell.n] = '\0';
	return regexec(&r->regex, text, 0, NULL, 0) == 0;
}

static void
cell_look(const struct rules *r, struct count *count, struct batch *b, size_t j, size_t i,
    size_t row, struct found_cells *f)
{
	struct str cell = batch_cell(b, j, row);
	bool missing = batch_is_missing(b, j, row) ||
		       (r->type >= TYPE_NUMBER && missing_number(b->missing, cell));

	if (missing) {
		if (r->presence == 1)
			find(f, i, row, BROKEN_PRESENCE);
		return;
	}
	count->present++;
	if (r->type >= TYPE_NUMBER)
		number_look(r, count, cell, i, row, f);
	if (r->domain.n > 0 && dict_find(&r->domain, cell) == DICT_NONE) {
		count->outside++;
		if (is_whole_domain(r))
			find(f, i, row, BROKEN_VALUE);
	}
	if (r->match.p != NULL && !matches(r, cell, &b->mem))
		find(f, i, row, BROKEN_MATCH);
}

/* ---- blocks ---- */

static void *
hand(void *self)
{
	const struct holding *h = self;

	return mem_alloc(h->s.n, sizeof(struct count));
}

static void
hand_end(void *self, void *own)
{
	struct holding *h = self;
	struct count *count = own;

	for (size_t i = 0; i < h->s.n; i++) {
		h->count[i].present += count[i].present;
		h->count[i].outside += count[i].outside;
		h->count[i].numbers += count[i].numbers;
		exact_merge(&h->count[i].sum, &count[i].sum);
	}
	free(own);
}

/* Row by row, so that what is found is in their order. */
static bool
work(void *self, void *own, struct block *k, struct err *e)
{
	const struct holding *h = self;
	struct count *count = own;
	struct found_cells *f = mem_alloc(1, sizeof(*f));

	(void)e;
	for (size_t row = 0; row < k->batch.nrow; row++)
		for (size_t i = 0; i < h->s.n; i++)
			if (h->column[i] != COLUMN_NONE)
				cell_look(&h->s.of[i], &count[i], &k->batch, h->column[i],
				    i, row, f);
	k->note = f;
	return true;
}

/* ---- telling ---- */

static void
expected(const struct rules *r, enum broken broken, struct report *out)
{
	switch (broken) {
	case BROKEN_PRESENCE:
		report_number(out, r->presence);
		break;
	case BROKEN_TYPE:
		report_text(out, str_of(schema_types[r->type]));
		break;
	case BROKEN_MIN:
		report_number(out, r->least);
		break;
	case BROKEN_MAX:
		report_number(out, r->most);
		break;
	case BROKEN_MATCH:
		report_text(out, r->match);
		break;
	case BROKEN_IN_DOMAIN:
		report_number(out, r->in_domain);
		break;
	case BROKEN_MEAN_MIN:
		report_number(out, r->mean_least);
		break;
	case BROKEN_MEAN_MAX:
		report_number(out, r->mean_most);
		break;
	default:
		report_missing(out);
	}
}

/* Count it; is it still to be shown? */
static bool
broken_count(struct holding *h, size_t i, enum broken broken)
{
	return h->broken[i][broken]++ < h->c->rows;
}

static void
cell_tell(struct holding *h, struct batch *b, const struct finding *f)
{
	const struct rules *r = &h->s.of[f->column];

	if (!broken_count(h, f->column, f->broken))
		return;
	report_text(h->out, str_of(b->file));
	report_count(h->out, batch_line(b, f->row));
	report_text(h->out, r->column);
	report_text(h->out, str_of(broken_names[f->broken]));
	report_text(h->out, batch_cell(b, h->column[f->column], f->row));
	expected(r, f->broken, h->out);
	report_end_row(h->out);
}

/* Of a column as a whole. */
static void
column_tell(struct holding *h, size_t i, enum broken broken, double value)
{
	broken_count(h, i, broken);
	report_missing(h->out);
	report_missing(h->out);
	report_text(h->out, h->s.of[i].column);
	report_text(h->out, str_of(broken_names[broken]));
	report_number(h->out, value);
	expected(&h->s.of[i], broken, h->out);
	report_end_row(h->out);
}

static void
header_tell(struct holding *h, size_t i, struct str column, const char *what)
{
	broken_count(h, i, BROKEN_COLUMN);
	report_missing(h->out);
	report_missing(h->out);
	report_text(h->out, column);
	report_text(h->out, str_of(broken_names[BROKEN_COLUMN]));
	report_text(h->out, str_of(what));
	report_end_row(h->out);
}

static void
repeat_look(struct holding *h, struct batch *b, size_t i, size_t row)
{
	struct finding f = { i, row, BROKEN_UNIQUE };
	size_t n = h->seen[i].n;

	if (!batch_is_missing(b, h->column[i], row) &&
	    dict_add(&h->seen[i], batch_cell(b, h->column[i], row)) < n)
		cell_tell(h, b, &f);
}

static bool
take(void *self, struct block *k, struct err *e)
{
	struct holding *h = self;
	struct found_cells *f = k->note;
	size_t next = 0;

	(void)e;
	for (size_t row = 0; row < k->batch.nrow; row++) {
		for (; f != NULL && next < f->n && f->of[next].row == row; next++)
			cell_tell(h, &k->batch, &f->of[next]);
		for (size_t i = 0; i < h->s.n; i++)
			if (h->s.of[i].unique && h->column[i] != COLUMN_NONE)
				repeat_look(h, &k->batch, i, row);
	}
	h->rows += k->batch.nrow;
	if (f != NULL)
		free(f->of);
	free(f);
	return true;
}

/* ---- before and after the rows ---- */

static void
header_look(struct holding *h, struct reader *in)
{
	struct batch header = { .missing = &h->c->common.missing };

	reader_header(in, &header);
	for (size_t i = 0; i < h->s.n; i++) {
		const struct rules *r = &h->s.of[i];
		bool excused =
		    h->c->environment != NULL &&
		    dict_find(&r->not_in, str_of(h->c->environment)) != DICT_NONE;

		h->column[i] = batch_find(&header, r->column);
		if (h->column[i] == COLUMN_NONE && !excused)
			header_tell(h, i, r->column, "absent");
	}
	for (size_t j = 0; j < header.ncol && !h->s.open; j++)
		if (dict_find(&h->s.columns, header.col[j].name) == DICT_NONE)
			header_tell(h, h->s.n, header.col[j].name, "unexpected");
	batch_free(&header);
}

static void
whole_look(struct holding *h, size_t i)
{
	const struct rules *r = &h->s.of[i];
	const struct count *n = &h->count[i];
	double share = h->rows > 0 ? (double)n->present / (double)h->rows : NAN, mean;

	if (r->presence < 1 && share < r->presence)
		column_tell(h, i, BROKEN_PRESENCE, share);
	share = n->present > 0 ? 1 - (double)n->outside / (double)n->present : NAN;
	if (!is_whole_domain(r) && share < r->in_domain)
		column_tell(h, i, BROKEN_IN_DOMAIN, share);
	mean = n->numbers > 0 ? exact_mean(&n->sum, n->numbers) : NAN;
	if (mean < r->mean_least)
		column_tell(h, i, BROKEN_MEAN_MIN, mean);
	if (mean > r->mean_most)
		column_tell(h, i, BROKEN_MEAN_MAX, mean);
}

static void
rows_look(struct holding *h)
{
	if (h->rows >= h->s.rows_least)
		return;
	broken_count(h, h->s.n, BROKEN_ROWS);
	report_missing(h->out);
	report_missing(h->out);
	report_missing(h->out);
	report_text(h->out, str_of(broken_names[BROKEN_ROWS]));
	report_count(h->out, h->rows);
	report_count(h->out, h->s.rows_least);
	report_end_row(h->out);
}

/* How many violations there were, and a line for each rule that was not shown in full. */
static uint64_t
broken_tell(const struct holding *h)
{
	uint64_t all = 0;
	struct shown s;

	for (size_t i = 0; i <= h->s.n; i++)
		for (int k = 0; k < BROKEN_RULES; k++) {
			uint64_t n = h->broken[i][k];

			all += n;
			if (n > h->c->rows && i < h->s.n && k != BROKEN_COLUMN)
				tell("column \"%s\": %s: %" PRIu64
				     " violations, %zu of them shown (--rows)",
				    shown(&s, h->s.of[i].column.p, h->s.of[i].column.n),
				    broken_names[k], n, h->c->rows);
		}
	return all;
}

static void
holding_free(struct holding *h)
{
	for (size_t i = 0; i < h->s.n; i++)
		dict_clear(&h->seen[i]);
	free(h->seen);
	free(h->column);
	free(h->count);
	free(h->broken);
	schema_free(&h->s);
}

int
hold(const struct check *c, struct reader *in, struct report *out)
{
	static const char *const names[] = { "file", "line", "column", "rule", "value",
		"expected" };
	struct holding h = { .c = c, .out = out };
	struct pipeline p = { .self = &h,
		.missing = &c->common.missing,
		.hand = hand,
		.hand_end = hand_end,
		.work = work,
		.take = take };
	uint64_t broken;

	schema_read(&h.s, c);
	h.column = mem_alloc(h.s.n, sizeof(*h.column));
	h.seen = mem_alloc(h.s.n, sizeof(*h.seen));
	h.count = mem_alloc(h.s.n, sizeof(*h.count));
	h.broken = mem_alloc(h.s.n + 1, sizeof(*h.broken));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		report_column(out, str_of(names[i]));
	header_look(&h, in);
	pipeline_run(&p, in);
	require_whole(in);
	rows_look(&h);
	for (size_t i = 0; i < h.s.n; i++)
		if (h.column[i] != COLUMN_NONE)
			whole_look(&h, i);
	broken = broken_tell(&h);
	report_end(out);
	holding_free(&h);
	return broken > 0 ? EXIT_NO : EXIT_SUCCESS;
}
