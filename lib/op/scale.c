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

static const struct opt options[] = {
	{ 0, "clamp", OPT_FLAG, offsetof(struct scale, clamp), NULL,
	    "keep --minmax inside its range on new data", 0, false },
	{ 0, "indicator", OPT_FLAG, offsetof(struct scale, indicator), NULL,
	    "add a column col__clipped: -1 or 1 where --clip raised or lowered a value",
	    0, false },
	{ 0, "ddof", OPT_COUNT, offsetof(struct scale, ddof), "N",
	    "--zscore divides by the sd with n - N (default 0)", 0, false },
	{ 0 },
};

static const struct scale_rule *
rule_of(const struct scaling *s)
{
	return s->method->how;
}

static struct scaling *
scaling_add(struct scale *all, struct str column)
{
	subjects_add(&all->subjects, column, 0);
	all->of = mem_grow(all->of, &all->room, all->subjects.n, sizeof(*all->of));
	all->of[all->subjects.n - 1] = (struct scaling){ 0 };
	return &all->of[all->subjects.n - 1];
}

static struct str
args_text(const struct list *args)
{
	char *text = NULL;
	size_t n = 0, room = 0;

	for (size_t i = 0; i < args->n; i++) {
		struct str s = args->item[i].text;

		text = mem_grow(text, &room, n + s.n + 1, 1);
		if (i > 0)
			text[n++] = ':';
		memcpy(text + n, s.p, s.n);
		n += s.n;
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

		if (!rule_of(&all->of[i])->limits)
			continue;
		text = mem_alloc(c.n + sizeof(ending), 1);
		memcpy(text, c.p, c.n);
		memcpy(text + c.n, ending, sizeof(ending));
		all->of[i].indicator = (struct str){ text, c.n + sizeof(ending) - 1 };
	}
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct scale *all = self;

	for (size_t i = 0; i < st->n; i++) {
		struct scaling *s = scaling_add(all, st->job[i].column[0]);

		s->method = st->job[i].method;
		s->args = args_text(&st->job[i].args);
		if (!rule_of(s)->choose(
			s, &st->job[i].args, &all->subjects.subject[i].needs, e))
			return false;
	}
	indicators_name(all);
	return true;
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct scale *all = self;
	struct tally *t = acc;

	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct subject *subject = &all->subjects.subject[i];

		if (subject->needs != 0 && !subject_has_values(subject, &t[i], e))
			return false;
		if (!rule_of(&all->of[i])
			 ->settle(all, &all->of[i], &t[i], subject->column, e))
			return false;
	}
	return true;
}

/* y by the formula, or what it was before. */
static bool
column_scale(const struct scale *all, const struct scaling *s, bool undo, const double *x,
    double *y, struct batch *b, size_t j, struct err *e)
{
	const struct scale_rule *rule = rule_of(s);

	for (size_t r = 0; r < b->nrow; r++) {
		double v = x[r], to = v;
		char text[NUM_WIDTH];

		if (isnan(v))
			to = MISSING;
		else
			to = undo ? rule->undo(all, s, v) : rule->formula(all, s, v);
		if (!isnan(v) && !(fabs(to) <= DBL_MAX))
			return batch_fail(b, j, r, e, "%.*s %s", (int)num_print(v, text),
			    text,
			    undo ? "is too large to be turned back" : rule->refused);
		y[r] = to;
	}
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

	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct scaling *s = &all->of[i];
		double *y;
		size_t j;

		if (!batch_need(b, all->subjects.subject[i].column, &j, e))
			return false;
		const double *x = batch_numbers(b, j, e);
		if (x == NULL)
			return false;
		if (s->indicator.p == NULL) {
			y = batch_set_numbers(b, j);
			if (!column_scale(all, s, false, x, y, b, j, e))
				return false;
			continue;
		}
		y = arena_alloc(&b->mem, b->nrow, sizeof(*y));
		if (!column_scale(all, s, false, x, y, b, j, e) ||
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

	for (size_t i = 0; i < all->subjects.n; i++) {
		size_t j = batch_find(b, all->subjects.subject[i].column);

		if (j == COLUMN_NONE)
			continue;
		const double *x = batch_numbers(b, j, e);
		if (x == NULL || !column_scale(all, &all->of[i], true, x,
				     batch_set_numbers(b, j), b, j, e))
			return false;
	}
	return true;
}

static void
save(const void *self, struct state_out *out, bool settled)
{
	const struct scale *all = self;

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
		     settled && k < SCALE_FACTS && rule_of(s)->fact[k] != NULL; k++)
			state_number(out, column, rule_of(s)->fact[k], s->fact[k]);
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
	rule_of(s)->choose(
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
		    rule_of(s)->choose(s, &args,
			&all->subjects.subject[all->subjects.n - 1].needs, &why);

	free((char *)s->args.p);
	s->args = mem_keep(f->value);
	list_free(&args);
	return good || fact_fail(step, f, e, "%s", why.msg);
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
	if (fact_is(f, "method"))
		return load_method(all, step, f, e);
	if (!subject_last(&all->subjects, step, f, &i, e))
		return false;
	struct scaling *s = &all->of[i];
	if (fact_is(f, "args"))
		return load_args(all, s, step, f, e);
	for (size_t k = 0; k < SCALE_FACTS && rule_of(s)->fact[k] != NULL; k++)
		if (fact_is(f, rule_of(s)->fact[k]) && (s->known >> k & 1) == 0) {
			s->known |= 1u << k;
			return fact_number(step, f, &s->fact[k], e);
		}
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

		for (size_t k = 0; k < SCALE_FACTS && rule_of(s)->fact[k] != NULL; k++) {
			bool known = s->known >> k & 1;

			if (known != settled)
				return fact_fail(step, NULL, e,
				    "column \"%s\" has %s \"%s\"", shown(&buf, c.p, c.n),
				    known ? "already a" : "no", rule_of(s)->fact[k]);
		}
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
	}
	free(all->of);
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
