/*
 * column_partial.c - tallies of columns saved as a partial, and read back
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "op/column.h"

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

bool
column_save(void *acc, const void *self, struct state_out *out, struct err *e)
{
	const struct subjects *s = self;
	struct tally *tallies = tallies_of(acc);
	char key[64];

	if (s->by != NULL && s->by->by.n > 0)
		return fail(e, EXIT_USAGE,
		    "what is learnt by groups (-g) does not go into partials");

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

bool
column_load(void *acc, const void *self, const struct facts *step, const struct fact *f,
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
	    tallies_of(acc) + i, s->subject[i].split != NULL, part, step, f, e);
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

bool
column_loaded(void *acc, const void *self, const struct facts *step, struct err *e)
{
	const struct subjects *s = self;
	const struct tally *t = tallies_of(acc);
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
