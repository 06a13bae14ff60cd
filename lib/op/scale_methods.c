/*
 * scale_methods.c - the ways of scaling: what each must know, learns and computes
 *
 * A column without spread cannot be divided by it: it becomes 0 (or LO), with a
 * warning, not a fault, since a column may well be constant in one part of the data.
 */
#include <float.h>
#include <math.h>

#include "base/elementary.h"
#include "base/num.h"
#include "op/scale.h"

/* ---- parameters ---- */

static bool
choose_none(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	*needs = 0;
	return args->n == 0 ||
	       fail(e, EXIT_USAGE, "--%s takes a list of columns and no parameters",
		   s->method->name);
}

static bool
choose_sums(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	if (!choose_none(s, args, needs, e))
		return false;
	*needs = TALLY_SUMS | TALLY_RANGE;
	return true;
}

static bool
choose_range(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	if (!choose_none(s, args, needs, e))
		return false;
	*needs = TALLY_RANGE;
	return true;
}

static bool
choose_values(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	if (!choose_none(s, args, needs, e))
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

/* A bound of --clip: a number, a percentile p5, or standard deviations 3sd. */
enum bound_kind { BOUND_NONE, BOUND_NUMBER, BOUND_PERCENTILE, BOUND_SD };

static bool
bound_parse(struct str s, enum bound_kind *kind, double *x)
{
	if (s.n == 0) {
		*kind = BOUND_NONE;
		return true;
	}
	if (s.p[0] == 'p') {
		*kind = BOUND_PERCENTILE;
		return num_parse(s.p + 1, s.n - 1, x) == NUM_OK && *x >= 0 && *x <= 100;
	}
	if (s.n > 2 && s.p[s.n - 2] == 's' && s.p[s.n - 1] == 'd') {
		*kind = BOUND_SD;
		return num_parse(s.p, s.n - 2, x) == NUM_OK && *x > 0;
	}
	*kind = BOUND_NUMBER;
	return num_parse(s.p, s.n, x) == NUM_OK;
}

static bool
choose_clip(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	enum bound_kind kind[2] = { BOUND_NONE, BOUND_NONE };
	double x[2];
	bool good = args->n == 2 && bound_parse(args->item[0].text, &kind[0], &x[0]) &&
		    bound_parse(args->item[1].text, &kind[1], &x[1]);

	(void)s;
	*needs = 0;
	if (!good || (kind[0] == BOUND_NONE && kind[1] == BOUND_NONE))
		return fail(e, EXIT_USAGE,
		    "--clip LIST:LO:HI wants numbers, percentiles (p5) or deviations "
		    "(3sd); "
		    "one side may be empty");
	if (kind[0] == kind[1] && kind[0] != BOUND_SD && x[0] > x[1])
		return fail(e, EXIT_USAGE, "--clip: LO lies above HI");
	for (int i = 0; i < 2; i++) {
		if (kind[i] == BOUND_PERCENTILE)
			*needs |= TALLY_VALUES;
		if (kind[i] == BOUND_SD)
			*needs |= TALLY_SUMS;
	}
	return true;
}

/* ---- facts ---- */

static void
warn_constant(struct str column, const char *becomes)
{
	struct shown s;

	warn("column \"%s\" is constant: %s", shown(&s, column.p, column.n), becomes);
}

static bool
settle_none(const struct scale *all, struct scaling *s, struct tally *t,
    struct str column, struct err *e)
{
	(void)all;
	(void)s;
	(void)t;
	(void)column;
	(void)e;
	return true;
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

static bool
settle_clip(const struct scale *all, struct scaling *s, struct tally *t,
    struct str column, struct err *e)
{
	struct list args;
	struct shown name;
	char text[2][NUM_WIDTH];
	int n[2];

	(void)all;
	if (!list_parse(&args, s->args, ':', e))
		return false;
	bool good = true;
	for (int i = 0; i < 2 && good; i++) {
		enum bound_kind kind;
		double x = 0;

		bound_parse(args.item[i].text, &kind, &x);
		if (kind == BOUND_NONE)
			x = i == 0 ? -DBL_MAX : DBL_MAX;
		else if (kind == BOUND_PERCENTILE)
			good = tally_quantile(t, x / 100, &x, e);
		else if (kind == BOUND_SD)
			x = tally_mean(t) + (i == 0 ? -x : x) * tally_sd(t, 0);
		s->fact[i] = fmin(fmax(x, -DBL_MAX), DBL_MAX);
		n[i] = (int)num_print(s->fact[i], text[i]);
	}
	list_free(&args);
	return good &&
	       (s->fact[0] <= s->fact[1] ||
		   fail(e, EXIT_DATA,
		       "column \"%s\": --clip: LO is %.*s and lies above HI, %.*s",
		       shown(&name, column.p, column.n), n[0], text[0], n[1], text[1]));
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

static double
formula_log(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	(void)s;
	return elementary_log(x);
}

static double
formula_log1p(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	(void)s;
	return elementary_log1p(x);
}

static double
formula_clip(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	return x < s->fact[0] ? s->fact[0] : x > s->fact[1] ? s->fact[1] : x;
}

/* ---- the table ---- */

static const struct scale_rule rule_zscore = { { "mean", "sd" }, choose_sums,
	settle_zscore, formula_zscore, "is too far from the mean to have a z-score" };
static const struct scale_rule rule_minmax = { { "min", "max", "lo", "hi" },
	choose_minmax, settle_minmax, formula_minmax, "is too far outside the range" };
static const struct scale_rule rule_robust = { { "median", "spread" }, choose_values,
	settle_robust, formula_zscore, "is too far from the median" };
static const struct scale_rule rule_maxabs = { { "maxabs" }, choose_range, settle_maxabs,
	formula_maxabs, "is too far outside the range" };
static const struct scale_rule rule_log = { { NULL }, choose_none, settle_none,
	formula_log,
	"has no logarithm (use --log1p, --clip first, or csv-scrub --range)" };
static const struct scale_rule rule_log1p = { { NULL }, choose_none, settle_none,
	formula_log1p,
	"has no logarithm of 1 + x (use --clip first, or csv-scrub --range)" };
static const struct scale_rule rule_clip = { { "lo", "hi" }, choose_clip, settle_clip,
	formula_clip, "cannot be clipped" };

const struct method scale_methods[] = {
	{ "zscore", "LIST", "(x - mean) / sd, the population's unless --ddof 1", false,
	    &rule_zscore },
	{ "minmax", "LIST[:LO:HI]", "onto LO..HI, 0..1 by default", false, &rule_minmax },
	{ "robust", "LIST", "(x - median) / (p75 - p25)", false, &rule_robust },
	{ "maxabs", "LIST", "x / the largest |x|", false, &rule_maxabs },
	{ "log", "LIST", "natural logarithm", false, &rule_log },
	{ "log1p", "LIST", "natural logarithm of 1 + x", false, &rule_log1p },
	{ "clip", "LIST:LO:HI",
	    "into LO..HI: numbers, percentiles (p5) or deviations (3sd)", false,
	    &rule_clip },
	{ 0 },
};
