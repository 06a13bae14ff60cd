/*
 * long.c - ratings a row each: who said what of which
 *
 * Units and raters are known when all rows were read; then the ratings are put where
 * they would stand had each rater a column.  Memory: 12 bytes a rating, then 4 for each
 * unit and rater.
 */
#include <stdlib.h>

#include "agree.h"
#include "table/select.h"

struct told {
	uint32_t unit, rater, code;
};

struct telling {
	struct agree *a;
	size_t unit, rater, rating; /* columns */
	struct dict units, raters, pairs;
	size_t n, room;
	struct told *of;
};

static bool
name_missing(struct batch *b, size_t j, size_t row, const char *what, struct err *e)
{
	return !batch_is_missing(b, j, row) ||
	       batch_fail(b, j, row, e, "the %s is missing", what);
}

/* Has this rater rated this unit before? */
static bool
is_second(struct telling *t, size_t unit, size_t rater)
{
	uint64_t pair[2] = { unit, rater };
	size_t n = t->pairs.n;

	return dict_add(&t->pairs, (struct str){ (const char *)pair, sizeof(pair) }) < n;
}

static bool
told_take(void *self, struct block *k, struct err *e)
{
	struct telling *t = self;
	struct batch *b = &k->batch;
	struct shown s;

	for (size_t row = 0; row < b->nrow; row++) {
		uint32_t code;

		if (!name_missing(b, t->unit, row, "unit", e) ||
		    !name_missing(b, t->rater, row, "rater", e) ||
		    !rating_take(t->a, b, t->rating, row, &code, e))
			return false;
		struct str rater = batch_cell(b, t->rater, row);
		size_t u = dict_add(&t->units, batch_cell(b, t->unit, row));
		size_t r = dict_add(&t->raters, rater);
		if (is_second(t, u, r))
			return batch_fail(b, t->unit, row, e,
			    "rated by \"%s\" a second time (use csv-scrub --dedup)",
			    shown(&s, rater.p, rater.n));
		t->of = mem_grow(t->of, &t->room, t->n + 1, sizeof(*t->of));
		t->of[t->n++] = (struct told){ (uint32_t)u, (uint32_t)r, code };
	}
	return true;
}

static void
columns_find(struct telling *t, struct reader *in)
{
	struct batch header = { .missing = &t->a->common.missing };
	struct selection s;
	struct err e;

	reader_header(in, &header);
	if (!select_columns(&s, str_of(t->a->table), &header, NULL, &e))
		run_fail(&e, NULL);
	if (s.n != 3)
		tool_usage("--long wants three columns: unit, rater and rating");
	t->unit = s.column[0];
	t->rater = s.column[1];
	t->rating = s.column[2];
	select_free(&s);
	batch_free(&header);
}

/* A rater while they are put in order. */
struct rater {
	struct str name;
	uint32_t was;
};

static int
rater_order(const void *a, const void *b)
{
	return str_order(
	    ((const struct rater *)a)->name, ((const struct rater *)b)->name);
}

/* Raters by the bytes of their names, so that the order of rows does not show. */
static void
table_make(struct telling *t)
{
	struct agree *a = t->a;
	size_t n = t->raters.n;
	struct rater *rater = mem_alloc(n, sizeof(*rater));
	uint32_t *now = mem_alloc(n, sizeof(*now));

	for (size_t i = 0; i < n; i++)
		rater[i] = (struct rater){ dict_key(&t->raters, i), (uint32_t)i };
	if (n > 0)
		qsort(rater, n, sizeof(*rater), rater_order);
	for (size_t i = 0; i < n; i++)
		now[rater[i].was] = (uint32_t)i;
	a->units = t->units.n;
	a->nrater = n;
	a->code = mem_alloc(a->units * n, sizeof(*a->code));
	for (size_t i = 0; i < a->units * n; i++)
		a->code[i] = RATING_NONE;
	for (size_t i = 0; i < t->n; i++)
		a->code[t->of[i].unit * n + now[t->of[i].rater]] = t->of[i].code;
	free(rater);
	free(now);
}

void
ratings_read_long(struct agree *a, struct reader *in)
{
	struct telling t = { .a = a };
	struct pipeline p = {
		.self = &t, .missing = &a->common.missing, .take = told_take
	};

	columns_find(&t, in);
	pipeline_run(&p, in);
	require_whole(in);
	if (t.raters.n < 2)
		die(EXIT_DATA, "%s: there is one rater, and agreement takes two",
		    reader_name(in));
	table_make(&t);
	dict_clear(&t.units);
	dict_clear(&t.raters);
	dict_clear(&t.pairs);
	free(t.of);
}
