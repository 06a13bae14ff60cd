/*
 * scale_log.c - logarithms: nothing is learnt, and a formula leads back
 */
#include <float.h>
#include <math.h>

#include "base/elementary.h"
#include "base/num.h"
#include "op/scale.h"

/*
 * What becomes of a value that has no logarithm: it is refused; or left missing, with
 * the word `missing`; or everything below a number counts as that number, which has one.
 */
static bool
choose_log(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	struct str rule = args->n == 1 ? args->item[0].text : STR("");
	double least;

	*needs = 0;
	s->blanks = str_equal(rule, STR("missing"));
	s->floor = -INFINITY;
	if (args->n == 0 || s->blanks)
		return true;
	if (num_parse(rule.p, rule.n, &least) == NUM_OK) {
		s->floor = least;
		if (fabs(scale_rule_of(s)->formula(NULL, s, least)) <= DBL_MAX)
			return true;
	}
	return fail(e, EXIT_USAGE,
	    "--%s LIST:RULE: the rule is missing, or a number that has such a logarithm, "
	    "for values below it",
	    s->method->name);
}

static double
formula_log(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	return elementary_log(fmax(x, s->floor));
}

static double
formula_log1p(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	return elementary_log1p(fmax(x, s->floor));
}

/* ---- bases ---- */

static double
power_of_ten(int k)
{
	char text[NUM_WIDTH + 3] = "1e";
	size_t n = 2;
	double x = 0;

	if (k < 0)
		text[n++] = '-';
	n += num_print_count((unsigned)(k < 0 ? -k : k), text + n);
	num_parse(text, n, &x);
	return x;
}

static double
power_of_two(int k)
{
	return ldexp(1, k);
}

/*
 * log x / log base.  The quotient of two rounded logarithms may miss a whole number by a
 * bit; near a power of the base it is that whole number and what x is beyond the power.
 */
static double
log_to_base(double x, double log_base, double (*power)(int k))
{
	const double near = 1e-12;
	double y = elementary_log(x) / log_base, whole = floor(y + 0.5), p;

	if (!(fabs(y - whole) < near))
		return y;
	p = power((int)whole);
	return p > 0 ? whole + elementary_log1p((x - p) / p) / log_base : y;
}

static double
formula_log10(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	return log_to_base(fmax(x, s->floor), elementary_log(10), power_of_ten);
}

static double
formula_log2(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	return log_to_base(fmax(x, s->floor), elementary_log(2), power_of_two);
}

static double
formula_signedlog(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	(void)s;
	return x < 0 ? -elementary_log1p(-x) : elementary_log1p(x);
}

/* ---- and back ---- */

static double
undo_log(const struct scale *all, const struct scaling *s, double y)
{
	(void)all;
	(void)s;
	return elementary_exp(y);
}

static double
undo_log1p(const struct scale *all, const struct scaling *s, double y)
{
	(void)all;
	(void)s;
	return elementary_expm1(y);
}

static double
undo_log10(const struct scale *all, const struct scaling *s, double y)
{
	(void)all;
	(void)s;
	return elementary_exp(y * elementary_log(10));
}

static double
undo_log2(const struct scale *all, const struct scaling *s, double y)
{
	(void)all;
	(void)s;
	return elementary_exp(y * elementary_log(2));
}

static double
undo_signedlog(const struct scale *all, const struct scaling *s, double y)
{
	(void)all;
	(void)s;
	return y < 0 ? -elementary_expm1(-y) : elementary_expm1(y);
}

const struct scale_rule scale_log = { .choose = choose_log,
	.formula = formula_log,
	.undo = undo_log,
	.refused = "has no logarithm (use --log1p, LIST:missing, LIST:LEAST, or "
		   "csv-scrub --range)" };
const struct scale_rule scale_log1p = { .choose = choose_log,
	.formula = formula_log1p,
	.undo = undo_log1p,
	.refused = "has no logarithm of 1 + x (use LIST:missing, LIST:LEAST, or "
		   "csv-scrub --range)" };
const struct scale_rule scale_log10 = { .choose = choose_log,
	.formula = formula_log10,
	.undo = undo_log10,
	.refused = "has no logarithm (use --log1p, LIST:missing, LIST:LEAST, or "
		   "csv-scrub --range)" };
const struct scale_rule scale_log2 = { .choose = choose_log,
	.formula = formula_log2,
	.undo = undo_log2,
	.refused = "has no logarithm (use --log1p, LIST:missing, LIST:LEAST, or "
		   "csv-scrub --range)" };
const struct scale_rule scale_signedlog = { .choose = scale_choose_none,
	.formula = formula_signedlog,
	.undo = undo_signedlog,
	.refused = "has no logarithm" };
