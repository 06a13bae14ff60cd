/*
 * column.c - tallies of columns: learnt and merged; column_partial.c saves them
 */
#include "op/column.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

void
subjects_add(struct subjects *s, struct str column, unsigned needs)
{
	s->subject = mem_grow(s->subject, &s->room, s->n + 1, sizeof(*s->subject));
	s->subject[s->n++] =
	    (struct subject){ .column = mem_keep(column), .needs = needs };
}

void
subjects_label(struct subjects *s, struct str label, bool numbers)
{
	struct subject *last = &s->subject[s->n - 1];

	last->label = mem_keep(label);
	last->numbers = numbers;
}

void
subjects_relabel(struct subjects *s, struct str label)
{
	struct subject *last = &s->subject[s->n - 1];

	free((char *)last->label.p);
	last->label = mem_keep(label);
}

void
subjects_free(struct subjects *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free((char *)s->subject[i].column.p);
		free((char *)s->subject[i].label.p);
	}
	free(s->subject);
	*s = (struct subjects){ 0 };
}

bool
subject_last(const struct subjects *s, const struct facts *step, const struct fact *f,
    size_t *i, struct err *e)
{
	if (s->n == 0 || !str_equal(s->subject[s->n - 1].column, f->item))
		return fact_fail(step, f, e, "a fact of a column before its method");
	*i = s->n - 1;
	return true;
}

bool
subject_has_values(const struct subject *s, const struct tally *t, struct err *e)
{
	struct shown name;

	return t->n > 0 ||
	       fail(e, EXIT_DATA, "column \"%s\" has no values: all %llu are missing",
		   shown(&name, s->column.p, s->column.n),
		   (unsigned long long)t->missing);
}

static struct tally *
tallies_new(const struct subjects *s)
{
	struct tally *t = mem_alloc(s->n, sizeof(*t));

	for (size_t i = 0; i < s->n; i++)
		tally_start(&t[i], s->subject[i].needs);
	return t;
}

static void *
begin(const void *self)
{
	struct tallies *all = mem_alloc(1, sizeof(*all));

	all->all = tallies_new(self);
	return all;
}

static struct tally *
group_tallies(struct tallies *all, const struct subjects *s, struct str key)
{
	size_t n = all->group.n, i = dict_add(&all->group, key);

	if (i == n) {
		all->of_group =
		    mem_grow(all->of_group, &all->room, n + 1, sizeof(struct tally *));
		all->of_group[n] = tallies_new(s);
	}
	return all->of_group[i];
}

static void
learn_texts(struct tally *t, struct batch *b, size_t j)
{
	for (size_t r = 0; r < b->nrow; r++)
		if (batch_is_missing(b, j, r))
			tally_missing(t);
		else
			tally_text(t, batch_cell(b, j, r));
}

/* ---- pieces ---- */

static int
piece_order(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

static void
learn_pieces(struct tally *t, const struct subject *s, struct batch *b, size_t j)
{
	for (size_t r = 0; r < b->nrow; r++) {
		struct str *piece;
		size_t n = 0;

		if (!batch_is_missing(b, j, r))
			n = s->split(s->how, batch_cell(b, j, r), &b->mem, &piece);
		if (n == 0) {
			tally_missing(t);
			continue;
		}
		qsort(piece, n, sizeof(*piece), piece_order);
		for (size_t i = 0; i < n; i++)
			if (i == 0 || !str_equal(piece[i], piece[i - 1]))
				tally_text(t, piece[i]);
	}
}

/* ---- pairs ---- */

static struct str
pair_make(struct str cell, struct str label, struct arena *mem)
{
	char *text = arena_alloc(mem, NUM_WIDTH + 1 + cell.n + label.n, 1);
	size_t n = num_print_count(cell.n, text);

	text[n++] = ':';
	memcpy(text + n, cell.p, cell.n);
	memcpy(text + n + cell.n, label.p, label.n);
	return (struct str){ text, n + cell.n + label.n };
}

bool
pair_split(struct str pair, struct str *cell, struct str *label)
{
	uint64_t n;

	if (!key_number(&pair, &n) || n == 0 || n >= pair.n)
		return false;
	*cell = (struct str){ pair.p, (size_t)n };
	*label = (struct str){ pair.p + n, pair.n - (size_t)n };
	return true;
}

static bool
learn_pairs(
    struct tally *t, const struct subject *s, struct batch *b, size_t j, struct err *e)
{
	const double *x = s->numbers ? batch_numbers(b, j, e) : NULL;
	size_t y;

	if ((s->numbers && x == NULL) || !batch_need(b, s->label, &y, e))
		return false;
	for (size_t r = 0; r < b->nrow; r++) {
		char *number;
		struct str cell;

		bool unlabelled = batch_is_missing(b, y, r);

		if (unlabelled && !s->lenient)
			return batch_fail(b, y, r, e,
			    "the label is missing (csv-scrub --drop-missing drops such "
			    "rows)");
		if (unlabelled ||
		    (s->numbers ? isnan(x[r]) : batch_is_missing(b, j, r))) {
			tally_missing(t);
			continue;
		}
		if (s->numbers) {
			number = arena_alloc(&b->mem, NUM_WIDTH, 1);
			cell = (struct str){ number, num_print(x[r], number) };
		} else {
			cell = batch_cell(b, j, r);
		}
		tally_text(t, pair_make(cell, batch_cell(b, y, r), &b->mem));
	}
	return true;
}

/* What is learnt by groups is numbers, or whole cells: neither pairs nor pieces. */
static void
learn_group_cell(struct tally *t, const struct subject *s, struct batch *b, size_t j,
    const double *x, size_t row)
{
	if ((s->needs & TALLY_TEXTS) == 0)
		tally_numbers(t, x + row, 1);
	else if (batch_is_missing(b, j, row))
		tally_missing(t);
	else
		tally_text(t, batch_cell(b, j, row));
}

static bool
learn_groups(
    struct tallies *all, const struct subjects *s, struct batch *b, struct err *e)
{
	size_t *by = arena_alloc(&b->mem, s->by->by.n, sizeof(*by));
	size_t *at = arena_alloc(&b->mem, s->n, sizeof(*at));
	const double **x = arena_alloc(&b->mem, s->n, sizeof(*x));

	if (!grouping_columns(s->by, b, by, e))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		if (!batch_need(b, s->subject[i].column, &at[i], e))
			return false;
		x[i] = s->subject[i].needs & TALLY_NUMBERS ? batch_numbers(b, at[i], e)
							   : NULL;
		if (s->subject[i].needs & TALLY_NUMBERS && x[i] == NULL)
			return false;
	}
	for (size_t r = 0; r < b->nrow; r++) {
		struct tally *t = group_tallies(all, s, grouping_key(s->by, by, b, r));

		/* Without its line: which hand has too many first is open. */
		if (all->group.n > GROUPS_MOST)
			return grouping_too_many(s->by, e);
		for (size_t i = 0; i < s->n; i++)
			if (s->subject[i].needs != 0)
				learn_group_cell(
				    &t[i], &s->subject[i], b, at[i], x[i], r);
	}
	return true;
}

static bool
learn(void *acc, const void *self, struct batch *b, struct err *e)
{
	const struct subjects *s = self;
	struct tally *t = tallies_of(acc);

	if (s->by != NULL && s->by->by.n > 0 && !learn_groups(acc, s, b, e))
		return false;

	for (size_t i = 0; i < s->n; i++) {
		unsigned needs = s->subject[i].needs;
		size_t j;

		if (needs == 0)
			continue;
		if (!batch_need(b, s->subject[i].column, &j, e))
			return false;
		if (s->subject[i].label.n > 0) {
			if (!learn_pairs(&t[i], &s->subject[i], b, j, e))
				return false;
			continue;
		}
		if (s->subject[i].split != NULL) {
			learn_pieces(&t[i], &s->subject[i], b, j);
			continue;
		}
		if (needs & TALLY_TEXTS) {
			learn_texts(&t[i], b, j);
			continue;
		}
		const double *x = batch_numbers(b, j, e);
		if (x == NULL)
			return false;
		tally_numbers(&t[i], x, b->nrow);
		if (!sample_good(&t[i].values, e))
			return false;
	}
	return true;
}

static void
merge(void *acc, const void *self, void *other)
{
	const struct subjects *s = self;
	struct tallies *all = acc, *o = other;

	for (size_t i = 0; i < s->n; i++)
		tally_merge(&all->all[i], &o->all[i]);
	for (size_t g = 0; g < o->group.n; g++) {
		struct tally *t = group_tallies(all, s, dict_key(&o->group, g));

		for (size_t i = 0; i < s->n; i++)
			tally_merge(&t[i], &o->of_group[g][i]);
	}
}

static void
tallies_free(struct tally *t, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tally_free(&t[i]);
	free(t);
}

static void
free_all(void *acc, const void *self)
{
	const struct subjects *s = self;
	struct tallies *all = acc;

	tallies_free(all->all, s->n);
	for (size_t g = 0; g < all->group.n; g++)
		tallies_free(all->of_group[g], s->n);
	free(all->of_group);
	dict_clear(&all->group);
	free(all);
}

static bool
idle(const void *self)
{
	const struct subjects *s = self;

	for (size_t i = 0; i < s->n; i++)
		if (s->subject[i].needs != 0)
			return false;
	return true;
}

const struct accumulator column_accumulator = { begin, learn, merge, column_save,
	column_load, column_loaded, free_all, idle };
