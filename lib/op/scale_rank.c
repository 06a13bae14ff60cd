/*
 * scale_rank.c - values by where they stand among those learnt from
 *
 * N landmarks cut the values learnt from into N - 1 parts of equally many: they are the
 * quantiles of 0, 1/(N-1), ..., 1.  A value between two landmarks stands between their
 * shares by its distance from them; one that several landmarks share, in the middle of
 * theirs; those beyond the first or the last, and equal to them, at 0 or 1.  This is
 * scikit-learn's rule, too.
 *
 * --normal gives the standard normal's value of that share.  Shares are kept SHARE_END
 * away from 0 and 1, where it would be infinite.
 */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "op/scale.h"
#include "stat/normal.h"

enum { LANDMARKS = 1000, LANDMARKS_MOST = 65536 };

#define SHARE_END 1e-7

static bool
choose_rank(struct scaling *s, const struct list *args, unsigned *needs, struct err *e)
{
	double n = LANDMARKS;

	*needs = TALLY_VALUES | TALLY_RANGE;
	if (args->n > 1 ||
	    (args->n == 1 &&
		(num_parse(args->item[0].text.p, args->item[0].text.n, &n) != NUM_OK ||
		    n != floor(n) || n < 2 || n > LANDMARKS_MOST)))
		return fail(e, EXIT_USAGE,
		    "--%s LIST[:N] wants a whole number of landmarks, 2 to %d",
		    s->method->name, LANDMARKS_MOST);
	s->asked = (size_t)n;
	return true;
}

static bool
settle_rank(const struct scale *all, struct scaling *s, struct tally *t,
    struct str column, struct err *e)
{
	size_t n = s->asked < t->n ? s->asked : (size_t)t->n;
	struct shown name;
	double *p, *q;
	bool good;

	(void)all;
	n = n < 2 ? 2 : n;
	p = mem_alloc(n, sizeof(*p));
	q = mem_alloc(n, sizeof(*q));
	for (size_t i = 0; i < n; i++)
		p[i] = (double)i / (double)(n - 1);
	good = sample_quantiles(&t->values, p, n, q, e);
	for (size_t i = 0; i < n && good; i++)
		scaling_landmark(s, q[i]);
	free(p);
	free(q);
	if (good && tally_constant(t))
		warn("column \"%s\" is constant: all its values stand at 0",
		    shown(&name, column.p, column.n));
	return good;
}

/* How many landmarks are below x, or not above it. */
static size_t
landmarks_before(const struct scaling *s, double x, bool equal_too)
{
	size_t lo = 0, n = s->landmarks;

	while (n > 0) {
		size_t half = n / 2;
		double at = s->landmark[lo + half];

		if (at < x || (equal_too && at == x)) {
			lo += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return lo;
}

static double
formula_uniform(const struct scale *all, const struct scaling *s, double x)
{
	size_t below, to, last = s->landmarks - 1;

	(void)all;
	if (x <= s->landmark[0])
		return 0;
	if (x >= s->landmark[last])
		return 1;
	below = landmarks_before(s, x, false);
	to = landmarks_before(s, x, true);
	if (to > below)
		return (double)(below + to - 1) / 2 / (double)last;
	double from = s->landmark[below - 1], width = s->landmark[below] - from;
	double part = width <= 0x1p1023
			  ? (x - from) / width
			  : (x / 2 - from / 2) / (s->landmark[below] / 2 - from / 2);
	return ((double)(below - 1) + part) / (double)last;
}

static double
formula_normal(const struct scale *all, const struct scaling *s, double x)
{
	double share = formula_uniform(all, s, x);

	/* By the nearer end, so that what mirrors the other has its value exactly. */
	return share <= 0.5 ? normal_quantile(fmax(share, SHARE_END))
			    : -normal_quantile(fmax(1 - share, SHARE_END));
}

static double
undo_uniform(const struct scale *all, const struct scaling *s, double y)
{
	size_t last = s->landmarks - 1;
	double at = fmin(fmax(y, 0), 1) * (double)last, whole = floor(at);
	size_t i = (size_t)whole;

	(void)all;
	if (i == last)
		return s->landmark[last];
	at -= whole;
	return s->landmark[i] * (1 - at) + s->landmark[i + 1] * at;
}

static double
undo_normal(const struct scale *all, const struct scaling *s, double y)
{
	double end = -normal_quantile(SHARE_END);

	return undo_uniform(all, s, y <= -end ? 0 : y >= end ? 1 : normal_probability(y));
}

const struct scale_rule scale_uniform = { .choose = choose_rank,
	.settle = settle_rank,
	.formula = formula_uniform,
	.undo = undo_uniform,
	.refused = "has no rank",
	.has_landmarks = true };
const struct scale_rule scale_normal = { .choose = choose_rank,
	.settle = settle_rank,
	.formula = formula_normal,
	.undo = undo_normal,
	.refused = "has no rank",
	.has_landmarks = true };
