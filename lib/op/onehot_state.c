/*
 * onehot_state.c - what was chosen and learnt, as facts
 *
 *	onehot,,unseen,oov
 *	onehot,color,levels,2
 *	onehot,color,level,red
 *	onehot,color,level,blue
 *	onehot,color,missing,1
 *
 * The number of levels comes first, so that a vocabulary cut short is noticed.  With
 * --hash there are none, but onehot,color,buckets,64 and onehot,,seed,1; and with
 * --collisions onehot,color,values,90 and onehot,color,sharing,47.
 */
#include "op/onehot.h"

static const char *const unseen_word[] = { "oov", "zero", "error" };

void
onehot_save(const void *self, struct state_out *out, bool settled)
{
	const struct onehot *o = self;

	state_text(out, STR(""), "unseen", str_of(unseen_word[o->unseen]));
	if (o->min_count > 1)
		state_count(out, STR(""), "min_count", o->min_count);
	if (o->min_share > 0)
		state_number(out, STR(""), "min_share", o->min_share);
	if (o->buckets > 0 || o->oov > 1)
		state_count(out, STR(""), "seed", o->seed);
	if (o->sign)
		state_count(out, STR(""), "signed", 1);
	if (o->collisions)
		state_count(out, STR(""), "collisions", 1);
	if (o->oov > 1)
		state_count(out, STR(""), "oov_buckets", o->oov);
	if (o->separator != 0)
		state_text(out, STR(""), "separator", (struct str){ &o->separator, 1 });
	if (o->rank == RANK_MI)
		state_text(out, STR(""), "rank", o->label);
	if (o->top != TOP_ALL)
		state_count(out, STR(""), "top", o->top);
	if (o->drop_first)
		state_count(out, STR(""), "drop_first", 1);
	if (o->ordinal)
		state_count(out, STR(""), "ordinal", 1);
	if (!settled)
		state_count(out, STR(""), "max_columns", o->max_columns);
	for (size_t i = 0; i < o->subjects.n; i++) {
		const struct vocabulary *v = &o->of[i];
		struct str column = o->subjects.subject[i].column;

		if (o->buckets > 0) {
			state_count(out, column, "buckets", o->buckets);
			if (o->collisions && settled) {
				state_count(out, column, "values", v->values);
				state_count(out, column, "sharing", v->sharing);
			}
			continue;
		}
		if (!settled) {
			state_text(out, column, "learn", STR("levels"));
			continue;
		}
		state_count(out, column, "levels", v->levels.n);
		for (size_t k = 0; k < v->levels.n; k++)
			state_text(out, column, "level", dict_key(&v->levels, k));
		if (v->missing)
			state_count(out, column, "missing", 1);
	}
}

static bool
load_flag(bool *flag, const struct facts *step, const struct fact *f, struct err *e)
{
	*flag = true;
	return str_equal(f->value, STR("1")) || fact_fail(step, f, e, "not 1");
}

static bool
load_size(size_t *size, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (!fact_count(step, f, &n, e))
		return false;
	*size = (size_t)n;
	return true;
}

static bool
load_chosen(
    struct onehot *o, const struct facts *step, const struct fact *f, struct err *e)
{
	if (fact_is(f, "drop_first"))
		return load_flag(&o->drop_first, step, f, e);
	if (fact_is(f, "signed"))
		return load_flag(&o->sign, step, f, e);
	if (fact_is(f, "collisions"))
		return load_flag(&o->collisions, step, f, e);
	if (fact_is(f, "ordinal"))
		return load_flag(&o->ordinal, step, f, e);
	if (fact_is(f, "min_count"))
		return load_size(&o->min_count, step, f, e);
	if (fact_is(f, "min_share"))
		return fact_number(step, f, &o->min_share, e);
	if (fact_is(f, "seed"))
		return fact_count(step, f, &o->seed, e);
	if (fact_is(f, "oov_buckets"))
		return load_size(&o->oov, step, f, e) &&
		       ((o->oov > 0 && o->oov < UINT32_MAX / 2) ||
			   fact_fail(step, f, e, "not a number of buckets"));
	if (fact_is(f, "separator") && f->value.n == 1) {
		o->separator = *f->value.p;
		return true;
	}
	if (fact_is(f, "rank") && f->value.n > 0 && o->label.n == 0) {
		o->rank = RANK_MI;
		o->label = mem_keep(f->value);
		return true;
	}
	if (fact_is(f, "top"))
		return load_size(&o->top, step, f, e);
	if (fact_is(f, "max_columns"))
		return load_size(&o->max_columns, step, f, e);
	for (int i = UNSEEN_OOV; fact_is(f, "unseen") && i <= UNSEEN_ERROR; i++)
		if (str_equal(f->value, str_of(unseen_word[i]))) {
			o->unseen = i;
			return true;
		}
	return fact_fail(step, f, e, "not a fact of onehot");
}

/* Columns either all have vocabularies or all as many buckets. */
static bool
load_buckets(
    struct onehot *o, const struct facts *step, const struct fact *f, struct err *e)
{
	size_t n;

	if (!load_size(&n, step, f, e))
		return false;
	if (n == 0 || n >= UINT32_MAX || (o->subjects.n > 0 && o->buckets != n))
		return fact_fail(step, f, e, "not a number of buckets");
	o->buckets = n;
	vocabulary_add(o, f->item)->announced = 0;
	return true;
}

static bool
load_collisions(
    struct onehot *o, const struct facts *step, const struct fact *f, struct err *e)
{
	struct vocabulary *v = &o->of[o->subjects.n - 1];

	if (!o->collisions || !(fact_is(f, "values") || fact_is(f, "sharing")))
		return fact_fail(step, f, e, "a vocabulary beside buckets");
	if (!str_equal(o->subjects.subject[o->subjects.n - 1].column, f->item))
		return fact_fail(step, f, e, "a fact of a column before its buckets");
	return fact_count(step, f, fact_is(f, "values") ? &v->values : &v->sharing, e);
}

bool
onehot_load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct onehot *o = self;
	const struct subjects *s = &o->subjects;
	struct vocabulary *v;

	if (f->item.n == 0)
		return load_chosen(o, step, f, e);
	if (fact_is(f, "learn")) {
		vocabulary_add(o, f->item);
		return true;
	}
	if (fact_is(f, "buckets"))
		return load_buckets(o, step, f, e);
	if (o->buckets > 0)
		return load_collisions(o, step, f, e);
	if (fact_is(f, "levels"))
		return fact_count(step, f, &vocabulary_add(o, f->item)->announced, e);
	if (s->n == 0 || !str_equal(s->subject[s->n - 1].column, f->item))
		return fact_fail(step, f, e, "a fact of a column before its levels");
	v = &o->of[s->n - 1];
	if (fact_is(f, "missing"))
		return load_flag(&v->missing, step, f, e);
	if (!fact_is(f, "level") || f->value.n == 0)
		return fact_fail(step, f, e, "not a fact of onehot");
	dict_add(&v->levels, f->value);
	return true;
}

bool
onehot_loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	struct onehot *o = self;
	struct shown s;

	for (size_t i = 0; settled && i < o->subjects.n; i++) {
		struct str column = o->subjects.subject[i].column;
		struct vocabulary *v = &o->of[i];

		if (v->levels.n != v->announced)
			return fact_fail(step, NULL, e,
			    "column \"%s\" has %zu different levels, but announces "
			    "another number",
			    shown(&s, column.p, column.n), v->levels.n);
		if (!vocabulary_names(o, v, column, e))
			return false;
	}
	if (o->sign && (o->buckets == 0 || o->ordinal))
		return fact_fail(step, NULL, e, "signed, and no buckets of its own");
	return o->subjects.n > 0 || fact_fail(step, NULL, e, "onehot without a column");
}
