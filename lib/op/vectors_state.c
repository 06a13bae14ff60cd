/*
 * vectors_state.c - what was chosen and learnt, as facts
 *
 *	vectors,city,method,ppmi
 *	vectors,city,context,job
 *	vectors,city,name,city
 *	vectors,city,numbers,2
 *	vectors,city,level,Oslo
 *	vectors,city,number,0.61      as many as there are numbers
 */
#include "op/vectors.h"

#include <stdlib.h>

void
vectors_save(const void *self, struct state_out *out, bool settled)
{
	const struct vectors *v = self;

	if (v->min_count > 1)
		state_count(out, STR(""), "min_count", v->min_count);
	state_count(out, STR(""), "top", v->top);
	if (v->keep)
		state_count(out, STR(""), "keep", 1);
	for (size_t i = 0; i < v->subjects.n; i++) {
		const struct vectors_of *s = &v->of[i];
		struct str column = v->subjects.subject[i].column;

		state_text(out, column, "method", str_of(s->method->name));
		state_text(out, column, "context", s->context);
		state_text(out, column, "name", s->name);
		state_count(out, column, "numbers", s->k);
		for (size_t k = 0; settled && k < s->level.n; k++) {
			state_text(out, column, "level", dict_key(&s->level, k));
			for (size_t c = 0; c < s->k; c++)
				state_number(
				    out, column, "number", s->vector[k * s->k + c]);
		}
	}
}

static bool
load_chosen(
    struct vectors *v, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (!fact_is(f, "min_count") && !fact_is(f, "top") && !fact_is(f, "keep"))
		return fact_fail(step, f, e, "not a fact of vectors");
	if (!fact_count(step, f, &n, e))
		return false;
	if (fact_is(f, "keep"))
		v->keep = n == 1;
	else if (fact_is(f, "top"))
		v->top = n;
	else
		v->min_count = n;
	return (n >= 1 && v->top <= VECTOR_LEVELS) ||
	       fact_fail(step, f, e, "out of range");
}

static bool
load_learnt(
    struct vectors_of *s, const struct facts *step, const struct fact *f, struct err *e)
{
	size_t n = s->level.n;

	if (fact_is(f, "level") && f->value.n > 0 && s->known == n * s->k) {
		if (dict_add(&s->level, f->value) < n || n == VECTOR_LEVELS)
			return fact_fail(
			    step, f, e, "a category that was there already, or too many");
		s->vector =
		    mem_grow(s->vector, &s->room, (n + 1) * s->k, sizeof(*s->vector));
		return true;
	}
	if (!fact_is(f, "number") || s->known == n * s->k)
		return fact_fail(step, f, e, "not a fact of vectors");
	return fact_number(step, f, &s->vector[s->known++], e);
}

/* The facts of a column come in this order: method, context, name, numbers. */
bool
vectors_load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct vectors *v = self;
	const struct method *m;
	struct vectors_of *s;
	size_t i;

	if (f->item.n == 0)
		return load_chosen(v, step, f, e);
	if (fact_is(f, "method")) {
		m = method_load("vectors", vectors_methods, step, f, e);
		if (m != NULL)
			vectors_add(v, m, f->item, STR(""), STR(""));
		return m != NULL;
	}
	if (!subject_last(&v->subjects, step, f, &i, e))
		return false;
	s = &v->of[i];
	if (s->k > 0)
		return load_learnt(s, step, f, e);
	if (fact_is(f, "context") && s->context.n == 0 && f->value.n > 0) {
		free((char *)s->context.p);
		s->context = mem_keep(f->value);
		subjects_relabel(&v->subjects, f->value);
		return true;
	}
	if (fact_is(f, "name") && s->name.n == 0) {
		free((char *)s->name.p);
		s->name = mem_keep(f->value);
		return true;
	}
	if (!fact_is(f, "numbers"))
		return fact_fail(step, f, e, "not a fact of vectors");
	if (!fact_count(step, f, &s->k, e))
		return false;
	if (s->k < 1 || s->k > VECTOR_MOST || s->context.n == 0) {
		s->k = 0;
		return fact_fail(step, f, e, "not a number of numbers");
	}
	vectors_name(s);
	return true;
}

bool
vectors_loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	const struct vectors *v = self;
	struct shown buf;

	for (size_t i = 0; i < v->subjects.n; i++) {
		const struct vectors_of *s = &v->of[i];
		struct str column = v->subjects.subject[i].column;

		if (s->k == 0 || (settled ? s->level.n == 0 : s->level.n > 0) ||
		    s->known != s->level.n * s->k)
			return fact_fail(step, NULL, e,
			    "the facts of column \"%s\" do not add up",
			    shown(&buf, column.p, column.n));
	}
	return v->subjects.n > 0 || fact_fail(step, NULL, e, "vectors without a column");
}
