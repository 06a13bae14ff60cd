/*
 * age.c - how much later rows are than those a model learnt from: --age
 *
 * A model knows the latest time of its rows (csv-train --time), and no clock is asked:
 * its age is what lies between that and the latest row that it is about to be applied to.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "check.h"
#include "op/predict.h"
#include "run/pipeline.h"
#include "run/recipe.h"

#define DAY 86400.0

struct seen { /* the first or the latest */
	double seconds;
	struct str text; /* owned */
};

struct ageing {
	const char *column;
	double learnt; /* seconds */
	size_t n, newer;
	struct seen oldest, newest;
};

/* What the model knows, as it was written. */
static struct str
learnt_until(const char *path, struct ageing *a)
{
	struct recipe r = { 0 };
	struct state st = { 0 };
	const struct model *m;
	struct str newest;
	struct date d;
	struct err e;

	if (!state_read(&st, path, &e) || !recipe_load(&r, &st, false, &e))
		run_fail(&e, NULL);
	if (r.n == 0 || !op_is_model(r.step[r.n - 1].op))
		die(EXIT_DATA, "%s: its last step is not a model", path);
	m = r.step[r.n - 1].self;
	if (m->newest.n == 0)
		die(EXIT_DATA,
		    "%s: it does not know how old its rows are (csv-train --time)", path);
	newest = mem_keep(m->newest);
	if (date_parse(newest, (struct str){ 0 }, &d) == DATE_OK)
		a->learnt = date_seconds(&d);
	recipe_free(&r);
	state_free(&st);
	return newest;
}

static void
see(struct seen *s, double seconds, struct str text, bool better)
{
	if (s->text.p != NULL && !better)
		return;
	free((char *)s->text.p);
	*s = (struct seen){ seconds, mem_keep(text) };
}

static bool
rows_take(void *self, struct block *k, struct err *e)
{
	struct ageing *a = self;
	struct batch *b = &k->batch;
	struct shown s;
	size_t j;

	if (!batch_need(b, str_of(a->column), &j, e))
		return false;
	for (size_t r = 0; r < b->nrow; r++) {
		struct str cell = batch_cell(b, j, r);
		struct date d;
		double t;

		if (batch_is_missing(b, j, r))
			return batch_fail(b, j, r, e, "the time is missing");
		if (date_parse(cell, (struct str){ 0 }, &d) != DATE_OK)
			return batch_fail(b, j, r, e,
			    "\"%s\" is no date such as 2026-11-27 or "
			    "2026-11-27T17:05:09Z",
			    shown(&s, cell.p, cell.n));
		t = date_seconds(&d);
		a->n++;
		a->newer += t > a->learnt;
		see(&a->oldest, t, cell, t < a->oldest.seconds);
		see(&a->newest, t, cell, t > a->newest.seconds);
	}
	return true;
}

enum { ROWS, NEWER, AGE, MEASURES };
static const char *const measures[MEASURES] = { "n", "newer", "age" };

static size_t
measure_find(struct str name)
{
	size_t i = 0;

	while (i < MEASURES && !str_equal(str_of(measures[i]), name))
		i++;
	return i;
}

static struct condition *
conditions_of(const struct check *c)
{
	struct condition *condition = conditions_read(&c->fail_if);

	conditions_refuse_previous(condition, c->fail_if.n);
	for (size_t i = 0; i < c->fail_if.n; i++)
		if (measure_find(condition[i].metric) == MEASURES)
			condition_unknown(&condition[i], "--age", "n, newer, age");
	return condition;
}

static void
row(struct report *out, const char *name, struct str text, double x)
{
	report_text(out, str_of(name));
	if (text.p != NULL)
		report_text(out, text);
	else
		report_number(out, x);
	report_end_row(out);
}

/* A gate that cannot be judged, for there are no rows, is shut. */
static int
judge(const struct check *c, const struct condition *condition, const double *of)
{
	bool fails = false;

	for (size_t i = 0; i < c->fail_if.n; i++) {
		double x = of[measure_find(condition[i].metric)];

		if (!isnan(x) && !condition_holds(&condition[i], x))
			continue;
		fails = true;
		condition_tell(&condition[i], "", x);
	}
	return fails ? EXIT_NO : EXIT_SUCCESS;
}

int
age(const struct check *c, struct reader *in, struct report *out)
{
	struct condition *condition = conditions_of(c);
	struct ageing a = { .column = c->time };
	struct pipeline p = {
		.self = &a, .missing = &c->common.missing, .take = rows_take
	};
	struct str learnt = learnt_until(c->age, &a), none = { 0 };
	double of[MEASURES];
	int answer;

	pipeline_run(&p, in);
	require_whole(in);
	of[ROWS] = (double)a.n;
	of[NEWER] = a.n > 0 ? (double)a.newer / (double)a.n : NAN;
	of[AGE] = a.n > 0 ? (a.newest.seconds - a.learnt) / DAY : NAN;
	report_column(out, STR("metric"));
	report_column(out, STR("value"));
	row(out, "n", none, of[ROWS]);
	row(out, "learnt_until", learnt, 0);
	row(out, "oldest", a.oldest.text, NAN);
	row(out, "newest", a.newest.text, NAN);
	row(out, "newer", none, of[NEWER]);
	row(out, "age", none, of[AGE]);
	report_end(out);
	answer = judge(c, condition, of);
	free((char *)learnt.p);
	free((char *)a.oldest.text.p);
	free((char *)a.newest.text.p);
	free(condition);
	return answer;
}
