/*
 * impute_state.c - what was chosen and learnt, as facts
 *
 *	impute,age,method,median
 *	impute,age,value,40
 *	impute,age,group,Leeds     with -g, for each group that has a value
 *	impute,age,value,38
 */
#include "op/impute.h"

void
impute_save(const void *self, struct state_out *out, bool settled)
{
	const struct impute *all = self;

	grouping_save(&all->by, out);
	if (all->indicator)
		state_count(out, STR(""), "indicator", 1);
	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct imputing *s = &all->of[i];
		struct str column = all->subjects.subject[i].column;

		state_text(out, column, "method", str_of(s->method->name));
		if (settled || impute_rule_of(s)->needs == 0)
			state_text(out, column, "value", s->value);
		for (size_t g = 0; settled && g < s->groups; g++) {
			if (s->group[g].value.p == NULL)
				continue;
			state_text(out, column, "group", dict_key(&all->by.group, g));
			state_text(out, column, "value", s->group[g].value);
		}
	}
}

static bool
load_method(
    struct impute *all, const struct facts *step, const struct fact *f, struct err *e)
{
	const struct method *m = method_load("impute", impute_methods, step, f, e);

	if (m == NULL)
		return false;
	imputing_add(all, f->item, m);
	return true;
}

static bool
load_group(struct impute *all, struct imputing *s, const struct facts *step,
    const struct fact *f, struct err *e)
{
	size_t g;

	if (all->by.by.n == 0 || impute_rule_of(s)->needs == 0)
		return fact_fail(step, f, e, "a group without columns to go by");
	g = dict_add(&all->by.group, f->value);
	if (g >= GROUPS_MOST)
		return fact_fail(step, f, e, "too many groups");
	impute_groups(s, g + 1);
	if (s->group[g].method != NULL)
		return fact_fail(step, f, e, "a group that was there already");
	s->group[g].method = s->method;
	s->loading = &s->group[g];
	return true;
}

bool
impute_load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct impute *all = self;
	size_t i;
	uint64_t one;
	double x;

	if (f->item.n == 0 && fact_is(f, "indicator")) {
		all->indicator = true;
		return fact_count(step, f, &one, e) &&
		       (one == 1 ||
			   fact_fail(step, f, e, "an indicator is 1 or not there"));
	}
	if (grouping_load(&all->by, f))
		return true;
	if (fact_is(f, "method"))
		return load_method(all, step, f, e);
	if (!subject_last(&all->subjects, step, f, &i, e))
		return false;
	struct imputing *s = &all->of[i];
	if (fact_is(f, "group"))
		return load_group(all, s, step, f, e);
	if (s->loading != NULL)
		s = s->loading;
	if (!fact_is(f, "value") || s->value.p != NULL)
		return fact_fail(step, f, e, "not a fact of impute");
	if (!impute_rule_of(s)->numbers) {
		impute_value(s, f->value);
		return f->value.n > 0 || fact_fail(step, f, e, "a value is empty");
	}
	if (!fact_number(step, f, &x, e))
		return false;
	impute_number(s, x);
	return true;
}

bool
impute_loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	struct impute *all = self;
	struct shown s;

	for (size_t i = 0; i < all->subjects.n; i++) {
		bool known = all->of[i].value.p != NULL;
		bool given = impute_rule_of(&all->of[i])->needs == 0;
		struct str c = all->subjects.subject[i].column;

		if (known != (settled || given))
			return fact_fail(step, NULL, e, "column \"%s\" has %s \"value\"",
			    shown(&s, c.p, c.n), known ? "already a" : "no");
		for (size_t g = 0; g < all->of[i].groups; g++)
			if (all->of[i].group[g].method != NULL &&
			    all->of[i].group[g].value.p == NULL)
				return fact_fail(step, NULL, e,
				    "column \"%s\" has a group without \"value\"",
				    shown(&s, c.p, c.n));
	}
	if (all->indicator)
		impute_names(all);
	return true;
}
