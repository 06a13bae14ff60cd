/*
 * ngram_state.c - what was chosen and learnt, as facts
 *
 *	ngram,text,method,kneser-ney
 *	ngram,text,order,3
 *	ngram,text,add,1		of additive
 *	ngram,text,run,<s> the cat	in the order of their bytes ...
 *	ngram,text,count,2		... each with how often it was seen
 */
#include <stdlib.h>
#include <string.h>

#include "op/ngram.h"

/* ---- saving ---- */

struct kept_run {
	struct str text;
	uint64_t count;
};

static int
run_order(const void *a, const void *b)
{
	return str_order(
	    ((const struct kept_run *)a)->text, ((const struct kept_run *)b)->text);
}

static struct str
run_text(const struct ngram *m, struct str key, struct arena *mem)
{
	const char *from = key.p;
	size_t n = key.n / sizeof(uint32_t), room = 0, used = 0;
	uint32_t number[NGRAM_MOST];
	char *p;

	memcpy(number, from, key.n);
	for (size_t i = 0; i < n; i++)
		room += dict_key(&m->token, number[i]).n + 1;
	p = arena_alloc(mem, room, 1);
	for (size_t i = 0; i < n; i++) {
		struct str token = dict_key(&m->token, number[i]);

		if (i > 0)
			p[used++] = ' ';
		memcpy(p + used, token.p, token.n);
		used += token.n;
	}
	return (struct str){ p, used };
}

static void
runs_save(const struct ngram *m, struct str column, struct state_out *out)
{
	struct kept_run *run = mem_alloc(m->kept.n, sizeof(*run));
	struct arena mem = { 0 };

	for (size_t i = 0; i < m->kept.n; i++)
		run[i] = (struct kept_run){ run_text(m, dict_key(&m->kept, i), &mem),
			m->count[i] };
	if (m->kept.n > 0)
		qsort(run, m->kept.n, sizeof(*run), run_order);
	for (size_t i = 0; i < m->kept.n; i++) {
		state_text(out, column, "run", run[i].text);
		state_count(out, column, "count", run[i].count);
	}
	free(run);
	arena_free(&mem);
}

void
ngrams_save(const void *self, struct state_out *out, bool settled)
{
	const struct ngrams *v = self;

	if (v->min_count > 1)
		state_count(out, STR(""), "min_count", v->min_count);
	for (size_t i = 0; i < v->subjects.n; i++) {
		const struct ngram *m = &v->of[i].model;
		struct str column = v->subjects.subject[i].column;

		state_text(out, column, "method", str_of(v->of[i].method->name));
		state_count(out, column, "order", m->order);
		if (m->add > 0)
			state_number(out, column, "add", m->add);
		if (settled)
			runs_save(m, column, out);
	}
}

/* ---- loading ---- */

static bool
load_chosen(
    struct ngrams *v, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (!fact_is(f, "min_count"))
		return fact_fail(step, f, e, "not a fact of ngram");
	if (!fact_count(step, f, &n, e))
		return false;
	v->min_count = n;
	return n >= 1 || fact_fail(step, f, e, "out of range");
}

static bool
load_order(struct ngram *m, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (!fact_is(f, "order"))
		return fact_fail(step, f, e, "not a fact of ngram");
	if (!fact_count(step, f, &n, e))
		return false;
	if (n < 1 || n > NGRAM_MOST)
		return fact_fail(step, f, e, "out of range");
	ngram_start(m, n, 0);
	return true;
}

static bool
load_run(
    struct ngram_of *s, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;
	bool good;

	if (s->pending.p == NULL) {
		if (!fact_is(f, "run"))
			return fact_fail(step, f, e, "not a fact of ngram");
		s->pending = mem_keep(f->value);
		return true;
	}
	if (!fact_is(f, "count"))
		return fact_fail(step, f, e, "the count of a run is wanted");
	if (!fact_count(step, f, &n, e))
		return false;
	good = ngram_keep(&s->model, s->pending, n);
	free((char *)s->pending.p);
	s->pending = (struct str){ 0 };
	return good ||
	       fact_fail(step, f, e, "of a run that cannot be, or was there already");
}

/* The facts of a column come in this order: method, order, add, runs. */
bool
ngrams_load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct ngrams *v = self;
	const struct method *m;
	struct ngram_of *s;
	size_t i;

	if (f->item.n == 0)
		return load_chosen(v, step, f, e);
	if (fact_is(f, "method")) {
		m = method_load("ngram", ngram_methods, step, f, e);
		if (m != NULL)
			ngrams_add(v, m, f->item);
		return m != NULL;
	}
	if (!subject_last(&v->subjects, step, f, &i, e))
		return false;
	s = &v->of[i];
	if (s->model.order == 0)
		return load_order(&s->model, step, f, e);
	if (s->method == &ngram_methods[1] && s->model.add == 0) {
		if (!fact_is(f, "add"))
			return fact_fail(step, f, e, "not a fact of ngram");
		if (!fact_number(step, f, &s->model.add, e))
			return false;
		return s->model.add > 0 || fact_fail(step, f, e, "out of range");
	}
	return load_run(s, step, f, e);
}

bool
ngrams_loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	struct ngrams *v = self;
	struct shown buf;

	for (size_t i = 0; i < v->subjects.n; i++) {
		struct ngram_of *s = &v->of[i];
		struct str column = v->subjects.subject[i].column;

		if (s->model.order == 0 || s->pending.p != NULL ||
		    (s->method == &ngram_methods[1] && s->model.add == 0) ||
		    (settled ? s->model.kept.n == 0 : s->model.kept.n > 0))
			return fact_fail(step, NULL, e,
			    "the facts of column \"%s\" do not add up",
			    shown(&buf, column.p, column.n));
		if (settled)
			ngram_ready(&s->model);
	}
	return v->subjects.n > 0 || fact_fail(step, NULL, e, "ngram without a column");
}
