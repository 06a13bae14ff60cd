/*
 * pairs.c - rows that are alike in everything but the attribute
 *
 * Rows that agree, byte for byte, in all columns but the attribute, the label and those
 * left out are a set; its first row of each value stands for that value.  Each two values
 * of a set are a pair.
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "fair.h"
#include "run/filter.h"
#include "stat/exact.h"
#include "table/select.h"

/* A value's first row in a set. */
struct place {
	size_t set, value, row;
};

struct pairing {
	const struct fair *f;
	const struct rescoring *r;
	const struct model *model; /* NULL: labels are compared */
	struct arena mem;          /* of cells */
	size_t nrow;
	struct str *cell; /* (nrow) the attribute */
	struct dict set, value;
	struct scores scores;
	size_t n, room;
	struct place *place; /* (n) */
};

/* ---- sets ---- */

/* Columns in which rows must agree. */
static struct selection
columns_compared(const struct pairing *p, struct batch *header)
{
	struct selection all = { 0 }, out = { 0 };
	struct err e;
	size_t n = 0;

	reader_header(p->r->in, header);
	if (!select_columns(&all, (struct str){ 0 }, header, NULL, &e) ||
	    (p->f->exclude != NULL &&
		!select_columns(&out, str_of(p->f->exclude), header, NULL, &e)))
		run_fail(&e, NULL);
	for (size_t i = 0; i < all.n; i++) {
		struct str name = header->col[all.column[i]].name;
		bool left =
		    str_equal(name, p->f->column) ||
		    (p->f->label != NULL && str_equal(name, str_of(p->f->label))) ||
		    (p->model != NULL && str_equal(name, p->model->label)) ||
		    (p->model != NULL && p->model->weights.n > 0 &&
			str_equal(name, p->model->weights));

		for (size_t k = 0; k < out.n; k++)
			left |= out.column[k] == all.column[i];
		if (!left)
			all.column[n++] = all.column[i];
	}
	all.n = n;
	select_free(&out);
	return all;
}

/* A set is numbered by that of the columns before and the cell of one more. */
static void
set_refine(struct dict *next, size_t *set, struct str cell)
{
	char *key = mem_alloc(cell.n + NUM_WIDTH + 1, 1);
	size_t n = num_print_count(*set, key);

	key[n++] = ':';
	if (cell.n > 0)
		memcpy(key + n, cell.p, cell.n);
	*set = dict_add(next, (struct str){ key, n + cell.n });
	free(key);
}

static size_t *
sets_find(struct pairing *p)
{
	struct batch header = { .missing = p->r->missing };
	struct selection s = columns_compared(p, &header);
	size_t *set = mem_alloc(p->nrow, sizeof(*set)), n;

	for (size_t i = 0; i < s.n; i++) {
		struct arena mem = { 0 };
		struct dict next = { 0 };
		struct str *cell =
		    column_cells(p->r, header.col[s.column[i]].name, &n, &mem);

		for (size_t row = 0; row < p->nrow && row < n; row++)
			set_refine(&next, &set[row], cell[row]);
		free(cell);
		arena_free(&mem);
		dict_clear(&next);
	}
	select_free(&s);
	batch_free(&header);
	return set;
}

static int
by_set(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->set != y->set)
		return x->set < y->set ? -1 : 1;
	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void
places_find(struct pairing *p)
{
	size_t *set = sets_find(p), n = 0;

	p->place = mem_alloc(p->nrow, sizeof(*p->place));
	for (size_t row = 0; row < p->nrow; row++)
		p->place[row] =
		    (struct place){ set[row], dict_find(&p->value, p->cell[row]), row };
	qsort(p->place, p->nrow, sizeof(*p->place), by_set);
	for (size_t i = 0; i < p->nrow; i++)
		if (i == 0 || p->place[i].set != p->place[i - 1].set ||
		    p->place[i].value != p->place[i - 1].value)
			p->place[n++] = p->place[i];
	p->n = n;
	free(set);
}

/* ---- values and scores ---- */

static int
by_bytes(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

/* The values that occur, numbered in the order of their bytes. */
static void
values_number(struct pairing *p)
{
	struct dict seen = { 0 };
	struct str *value;

	for (size_t i = 0; i < p->nrow && seen.n <= VALUES_MOST; i++)
		dict_add(&seen, p->cell[i]);
	if (seen.n > VALUES_MOST)
		die(EXIT_DATA, "%s: --pairs %s: more than %d different values",
		    reader_name(p->r->in), p->f->pairs, VALUES_MOST);
	value = mem_alloc(seen.n, sizeof(*value));
	for (size_t i = 0; i < seen.n; i++)
		value[i] = dict_key(&seen, i);
	qsort(value, seen.n, sizeof(*value), by_bytes);
	for (size_t i = 0; i < seen.n; i++)
		dict_add(&p->value, value[i]);
	free(value);
	dict_clear(&seen);
}

/* The labels, as if they were scores. */
static void
labels_read(struct pairing *p)
{
	struct arena mem = { 0 };
	struct str *cell = column_cells(p->r, str_of(p->f->label), &p->scores.n, &mem);
	struct shown s, c;

	p->scores.k = 1;
	p->scores.score = mem_alloc(p->scores.n, sizeof(double));
	for (size_t i = 0; i < p->scores.n; i++)
		if (num_parse(cell[i].p, cell[i].n, &p->scores.score[i]) != NUM_OK)
			die(EXIT_DATA,
			    "%s: row %zu: column \"%s\": \"%s\" is not a number",
			    reader_name(p->r->in), i + 1,
			    shown(&s, p->f->label, strlen(p->f->label)),
			    shown(&c, cell[i].p, cell[i].n));
	free(cell);
	arena_free(&mem);
}

/* ---- what differs ---- */

static void
pair_count(struct pairing *p, const struct place *a, const struct place *b,
    struct shift *all, struct changes *worst)
{
	const struct scores *s = &p->scores;
	size_t k = s->k, answer = answer_of(s, a->row);
	double before = s->score[a->row * k + answer];
	double after = s->score[b->row * k + answer];

	shift_add(&all[a->value * p->value.n + b->value], after - before,
	    says_otherwise(p->model, s, a->row, s, b->row));
	change_offer(worst, (struct change){ a->row + 1, b->row + 1, p->cell[a->row],
				p->cell[b->row], before, after });
}

static void
pairs_count(struct pairing *p, struct shift *all, struct changes *worst)
{
	for (size_t i = 0; i < p->n; i++)
		for (size_t j = i + 1; j < p->n && p->place[j].set == p->place[i].set;
		     j++)
			pair_count(p, &p->place[i], &p->place[j], all, worst);
}

static void
shifts_report(const struct pairing *p, struct shift *all, struct report *out)
{
	size_t n = p->value.n, pairs = 0;

	report_column(out, STR("from"));
	report_column(out, STR("to"));
	shift_names(out);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			struct shift *s = &all[i * n + j];

			pairs += s->n;
			report_text(out, dict_key(&p->value, i));
			report_text(out, dict_key(&p->value, j));
			shift_report(s, out);
		}
	if (pairs == 0)
		warn("no two rows differ in \"%s\" alone (-x leaves columns out, such as "
		     "an identifier)",
		    p->f->pairs);
}

void
pairs_report(const struct fair *f, const struct rescoring *r, struct changes *worst,
    struct report *out)
{
	struct pairing p = {
		.f = f, .r = r, .model = f->apply.n > 0 ? rescoring_model(r) : NULL
	};
	struct shift *all;
	size_t n;

	p.cell = column_cells(r, f->column, &p.nrow, &p.mem);
	if (p.nrow == 0)
		die(EXIT_DATA, "%s: a header and no rows: there is nothing to try",
		    reader_name(r->in));
	values_number(&p);
	if (p.model != NULL)
		rescore(r, &(struct replaced){ { 0 }, NULL, { 0 } }, &p.scores);
	else
		labels_read(&p);
	places_find(&p);
	n = p.value.n * p.value.n;
	all = mem_alloc(n, sizeof(*all));
	for (size_t i = 0; i < n; i++)
		shift_start(&all[i]);
	pairs_count(&p, all, worst);
	shifts_report(&p, all, out);
	worst_write(f, worst, true, r->in);
	for (size_t i = 0; i < n; i++)
		shift_free(&all[i]);
	free(all);
	free(p.place);
	free(p.cell);
	dict_clear(&p.value);
	scores_free(&p.scores);
	arena_free(&p.mem);
}
