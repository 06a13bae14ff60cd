/*
 * scale_clip.c - limits: what lies beyond becomes the limit
 *
 * A limit is given or learnt, from percentiles, deviations from the mean or distances of
 * the quartiles beyond these (Tukey's fences).
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "op/scale.h"

static bool
ends_in(struct str s, const char *unit)
{
	size_t n = strlen(unit);

	return s.n > n && memcmp(s.p + s.n - n, unit, n) == 0;
}

/* A bound of --clip: a number, a percentile p5, deviations 3sd, quartile
 * distances 1.5iqr. */
enum bound_kind { BOUND_NONE, BOUND_NUMBER, BOUND_PERCENTILE, BOUND_SD, BOUND_IQR };

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
	if (ends_in(s, "sd")) {
		*kind = BOUND_SD;
		return num_parse(s.p, s.n - 2, x) == NUM_OK && *x > 0;
	}
	if (ends_in(s, "iqr")) {
		*kind = BOUND_IQR;
		return num_parse(s.p, s.n - 3, x) == NUM_OK && *x >= 0;
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
		    "--clip LIST:LO:HI wants numbers, percentiles (p5), deviations "
		    "(3sd) or distances of quartiles (1.5iqr); one side may be empty");
	if (kind[0] == kind[1] && kind[0] != BOUND_SD && kind[0] != BOUND_IQR &&
	    x[0] > x[1])
		return fail(e, EXIT_USAGE, "--clip: LO lies above HI");
	for (int i = 0; i < 2; i++) {
		if (kind[i] == BOUND_PERCENTILE || kind[i] == BOUND_IQR)
			*needs |= TALLY_VALUES;
		if (kind[i] == BOUND_SD)
			*needs |= TALLY_SUMS;
	}
	return true;
}

/* Tukey's fence: so many distances of the quartiles beyond the lower, or the upper one.
 */
static bool
fence(struct tally *t, double distances, bool upper, double *x, struct err *e)
{
	static const double p[2] = { 0.25, 0.75 };
	double q[2];

	if (!sample_quantiles(&t->values, p, 2, q, e))
		return false;
	distances *= q[1] - q[0];
	*x = upper ? q[1] + distances : q[0] - distances;
	return true;
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
		else if (kind == BOUND_IQR)
			good = fence(t, x, i == 1, &x, e);
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

static double
formula_clip(const struct scale *all, const struct scaling *s, double x)
{
	(void)all;
	return x < s->fact[0] ? s->fact[0] : x > s->fact[1] ? s->fact[1] : x;
}

/* What was cut off is lost; what is left is in its own units. */
static double
undo_none(const struct scale *all, const struct scaling *s, double y)
{
	(void)all;
	(void)s;
	return y;
}

const struct scale_rule scale_clip = { .fact = { "lo", "hi" },
	.choose = choose_clip,
	.settle = settle_clip,
	.formula = formula_clip,
	.undo = undo_none,
	.refused = "cannot be clipped",
	.limits = true };
