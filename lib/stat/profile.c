/*
 * profile.c - see profile.h
 *
 * A cell costs one look at its digits and one hash; the sums take the numbers of
 * RUN cells at a time.
 */
#include "stat/profile.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "stat/outline.h"
#include "stat/sentinel.h"

enum { RUN = 512 };

void
profile_start(
    struct profile *p, const struct profile_words *words, size_t limit, bool labelled)
{
	*p = (struct profile){
		.words = words, .labelled = labelled, .min = INFINITY, .max = -INFINITY
	};
	p->cells.limit = p->label.positive.limit = limit;
	p->sentinels.limit = SIZE_MAX;
	p->set_aside = mem_alloc(words->n, sizeof(*p->set_aside));
}

static void
numbers_forget(struct profile *p)
{
	free(p->sum);
	free(p->squares);
	p->sum = p->squares = NULL;
	sample_free(&p->values);
	association_forget_numbers(&p->label);
}

void
profile_free(struct profile *p)
{
	numbers_forget(p);
	distinct_free(&p->cells);
	distinct_free(&p->sentinels);
	association_free(&p->label);
	free(p->set_aside);
	p->set_aside = NULL;
}

/* ---- cells with a value, and without ---- */

static void
value_add(struct profile *p, struct str cell, struct labelled rows)
{
	uint64_t n = rows.n[0] + rows.n[1];

	p->present += n;
	distinct_add(&p->cells, cell, n);
	if (p->labelled)
		distinct_add(&p->label.positive, cell, rows.n[1]);
}

static void
missing_add(struct profile *p, struct labelled rows)
{
	p->missing += rows.n[0] + rows.n[1];
	p->label.missing.n[0] += rows.n[0];
	p->label.missing.n[1] += rows.n[1];
}

/* Words set aside are values of a text column. */
static void
set_aside_return(struct profile *p)
{
	for (size_t i = 0; i < p->words->n; i++) {
		value_add(p, p->words->word[i], p->set_aside[i]);
		p->set_aside[i] = (struct labelled){ { 0, 0 } };
	}
}

static void
become_text(struct profile *p)
{
	p->text = true;
	numbers_forget(p);
	distinct_free(&p->sentinels);
	set_aside_return(p);
}

static size_t
word_find(const struct profile *p, struct str cell)
{
	size_t i = 0;

	while (i < p->words->n && !str_equal(p->words->word[i], cell))
		i++;
	return i;
}

/* Rows with a cell that is no number, in a column of numbers so far.  Is it a value? */
static bool
not_a_number(struct profile *p, struct str cell, struct labelled rows)
{
	size_t i = p->words->always ? p->words->n : word_find(p, cell);

	if (i < p->words->n) {
		p->set_aside[i].n[0] += rows.n[0];
		p->set_aside[i].n[1] += rows.n[1];
		return false;
	}
	if (sentinel_of_number(cell))
		distinct_add(&p->sentinels, cell, rows.n[0] + rows.n[1]);
	else
		become_text(p);
	return true;
}

/* ---- numbers ---- */

static void
numbers_add(struct profile *p, const double *x, size_t n)
{
	struct outline o = outline_of(x, n);

	if (n == 0)
		return;
	if (p->sum == NULL) {
		p->sum = mem_alloc(1, sizeof(*p->sum));
		p->squares = mem_alloc(1, sizeof(*p->squares));
	}
	p->min = o.min < p->min ? o.min : p->min;
	p->max = o.max > p->max ? o.max : p->max;
	p->zeros += o.zeros;
	p->negatives += o.negatives;
	p->fraction |= o.fraction;
	p->numbers += n;
	exact_add_with_squares(p->sum, p->squares, x, n);
	sample_add(&p->values, x, n);
}

static bool
leading_zero(struct str cell)
{
	return cell.n > 1 && cell.p[0] == '0' && cell.p[1] >= '0' && cell.p[1] <= '9';
}

/* ---- adding and merging ---- */

/* Is the cell no value, or set aside for now?  Else *x is its number, or NaN. */
static inline bool
cell_passes(struct profile *p, struct str cell, double *x, struct labelled row)
{
	if (cell.n == 0 || (p->words->always && word_find(p, cell) < p->words->n)) {
		missing_add(p, row);
		return false;
	}
	if (p->text)
		return true;
	if (isnan(*x) && num_parse(cell.p, cell.n, x) != NUM_OK) {
		*x = NAN;
		return not_a_number(p, cell, row);
	}
	p->leading_zeros += leading_zero(cell);
	return true;
}

static void
run_add(struct profile *p, const struct str *cell, const double *known, const double *y,
    size_t n)
{
	struct str value[RUN];
	double x[RUN];
	size_t nvalue = 0, nnumber = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned label = y != NULL && y[i] > 0;
		struct labelled row = { { 1 - label, label } };
		double number = known[i];

		if (!cell_passes(p, cell[i], &number, row))
			continue;
		if (p->labelled && label)
			distinct_add(&p->label.positive, cell[i], 1);
		value[nvalue++] = cell[i];
		if (isnan(number) || p->text)
			continue;
		if (y != NULL)
			association_number(&p->label, number, y[i]);
		x[nnumber++] = number;
	}
	p->present += nvalue;
	distinct_add_each(&p->cells, value, nvalue);
	if (!p->text)
		numbers_add(p, x, nnumber);
}

void
profile_add(
    struct profile *p, const struct str *cell, const double *x, const double *y, size_t n)
{
	for (size_t i = 0, run; i < n; i += run) {
		run = n - i < RUN ? n - i : RUN;
		run_add(p, cell + i, x + i, y != NULL ? y + i : NULL, run);
	}
}

static void
numbers_merge(struct profile *p, struct profile *other)
{
	if (other->numbers == 0)
		return;
	if (p->sum == NULL) {
		p->sum = mem_alloc(1, sizeof(*p->sum));
		p->squares = mem_alloc(1, sizeof(*p->squares));
	}
	exact_merge(p->sum, other->sum);
	exact_merge(p->squares, other->squares);
	sample_merge(&p->values, &other->values);
	p->min = other->min < p->min ? other->min : p->min;
	p->max = other->max > p->max ? other->max : p->max;
	p->numbers += other->numbers;
	p->zeros += other->zeros;
	p->negatives += other->negatives;
	p->leading_zeros += other->leading_zeros;
	p->fraction |= other->fraction;
}

void
profile_merge(struct profile *p, struct profile *other)
{
	p->present += other->present;
	p->missing += other->missing;
	distinct_merge(&p->cells, &other->cells);
	association_merge(&p->label, &other->label);
	for (size_t i = 0; i < p->words->n; i++) {
		p->set_aside[i].n[0] += other->set_aside[i].n[0];
		p->set_aside[i].n[1] += other->set_aside[i].n[1];
	}
	if (p->text || other->text) {
		become_text(p);
		return;
	}
	distinct_merge(&p->sentinels, &other->sentinels);
	numbers_merge(p, other);
}

/* ---- from what was saved ---- */

static void
number_repeat(struct profile *p, double x, struct labelled rows)
{
	double same[RUN];

	for (unsigned label = 0; label <= 1; label++)
		for (uint64_t left = rows.n[label], run; left > 0; left -= run) {
			run = left < RUN ? left : RUN;
			for (size_t i = 0; i < run; i++)
				same[i] = x;
			numbers_add(p, same, run);
			for (size_t i = 0; i < run && p->labelled; i++)
				association_number(&p->label, x, label);
		}
}

void
profile_repeat(struct profile *p, struct str cell, struct labelled rows)
{
	double x;

	if (cell.n == 0 || (p->words->always && word_find(p, cell) < p->words->n)) {
		missing_add(p, rows);
		return;
	}
	if (!p->text) {
		if (num_parse(cell.p, cell.n, &x) == NUM_OK) {
			number_repeat(p, x, rows);
			if (leading_zero(cell))
				p->leading_zeros += rows.n[0] + rows.n[1];
		} else if (!not_a_number(p, cell, rows)) {
			return;
		}
	}
	value_add(p, cell, rows);
}

void
profile_number(struct profile *p, double x, struct labelled rows)
{
	number_repeat(p, x, rows);
	p->present += rows.n[0] + rows.n[1];
}

void
profile_texts(struct profile *p, uint64_t n)
{
	become_text(p);
	p->present += n;
}

bool
profile_holds(const struct profile *p, struct str cell)
{
	size_t i = word_find(p, cell);

	if (i < p->words->n && p->set_aside[i].n[0] + p->set_aside[i].n[1] > 0)
		return true;
	return dict_find(&p->cells.texts, cell) != DICT_NONE ||
	       dict_find(&p->sentinels.texts, cell) != DICT_NONE;
}

/* ---- the end ---- */

enum profile_type
profile_type(const struct profile *p)
{
	if (p->text || p->sentinels.texts.n > 0)
		return PROFILE_TEXT;
	if (p->numbers == 0)
		return PROFILE_EMPTY;
	return p->fraction ? PROFILE_NUMBER : PROFILE_INTEGER;
}

void
profile_settle(struct profile *p)
{
	if (profile_type(p) == PROFILE_TEXT) {
		for (size_t i = 0; i < p->words->n; i++)
			distinct_add(&p->sentinels, p->words->word[i],
			    p->set_aside[i].n[0] + p->set_aside[i].n[1]);
		set_aside_return(p);
		return;
	}
	for (size_t i = 0; i < p->words->n; i++) {
		missing_add(p, p->set_aside[i]);
		p->set_aside[i] = (struct labelled){ { 0, 0 } };
	}
}
