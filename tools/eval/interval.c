/*
 * interval.c - how sure a metric is (--ci), and whether two models differ (--versus)
 *
 * Wilson's interval for shares of rows (1927), DeLong's for the AUC (1988), and a
 * bootstrap for the rest: the 2.5th and 97.5th percentile over draws of as many rows with
 * replacement.  With weights everything is a bootstrap.  Rows are put in an order of
 * their own first, so that theirs does not show.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/random.h"
#include "eval.h"
#include "stat/curve.h"
#include "stat/normal.h"

/* ---- rows in order ---- */

/* Two models' examples, row by row; the second may be none. */
struct pair {
	size_t n;
	double *label, *weight, *score[2], *predicted[2]; /* (n), or NULL */
};

struct sorted {
	const struct examples *x, *other;
	size_t row;
};

static int
by_number(const double *column, size_t a, size_t b)
{
	if (column == NULL || column[a] == column[b])
		return 0;
	return column[a] < column[b] ? -1 : 1;
}

static int
by_content(const void *a, const void *b)
{
	const struct sorted *s = a, *t = b;
	const double *const columns[] = { s->x->label, s->x->weight, s->x->score,
		s->x->predicted, s->other != NULL ? s->other->score : NULL,
		s->other != NULL ? s->other->predicted : NULL };
	int order = 0;

	for (size_t i = 0; order == 0 && i < sizeof(columns) / sizeof(*columns); i++)
		order = by_number(columns[i], s->row, t->row);
	return order;
}

static double *
column_sorted(const double *x, const struct sorted *s, size_t n)
{
	double *to;

	if (x == NULL)
		return NULL;
	to = mem_alloc(n, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		to[i] = x[s[i].row];
	return to;
}

static void
pair_make(struct pair *p, const struct examples *x, const struct examples *other)
{
	struct sorted *s = mem_alloc(x->n, sizeof(*s));

	for (size_t i = 0; i < x->n; i++)
		s[i] = (struct sorted){ x, other, i };
	qsort(s, x->n, sizeof(*s), by_content);
	*p = (struct pair){ .n = x->n };
	p->label = column_sorted(x->label, s, x->n);
	p->weight = column_sorted(x->weight, s, x->n);
	p->score[0] = column_sorted(x->score, s, x->n);
	p->predicted[0] = column_sorted(x->predicted, s, x->n);
	if (other != NULL) {
		p->score[1] = column_sorted(other->score, s, x->n);
		p->predicted[1] = column_sorted(other->predicted, s, x->n);
	}
	free(s);
}

static void
pair_free(struct pair *p)
{
	free(p->label);
	free(p->weight);
	for (int i = 0; i < 2; i++) {
		free(p->score[i]);
		free(p->predicted[i]);
	}
}

/* ---- the bootstrap ---- */

struct drawing {
	const struct part *part; /* the task, and what classes there are */
	const struct pair *pair;
	bool both; /* differences of the two models */
	size_t nvalue;
	uint64_t *seed;  /* (draws) */
	double *value;   /* (draws, nvalue) */
	double **weight; /* (hands) */
};

static void
values_drawn(
    const struct drawing *d, int which, const double *weight, double *to, double sign)
{
	struct part p = *d->part;
	struct values v = { 0 };

	p.x = (struct examples){ .n = d->pair->n,
		.label = d->pair->label,
		.score = d->pair->score[which],
		.predicted = d->pair->predicted[which],
		.weight = weight };
	values_of(&v, &p);
	for (size_t i = 0; i < d->nvalue; i++)
		to[i] += sign * (i < v.n ? v.value[i].x : NAN);
	values_free(&v);
}

static void
draw_work(void *self, size_t hand, size_t draw)
{
	const struct drawing *d = self;
	double *w = d->weight[hand], *to = d->value + draw * d->nvalue;
	size_t n = d->pair->n;
	uint64_t state = d->seed[draw];

	memset(w, 0, n * sizeof(*w));
	for (size_t i = 0; i < n; i++) {
		size_t row = random_below(&state, n);

		w[row] += d->pair->weight[row];
	}
	values_drawn(d, 0, w, to, 1);
	if (d->both)
		values_drawn(d, 1, w, to, -1);
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The percentiles of column i, as describe has them; NaN where it is never defined. */
static void
percentiles(const struct drawing *d, size_t draws, size_t i, double *low, double *high)
{
	double *x = mem_alloc(draws, sizeof(*x)), *to[2] = { low, high };
	size_t n = 0;

	for (size_t k = 0; k < draws; k++)
		if (!isnan(d->value[k * d->nvalue + i]))
			x[n++] = d->value[k * d->nvalue + i];
	if (n > 0)
		qsort(x, n, sizeof(*x), by_value);
	for (int k = 0; k < 2; k++) {
		double at = (double)(n > 0 ? n - 1 : 0) * (k == 0 ? 0.025 : 0.975);
		size_t below = (size_t)at;
		double rest = at - (double)below;

		*to[k] = n == 0           ? NAN
			 : below + 1 == n ? x[below]
					  : x[below] + rest * (x[below + 1] - x[below]);
	}
	free(x);
}

static void
bootstrap(const struct eval *ev, const struct part *p, const struct part *other,
    size_t nvalue, double *low, double *high)
{
	size_t draws = ev->draws, hands = crew_hands();
	struct pair pair;
	uint64_t state = ev->common.seed;
	struct drawing d = {
		.part = p, .pair = &pair, .both = other != NULL, .nvalue = nvalue
	};

	pair_make(&pair, &p->x, other != NULL ? &other->x : NULL);
	d.seed = mem_alloc(draws, sizeof(*d.seed));
	for (size_t i = 0; i < draws; i++)
		d.seed[i] = random_bits(&state);
	d.value = mem_alloc(draws * nvalue, sizeof(*d.value));
	d.weight = mem_alloc(hands, sizeof(*d.weight));
	for (size_t h = 0; h < hands; h++)
		d.weight[h] = mem_alloc(pair.n, sizeof(**d.weight));
	crew_run(draws, draw_work, NULL, &d);
	for (size_t i = 0; i < nvalue; i++)
		percentiles(&d, draws, i, &low[i], &high[i]);
	for (size_t h = 0; h < hands; h++)
		free(d.weight[h]);
	free(d.weight);
	free(d.value);
	free(d.seed);
	pair_free(&pair);
}

/* ---- by formula ---- */

void
wilson(double hits, double n, double *low, double *high)
{
	double z = normal_quantile(0.975), p = hits / n;
	double middle = p + z * z / (2 * n), below = 1 + z * z / n;
	double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));

	/* At the ends the difference is nothing but rounding. */
	*low = hits > 0 ? (middle - half) / below : 0;
	*high = hits < n ? (middle + half) / below : 1;
	if (!(n > 0))
		*low = *high = NAN;
}

/*
 * Each positive wins a share of the negatives, each negative loses to a share of the
 * positives; the AUC's variance is that of both means.
 */
static void
delong(const struct part *p, double auc, double *low, double *high)
{
	struct curve *c = curve_new(&p->x);
	double m = c->tp[c->n - 1], n = c->fp[c->n - 1], above = 0, below = 0, error;

	for (size_t i = 1; i < c->n; i++) {
		double tp = c->tp[i] - c->tp[i - 1], fp = c->fp[i] - c->fp[i - 1];
		double won = (n - c->fp[i] + fp / 2) / n - auc;
		double lost = (c->tp[i - 1] + tp / 2) / m - auc;

		above += tp * won * won;
		below += fp * lost * lost;
	}
	error =
	    normal_quantile(0.975) * sqrt(above / (m * (m - 1)) + below / (n * (n - 1)));
	*low = m > 1 && n > 1 ? fmax(auc - error, 0) : NAN;
	*high = m > 1 && n > 1 ? fmin(auc + error, 1) : NAN;
	curve_free(c);
}

static double
value_named(const struct values *v, const char *name)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_equal(v->value[i].name, str_of(name)))
			return v->value[i].x;
	return NAN;
}

/* The interval of one metric of two classes; false: it has no formula. */
static bool
formula(const struct part *p, const struct values *v, size_t i, double *low, double *high)
{
	double tp = value_named(v, "tp"), fp = value_named(v, "fp");
	double tn = value_named(v, "tn"), fn = value_named(v, "fn");
	const struct {
		const char *name;
		double hits, n;
	} share[] = { { "accuracy", tp + tn, tp + tn + fp + fn },
		{ "precision", tp, tp + fp }, { "recall", tp, tp + fn },
		{ "specificity", tn, tn + fp }, { "fpr", fp, tn + fp } };
	struct str name = v->value[i].name;

	if (str_equal(name, STR("n")) || str_equal(name, STR("weight"))) {
		*low = *high = NAN;
		return true;
	}
	if (str_equal(name, STR("auc")) && p->x.score != NULL) {
		delong(p, v->value[i].x, low, high);
		return true;
	}
	for (size_t k = 0; k < sizeof(share) / sizeof(*share); k++)
		if (str_equal(name, str_of(share[k].name))) {
			wilson(share[k].hits, share[k].n, low, high);
			return true;
		}
	return false;
}

void
intervals_of(const struct eval *ev, const struct part *p, const struct values *v,
    double *low, double *high)
{
	bootstrap(ev, p, NULL, v->n, low, high);
	for (size_t i = 0; i < v->n; i++) {
		double a, b;

		if (isnan(v->value[i].x))
			low[i] = high[i] = NAN;
		else if (p->task == EVAL_BINARY && ev->weight == NULL &&
			 formula(p, v, i, &a, &b)) {
			low[i] = a;
			high[i] = b;
		}
	}
}

/* ---- two models ---- */

/* Both sets of rows number the classes of both alike. */
static void
classes_join(struct rows *a, struct rows *b)
{
	for (size_t i = 0; i < b->n; i++) {
		b->label[i] = (double)dict_add(
		    &a->classes, dict_key(&b->classes, (size_t)b->label[i]));
		b->predicted[i] = (double)dict_add(
		    &a->classes, dict_key(&b->classes, (size_t)b->predicted[i]));
	}
	dict_clear(&b->classes);
	for (size_t c = 0; c < a->classes.n; c++)
		dict_add(&b->classes, dict_key(&a->classes, c));
}

static void
rows_compare(const struct rows *a, const struct rows *b, const struct reader *first,
    const struct reader *second)
{
	struct err e;

	if (a->n != b->n) {
		fail(&e, EXIT_DATA, "--versus: %s has %zu rows, and %s has %zu",
		    reader_name(first), a->n, reader_name(second), b->n);
		run_fail(&e, NULL);
	}
	for (size_t i = 0; i < a->n; i++)
		if (a->label[i] != b->label[i] || a->weight[i] != b->weight[i]) {
			fail(&e, EXIT_DATA,
			    "--versus: row %zu of %s has another %s than that of %s (the "
			    "same rows, in the same order, are compared)",
			    i + 1, reader_name(first),
			    a->label[i] != b->label[i] ? "label" : "weight",
			    reader_name(second));
			run_fail(&e, NULL);
		}
}

void
versus_read(struct eval *ev, struct rows *rows, const struct reader *in,
    struct rows *other, enum kind_of_task task)
{
	struct common common = ev->common;
	struct roles roles = { 0 };

	common.path = &ev->versus;
	common.npath = 1;
	struct reader *second = tool_reader(&common, false);
	roles_find(&roles, ev, second);
	if (roles.task != task)
		die(EXIT_DATA, "--versus: %s is about another kind of labels than %s",
		    reader_name(second), reader_name(in));
	rows_read(other, ev, &roles, second);
	threshold_choose(ev, other, second);
	if (task == EVAL_CLASSES)
		classes_join(rows, other);
	rows_compare(rows, other, in, second);
	roles_free(&roles);
	reader_close(second);
}

void
versus_show(struct report *out, const struct eval *ev, const struct part *p,
    const struct part *other)
{
	struct values v = { 0 }, u = { 0 };
	double *low, *high;

	values_of(&v, p);
	values_of(&u, other);
	low = mem_alloc(2 * v.n, sizeof(*low));
	high = low + v.n;
	bootstrap(ev, p, other, v.n, low, high);
	for (size_t i = 0; i < v.n; i++) {
		double x = v.value[i].x, y = i < u.n ? u.value[i].x : NAN;

		report_text(out, v.value[i].name);
		report_number(out, x);
		report_number(out, y);
		report_number(out, x - y);
		report_number(out, isnan(x - y) ? NAN : low[i]);
		report_number(out, isnan(x - y) ? NAN : high[i]);
		report_end_row(out);
	}
	free(low);
	values_free(&v);
	values_free(&u);
}
