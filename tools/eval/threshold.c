/*
 * threshold.c - --threshold by what it should reach
 *
 * The candidates are the scores of all rows.  Of several that do equally well the highest
 * is taken, the one that calls the fewest rows positive.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "eval.h"
#include "stat/curve.h"

enum aim { AT_NUMBER, MAX_F1, MAX_YOUDEN, RECALL, PRECISION, FPR, COST };

struct goal {
	enum aim aim;
	double x, y; /* the number; the bound; the costs of fp and fn */
};

static bool
number_read(const char *text, size_t n, double *x)
{
	return num_parse(text, n, x) == NUM_OK;
}

/* Does the text begin with `head`, and a number follow? */
static bool
bound_read(const char *text, const char *head, double *x)
{
	size_t n = strlen(head);

	return strncmp(text, head, n) == 0 && number_read(text + n, strlen(text + n), x);
}

static bool
goal_parse(const char *text, struct goal *g)
{
	const char *colon = strchr(text, ':');

	*g = (struct goal){ 0 };
	if (number_read(text, strlen(text), &g->x))
		return true;
	g->aim = MAX_F1;
	if (strcmp(text, "max-f1") == 0)
		return true;
	g->aim = MAX_YOUDEN;
	if (strcmp(text, "max-youden") == 0)
		return true;
	g->aim = RECALL;
	if (bound_read(text, "recall>=", &g->x))
		return g->x >= 0 && g->x <= 1;
	g->aim = PRECISION;
	if (bound_read(text, "precision>=", &g->x))
		return g->x >= 0 && g->x <= 1;
	g->aim = FPR;
	if (bound_read(text, "fpr<=", &g->x))
		return g->x >= 0 && g->x <= 1;
	g->aim = COST;
	return strncmp(text, "cost=", 5) == 0 && colon != NULL &&
	       number_read(text + 5, (size_t)(colon - text - 5), &g->x) &&
	       number_read(colon + 1, strlen(colon + 1), &g->y) && g->x >= 0 && g->y >= 0;
}

void
threshold_check(struct eval *ev)
{
	struct shown s;
	struct goal g;

	ev->cut = NAN;
	if (ev->threshold == NULL)
		return;
	if (!goal_parse(ev->threshold, &g))
		tool_usage("--threshold %s: not a number, and not max-f1, max-youden, "
			   "recall>=X, precision>=X, fpr<=X or cost=FP:FN",
		    shown(&s, ev->threshold, strlen(ev->threshold)));
	ev->goal = g.aim != AT_NUMBER;
	if (!ev->goal)
		ev->cut = g.x;
}

/* What point i of the curve is worth: the larger the better; NaN: it does not count. */
static double
worth(const struct goal *g, const struct curve *c, size_t i)
{
	double positives = c->tp[i] + c->fn[i], negatives = c->fp[i] + c->tn[i];
	double recall = c->tp[i] / positives, fpr = c->fp[i] / negatives;

	switch (g->aim) {
	case MAX_F1:
		return 2 * c->tp[i] / (2 * c->tp[i] + c->fp[i] + c->fn[i]);
	case MAX_YOUDEN:
		return recall - fpr;
	case RECALL: /* the fewest called positive that reach it */
		return recall >= g->x ? -(c->tp[i] + c->fp[i]) : NAN;
	case PRECISION: /* the most found */
		return c->tp[i] >= g->x * (c->tp[i] + c->fp[i]) ? c->tp[i] : NAN;
	case FPR:
		return fpr <= g->x ? c->tp[i] : NAN;
	default:
		return -(g->x * c->fp[i] + g->y * c->fn[i]);
	}
}

/* Points of the curve have falling thresholds, so the first of equals is the highest. */
static double
threshold_find(const struct eval *ev, const struct goal *g, const struct curve *c,
    const struct reader *in)
{
	size_t best = 0;
	double most = NAN;
	struct err e;

	for (size_t i = 1; i < c->n; i++) {
		double x = worth(g, c, i);

		if (isnan(x) || x <= most)
			continue;
		most = x;
		best = i;
	}
	if (best > 0)
		return c->threshold[best];
	fail(&e, EXIT_DATA,
	    "%s: no score is a threshold for %s (--sweep shows what each gives)",
	    reader_name(in), ev->threshold);
	run_fail(&e, NULL);
}

void
threshold_choose(struct eval *ev, struct rows *t, const struct reader *in)
{
	struct examples x = {
		.n = t->n, .label = t->label, .score = t->score, .weight = t->weight
	};
	struct curve *c;
	struct goal g;

	if (!ev->goal)
		return;
	goal_parse(ev->threshold, &g);
	c = curve_new(&x);
	ev->cut = threshold_find(ev, &g, c, in);
	for (size_t i = 0; i < t->n; i++)
		t->predicted[i] = t->score[i] >= ev->cut;
	curve_free(c);
}
