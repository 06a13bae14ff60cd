/*
 * text_state.c - what was chosen and learnt, as facts
 *
 *	text,,top,1000
 *	text,review,method,tfidf
 *	text,review,grams,2
 *	text,review,documents,500
 *	text,review,terms,2
 *	text,review,term,good
 *	text,review,count,80
 *	text,review,term,not good
 *	text,review,count,17
 *
 * With --hash there are `buckets` and no terms.
 */
#include <stdlib.h>

#include "op/text.h"

static void
terms_save(const struct text *t, const struct terms *s, struct str column,
    struct state_out *out, bool settled)
{
	state_text(out, column, "method", str_of(s->method->name));
	if (s->cutting->characters == 0)
		state_count(out, column, "grams", s->cutting->grams);
	if (!settled || t->buckets > 0)
		return;
	state_count(out, column, "documents", s->documents);
	state_count(out, column, "terms", s->term.n);
	for (size_t i = 0; i < s->term.n; i++) {
		state_text(out, column, "term", dict_key(&s->term, i));
		state_count(out, column, "count", s->count[i]);
	}
}

void
text_save(const void *self, struct state_out *out, bool settled)
{
	const struct text *t = self;

	if (t->characters > 0)
		state_count(out, STR(""), "characters", t->characters);
	if (t->binary)
		state_count(out, STR(""), "binary", 1);
	if (t->keep)
		state_count(out, STR(""), "keep", 1);
	if (t->buckets > 0) {
		state_count(out, STR(""), "buckets", t->buckets);
		state_count(out, STR(""), "seed", t->seed);
	} else {
		state_count(out, STR(""), "min_count", t->min_count);
		state_number(out, STR(""), "max_share", t->max_share);
		state_count(out, STR(""), "top", t->top);
	}
	if (!settled)
		state_count(out, STR(""), "max_columns", t->max_columns);
	for (size_t i = 0; i < t->subjects.n; i++)
		terms_save(t, &t->of[i], t->subjects.subject[i].column, out, settled);
}

static bool
load_size(size_t *size, size_t least, size_t most, const struct facts *step,
    const struct fact *f, struct err *e)
{
	uint64_t n;

	if (!fact_count(step, f, &n, e))
		return false;
	*size = (size_t)n;
	return (n >= least && n <= most) || fact_fail(step, f, e, "out of range");
}

static bool
load_chosen(struct text *t, const struct facts *step, const struct fact *f, struct err *e)
{
	size_t one;

	if (fact_is(f, "characters"))
		return load_size(&t->characters, 1, 100, step, f, e);
	if (fact_is(f, "buckets"))
		return load_size(&t->buckets, 1, BUCKETS_MOST, step, f, e);
	if (fact_is(f, "min_count"))
		return load_size(&t->min_count, 1, SIZE_MAX, step, f, e);
	if (fact_is(f, "top"))
		return load_size(&t->top, 1, SIZE_MAX, step, f, e);
	if (fact_is(f, "max_columns"))
		return load_size(&t->max_columns, 1, SIZE_MAX, step, f, e);
	if (fact_is(f, "max_share"))
		return fact_number(step, f, &t->max_share, e);
	if (fact_is(f, "seed"))
		return fact_count(step, f, &t->seed, e);
	if (!fact_is(f, "binary") && !fact_is(f, "keep"))
		return fact_fail(step, f, e, "not a fact of text");
	*(fact_is(f, "binary") ? &t->binary : &t->keep) = true;
	return load_size(&one, 1, 1, step, f, e);
}

static bool
load_term(struct terms *s, const struct facts *step, const struct fact *f, struct err *e)
{
	size_t n = s->term.n;

	if (fact_is(f, "term") && f->value.n > 0 && dict_add(&s->term, f->value) == n) {
		s->count = mem_grow(s->count, &s->room, n + 1, sizeof(*s->count));
		s->count[n] = 0;
		return true;
	}
	if (!fact_is(f, "count") || n == 0 || s->count[n - 1] != 0)
		return fact_fail(step, f, e, "not a fact of text, or there twice");
	return fact_count(step, f, &s->count[n - 1], e) &&
	       (s->count[n - 1] <= s->documents ||
		   fact_fail(step, f, e, "more cells than there are"));
}

bool
text_load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct text *t = self;
	const struct method *m;
	struct terms *s;
	size_t i;

	if (f->item.n == 0)
		return load_chosen(t, step, f, e);
	if (fact_is(f, "method")) {
		m = method_load("text", text_methods, step, f, e);
		if (m != NULL)
			terms_add(t, f->item, m);
		return m != NULL;
	}
	if (!subject_last(&t->subjects, step, f, &i, e))
		return false;
	s = &t->of[i];
	if (fact_is(f, "grams"))
		return load_size(&s->cutting->grams, 1, GRAMS_MOST, step, f, e);
	if (t->buckets > 0)
		return fact_fail(step, f, e, "a vocabulary beside buckets");
	if (fact_is(f, "documents")) {
		s->known = true;
		return fact_count(step, f, &s->documents, e);
	}
	if (fact_is(f, "terms"))
		return fact_count(step, f, &s->announced, e);
	return load_term(s, step, f, e);
}

/* What is wrong with the facts of a column, or NULL. */
static const char *
terms_fault(const struct text *t, const struct terms *s, bool settled)
{
	bool learns = t->buckets == 0;

	if (!settled || !learns)
		return s->known || s->term.n > 0 ? "has terms before they are learnt"
						 : NULL;
	if (!s->known || s->term.n != s->announced || s->term.n == 0)
		return "announces another number of terms than it has";
	for (size_t i = 0; i < s->term.n; i++)
		if (s->count[i] == 0)
			return "has a term without \"count\"";
	return NULL;
}

bool
text_loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	struct text *t = self;
	struct shown buf;

	for (size_t i = 0; i < t->subjects.n; i++) {
		struct str column = t->subjects.subject[i].column;
		const char *fault = terms_fault(t, &t->of[i], settled);

		if (fault == NULL && terms_is_tfidf(&t->of[i]) && t->buckets > 0)
			fault = "weighs terms, and there are buckets";
		if (fault != NULL)
			return fact_fail(step, NULL, e, "column \"%s\" %s",
			    shown(&buf, column.p, column.n), fault);
		if (settled)
			terms_settle(t, &t->of[i], column);
	}
	return t->subjects.n > 0 || fact_fail(step, NULL, e, "text without a column");
}
