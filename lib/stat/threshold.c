/*
 * threshold.c - see threshold.h
 *
 * An aim says which points of the curve are good enough, and what is largest at the
 * best of these.  The curve falls, so the first of equals is the highest.
 */
#include "stat/threshold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stat/curve.h"
#include "stat/exact.h"
#include "stat/weighted.h"

struct point {
	double tp, fp, tn, fn;
};

struct aim_kind {
	const char *word;                        /* what the text begins with */
	int numbers;                             /* that follow, separated by a colon */
	bool rate;                               /* the number is one, from 0 to 1 */
	bool positives, negatives;               /* must there be some? */
	bool at_least;                           /* of a wanted rate */
	double (*wanted)(const struct point *p); /* NULL: all points do */
	double (*gain)(const struct aim *a, const struct point *p); /* NULL: the first */
};

/* ---- what is wanted ---- */

static double
precision(const struct point *p)
{
	return p->tp / (p->tp + p->fp);
}

static double
recall(const struct point *p)
{
	return p->tp / (p->tp + p->fn);
}

static double
fpr(const struct point *p)
{
	return p->fp / (p->fp + p->tn);
}

/* ---- what is best ---- */

static double
f1(const struct aim *a, const struct point *p)
{
	(void)a;
	return 2 * p->tp / (2 * p->tp + (p->fp + p->fn));
}

/* recall - fpr, times both totals: tp (fp + tn) - fp (tp + fn). */
static double
youden(const struct aim *a, const struct point *p)
{
	struct exact sum = { 0 };

	(void)a;
	exact_add_product(&sum, p->tp, p->tn);
	exact_add_product(&sum, -p->fp, p->fn);
	return exact_value(&sum);
}

static double
found(const struct aim *a, const struct point *p)
{
	(void)a;
	return p->tp;
}

static double
saving(const struct aim *a, const struct point *p)
{
	struct exact sum = { 0 };

	exact_add_product(&sum, -a->x, p->fp);
	exact_add_product(&sum, -a->y, p->fn);
	return exact_value(&sum);
}

/* clang-format off */
static const struct aim_kind kinds[] = {
	{ "max-f1", .positives = true, .gain = f1 },
	{ "max-youden", .positives = true, .negatives = true, .gain = youden },
	{ "recall>=", .numbers = 1, .rate = true, .positives = true,
	  .at_least = true, .wanted = recall },
	{ "precision>=", .numbers = 1, .rate = true,
	  .at_least = true, .wanted = precision, .gain = found },
	{ "fpr<=", .numbers = 1, .rate = true, .negatives = true,
	  .wanted = fpr, .gain = found },
	{ "cost=", .numbers = 2, .gain = saving },
	{ .word = NULL },
};
/* clang-format on */

static bool
number_parse(const char *p, size_t n, double *x)
{
	return num_parse(p, n, x) == NUM_OK && *x >= 0;
}

bool
aim_parse(struct aim *a, struct str text)
{
	for (const struct aim_kind *k = kinds; k->word != NULL; k++) {
		size_t n = strlen(k->word);
		struct str rest = { text.p + n, text.n - n };
		const char *colon;

		if (text.n < n || memcmp(text.p, k->word, n) != 0)
			continue;
		*a = (struct aim){ .kind = k };
		if (k->numbers == 0)
			return rest.n == 0;
		if (k->numbers == 1)
			return number_parse(rest.p, rest.n, &a->x) && a->x <= 1;
		colon = memchr(rest.p, ':', rest.n);
		n = colon != NULL ? (size_t)(colon - rest.p) : rest.n;
		return colon != NULL && number_parse(rest.p, n, &a->x) &&
		       number_parse(colon + 1, rest.n - n - 1, &a->y) && a->x + a->y > 0;
	}
	return false;
}

/* ---- finding it ---- */

static bool
good_enough(const struct aim *a, double rate)
{
	return a->kind->at_least ? rate >= a->x : rate <= a->x;
}

/* The place of the best point; or 0, and the rate that comes nearest. */
static size_t
best_point(const struct aim *a, const struct curve *c, double *nearest)
{
	const struct aim_kind *k = a->kind;
	double most = -INFINITY;
	size_t best = 0;

	*nearest = NAN;
	for (size_t i = 1; i < c->n; i++) {
		struct point p = { c->tp[i], c->fp[i], curve_tn(c, i), curve_fn(c, i) };
		double rate = k->wanted != NULL ? k->wanted(&p) : NAN;
		double gain = k->gain != NULL ? k->gain(a, &p) : 0;

		*nearest = k->at_least ? fmax(*nearest, rate) : fmin(*nearest, rate);
		if (k->wanted != NULL && !good_enough(a, rate))
			continue;
		if (gain > most) {
			most = gain;
			best = i;
		}
	}
	return best;
}

static bool
curve_search(const struct aim *a, const struct curve *c, double *threshold, struct err *e)
{
	double nearest;
	char text[NUM_WIDTH];
	size_t best, n = strcspn(a->kind->word, "<>=");

	if (a->kind->positives && c->tp[c->n - 1] == 0)
		return fail(e, EXIT_DATA, "there are no positives");
	if (a->kind->negatives && c->fp[c->n - 1] == 0)
		return fail(e, EXIT_DATA, "there are no negatives");
	best = best_point(a, c, &nearest);
	*threshold = c->threshold[best];
	if (best > 0)
		return true;
	return fail(e, EXIT_DATA, "no score reaches it, the best %.*s is %.*s", (int)n,
	    a->kind->word, (int)num_print(nearest, text), text);
}

bool
threshold_find(
    const struct aim *a, const struct examples *x, double *threshold, struct err *e)
{
	struct examples u = *x;
	double unit = unit_of(largest_of(x->weight, x->n)), *weight = NULL;
	struct curve *c;
	bool good;

	if (unit != 1)
		u.weight = weight = in_unit(x->weight, x->n, unit);
	c = curve_new(&u);
	good = curve_search(a, c, threshold, e);
	curve_free(c);
	free(weight);
	return good;
}
