/*
 * column.c - tallies of columns: learnt, merged, saved as a partial and read back
 */
#include "op/column.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
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

static void *
begin(const void *self)
{
	const struct subjects *s = self;
	struct tally *t = mem_alloc(s->n, sizeof(*t));

	for (size_t i = 0; i < s->n; i++)
		tally_start(&t[i], s->subject[i].needs);
	return t;
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

		if (batch_is_missing(b, y, r))
			return batch_fail(b, y, r, e,
			    "the label is missing (csv-scrub --drop-missing drops such "
			    "rows)");
		if (s->numbers ? isnan(x[r]) : batch_is_missing(b, j, r)) {
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

static bool
learn(void *acc, const void *self, struct batch *b, struct err *e)
{
	const struct subjects *s = self;
	struct tally *t = acc;

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
	struct tally *t = acc, *o = other;

	for (size_t i = 0; i < s->n; i++)
		tally_merge(&t[i], &o[i]);
}

/*
 * A partial's facts carry the number of the subject, since two methods may look at
 * one column: tally:0:n, tally:0:sum ...  A value or text and its count share a
 * fact: the key ends in the count.
 */
struct saving {
	struct str column;
	size_t i;
	struct state_out *out;
};

static bool
save_value(void *with, double x, size_t count)
{
	const struct saving *s = with;
	char key[64];

	snprintf(key, sizeof(key), "tally:%zu:value:%zu", s->i, count);
	state_number(s->out, s->column, key, x);
	return true;
}

static void
save_texts(const struct tally *t, struct str column, size_t i, struct state_out *out)
{
	size_t *order = distinct_order(&t->texts);
	char key[64];

	for (size_t k = 0; k < t->texts.texts.n; k++) {
		snprintf(key, sizeof(key), "tally:%zu:text:%llu", i,
		    (unsigned long long)t->texts.count[order[k]]);
		state_text(out, column, key, dict_key(&t->texts.texts, order[k]));
	}
	free(order);
}

static void
save_exact(const struct exact *x, struct str column, size_t i, const char *what,
    struct state_out *out)
{
	char key[64], *text = exact_save(x);

	snprintf(key, sizeof(key), "tally:%zu:%s", i, what);
	state_text(out, column, key, str_of(text));
	free(text);
}

static bool
save(void *acc, const void *self, struct state_out *out, struct err *e)
{
	const struct subjects *s = self;
	struct tally *tallies = acc;
	char key[64];

	for (size_t i = 0; i < s->n; i++) {
		struct tally *t = &tallies[i];
		struct str column = s->subject[i].column;
		struct saving saving = { column, i, out };

		if (t->needs == 0)
			continue;
		snprintf(key, sizeof(key), "tally:%zu:n", i);
		state_count(out, column, key, t->n);
		snprintf(key, sizeof(key), "tally:%zu:missing", i);
		state_count(out, column, key, t->missing);
		if (t->needs & TALLY_SUMS) {
			save_exact(&t->sum, column, i, "sum", out);
			save_exact(&t->squares, column, i, "squares", out);
		}
		if (t->needs & TALLY_RANGE && t->n > 0) {
			snprintf(key, sizeof(key), "tally:%zu:min", i);
			state_number(out, column, key, t->min);
			snprintf(key, sizeof(key), "tally:%zu:max", i);
			state_number(out, column, key, t->max);
		}
		if (t->needs & TALLY_VALUES &&
		    !sample_walk(&t->values, save_value, &saving, e))
			return false;
		if (t->needs & TALLY_TEXTS)
			save_texts(t, column, i, out);
	}
	return true;
}

/* ---- reading a partial ---- */

static bool
load_value(struct tally *t, const struct facts *step, const struct fact *f,
    uint64_t times, struct err *e)
{
	double x;

	if (!fact_number(step, f, &x, e))
		return false;
	if (t->values.n > t->n || times > t->n - t->values.n)
		return fact_fail(step, f, e, "more values than were counted");
	for (uint64_t i = 0; i < times; i++)
		sample_add(&t->values, &x, 1);
	return sample_good(&t->values, e);
}

static bool
load_part(struct tally *t, bool pieces, struct str part, const struct facts *step,
    const struct fact *f, struct err *e)
{
	uint64_t times;
	bool value = part.n > 6 && str_equal((struct str){ part.p, 6 }, STR("value:"));
	bool text = part.n > 5 && str_equal((struct str){ part.p, 5 }, STR("text:"));

	if (str_equal(part, STR("n")))
		return fact_count(step, f, &t->n, e) &&
		       (pieces || t->n <= facts_rows(step) ||
			   fact_fail(step, f, e, "more values than rows"));
	if (str_equal(part, STR("missing")))
		return fact_count(step, f, &t->missing, e);
	if (t->needs & TALLY_SUMS && str_equal(part, STR("sum")))
		return exact_load(&t->sum, f->value, e) ||
		       fact_fail(step, f, e, "not an exact sum");
	if (t->needs & TALLY_SUMS && str_equal(part, STR("squares")))
		return exact_load(&t->squares, f->value, e) ||
		       fact_fail(step, f, e, "not an exact sum");
	if (t->needs & TALLY_RANGE && str_equal(part, STR("min")))
		return fact_number(step, f, &t->min, e);
	if (t->needs & TALLY_RANGE && str_equal(part, STR("max")))
		return fact_number(step, f, &t->max, e);
	if (!(t->needs & TALLY_VALUES && value) && !(t->needs & TALLY_TEXTS && text))
		return fact_fail(step, f, e, "not a fact of a partial");
	part = (struct str){ part.p + (value ? 6 : 5), part.n - (value ? 6 : 5) };
	if (!key_number(&part, &times) || part.n > 0 || times == 0)
		return fact_fail(step, f, e, "not a count of a partial");
	if (value)
		return load_value(t, step, f, times, e);
	if (f->value.n == 0)
		return fact_fail(step, f, e, "a value is empty");
	distinct_add(&t->texts, f->value, times);
	return true;
}

static bool
load(void *acc, const void *self, const struct facts *step, const struct fact *f,
    struct err *e)
{
	const struct subjects *s = self;
	static const struct str mark = { "tally:", 6 };
	struct str part = f->key;
	uint64_t i;

	if (part.n < mark.n || memcmp(part.p, mark.p, mark.n) != 0)
		return fact_fail(step, f, e, "not a fact of a partial");
	part = (struct str){ part.p + mark.n, part.n - mark.n };
	if (!key_number(&part, &i) || i >= s->n)
		return fact_fail(step, f, e, "not a fact of a partial");
	return load_part(
	    (struct tally *)acc + i, s->subject[i].split != NULL, part, step, f, e);
}

/* Can these sums and this range come from n numbers? */
static bool
numbers_agree(const struct tally *t)
{
	double sd = t->needs & TALLY_SUMS ? tally_sd(t, 0) : 0;

	if (!(sd >= 0 && sd <= DBL_MAX))
		return false;
	if (!(t->needs & TALLY_RANGE))
		return true;
	if (!(t->min <= t->max && t->min >= -DBL_MAX && t->max <= DBL_MAX))
		return false;
	return !(t->needs & TALLY_SUMS) ||
	       (tally_mean(t) >= t->min && tally_mean(t) <= t->max);
}

/* What is wrong with the facts of a tally, or NULL. */
static const char *
tally_fault(const struct tally *t, bool pieces, uint64_t rows)
{
	uint64_t texts = 0;

	if (pieces ? t->missing > rows : t->n > rows || t->missing != rows - t->n)
		return "does not count each row once";
	for (size_t i = 0; i < t->texts.texts.n; i++)
		texts += t->texts.count[i];
	if ((t->needs & TALLY_VALUES && t->values.n != t->n) ||
	    (t->needs & TALLY_TEXTS && texts != t->n))
		return "holds another number of values than it counts";
	if (t->n > 0 && t->needs & TALLY_NUMBERS && !numbers_agree(t))
		return "has sums or a range that its values cannot have";
	return NULL;
}

static bool
loaded(void *acc, const void *self, const struct facts *step, struct err *e)
{
	const struct subjects *s = self;
	const struct tally *t = acc;
	struct shown buf;

	for (size_t i = 0; i < s->n; i++) {
		struct str c = s->subject[i].column;
		const char *fault = t[i].needs != 0
					? tally_fault(&t[i], s->subject[i].split != NULL,
					      facts_rows(step))
					: NULL;

		if (fault != NULL)
			return fact_fail(step, NULL, e, "column \"%s\" %s",
			    shown(&buf, c.p, c.n), fault);
	}
	return true;
}

static void
free_all(void *acc, const void *self)
{
	const struct subjects *s = self;
	struct tally *t = acc;

	for (size_t i = 0; i < s->n; i++)
		tally_free(&t[i]);
	free(t);
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

const struct accumulator column_accumulator = { begin, learn, merge, save, load, loaded,
	free_all, idle };
