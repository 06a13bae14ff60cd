/*
 * describe_learn.c - rows into profiles: the accumulator of describe
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "op/describe.h"

enum { DISTINCT_EXACTLY = 4096 };

static void *
begin(const void *self)
{
	const struct describe *d = self;
	struct profile *p = mem_alloc(d->columns.n, sizeof(*p));
	size_t limit = d->exact == 1  ? SIZE_MAX
		       : d->limit > 0 ? d->limit
				      : DISTINCT_EXACTLY;

	for (size_t i = 0; i < d->columns.n; i++)
		profile_start(&p[i], &d->words, limit, d->label.n > 0);
	return p;
}

bool
describe_look(
    const struct describe *d, struct batch *b, struct describe_look *look, struct err *e)
{
	size_t *column = arena_alloc(&b->mem, d->columns.n, sizeof(*column)), label;
	double *y;

	*look = (struct describe_look){ .batch = b, .column = column };
	look->cell = arena_alloc(&b->mem, b->nrow, sizeof(*look->cell));
	look->x = arena_alloc(&b->mem, b->nrow, sizeof(*look->x));
	for (size_t i = 0; i < d->columns.n; i++)
		if (!batch_need(b, dict_key(&d->columns, i), &column[i], e))
			return false;
	if (d->label.n == 0)
		return true;
	if (!batch_need(b, d->label, &label, e))
		return false;
	look->y = y = arena_alloc(&b->mem, b->nrow, sizeof(*y));
	look->cell_y = arena_alloc(&b->mem, b->nrow, sizeof(*look->cell_y));
	return label_numbers(&d->rule, b, label, y, e);
}

/* Nearly all cells are fields without quotes, and here time goes. */
static void
cells_gather(const struct describe_look *look, size_t j, const size_t *rows, size_t n)
{
	struct batch *b = look->batch;
	const struct column *c = &b->col[j];

	for (size_t i = 0; i < n; i++) {
		size_t row = rows != NULL ? rows[i] : i;
		struct str cell;

		if (c->face != FACE_FIELD) {
			cell = batch_cell(b, j, row);
		} else {
			cell = batch_field(b, c->field, row);
			if (cell.n > 0 && cell.p[0] == '"')
				cell = field_decode(cell, &b->mem);
		}
		look->cell[i] = cell;
	}
}

/* What these cells are as numbers, where it can be had for all of them at once. */
static void
numbers_gather(
    const struct describe_look *look, size_t j, bool text, const size_t *rows, size_t n)
{
	const struct batch *b = look->batch;
	const struct column *c = &b->col[j];
	size_t stride = b->nfield + 1, i = 0;

	while (i < n && !text && rows == NULL && c->face == FACE_FIELD) {
		i += num_parse_cells(
		    b->block, b->off + i * stride + c->field, stride, n - i, look->x + i);
		if (i < n)
			look->x[i++] = NAN;
	}
	for (; i < n; i++)
		look->x[i] = NAN;
}

bool
describe_learn(struct profile *p, const struct describe *d,
    const struct describe_look *look, const size_t *rows, size_t n, struct err *e)
{
	const double *y = look->y;

	for (size_t i = 0; i < n && rows != NULL && y != NULL; i++)
		look->cell_y[i] = look->y[rows[i]];
	if (rows != NULL && y != NULL)
		y = look->cell_y;
	for (size_t i = 0; i < d->columns.n; i++) {
		cells_gather(look, look->column[i], rows, n);
		numbers_gather(look, look->column[i], p[i].text, rows, n);
		profile_add(&p[i], look->cell, look->x, y, n);
		if (!sample_good(&p[i].values, e))
			return false;
	}
	return true;
}

static bool
learn(void *acc, const void *self, struct batch *b, struct err *e)
{
	struct describe_look look;

	return describe_look(self, b, &look, e) &&
	       describe_learn(acc, self, &look, NULL, b->nrow, e);
}

static void
merge(void *acc, const void *self, void *other)
{
	const struct describe *d = self;
	struct profile *p = acc, *o = other;

	for (size_t i = 0; i < d->columns.n; i++)
		profile_merge(&p[i], &o[i]);
}

static void
free_profiles(void *acc, const void *self)
{
	const struct describe *d = self;
	struct profile *p = acc;

	for (size_t i = 0; i < d->columns.n; i++)
		profile_free(&p[i]);
	free(p);
}

static bool
idle(const void *self)
{
	(void)self;
	return false;
}

const struct accumulator describe_accumulator = { begin, learn, merge,
	describe_partial_save, describe_partial_load, describe_partial_loaded,
	free_profiles, idle };

void
describe_keep(struct describe *d, const bool *keep, struct profile **acc, size_t nacc)
{
	struct dict kept = { 0 };

	for (size_t i = 0; i < d->columns.n; i++) {
		size_t n = kept.n;

		if (keep[i])
			dict_add(&kept, dict_key(&d->columns, i));
		for (size_t k = 0; k < nacc; k++)
			if (keep[i])
				acc[k][n] = acc[k][i];
			else
				profile_free(&acc[k][i]);
	}
	dict_clear(&d->columns);
	d->columns = kept;
}
