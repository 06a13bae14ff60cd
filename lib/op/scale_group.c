/*
 * scale_group.c - what is learnt of groups of rows: -g
 */
#include <stdlib.h>
#include <string.h>

#include "op/scale.h"

/* Room for n groups or more, the new ones without facts. */
static void
groups_grow(struct scaling *s, size_t n)
{
	if (n <= s->groups)
		return;
	s->group = mem_grow(s->group, &s->group_room, n, sizeof(*s->group));
	memset(s->group + s->groups, 0, (n - s->groups) * sizeof(*s->group));
	s->groups = n;
}

/* As of_all was chosen, and nothing learnt yet. */
static void
group_start(struct scaling *group, const struct scaling *of_all)
{
	*group = (struct scaling){ .method = of_all->method,
		.args = of_all->args,
		.blanks = of_all->blanks,
		.floor = of_all->floor,
		.asked = of_all->asked };
	memcpy(group->fact, of_all->fact, sizeof(group->fact));
}

/*
 * A group without a value, or with too few for its facts, has none of its own.  A
 * constant one warns of nothing, as there may be many.
 */
static bool
group_settle(const struct scale *all, size_t i, size_t g, struct tally *t, struct err *e)
{
	const struct scaling *of_all = &all->of[i];
	struct scaling *group = &all->of[i].group[g];
	const struct scale_rule *rule = scale_rule_of(of_all);
	bool good, was;

	if (t->n == 0 || rule->settle == NULL || all->subjects.subject[i].needs == 0)
		return true;
	group_start(group, of_all);
	was = warn_quiet(true);
	good = rule->settle(all, group, t, all->subjects.subject[i].column, e);
	warn_quiet(was);
	if (good || e->status != EXIT_DATA)
		return good;
	free(group->landmark);
	*group = (struct scaling){ 0 };
	return true;
}

bool
scale_groups_settle(struct scale *all, struct tallies *t, struct err *e)
{
	size_t *order = grouping_order(&t->group), n = t->group.n;
	bool good = grouping_take(&all->by, &t->group, e);

	for (size_t i = 0; i < all->subjects.n && good; i++) {
		struct scaling *s = &all->of[i];

		groups_grow(s, n);
		for (size_t g = 0; g < n && good; g++)
			good = group_settle(all, i, g, &t->of_group[order[g]][i], e);
	}
	free(order);
	return good;
}

void
scale_groups_save(const struct scale *all, const struct scaling *s, struct str column,
    struct state_out *out)
{
	const struct scale_rule *rule = scale_rule_of(s);

	for (size_t g = 0; g < s->groups; g++) {
		const struct scaling *group = &s->group[g];

		if (group->method == NULL)
			continue;
		state_text(out, column, "group", dict_key(&all->by.group, g));
		for (size_t k = 0; k < SCALE_FACTS && rule->fact[k] != NULL; k++)
			state_number(out, column, rule->fact[k], group->fact[k]);
		for (size_t k = 0; k < group->landmarks; k++)
			state_number(out, column, "landmark", group->landmark[k]);
	}
}

bool
scale_group_load(struct scale *all, struct scaling *s, const struct facts *step,
    const struct fact *f, struct err *e)
{
	size_t g;

	if (all->by.by.n == 0)
		return fact_fail(step, f, e, "a group without columns to go by");
	g = dict_add(&all->by.group, f->value);
	if (g >= GROUPS_MOST)
		return fact_fail(step, f, e, "too many groups");
	groups_grow(s, g + 1);
	if (s->group[g].method != NULL)
		return fact_fail(step, f, e, "a group that was there already");
	group_start(&s->group[g], s);
	s->loading = &s->group[g];
	return true;
}

/* Has every group what the method learns? */
bool
scale_groups_loaded(const struct scaling *s)
{
	const struct scale_rule *rule = scale_rule_of(s);

	for (size_t g = 0; g < s->groups; g++) {
		const struct scaling *group = &s->group[g];

		if (group->method == NULL)
			continue;
		for (size_t k = 0; k < SCALE_FACTS && rule->fact[k] != NULL; k++)
			if ((group->known >> k & 1) == 0)
				return false;
		if (rule->has_landmarks && group->landmarks < 2)
			return false;
	}
	return true;
}

void
scale_groups_free(struct scaling *s)
{
	for (size_t g = 0; g < s->groups; g++)
		free(s->group[g].landmark);
	free(s->group);
}
