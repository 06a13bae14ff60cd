/*
 * target_state.c - what was chosen and learnt, as facts
 *
 *	target,,label,bought
 *	target,,smooth,20
 *	target,city,prior,0.5
 *	target,city,level,Oslo
 *	target,city,value,0.52
 *	target,city,missing,0.48
 *
 * A partial has `learn,mean` for a column, and then for each of its categories
 * tally:level (its text; tally:missing for cells without one), and a tally:FOLD:COUNT for
 * each label that was seen COUNT times in a fold.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "op/target.h"

static void
encoding_save(const struct encoding *c, struct state_out *out)
{
	state_number(out, c->column, "prior", c->prior);
	for (size_t i = 0; i < c->level.n; i++) {
		struct str level = dict_key(&c->level, i);

		if (level.n == 0) {
			state_number(out, c->column, "missing", c->value[i]);
			continue;
		}
		state_text(out, c->column, "level", level);
		state_number(out, c->column, "value", c->value[i]);
	}
}

void
target_save(const void *self, struct state_out *out, bool settled)
{
	const struct target *t = self;

	state_text(out, STR(""), "label", t->label);
	for (size_t i = 0; i < t->rule.positive.n; i++)
		state_text(out, STR(""), "positive", t->rule.positive.item[i].text);
	for (size_t i = 0; i < t->rule.negative.n; i++)
		state_text(out, STR(""), "negative", t->rule.negative.item[i].text);
	state_number(out, STR(""), "smooth", t->smooth);
	if (!settled) {
		state_count(out, STR(""), "folds", t->folds);
		state_count(out, STR(""), "seed", t->seed);
		for (size_t i = 0; i < t->key.n; i++)
			state_text(out, STR(""), "key", t->key.item[i].text);
	}
	for (size_t i = 0; i < t->n; i++) {
		if (settled)
			encoding_save(&t->of[i], out);
		else
			state_text(out, t->of[i].column, "learn", STR("mean"));
	}
}

/* ---- loading ---- */

static bool
load_chosen(
    struct target *t, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (fact_is(f, "label") && t->label.n == 0 && f->value.n > 0) {
		t->label = mem_keep(f->value);
		return true;
	}
	if (fact_is(f, "positive") || fact_is(f, "negative")) {
		label_rule_add(&t->rule, fact_is(f, "positive"), f->value);
		return true;
	}
	if (fact_is(f, "smooth"))
		return fact_number(step, f, &t->smooth, e) &&
		       (t->smooth >= 0 || fact_fail(step, f, e, "below 0"));
	if (fact_is(f, "key")) {
		list_add(&t->key, f->value);
		return true;
	}
	if (fact_is(f, "seed"))
		return fact_count(step, f, &t->seed, e);
	if (!fact_is(f, "folds"))
		return fact_fail(step, f, e, "not a fact of target");
	if (!fact_count(step, f, &n, e))
		return false;
	t->folds = n;
	return (n >= FOLDS_LEAST && n <= FOLDS_MOST) ||
	       fact_fail(step, f, e, "not a number of folds");
}

static bool
load_level(struct encoding *c, struct str text, const struct facts *step,
    const struct fact *f, struct err *e)
{
	size_t n = c->level.n;

	if (dict_add(&c->level, text) < n)
		return fact_fail(step, f, e, "a category that was there already");
	c->value = mem_grow(c->value, &c->room, n + 1, sizeof(*c->value));
	c->value[n] = NAN;
	return true;
}

bool
target_load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct target *t = self;
	struct encoding *c;
	bool learn = fact_is(f, "learn") && str_equal(f->value, STR("mean"));

	if (f->item.n == 0)
		return load_chosen(t, step, f, e);
	if (learn || fact_is(f, "prior")) {
		c = encoding_add(t, f->item);
		c->known = !learn;
		return learn || fact_number(step, f, &c->prior, e);
	}
	c = t->n > 0 ? &t->of[t->n - 1] : NULL;
	if (c == NULL || !str_equal(c->column, f->item))
		return fact_fail(step, f, e, "a fact of a column before its prior");
	if (fact_is(f, "level") && f->value.n > 0)
		return load_level(c, f->value, step, f, e);
	if (fact_is(f, "missing"))
		return load_level(c, STR(""), step, f, e) &&
		       fact_number(step, f, &c->value[c->level.n - 1], e);
	if (fact_is(f, "value") && c->level.n > 0 && isnan(c->value[c->level.n - 1]))
		return fact_number(step, f, &c->value[c->level.n - 1], e);
	return fact_fail(step, f, e, "not a fact of target");
}

bool
target_loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	const struct target *t = self;
	struct shown s;

	for (size_t i = 0; i < t->n; i++) {
		const struct encoding *c = &t->of[i];
		bool good = c->known == settled;

		for (size_t k = 0; k < c->level.n; k++)
			good &= !isnan(c->value[k]);
		if (!good)
			return fact_fail(step, NULL, e,
			    "the facts of column \"%s\" do not add up",
			    shown(&s, c->column.p, c->column.n));
	}
	return (t->n > 0 && t->label.n > 0 && (settled || t->folds > 0)) ||
	       fact_fail(step, NULL, e, "target without a column, a label or folds");
}

/* ---- partials ---- */

static int
sighting_order(const void *a, const void *b)
{
	const struct sighting *x = a, *y = b;

	if (x->level != y->level)
		return x->level < y->level ? -1 : 1;
	if (x->fold != y->fold)
		return x->fold < y->fold ? -1 : 1;
	return (x->y > y->y) - (x->y < y->y);
}

struct text_number {
	struct str text;
	uint32_t level;
};

static int
text_order(const void *a, const void *b)
{
	return str_order(
	    ((const struct text_number *)a)->text, ((const struct text_number *)b)->text);
}

/* By the bytes of the categories, then fold and label, whatever the order of rows was. */
static void
sightings_order(struct sightings *s)
{
	struct text_number *level = mem_alloc(s->level.n, sizeof(*level));
	uint32_t *now = mem_alloc(s->level.n, sizeof(*now));

	for (size_t i = 0; i < s->level.n; i++)
		level[i] = (struct text_number){ dict_key(&s->level, i), (uint32_t)i };
	if (s->level.n > 0)
		qsort(level, s->level.n, sizeof(*level), text_order);
	for (size_t i = 0; i < s->level.n; i++)
		now[level[i].level] = (uint32_t)i;
	struct dict sorted = { 0 };
	for (size_t i = 0; i < s->level.n; i++)
		dict_add(&sorted, level[i].text);
	for (size_t i = 0; i < s->n; i++)
		s->of[i].level = now[s->of[i].level];
	dict_clear(&s->level);
	s->level = sorted;
	if (s->n > 0)
		qsort(s->of, s->n, sizeof(*s->of), sighting_order);
	free(level);
	free(now);
}

bool
target_partial_save(void *acc, const void *self, struct state_out *out, struct err *e)
{
	const struct target *t = self;
	struct sightings *s = acc;
	char key[64];

	(void)e;
	for (size_t i = 0; i < t->n; i++) {
		struct str column = t->of[i].column;
		size_t times;

		sightings_order(&s[i]);
		for (size_t k = 0; k < s[i].n; k += times) {
			const struct sighting *x = &s[i].of[k];
			struct str level = dict_key(&s[i].level, x->level);

			if ((k == 0 || x[-1].level != x->level) && level.n > 0)
				state_text(out, column, "tally:level", level);
			else if (k == 0 || x[-1].level != x->level)
				state_count(out, column, "tally:missing", 1);
			for (times = 1; k + times < s[i].n &&
					sighting_order(x, &s[i].of[k + times]) == 0;)
				times++;
			snprintf(key, sizeof(key), "tally:%u:%zu", x->fold, times);
			state_number(out, column, key, x->y);
		}
	}
	return true;
}

static bool
load_sightings(struct sightings *s, const struct target *t, const struct facts *step,
    const struct fact *f, struct err *e)
{
	struct str part = { f->key.p + 6, f->key.n - 6 };
	uint64_t fold, times;
	double y;

	if (s->level.n == 0 || !key_number(&part, &fold) || !key_number(&part, &times) ||
	    part.n > 0 || fold >= t->folds || times == 0)
		return fact_fail(step, f, e, "not a fact of a partial");
	if (!fact_number(step, f, &y, e))
		return false;
	if (times > facts_rows(step) || s->n > facts_rows(step) - times)
		return fact_fail(step, f, e, "more labels than rows");
	for (uint64_t i = 0; i < times; i++)
		sighting_add(s, s->at, (size_t)fold, y);
	return true;
}

bool
target_partial_load(void *acc, const void *self, const struct facts *step,
    const struct fact *f, struct err *e)
{
	const struct target *t = self;
	struct sightings *s = acc;
	size_t i = 0;

	while (i < t->n && !str_equal(t->of[i].column, f->item))
		i++;
	if (i == t->n || f->key.n < 6)
		return fact_fail(step, f, e, "not a fact of a partial");
	if (fact_is(f, "tally:level") || fact_is(f, "tally:missing")) {
		s[i].at =
		    dict_add(&s[i].level, fact_is(f, "tally:level") ? f->value : STR(""));
		return true;
	}
	return load_sightings(&s[i], t, step, f, e);
}

bool
target_partial_loaded(
    void *acc, const void *self, const struct facts *step, struct err *e)
{
	const struct target *t = self;
	const struct sightings *s = acc;
	struct shown buf;

	for (size_t i = 0; i < t->n; i++)
		if (s[i].n != facts_rows(step))
			return fact_fail(step, NULL, e,
			    "column \"%s\" does not count each row once",
			    shown(&buf, t->of[i].column.p, t->of[i].column.n));
	return true;
}
