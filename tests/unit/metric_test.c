/*
 * metric_test.c - the laws of the metric table
 *
 * The laws (order of rows, weights, what is not defined) are held against every row
 * of the table, so that a new metric is tested before its author writes a test.
 * Its values are compared with scikit-learn's in metric_golden_test.c.
 */
#include "stat/metric.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

static uint64_t seed = 1;

/* In [0, 1): a multiplicative generator is random enough to shuffle by. */
static double
draw(void)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (double)(seed >> 11) * 0x1p-53;
}

enum { ROWS = 6000 };

/* Examples that own their numbers. */
struct made {
	size_t n;
	double label[ROWS], predicted[ROWS], score[ROWS], weight[ROWS];
};

static struct examples
examples_of(const struct made *m)
{
	return (struct examples){ m->n, m->label, m->predicted, m->score, m->weight };
}

/* Scores that tie now and then, and weights whose sums and products are rounded as
 * doubles, though three times a weight is not. */
static void
made_fill(struct made *m, enum task task, size_t n)
{
	m->n = n;
	for (size_t i = 0; i < n; i++) {
		double s = draw() < 0.5 ? draw() : floor(draw() * 50) / 50;
		bool binary = task == TASK_BINARY;

		m->score[i] = s;
		m->label[i] = binary ? draw() < s : 100 * s + draw();
		m->predicted[i] = binary ? s > 0.6 : 100 * s + draw();
		m->weight[i] = floor(exp(4 * draw()) * 0x1p40) * 0x1p-44;
	}
}

static void
row_copy(struct made *to, size_t i, const struct made *from, size_t j)
{
	to->label[i] = from->label[j];
	to->predicted[i] = from->predicted[j];
	to->score[i] = from->score[j];
	to->weight[i] = from->weight[j];
}

static double
metric_of(const struct metric *m, const struct examples *x)
{
	struct summary *s = summary_new(m->task, x);
	double value = m->of(s);

	summary_free(s);
	return value;
}

static double
value_of(enum task task, const char *name, const struct examples *x)
{
	return metric_of(metric_find(task, str_of(name)), x);
}

static bool
same(double a, double b)
{
	return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof(a)) == 0;
}

static bool
counts_rows(const struct metric *m)
{
	return strcmp(m->name, "n") == 0 || strcmp(m->name, "log_loss_clipped") == 0;
}

/* To which a row is one draw: a row of weight 3 is less evidence than three rows. */
static bool
tests_bias(const struct metric *m)
{
	return strcmp(m->name, "bias_se") == 0 || strcmp(m->name, "bias_z") == 0 ||
	       strcmp(m->name, "bias_p") == 0;
}

/* What is measured in weight, and so is 0 when there is nothing. */
static bool
counts_weight(const struct metric *m)
{
	static const char *const names[] = { "weight", "tp", "fp", "tn", "fn" };
	bool found = false;

	for (int i = 0; i < 5; i++)
		found |= strcmp(m->name, names[i]) == 0;
	return found;
}

/* Every metric has the same bits on both. */
static void
all_same(enum task task, const struct examples *a, const struct examples *b,
    bool but_row_counts, const char *why)
{
	struct summary *s = summary_new(task, a), *t = summary_new(task, b);

	for (const struct metric *m = metrics; m->name != NULL; m++)
		if (m->task == task &&
		    !(but_row_counts && (counts_rows(m) || tests_bias(m))))
			ok(same(m->of(s), m->of(t)) && !isnan(m->of(s)), "%s: %s, %.17g",
			    m->name, why, m->of(s));
	summary_free(s);
	summary_free(t);
}

static struct made one, two;

static void
test_table(void)
{
	for (const struct metric *m = metrics; m->name != NULL; m++) {
		ok(metric_find(m->task, str_of(m->name)) == m, "%s is found, once",
		    m->name);
		ok(m->brief != NULL && strlen(m->brief) < 64, "%s says what it is",
		    m->name);
	}
	ok(metric_find(TASK_REGRESSION, STR("auc")) == NULL, "auc is not of regression");
	ok(metric_find(TASK_BINARY, STR("au")) == NULL, "half a name is no name");
}

static void
test_order(enum task task, size_t n)
{
	struct examples a, b;

	made_fill(&one, task, n);
	two.n = n;
	for (size_t i = 0; i < n; i++) {
		size_t j = (size_t)(draw() * (double)(i + 1));

		row_copy(&two, i, &two, j);
		row_copy(&two, j, &one, i);
	}
	a = examples_of(&one);
	b = examples_of(&two);
	all_same(task, &a, &b, false, "the order of rows does not show");
}

static void
test_weights(enum task task, size_t n)
{
	struct examples a, b;

	made_fill(&one, task, n);
	two.n = 0;
	for (size_t i = 0; i < n; i++) {
		row_copy(&two, two.n++, &one, i);
		for (int more = 0; i % 3 == 0 && more < 2; more++)
			row_copy(&two, two.n++, &one, i);
	}
	for (size_t i = 0; i < n; i += 3)
		one.weight[i] *= 3;
	a = examples_of(&one);
	b = examples_of(&two);
	all_same(task, &a, &b, true, "a weight of 3 is the row three times");

	for (size_t i = 0; i < n; i++)
		row_copy(&two, i, &one, i);
	two.n = n + 5;
	for (size_t i = n; i < two.n; i++) {
		row_copy(&two, i, &one, i - n);
		two.weight[i] = 0;
		two.score[i] = 1 - two.score[i];
	}
	b = examples_of(&two);
	all_same(task, &a, &b, false, "a weight of 0 is no row");
}

/* Only what counts weight knows how heavy it is, however heavy. */
static void
test_weights_scaled(enum task task, double factor)
{
	struct summary *s, *t;
	struct examples a, b;

	made_fill(&one, task, 500);
	two = one;
	for (size_t i = 0; i < two.n; i++)
		two.weight[i] *= factor;
	a = examples_of(&one);
	b = examples_of(&two);
	s = summary_new(task, &a);
	t = summary_new(task, &b);
	for (const struct metric *m = metrics; m->name != NULL; m++) {
		double want;

		if (m->task != task)
			continue;
		want = m->of(s) * (counts_weight(m) ? factor : 1);
		ok(same(m->of(t), want), "%s: weights times %g", m->name, factor);
	}
	summary_free(s);
	summary_free(t);
}

static void
test_nothing(enum task task)
{
	double zero = 0;
	struct examples none = { 0, &zero, &zero, &zero, &zero };
	struct examples weightless = { 1, &zero, &zero, &zero, &zero };

	for (const struct metric *m = metrics; m->name != NULL; m++) {
		double value;

		if (m->task != task)
			continue;
		value = metric_of(m, &none);
		if (counts_rows(m) || counts_weight(m))
			ok(value == 0, "%s of nothing is 0", m->name);
		else
			ok(isnan(value), "%s of nothing is not defined", m->name);
		ok(same(value, metric_of(m, &weightless)), "%s of weightless", m->name);
	}
}

/* What is said to need scores or predictions is NaN without, and all else is not. */
static void
test_needs(enum task task)
{
	struct examples x;

	made_fill(&one, task, 200);
	for (const struct metric *m = metrics; m->name != NULL; m++) {
		if (m->task != task)
			continue;
		x = examples_of(&one);
		x.score = NULL;
		ok(isnan(metric_of(m, &x)) == m->needs_score, "%s without scores",
		    m->name);
		x = examples_of(&one);
		x.predicted = NULL;
		ok(isnan(metric_of(m, &x)) == m->needs_prediction,
		    "%s without predictions", m->name);
		if (task != TASK_BINARY)
			continue;
		double kept = one.score[0];
		one.score[0] = 2;
		x = examples_of(&one);
		ok(isnan(metric_of(m, &x)) == m->needs_probability,
		    "%s with a score that is no probability", m->name);
		one.score[0] = kept;
	}
}

/* One class, or one prediction, leaves some metrics undefined and no other. */
static void
test_undefined(double label, double predicted, const char *undefined)
{
	struct examples x;

	made_fill(&one, TASK_BINARY, 10);
	for (size_t i = 0; i < one.n; i++) {
		one.label[i] = label >= 0 ? label : (double)(i % 2);
		one.predicted[i] = predicted;
	}
	x = examples_of(&one);
	for (const struct metric *m = metrics; m->name != NULL; m++) {
		char word[32];
		bool listed;

		if (m->task != TASK_BINARY)
			continue;
		snprintf(word, sizeof(word), " %s ", m->name);
		listed = strstr(undefined, word) != NULL;
		ok(isnan(metric_of(m, &x)) == listed, "label %g, predicted %g: %s is %s",
		    label, predicted, m->name, listed ? "undefined" : "defined");
	}
}

/* Pairs counted one by one, in whole numbers: no digit of AUC may differ. */
static void
test_auc_by_pairs(void)
{
	struct examples x;
	double won = 0, pairs = 0;

	made_fill(&one, TASK_BINARY, 1501);
	for (size_t i = 0; i < one.n; i++)
		one.weight[i] = 1;
	for (size_t i = 0; i < one.n; i++)
		for (size_t j = 0; j < one.n; j++)
			if (one.label[i] == 1 && one.label[j] == 0) {
				pairs += 2;
				won += one.score[i] >= one.score[j];
				won += one.score[i] > one.score[j];
			}
	x = examples_of(&one);
	ok(value_of(TASK_BINARY, "auc", &x) == won / pairs,
	    "auc is pairs won over pairs");
	for (size_t i = 0; i < one.n; i++)
		one.score[i] = one.label[i];
	ok(value_of(TASK_BINARY, "auc", &x) == 1 && value_of(TASK_BINARY, "ap", &x) == 1,
	    "a perfect ranking is exactly 1");
	for (size_t i = 0; i < one.n; i++)
		one.score[i] = i % 2 ? 0.0 : -0.0;
	ok(value_of(TASK_BINARY, "auc", &x) == 0.5, "-0 and 0 are the same score");
}

static void
test_scores_that_are_no_probabilities(void)
{
	static const double label[] = { 0, 1, 1 }, score[] = { -3, 0.5, 7 };
	static const double weight[] = { 1, 1, 1 };
	struct examples x = { 3, label, NULL, score, weight };

	ok(value_of(TASK_BINARY, "auc", &x) == 1, "any score can be ranked");
	ok(isnan(value_of(TASK_BINARY, "log_loss", &x)), "but has no log loss");
	ok(isnan(value_of(TASK_BINARY, "brier", &x)), "nor Brier score");
	ok(isnan(value_of(TASK_BINARY, "bias", &x)), "nor bias");
}

static void
test_clipping(void)
{
	static const double label[] = { 1, 0, 1, 0, 1 }, weight[] = { 3, 1, 1, 1, 0 };
	static const double score[] = { 0, 1, 0x1p-53, 1 - 0x1p-53, 0 };
	struct examples x = { 5, label, NULL, score, weight };

	ok(value_of(TASK_BINARY, "log_loss_clipped", &x) == 2,
	    "rows clipped, not weight");
	ok(fabs(value_of(TASK_BINARY, "log_loss", &x) / (53 * log(2)) - 1) < 1e-15,
	    "a clipped miss costs 53 bits");
}

/* -log(1 - p) is p, nearly, where p is small; 1 - p has lost its digits. */
static void
test_small_probabilities(void)
{
	static const double label[] = { 0, 0 }, weight[] = { 1, 1 },
			    score[] = { 1e-9, 3e-9 };
	struct examples x = { 2, label, NULL, score, weight };

	ok(fabs(value_of(TASK_BINARY, "log_loss", &x) / (2e-9 + 2.5e-18) - 1) < 1e-15,
	    "the log loss of rare events keeps its digits");
}

/* A constant label has no variance, however its mean would be rounded. */
static void
test_constant_label(void)
{
	struct examples x;

	made_fill(&one, TASK_REGRESSION, 97);
	for (size_t i = 0; i < one.n; i++)
		one.label[i] = 0.1;
	x = examples_of(&one);
	ok(isnan(value_of(TASK_REGRESSION, "r2", &x)), "r2 of a constant is undefined");
	ok(value_of(TASK_REGRESSION, "baseline_rmse", &x) == 0, "its baseline is 0");
	ok(value_of(TASK_REGRESSION, "rmse", &x) > 0, "its rmse is not");
}

/* The mean label is 4/3 above 2^53, where doubles are 2 apart. */
static void
test_label_far_from_0(void)
{
	static const double label[] = { 0x1p53, 0x1p53 + 2, 0x1p53 + 2 };
	static const double weight[] = { 1, 1, 1 };
	struct examples x = { 3, label, label, NULL, weight };
	double baseline = value_of(TASK_REGRESSION, "baseline_rmse", &x);

	ok(fabs(baseline / sqrt(8.0 / 9) - 1) < 1e-15, "the mean need not be a double");
}

/* Values at the ends of the range of doubles. */
static void
test_extreme_values(double factor)
{
	static const char *const linear[] = { "rmse", "baseline_rmse", "mae", "medae",
		"bias" };
	struct examples x;
	double plain[5], r2;

	made_fill(&one, TASK_REGRESSION, 200);
	x = examples_of(&one);
	for (int k = 0; k < 5; k++)
		plain[k] = value_of(TASK_REGRESSION, linear[k], &x);
	r2 = value_of(TASK_REGRESSION, "r2", &x);
	for (size_t i = 0; i < one.n; i++) {
		one.label[i] *= factor;
		one.predicted[i] *= factor;
	}
	for (int k = 0; k < 5; k++)
		ok(same(value_of(TASK_REGRESSION, linear[k], &x), plain[k] * factor),
		    "%s of values times %g", linear[k], factor);
	ok(same(value_of(TASK_REGRESSION, "r2", &x), r2), "r2 of values times %g",
	    factor);
}

static void
test_too_large(void)
{
	static const double label[] = { 1.7e308, -1.7e308 },
			    predicted[] = { -1.7e308, 1.7e308 };
	static const double weight[] = { 1.7e308, 1.7e308 };
	struct examples x = { 2, label, predicted, NULL, weight };

	ok(isnan(value_of(TASK_REGRESSION, "rmse", &x)), "no metric is infinite");
	ok(isnan(value_of(TASK_REGRESSION, "weight", &x)), "nor is the total weight");
	ok(value_of(TASK_REGRESSION, "r2", &x) == -3, "what is in range is given");
	ok(value_of(TASK_REGRESSION, "baseline_rmse", &x) == 1.7e308, "and so is this");
}

static void
test_laws(enum task task)
{
	test_order(task, 600);
	test_order(task, 3000);
	for (size_t n = 20; n < 25; n++)
		test_weights(task, n); /* few, so that a last digit shows */
	test_weights(task, 3000);
	test_weights_scaled(task, 0x1p-900);
	test_weights_scaled(task, 0x1p900);
	test_nothing(task);
	test_needs(task);
}

int
main(void)
{
	test_table();
	test_laws(TASK_BINARY);
	test_laws(TASK_REGRESSION);
	for (size_t n = 4; n < 16; n++)
		test_weights(TASK_REGRESSION, n);
	test_undefined(
	    0, 0, " precision recall f1 mcc balanced_accuracy auc ap bias_ratio ");
	test_undefined(0, 1, " recall mcc balanced_accuracy auc ap bias_ratio ");
	test_undefined(1, 0, " precision specificity fpr mcc balanced_accuracy auc ");
	test_undefined(-1, 0, " precision mcc ");
	test_auc_by_pairs();
	test_scores_that_are_no_probabilities();
	test_clipping();
	test_small_probabilities();
	test_constant_label();
	test_label_far_from_0();
	test_extreme_values(0x1p-960);
	test_extreme_values(0x1p900);
	test_too_large();
	return tap_end();
}
