/*
 * classes.c - metrics of more than two classes
 *
 * Each class against the rest has a precision, a recall and an f1.  A macro average
 * is the plain mean over the classes, a weighted one counts each class by the weight
 * of its labels, and a micro one counts all decisions alike, which with one class a
 * row is the accuracy.  A class without weight, in labels and predictions both, is
 * not there.  An average over something not defined (the precision of a class never
 * predicted) is not defined, where others would put in a 0.
 *
 * mcc is Gorodkin's R_K (Computational Biology and Chemistry 28 (2004), 367-374).
 * The log loss is that of the probability given to the label's class.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "eval.h"
#include "stat/exact.h"

const char *const class_metrics[] = { "n", "weight", "classes", "accuracy",
	"balanced_accuracy", "macro_precision", "macro_recall", "macro_f1",
	"micro_precision", "micro_recall", "micro_f1", "weighted_precision",
	"weighted_recall", "weighted_f1", "mcc", "log_loss", "baseline_log_loss",
	"log_loss_clipped", NULL };
const char *const each_class_metrics[] = { "precision", "recall", "f1", NULL };
static const enum sure each_class_sure[] = { SHARE_OF_PREDICTED, SHARE_OF_LABEL,
	BY_DRAWS };

struct class_sums {
	struct exact labelled, predicted, right;
};

struct class
{
	double labelled, predicted, right; /* weights */
	double of[3];                      /* precision, recall, f1 */
};

static double
ratio(double a, double b)
{
	return b != 0 ? a / b : NAN;
}

static struct class *
classes_count(const struct part *p, double *total)
{
	struct class_sums *s = mem_alloc(p->nclass, sizeof(*s));
	struct class *c = mem_alloc(p->nclass, sizeof(*c));
	struct exact all = { 0 };

	for (size_t i = 0; i < p->x.n; i++) {
		size_t label = (size_t)p->x.label[i], said = (size_t)p->x.predicted[i];
		double w = p->x.weight[i];

		exact_add(&all, w);
		exact_add(&s[label].labelled, w);
		exact_add(&s[said].predicted, w);
		if (label == said)
			exact_add(&s[label].right, w);
	}
	*total = exact_value(&all);
	for (size_t k = 0; k < p->nclass; k++) {
		c[k].labelled = exact_value(&s[k].labelled);
		c[k].predicted = exact_value(&s[k].predicted);
		c[k].right = exact_value(&s[k].right);
		c[k].of[0] = ratio(c[k].right, c[k].predicted);
		c[k].of[1] = ratio(c[k].right, c[k].labelled);
		c[k].of[2] = ratio(2 * c[k].right, c[k].labelled + c[k].predicted);
	}
	free(s);
	return c;
}

/* ---- over all classes ---- */

static bool
is_there(const struct class *c)
{
	return c->labelled > 0 || c->predicted > 0;
}

static double
macro(const struct class *c, size_t n, size_t which)
{
	struct exact sum = { 0 };
	double there = 0;

	for (size_t k = 0; k < n; k++) {
		if (!is_there(&c[k]))
			continue;
		if (isnan(c[k].of[which]))
			return NAN;
		exact_add(&sum, c[k].of[which]);
		there++;
	}
	return ratio(exact_value(&sum), there);
}

/* The mean recall of the classes that labels have. */
static double
balanced_accuracy(const struct class *c, size_t n)
{
	struct exact sum = { 0 };
	double there = 0;

	for (size_t k = 0; k < n; k++)
		if (c[k].labelled > 0) {
			exact_add(&sum, c[k].of[1]);
			there++;
		}
	return ratio(exact_value(&sum), there);
}

static double
weighted(const struct class *c, size_t n, size_t which, double total)
{
	struct exact sum = { 0 };

	for (size_t k = 0; k < n; k++) {
		if (!(c[k].labelled > 0))
			continue;
		if (isnan(c[k].of[which]))
			return NAN;
		exact_add_product(&sum, c[k].labelled, c[k].of[which]);
	}
	return ratio(exact_value(&sum), total);
}

/*
 * (s c - sum p t) / sqrt((s s - sum p p) (s s - sum t t)), with s the total, c what is
 * right, p and t the weights predicted and labelled of each class.
 */
static double
correlation(const struct class *c, size_t n, double total, double right)
{
	struct exact both = { 0 }, said = { 0 }, labels = { 0 };
	double scale;

	exact_add_product(&both, total, right);
	exact_add_square(&said, total);
	exact_add_square(&labels, total);
	for (size_t k = 0; k < n; k++) {
		exact_add_product(&both, -c[k].predicted, c[k].labelled);
		exact_add_product(&said, -c[k].predicted, c[k].predicted);
		exact_add_product(&labels, -c[k].labelled, c[k].labelled);
	}
	scale = sqrt(exact_value(&said)) * sqrt(exact_value(&labels));
	return scale > 0 ? fmax(-1, fmin(1, exact_value(&both) / scale)) : NAN;
}

/* The log loss of always giving each class its share of the labels. */
static double
entropy(const struct class *c, size_t n, double total)
{
	struct exact sum = { 0 };

	for (size_t k = 0; k < n; k++)
		if (c[k].labelled > 0)
			exact_add_product(&sum, c[k].labelled / total,
			    -elementary_log(c[k].labelled / total));
	return total > 0 ? exact_value(&sum) : NAN;
}

/*
 * What the probabilities of the labels' classes lose: as the positive examples of
 * two classes would, which all of them are in their own class.
 */
static void
losses_add(struct values *v, const struct part *p, const struct class *c, double total)
{
	double *ones = mem_alloc(p->x.n, sizeof(*ones));
	struct examples x = { p->x.n, ones, NULL, p->x.score, p->x.weight };
	struct summary *s;

	for (size_t i = 0; i < x.n; i++)
		ones[i] = 1;
	s = summary_new(TASK_BINARY, &x);
	values_add(v, STR("log_loss"), metric_find(TASK_BINARY, STR("log_loss"))->of(s),
	    BY_DRAWS, 0);
	values_add(v, STR("baseline_log_loss"),
	    x.score != NULL ? entropy(c, p->nclass, total) : NAN, BY_DRAWS, 0);
	values_add(v, STR("log_loss_clipped"),
	    metric_find(TASK_BINARY, STR("log_loss_clipped"))->of(s), BY_NOTHING, 0);
	summary_free(s);
	free(ones);
}

/* ---- all of them ---- */

static void
each_class_add(struct values *v, const struct part *p, const struct class *c)
{
	for (size_t k = 0; k < p->nclass; k++)
		for (size_t m = 0; each_class_metrics[m] != NULL; m++) {
			size_t n = strlen(each_class_metrics[m]);
			char *name = arena_alloc(&v->mem, n + 1 + p->class[k].n, 1);

			memcpy(name, each_class_metrics[m], n);
			name[n] = '=';
			memcpy(name + n + 1, p->class[k].p, p->class[k].n);
			values_add(v, (struct str){ name, n + 1 + p->class[k].n },
			    c[k].of[m], each_class_sure[m], k);
		}
}

void
classes_values(struct values *v, const struct part *p)
{
	double total, there = 0, right, rows = 0;
	struct class *c = classes_count(p, &total);
	struct exact sum = { 0 };
	size_t n = p->nclass;

	for (size_t i = 0; i < p->x.n; i++)
		rows += p->x.weight[i] > 0;
	for (size_t k = 0; k < n; k++) {
		there += is_there(&c[k]);
		exact_add(&sum, c[k].right);
	}
	right = exact_value(&sum);
	values_add(v, STR("n"), rows, BY_NOTHING, 0);
	values_add(v, STR("weight"), total, BY_NOTHING, 0);
	values_add(v, STR("classes"), there, BY_NOTHING, 0);
	values_add(v, STR("accuracy"), ratio(right, total), SHARE_OF_ALL, 0);
	values_add(v, STR("balanced_accuracy"), balanced_accuracy(c, n), BY_DRAWS, 0);
	values_add(v, STR("macro_precision"), macro(c, n, 0), BY_DRAWS, 0);
	values_add(v, STR("macro_recall"), macro(c, n, 1), BY_DRAWS, 0);
	values_add(v, STR("macro_f1"), macro(c, n, 2), BY_DRAWS, 0);
	values_add(v, STR("micro_precision"), ratio(right, total), SHARE_OF_ALL, 0);
	values_add(v, STR("micro_recall"), ratio(right, total), SHARE_OF_ALL, 0);
	values_add(v, STR("micro_f1"), ratio(right, total), SHARE_OF_ALL, 0);
	values_add(v, STR("weighted_precision"), weighted(c, n, 0, total), BY_DRAWS, 0);
	values_add(v, STR("weighted_recall"), weighted(c, n, 1, total), BY_DRAWS, 0);
	values_add(v, STR("weighted_f1"), weighted(c, n, 2, total), BY_DRAWS, 0);
	values_add(v, STR("mcc"), correlation(c, n, total, right), BY_DRAWS, 0);
	losses_add(v, p, c, total);
	each_class_add(v, p, c);
	free(c);
}
