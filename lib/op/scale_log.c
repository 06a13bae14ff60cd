/*
 * scale_log.c - logarithms: nothing is learnt, and a formula leads back
 */
#include <math.h>

#include "base/elementary.h"
#include "base/num.h"
#include "op/scale.h"

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
	(void)s;
	return log_to_base(x, elementary_log(10), power_of_ten);
}

static double
formula_log2(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	(void)s;
	return log_to_base(x, elementary_log(2), power_of_two);
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

const struct scale_rule scale_log = { { NULL }, scale_choose_none, settle_none,
	formula_log, undo_log,
	"has no logarithm (use --log1p, --clip first, or csv-scrub --range)", false };
const struct scale_rule scale_log1p = { { NULL }, scale_choose_none, settle_none,
	formula_log1p, undo_log1p,
	"has no logarithm of 1 + x (use --clip first, or csv-scrub --range)", false };
const struct scale_rule scale_log10 = { { NULL }, scale_choose_none, settle_none,
	formula_log10, undo_log10,
	"has no logarithm (use --log1p, --clip first, or csv-scrub --range)", false };
const struct scale_rule scale_log2 = { { NULL }, scale_choose_none, settle_none,
	formula_log2, undo_log2,
	"has no logarithm (use --log1p, --clip first, or csv-scrub --range)", false };
const struct scale_rule scale_signedlog = { { NULL }, scale_choose_none, settle_none,
	formula_signedlog, undo_signedlog, "has no logarithm", false };
