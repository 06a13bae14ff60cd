/*
 * scale_power.c - the power that makes a column most like a normal distribution
 */
#include <math.h>

#include "op/scale.h"
#include "stat/power.h"
#include "stat/runs.h"

static enum power
kind_of(const struct scaling *s)
{
	return str_equal(s->args, STR("boxcox")) ? POWER_BOX_COX : POWER_YEO_JOHNSON;
}

static bool
choose_power(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	(void)s;
	*needs = TALLY_VALUES | TALLY_RANGE;
	return args->n == 0 ||
	       (args->n == 1 && (str_equal(args->item[0].text, STR("boxcox")) ||
				    str_equal(args->item[0].text, STR("yeojohnson")))) ||
	       fail(e, EXIT_USAGE,
		   "--power LIST[:KIND]: the kind is yeojohnson (the default) or boxcox");
}

static bool
settle_power(const struct scale *all, struct scaling *s, struct tally *t,
    struct str column, struct err *e)
{
	struct runs runs = { 0 };
	struct shown name;

	(void)all;
	s->fact[0] = 1;
	shown(&name, column.p, column.n);
	if (kind_of(s) == POWER_BOX_COX && t->min <= 0)
		return fail(e, EXIT_DATA,
		    "column \"%s\" has values of 0 or below, and a Box-Cox power is for "
		    "those above (use --power without boxcox)",
		    name.s);
	if (tally_constant(t)) {
		warn("column \"%s\" is constant: its power is 1", name.s);
		return true;
	}
	if (!runs_take(&runs, &t->values, e))
		return false;
	s->fact[0] = power_fit(kind_of(s), runs.x, runs.count, runs.n);
	runs_free(&runs);
	if (fabs(s->fact[0]) > POWER_MOST - 0.001)
		warn(
		    "column \"%s\": the power that suits it lies beyond %d (is it nearly "
		    "constant, or far from 0?)",
		    name.s, s->fact[0] < 0 ? -POWER_MOST : POWER_MOST);
	return true;
}

static double
formula_power(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	return power_apply(kind_of(s), s->fact[0], x);
}

static double
undo_power(const struct scale *all, const struct scaling *s, double y)
{
	(void)all;
	return power_undo(kind_of(s), s->fact[0], y);
}

const struct scale_rule scale_power = { .fact = { "lambda" },
	.choose = choose_power,
	.settle = settle_power,
	.formula = formula_power,
	.undo = undo_power,
	.refused = "has no such power" };
