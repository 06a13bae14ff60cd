/*
 * scale_methods.c - the ways of scaling: what each must know, learns and computes
 *
 * A column without spread cannot be divided by it: it becomes 0 (or LO), with a
 * warning, not a fault, since a column may well be constant in one part of the data.
 */
#include <float.h>
#include <math.h>

#include "base/num.h"
#include "op/scale.h"

/* ---- parameters ---- */

bool
scale_choose_none(
    struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	*needs = 0;
	return args->n == 0 ||
	       fail(e, EXIT_USAGE, "--%s takes a list of columns and no parameters",
		   s->method->name);
}

static bool
choose_sums(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	if (!scale_choose_none(s, args, needs, e))
		return false;
	*needs = TALLY_SUMS | TALLY_RANGE;
	return true;
}

static bool
choose_range(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	if (!scale_choose_none(s, args, needs, e))
		return false;
	*needs = TALLY_RANGE;
	return true;
}

static bool
choose_values(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	if (!scale_choose_none(s, args, needs, e))
		return false;
	*needs = TALLY_VALUES | TALLY_SUMS | TALLY_RANGE;
	return true;
}

static bool
choose_minmax(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	*needs = TALLY_RANGE;
	s->fact[2] = 0;
	s->fact[3] = 1;
	if (args->n == 0)
		return true;
	if (args->n == 2 &&
	    num_parse(args->item[0].text.p, args->item[0].text.n, &s->fact[2]) ==
		NUM_OK &&
	    num_parse(args->item[1].text.p, args->item[1].text.n, &s->fact[3]) ==
		NUM_OK &&
	    s->fact[2] < s->fact[3])
		return true;
	return fail(e, EXIT_USAGE, "--minmax LIST:LO:HI wants two numbers, LO below HI");
}

/* ---- facts ---- */

static void
warn_constant(struct str column, const char *becomes)
{
	struct shown s;

	warn("column \"%s\" is constant: %s", shown(&s, column.p, column.n), becomes);
}

static bool
settle_zscore(const struct scale *all, struct scaling *s, struct tally *t,
    struct str column, struct err *e)
{
	struct shown name;

	s->fact[0] = tally_mean(t);
	s->fact[1] = t->n > all->ddof ? tally_sd(t, (unsigned)all->ddof) : 0;
	if (tally_constant(t))
		warn_constant(column, "its z-score is 0");
	else if (t->n <= all->ddof)
		return fail(e, EXIT_DATA,
		    "column \"%s\" has %llu values, too few for --ddof %zu",
		    shown(&name, column.p, column.n), (unsigned long long)t->n,
		    all->ddof);
	return true;
}

static bool
settle_minmax(const struct scale *all, struct scaling *s, struct tally *t,
    struct str column, struct err *e)
{
	(void)all;
	(void)e;
	s->fact[0] = t->min;
	s->fact[1] = t->max;
	if (tally_constant(t))
		warn_constant(column, "it is scaled to the lower end");
	return true;
}

static bool
settle_maxabs(const struct scale *all, struct scaling *s, struct tally *t,
    struct str column, struct err *e)
{
	(void)all;
	(void)e;
	s->fact[0] = fmax(fabs(t->min), fabs(t->max));
	if (s->fact[0] == 0)
		warn_constant(column, "it stays 0");
	return true;
}

/* Where the middle half of the values is one number, the sd must do. */
static bool
settle_robust(const struct scale *all, struct scaling *s, struct tally *t,
    struct str column, struct err *e)
{
	static const double p[3] = { 0.25, 0.5, 0.75 };
	double q[3];
	struct shown name;

	(void)all;
	shown(&name, column.p, column.n);
	if (!sample_quantiles(&t->values, p, 3, q, e))
		return false;
	s->fact[0] = q[1];
	s->fact[1] = q[2] - q[0];
	if (tally_constant(t)) {
		warn_constant(column, "scaled to 0");
	} else if (s->fact[1] == 0) {
		s->fact[1] = tally_sd(t, 0);
		warn("column \"%s\": its quartiles are equal, so it is divided by its "
		     "standard deviation",
		    name.s);
	}
	return s->fact[1] <= DBL_MAX ||
	       fail(e, EXIT_DATA,
		   "column \"%s\": its quartiles are too far apart for a double (use "
		   "--clip first)",
		   name.s);
}

/* ---- formulas ---- */

/*
 * (x - from) / (to - from).  Either difference may lie beyond the largest double
 * though the quotient does not; halves fit, and halving is exact there.
 */
static double
part_of(double x, double from, double to)
{
	double way = x - from, width = to - from;

	if (fabs(way) <= DBL_MAX && width <= DBL_MAX)
		return way / width;
	return (x / 2 - from / 2) / (to / 2 - from / 2);
}

static double
formula_zscore(const struct scale *all, const struct scaling *s, double x)
{
	double way = x - s->fact[0], spread = s->fact[1];

	(void)all;
	if (spread == 0)
		return 0;
	if (fabs(way) <= DBL_MAX)
		return way / spread;
	return (x / 2 - s->fact[0] / 2) / (spread / 2);
}

static double
formula_minmax(const struct scale *all, const struct scaling *s, double x)
{
	double min = s->fact[0], max = s->fact[1], lo = s->fact[2], hi = s->fact[3], y;

	if (min == max)
		return lo;
	if (x == max)
		return hi;
	y = part_of(x, min, max);
	y = hi - lo <= DBL_MAX ? lo + y * (hi - lo) : lo * (1 - y) + hi * y;
	return !all->clamp ? y : y < lo ? lo : y > hi ? hi : y;
}

static double
formula_maxabs(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	return s->fact[0] == 0 ? x : x / s->fact[0];
}

/* ---- and back ---- */

static double
undo_zscore(const struct scale *all, const struct scaling *s, double y)
{
	(void)all;
	return y * s->fact[1] + s->fact[0];
}

static double
undo_minmax(const struct scale *all, const struct scaling *s, double y)
{
	double min = s->fact[0], max = s->fact[1];

	(void)all;
	if (y == s->fact[3])
		return max;
	y = part_of(y, s->fact[2], s->fact[3]);
	return max - min <= DBL_MAX ? min + y * (max - min) : min * (1 - y) + max * y;
}

static double
undo_maxabs(const struct scale *all, const struct scaling *s, double y)
{
	(void)all;
	return s->fact[0] == 0 ? y : y * s->fact[0];
}

/* ---- the table ---- */

static const struct scale_rule rule_zscore = { .fact = { "mean", "sd" },
	.choose = choose_sums,
	.settle = settle_zscore,
	.formula = formula_zscore,
	.undo = undo_zscore,
	.refused = "is too far from the mean to have a z-score" };
static const struct scale_rule rule_minmax = { .fact = { "min", "max", "lo", "hi" },
	.choose = choose_minmax,
	.settle = settle_minmax,
	.formula = formula_minmax,
	.undo = undo_minmax,
	.refused = "is too far outside the range" };
static const struct scale_rule rule_robust = { .fact = { "median", "spread" },
	.choose = choose_values,
	.settle = settle_robust,
	.formula = formula_zscore,
	.undo = undo_zscore,
	.refused = "is too far from the median" };
static const struct scale_rule rule_maxabs = { .fact = { "maxabs" },
	.choose = choose_range,
	.settle = settle_maxabs,
	.formula = formula_maxabs,
	.undo = undo_maxabs,
	.refused = "is too far outside the range" };

const struct method scale_methods[] = {
	{ "zscore", "LIST", "(x - mean) / sd, the population's unless --ddof 1", false,
	    &rule_zscore },
	{ "minmax", "LIST[:LO:HI]", "onto LO..HI, 0..1 by default", false, &rule_minmax },
	{ "robust", "LIST", "(x - median) / (p75 - p25)", false, &rule_robust },
	{ "maxabs", "LIST", "x / the largest |x|", false, &rule_maxabs },
	{ "log", "LIST[:RULE]", "natural logarithm", false, &scale_log },
	{ "log1p", "LIST[:RULE]", "natural logarithm of 1 + x", false, &scale_log1p },
	{ "log10", "LIST[:RULE]", "logarithm to the base 10", false, &scale_log10 },
	{ "log2", "LIST[:RULE]", "logarithm to the base 2", false, &scale_log2 },
	{ "signedlog", "LIST", "log(1 + x), and -log(1 - x) below 0", false,
	    &scale_signedlog },
	{ "power", "LIST[:KIND]",
	    "the power that makes it most normal: yeojohnson (default) or boxcox", false,
	    &scale_power },
	{ "uniform", "LIST[:N]", "by rank onto 0..1, with N landmarks (default 1000)",
	    false, &scale_uniform },
	{ "normal", "LIST[:N]", "by rank onto the standard normal distribution", false,
	    &scale_normal },
	{ "unit", "LIST[:NORM]", "each row's numbers divided by their norm: l2, l1, max",
	    JOINT_IN_PLACE, &scale_unit },
	{ "clip", "LIST:LO:HI",
	    "into LO..HI: numbers, percentiles (p5), deviations (3sd), fences (1.5iqr)",
	    false, &scale_clip },
	{ 0 },
};
