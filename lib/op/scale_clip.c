/*
 * scale_clip.c - limits: what lies beyond becomes the limit
 *
 * A limit is given or learnt, from percentiles, deviations from the mean or distances of
 * the quartiles beyond these (Tukey's fences).
 */
#include "base/num.h"
#include "op/scale.h"
#include "stat/bound.h"

static bool
choose_clip(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	struct bound b[2] = { { BOUND_NONE, 0 }, { BOUND_NONE, 0 } };
	bool good = args->n == 2 && bound_parse(args->item[0].text, &b[0]) &&
		    bound_parse(args->item[1].text, &b[1]);

	(void)s;
	*needs = 0;
	if (!good || (b[0].kind == BOUND_NONE && b[1].kind == BOUND_NONE))
		return fail(e, EXIT_USAGE,
		    "--clip LIST:LO:HI wants numbers, percentiles (p5), deviations "
		    "(3sd) or distances of quartiles (1.5iqr); one side may be empty");
	if (b[0].kind == b[1].kind && b[0].kind != BOUND_SD && b[0].kind != BOUND_IQR &&
	    b[0].x > b[1].x)
		return fail(e, EXIT_USAGE, "--clip: LO lies above HI");
	*needs = bound_needs(&b[0]) | bound_needs(&b[1]);
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
		struct bound b;

		bound_parse(args.item[i].text, &b);
		good = bound_find(&b, t, i == 1, &s->fact[i], e);
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
