/*
 * describe_partial.c - profiles of columns before they are settled, as facts
 *
 *	describe,age,tally:0:text:250,33        a distinct cell, in so many rows
 *	describe,age,tally:0:text:17,           the empty cell (and the words of --na)
 *
 * That is all, while the table of distinct cells holds: the rest follows from it.  Once
 * it ran over,
 *
 *	describe,id,tally:1:registers,AABCA...  see distinct_save()
 *	describe,id,tally:1:texts,99999         how many cells of text there are;
 *	describe,id,tally:1:value:1,0.5         or the numbers, rising,
 *	describe,id,tally:1:leading_zeros,3     those spelt like 007, if any,
 *	describe,id,tally:1:text:2,NA           sentinels, words set aside, empty cells
 *
 * With a label a count is two, of rows labelled 0 and 1: text:250:3.  Columns go by
 * their number.  Equal multisets of rows give equal bytes, in whatever order they came
 * and were merged.
 *
 * What is loaded is held against the number of rows, so that a fact too many or too few
 * is noticed, and no count asks for more memory than the rows do.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "op/describe.h"

static uint64_t
total(struct labelled rows)
{
	return rows.n[0] + rows.n[1];
}

/* ---- saving ---- */

enum { KEY = 96 }; /* room for a key */

struct saving {
	struct state_out *out;
	struct str column;
	size_t i;
	struct profile *profile;
};

static void
key_plain(const struct saving *s, char *key, const char *what)
{
	snprintf(key, KEY, "tally:%zu:%s", s->i, what);
}

static void
key_counted(const struct saving *s, char *key, const char *what, struct labelled rows)
{
	if (s->profile->labelled)
		snprintf(key, KEY, "tally:%zu:%s:%" PRIu64 ":%" PRIu64, s->i, what,
		    rows.n[0], rows.n[1]);
	else
		snprintf(key, KEY, "tally:%zu:%s:%" PRIu64, s->i, what, total(rows));
}

static void
save_count(const struct saving *s, const char *what, uint64_t n)
{
	char key[KEY];

	key_plain(s, key, what);
	state_count(s->out, s->column, key, n);
}

static void
save_text(const struct saving *s, struct str text, struct labelled rows)
{
	char key[KEY];

	key_counted(s, key, "text", rows);
	if (total(rows) > 0)
		state_text(s->out, s->column, key, text);
}

static void
save_value(const struct saving *s, double x, struct labelled rows)
{
	char key[KEY];

	key_counted(s, key, "value", rows);
	state_number(s->out, s->column, key, x);
}

/* The texts of a table; `positive` knows which of their rows are labelled 1. */
static void
save_table(
    const struct saving *s, const struct distinct *d, const struct distinct *positive)
{
	size_t *order = distinct_order(d);

	for (size_t k = 0; k < d->texts.n; k++) {
		struct str text = dict_key(&d->texts, order[k]);
		struct labelled rows = { { d->count[order[k]], 0 } };
		size_t at = dict_find(&positive->texts, text);

		if (at != DICT_NONE)
			rows.n[1] = positive->count[at];
		rows.n[0] -= rows.n[1];
		save_text(s, text, rows);
	}
	free(order);
}

static bool
see_value(void *with, double x, size_t count)
{
	save_value(with, x, (struct labelled){ { count, 0 } });
	return true;
}

static void
save_labelled_values(const struct saving *s)
{
	struct association *a = &s->profile->label;

	weighted_sort(a->number, a->n);
	for (size_t k = 0, same; k < a->n; k += same) {
		struct labelled rows = { { 0, 0 } };

		for (same = 0; k + same < a->n && a->number[k + same].x == a->number[k].x;
		     same++)
			rows.n[a->number[k + same].w > 0]++;
		save_value(s, a->number[k].x, rows);
	}
}

/*
 * A column whose table ran over.  Labels of sentinels are not known, nor asked for: they
 * make it text, and of text without a table nothing is said about the label.
 */
static bool
save_over(struct saving *s, struct err *e)
{
	static const struct distinct none;
	struct profile *p = s->profile;
	char key[KEY], letters[DISTINCT_REGISTERS];

	distinct_save(&p->cells, letters);
	key_plain(s, key, "registers");
	state_text(s->out, s->column, key, (struct str){ letters, sizeof(letters) });
	if (p->text) {
		save_count(s, "texts", p->present);
		return true;
	}
	if (p->labelled)
		save_labelled_values(s);
	else if (!sample_walk(&p->values, see_value, s, e))
		return false;
	if (p->leading_zeros > 0)
		save_count(s, "leading_zeros", p->leading_zeros);
	save_table(s, &p->sentinels, &none);
	return true;
}

bool
describe_partial_save(void *acc, const void *self, struct state_out *out, struct err *e)
{
	const struct describe *d = self;
	struct profile *p = acc;

	for (size_t i = 0; i < d->columns.n; i++, p++) {
		struct saving s = { out, dict_key(&d->columns, i), i, p };

		if (p->cells.over && !save_over(&s, e))
			return false;
		if (!p->cells.over)
			save_table(&s, &p->cells, &p->label.positive);
		for (size_t k = 0; k < p->words->n; k++)
			save_text(&s, p->words->word[k], p->set_aside[k]);
		save_text(&s, STR(""), p->label.missing);
	}
	return true;
}

/* ---- loading ---- */

/* How many rows the step says it has seen; 0 where it says nothing. */
static uint64_t
rows_of(const struct profile *p)
{
	uint64_t n = p->present + p->missing;

	for (size_t i = 0; i < p->words->n; i++)
		n += total(p->set_aside[i]);
	return n;
}

/* Does s begin with this?  Then it is left behind. */
static bool
word_take(struct str *s, const char *word)
{
	size_t n = strlen(word);

	if (s->n < n || memcmp(s->p, word, n) != 0)
		return false;
	*s = (struct str){ s->p + n, s->n - n };
	return true;
}

struct loading {
	const struct facts *step;
	const struct fact *fact;
	struct profile *profile;
	struct err *e;
};

static bool
refuse(const struct loading *l, const char *why)
{
	return fact_fail(l->step, l->fact, l->e, "%s", why);
}

/* The counts at the end of a key, not more than there are rows left. */
static bool
counts_load(const struct loading *l, struct str key, struct labelled *rows)
{
	uint64_t sum, left = facts_rows(l->step) - rows_of(l->profile);

	*rows = (struct labelled){ { 0, 0 } };
	if (!key_number(&key, &rows->n[0]) ||
	    (l->profile->labelled && !key_number(&key, &rows->n[1])) || key.n > 0 ||
	    __builtin_add_overflow(rows->n[0], rows->n[1], &sum) || sum == 0)
		return refuse(l, "not a count of a partial");
	return sum <= left || refuse(l, "more cells than rows");
}

static bool
text_load(const struct loading *l, struct str counts)
{
	struct profile *p = l->profile;
	struct str text = l->fact->value;
	bool over = p->cells.over, was_text = p->text;
	struct labelled rows;

	if (!counts_load(l, counts, &rows))
		return false;
	if (text.n == 0 ? p->missing > 0 : profile_holds(p, text))
		return refuse(l, "a cell that was there already");
	if (text.n > 0 && over && was_text)
		return refuse(l, "a cell of a column whose cells are not told apart");
	uint64_t missing = p->missing, numbers = p->numbers;
	profile_repeat(p, text, rows);
	if (text.n > 0 && p->missing > missing)
		return refuse(l, "a word that means missing");
	if (!over && p->cells.over)
		return refuse(l, "more distinct cells than are told apart");
	if (over && (p->text != was_text || p->numbers > numbers))
		return refuse(l, "a cell of a column whose cells are not told apart");
	return true;
}

static bool
value_load(const struct loading *l, struct str counts)
{
	struct profile *p = l->profile;
	struct labelled rows;
	double x;

	if (!p->cells.over || p->text)
		return refuse(l, "a number of a column that has none, or cells");
	if (!counts_load(l, counts, &rows) || !fact_number(l->step, l->fact, &x, l->e))
		return false;
	if (p->numbers > 0 && x <= p->max)
		return refuse(l, "numbers that do not rise");
	profile_number(p, x, rows);
	return sample_good(&p->values, l->e);
}

static bool
texts_load(const struct loading *l)
{
	struct profile *p = l->profile;
	uint64_t n;

	if (!fact_count(l->step, l->fact, &n, l->e))
		return false;
	if (!p->cells.over || p->text || p->present > 0)
		return refuse(l, "a count of texts in a column that has cells");
	if (n > facts_rows(l->step) - rows_of(p))
		return refuse(l, "more cells than rows");
	profile_texts(p, n);
	return true;
}

static bool
leading_zeros_load(const struct loading *l)
{
	struct profile *p = l->profile;

	if (!p->cells.over || p->text || p->leading_zeros > 0)
		return refuse(l, "a count of leading zeros that does not belong here");
	return fact_count(l->step, l->fact, &p->leading_zeros, l->e) &&
	       (p->leading_zeros <= p->numbers ||
		   refuse(l, "more leading zeros than numbers"));
}

bool
describe_partial_load(void *acc, const void *self, const struct facts *step,
    const struct fact *f, struct err *e)
{
	const struct describe *d = self;
	struct loading l = { step, f, acc, e };
	struct str key = f->key;
	uint64_t i;

	if (!word_take(&key, "tally:") || !key_number(&key, &i) || i >= d->columns.n ||
	    !str_equal(dict_key(&d->columns, i), f->item))
		return refuse(&l, "not a fact of a partial");
	l.profile += i;
	if (word_take(&key, "text:"))
		return text_load(&l, key);
	if (word_take(&key, "value:"))
		return value_load(&l, key);
	if (str_equal(key, STR("texts")))
		return texts_load(&l);
	if (str_equal(key, STR("leading_zeros")))
		return leading_zeros_load(&l);
	if (!str_equal(key, STR("registers")))
		return refuse(&l, "not a fact of a partial");
	if (rows_of(l.profile) > 0 || l.profile->cells.over)
		return refuse(&l, "registers of a column that has cells");
	return distinct_load(&l.profile->cells, f->value) ||
	       refuse(&l, "not the registers of an estimate");
}

bool
describe_partial_loaded(
    void *acc, const void *self, const struct facts *step, struct err *e)
{
	const struct describe *d = self;
	const struct profile *p = acc;
	uint64_t rows = facts_rows(step);
	struct shown s;

	for (size_t i = 0; i < d->columns.n; i++) {
		struct str column = dict_key(&d->columns, i);

		if (rows_of(&p[i]) != rows)
			return fact_fail(step, NULL, e,
			    "column \"%s\" has fewer cells than rows",
			    shown(&s, column.p, column.n));
	}
	return true;
}
