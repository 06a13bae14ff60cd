/*
 * scale.c - numbers onto another scale, in place
 *
 * The operator around the methods of scale_methods.c: which columns, what was
 * learnt, and the formula over every value.  Missing stays missing; a value that
 * the formula has no finite answer for is a fault of the data.
 */
#include "op/scale.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "table/notes.h"

static const struct opt options[] = {
	{ 0, "clamp", OPT_FLAG, offsetof(struct scale, clamp), NULL,
	    "keep --minmax inside its range on new data", 0, false },
	{ 0, "indicator", OPT_FLAG, offsetof(struct scale, indicator), NULL,
	    "add a column col__clipped: -1 or 1 where --clip raised or lowered a value",
	    0, false },
	{ 0, "ddof", OPT_COUNT, offsetof(struct scale, ddof), "N",
	    "--zscore divides by the sd with n - N (default 0)", 0, false },
	{ 'g', "by", OPT_TEXT, offsetof(struct scale, by_given), "LIST",
	    "learn of each group of rows by itself, those equal in these columns", 0,
	    false },
	{ 0 },
};

const struct scale_rule *
scale_rule_of(const struct scaling *s)
{
	return s->method->how;
}

void
scaling_landmark(struct scaling *s, double x)
{
	s->landmark = mem_grow(
	    s->landmark, &s->landmark_room, s->landmarks + 1, sizeof(*s->landmark));
	s->landmark[s->landmarks++] = x;
}

static struct scaling *
scaling_add(struct scale *all, struct str column)
{
	subjects_add(&all->subjects, column, 0);
	all->of = mem_grow(all->of, &all->room, all->subjects.n, sizeof(*all->of));
	all->of[all->subjects.n - 1] = (struct scaling){ 0 };
	return &all->of[all->subjects.n - 1];
}

/* What a state remembers: the parameters as given; for a set of columns, complete. */
static struct str
args_text(const struct scaling *s, const struct list *args)
{
	char *text = NULL;
	size_t n = 0, room = 0;

	if (scale_rule_of(s)->along_row) {
		text = mem_alloc(SCALE_UNIT_ARGS, 1);
		return (struct str){ text, scale_unit_args(s, text) };
	}

	for (size_t i = 0; i < args->n; i++) {
		struct str item = args->item[i].text;

		text = mem_grow(text, &room, n + item.n + 1, 1);
		if (i > 0)
			text[n++] = ':';
		memcpy(text + n, item.p, item.n);
		n += item.n;
	}
	return (struct str){ text, n };
}

/* Names live as long as the step, as the columns of every batch point to them. */
static void
indicators_name(struct scale *all)
{
	static const char ending[] = "__clipped";

	for (size_t i = 0; all->indicator && i < all->subjects.n; i++) {
		struct str c = all->subjects.subject[i].column;
		char *text;

		if (!scale_rule_of(&all->of[i])->limits)
			continue;
		text = mem_alloc(c.n + sizeof(ending), 1);
		memcpy(text, c.p, c.n);
		memcpy(text + c.n, ending, sizeof(ending));
		all->of[i].indicator = (struct str){ text, c.n + sizeof(ending) - 1 };
	}
}

static bool
scaling_start(struct scale *all, const struct job *job, size_t set, struct str column,
    struct err *e)
{
	struct scaling *s = scaling_add(all, column);
	struct subject *subject = &all->subjects.subject[all->subjects.n - 1];

	s->method = job->method;
	if (!scale_rule_of(s)->choose(s, &job->args, &subject->needs, e))
		return false;
	if (scale_rule_of(s)->along_row) {
		if (job->args.n > 1)
			return fail(
			    e, EXIT_USAGE, "--unit LIST[:NORM] takes one parameter");
		s->fact[1] = (double)set;
	}
	s->args = args_text(s, &job->args);
	return true;
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct scale *all = self;

	all->subjects.by = &all->by;
	if (!grouping_start(&all->by, all->by_given, (struct batch *)st->header, e))
		return false;
	for (size_t i = 0; i < st->n; i++)
		for (size_t k = 0; k < st->job[i].n; k++)
			if (!scaling_start(all, &st->job[i], i, st->job[i].column[k], e))
				return false;
	indicators_name(all);
	return true;
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct scale *all = self;
	struct tally *t = tallies_of(acc);

	if (all->by.by.n > 0 && !scale_groups_settle(all, acc, e))
		return false;

	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct subject *subject = &all->subjects.subject[i];

		if (subject->needs != 0 && !subject_has_values(subject, &t[i], e))
			return false;
		const struct scale_rule *rule = scale_rule_of(&all->of[i]);
		if (rule->settle != NULL &&
		    !rule->settle(all, &all->of[i], &t[i], subject->column, e))
			return false;
	}
	return true;
}

/* y by the formula, or what it was before. */
static bool
column_scale(const struct scale *all, const struct scaling *of_all, bool undo,
    const uint32_t *group, const double *x, double *y, struct batch *b, size_t j,
    struct err *e)
{
	const struct scale_rule *rule = scale_rule_of(of_all);
	const struct scaling *s = of_all;
	uint64_t blanks = 0;

	for (size_t r = 0; r < b->nrow; r++) {
		double v = x[r], to = v;
		char text[NUM_WIDTH];
		bool good;

		if (group != NULL)
			s = scale_of_group(of_all, group[r]);
		if (isnan(v))
			to = MISSING;
		else
			to = undo ? rule->undo(all, s, v) : rule->formula(all, s, v);
		good = isnan(v) || fabs(to) <= DBL_MAX;
		if (!good && s->blanks && !undo) {
			to = MISSING;
			blanks++;
		} else if (!good)
			return batch_fail(b, j, r, e, "%.*s %s", (int)num_print(v, text),
			    text,
			    undo ? "is too large to be turned back" : rule->refused);
		y[r] = to;
	}
	if (s->blanks && !undo)
		notes_add(b->notes, b->col[j].name,
		    "values have no logarithm (left missing)", blanks);
	return true;
}

/* One set of columns, from scaling i on; how many there are goes to *n. */
static bool
rows_scale(const struct scale *all, size_t i, size_t *n, struct batch *b, struct err *e)
{
	const struct scaling *s = &all->of[i];
	double **x;

	for (*n = 0; i + *n < all->subjects.n && s[*n].method == s->method &&
		     s[*n].fact[1] == s->fact[1];
	     ++*n)
		;
	x = arena_alloc(&b->mem, *n, sizeof(*x));
	for (size_t k = 0; k < *n; k++) {
		size_t j;
		const double *from;

		if (!batch_need(b, all->subjects.subject[i + k].column, &j, e) ||
		    (from = batch_numbers(b, j, e)) == NULL)
			return false;
		x[k] = batch_set_numbers(b, j);
		for (size_t r = 0; r < b->nrow; r++)
			x[k][r] = from[r];
	}
	scale_unit_rows(s, x, *n, b->nrow);
	return true;
}

/* Where `to` differs from x, in a new column at the right. */
static bool
indicator_add(const struct scaling *s, const double *x, const double *to, struct batch *b,
    struct err *e)
{
	double *y;

	if (!batch_replace(b, b->ncol, 0, &s->indicator, 1, e))
		return false;
	y = batch_set_numbers(b, b->ncol - 1);
	for (size_t r = 0; r < b->nrow; r++)
		y[r] = isnan(x[r]) ? x[r] : (double)((to[r] < x[r]) - (to[r] > x[r]));
	return true;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct scale *all = self;
	uint32_t *group;

	if (!grouping_find(&all->by, b, &group, e))
		return false;
	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct scaling *s = &all->of[i];
		double *y;
		size_t j;

		if (scale_rule_of(s)->along_row) {
			if (!rows_scale(all, i, &j, b, e))
				return false;
			i += j - 1;
			continue;
		}
		if (!batch_need(b, all->subjects.subject[i].column, &j, e))
			return false;
		const double *x = batch_numbers(b, j, e);
		if (x == NULL)
			return false;
		if (s->indicator.p == NULL) {
			y = batch_set_numbers(b, j);
			if (!column_scale(all, s, false, group, x, y, b, j, e))
				return false;
			continue;
		}
		y = arena_alloc(&b->mem, b->nrow, sizeof(*y));
		if (!column_scale(all, s, false, group, x, y, b, j, e) ||
		    !indicator_add(s, x, y, b, e))
			return false;
		memcpy(batch_set_numbers(b, j), y, b->nrow * sizeof(*y));
	}
	return true;
}

static bool
undo(const void *self, struct batch *b, struct err *e)
{
	const struct scale *all = self;
	uint32_t *group;

	if (!grouping_find(&all->by, b, &group, e))
		return false;
	for (size_t i = 0; i < all->subjects.n; i++) {
		size_t j = batch_find(b, all->subjects.subject[i].column);

		if (j == COLUMN_NONE)
			continue;
		if (scale_rule_of(&all->of[i])->undo == NULL)
			return fail(e, EXIT_DATA,
			    "--%s cannot be turned back: how long a row was is not kept",
			    all->of[i].method->name);
		const double *x = batch_numbers(b, j, e);
		if (x == NULL || !column_scale(all, &all->of[i], true, group, x,
				     batch_set_numbers(b, j), b, j, e))
			return false;
	}
	return true;
}

static void
save(const void *self, struct state_out *out, bool settled)
{
	const struct scale *all = self;

	grouping_save(&all->by, out);
	if (all->clamp)
		state_count(out, STR(""), "clamp", 1);
	if (all->indicator)
		state_count(out, STR(""), "indicator", 1);
	if (all->ddof != 0)
		state_count(out, STR(""), "ddof", all->ddof);
	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct scaling *s = &all->of[i];
		struct str column = all->subjects.subject[i].column;

		state_text(out, column, "method", str_of(s->method->name));
		if (s->args.n > 0)
			state_text(out, column, "args", s->args);
		for (size_t k = 0;
		     settled && k < SCALE_FACTS && scale_rule_of(s)->fact[k] != NULL; k++)
			state_number(out, column, scale_rule_of(s)->fact[k], s->fact[k]);
		for (size_t k = 0; settled && k < s->landmarks; k++)
			state_number(out, column, "landmark", s->landmark[k]);
		if (settled)
			scale_groups_save(all, s, column, out);
	}
}

static bool
load_method(
    struct scale *all, const struct facts *step, const struct fact *f, struct err *e)
{
	const struct method *m = method_load("scale", scale_methods, step, f, e);
	struct scaling *s;

	if (m == NULL)
		return false;
	s = scaling_add(all, f->item);
	s->method = m;
	struct list none = { 0 };
	struct err ignored;
	scale_rule_of(s)->choose(
	    s, &none, &all->subjects.subject[all->subjects.n - 1].needs, &ignored);
	return true;
}

static bool
load_args(struct scale *all, struct scaling *s, const struct facts *step,
    const struct fact *f, struct err *e)
{
	struct list args;
	struct err why;
	bool good = list_parse(&args, f->value, ':', &why) &&
		    scale_rule_of(s)->choose(s, &args,
			&all->subjects.subject[all->subjects.n - 1].needs, &why);

	free((char *)s->args.p);
	s->args = mem_keep(f->value);
	list_free(&args);
	return good || fact_fail(step, f, e, "%s", why.msg);
}

static bool
load_landmark(
    struct scaling *s, const struct facts *step, const struct fact *f, struct err *e)
{
	double x;

	if (!fact_number(step, f, &x, e))
		return false;
	if (s->landmarks > 0 && x < s->landmark[s->landmarks - 1])
		return fact_fail(step, f, e, "landmarks fall");
	scaling_landmark(s, x);
	return true;
}

static bool
load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct scale *all = self;
	size_t i;
	uint64_t n;

	if (f->item.n == 0 &&
	    (fact_is(f, "clamp") || fact_is(f, "ddof") || fact_is(f, "indicator"))) {
		if (!fact_count(step, f, &n, e))
			return false;
		if (fact_is(f, "clamp"))
			all->clamp = n != 0;
		else if (fact_is(f, "indicator"))
			all->indicator = n != 0;
		else
			all->ddof = n;
		return true;
	}
	if (grouping_load(&all->by, f))
		return true;
	if (fact_is(f, "method"))
		return load_method(all, step, f, e);
	if (!subject_last(&all->subjects, step, f, &i, e))
		return false;
	struct scaling *s = &all->of[i];
	if (fact_is(f, "args"))
		return load_args(all, s, step, f, e);
	if (fact_is(f, "group"))
		return scale_group_load(all, s, step, f, e);
	if (s->loading != NULL)
		s = s->loading;
	for (size_t k = 0; k < SCALE_FACTS && scale_rule_of(s)->fact[k] != NULL; k++)
		if (fact_is(f, scale_rule_of(s)->fact[k]) && (s->known >> k & 1) == 0) {
			s->known |= 1u << k;
			return fact_number(step, f, &s->fact[k], e);
		}
	if (scale_rule_of(s)->has_landmarks && fact_is(f, "landmark"))
		return load_landmark(s, step, f, e);
	return fact_fail(step, f, e, "not a fact of scale");
}

static bool
loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	struct scale *all = self;
	struct shown buf;

	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct scaling *s = &all->of[i];
		struct str c = all->subjects.subject[i].column;

		for (size_t k = 0; k < SCALE_FACTS && scale_rule_of(s)->fact[k] != NULL;
		     k++) {
			bool known = s->known >> k & 1;

			if (known != settled)
				return fact_fail(step, NULL, e,
				    "column \"%s\" has %s \"%s\"", shown(&buf, c.p, c.n),
				    known ? "already a" : "no",
				    scale_rule_of(s)->fact[k]);
		}
		if (!scale_groups_loaded(s))
			return fact_fail(step, NULL, e,
			    "column \"%s\": the facts of a group do not add up",
			    shown(&buf, c.p, c.n));
		if (scale_rule_of(s)->has_landmarks &&
		    (settled ? s->landmarks < 2 : s->landmarks > 0))
			return fact_fail(step, NULL, e,
			    "column \"%s\" has %s \"landmark\"", shown(&buf, c.p, c.n),
			    settled ? "no second" : "already a");
	}
	indicators_name(all);
	return true;
}

static void
free_scale(void *self)
{
	struct scale *all = self;

	for (size_t i = 0; i < all->subjects.n; i++) {
		free((char *)all->of[i].args.p);
		free((char *)all->of[i].indicator.p);
		free(all->of[i].landmark);
		scale_groups_free(&all->of[i]);
	}
	free(all->of);
	grouping_free(&all->by);
	subjects_free(&all->subjects);
}

const struct op op_scale = {
	.name = "scale",
	.brief = "put columns of numbers on another scale",
	.methods = scale_methods,
	.options = options,
	.size = sizeof(struct scale),
	.accumulator = &column_accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.undo = undo,
	.save = save,
	.load = load,
	.loaded = loaded,
	.free = free_scale,
};
