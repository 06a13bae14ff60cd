/*
 * metric.c - the table of metrics, and what each of them is
 *
 * Each metric is a formula over the summary.  The order of the table is the order
 * in which a reader meets them: how many, how often right, how well ranked, how
 * well calibrated, and the counts behind it.
 *
 * tp, fp, tn, fn are the weights of true and false positives and negatives; the
 * definitions by them are those of Fawcett, Pattern Recognition Letters 27 (2006),
 * 861-874.
 */
#include "stat/metric.h"

#include <math.h>
#include <stdlib.h>

#include "stat/normal.h"
#include "stat/summary.h"
#include "stat/weighted.h"

double
ratio(double a, double b)
{
	return b != 0 ? a / b : NAN;
}

double
weighted_mean(const struct summary *s, const struct exact *sum)
{
	return ratio(exact_value(sum), s->weight);
}

static void
weights_count(struct summary *s, const struct examples *x)
{
	struct exact total = { 0 };

	for (size_t i = 0; i < x->n; i++)
		s->n += x->weight[i] > 0;
	exact_add_many(&total, x->weight, x->n);
	s->weight = exact_value(&total);
}

struct summary *
summary_new(enum task task, const struct examples *x)
{
	return summary_look(task, x, LOOK_ALL);
}

struct summary *
summary_look(enum task task, const struct examples *x, unsigned looks)
{
	struct summary *s = mem_alloc(1, sizeof(*s));
	struct examples u = *x;
	double *weight = NULL;

	*s = (struct summary){ .positives = NAN,
		.negatives = NAN,
		.tp = NAN,
		.fp = NAN,
		.tn = NAN,
		.fn = NAN,
		.auc = NAN,
		.ap = NAN,
		.log_loss = NAN,
		.brier = NAN,
		.reliability = NAN,
		.resolution = NAN,
		.ece = NAN,
		.mce = NAN,
		.bias_error = NAN,
		.mean_score = NAN,
		.baseline_log_loss = NAN,
		.log_loss_clipped = NAN,
		.value_unit = 1,
		.squared_error = NAN,
		.absolute_error = NAN,
		.median_error = NAN,
		.variance = NAN,
		.bias = NAN };
	s->weight_unit = unit_of(largest_of(x->weight, x->n));
	if (s->weight_unit != 1)
		u.weight = weight = in_unit(x->weight, x->n, s->weight_unit);
	weights_count(s, &u);
	if (task == TASK_BINARY)
		summary_binary(s, &u, looks);
	else
		summary_regression(s, &u);
	free(weight);
	return s;
}

void
summary_free(struct summary *s)
{
	free(s);
}

/* What is measured in a unit, in plain numbers; NaN if too large for a double. */
static double
plain(double x, double unit)
{
	return isfinite(x * unit) ? x * unit : NAN;
}

/* Of either task. */

static double
rows(const struct summary *s)
{
	return (double)s->n;
}

static double
weight(const struct summary *s)
{
	return plain(s->weight, s->weight_unit);
}

static double
bias(const struct summary *s)
{
	return plain(s->bias, s->value_unit);
}

/* Of two classes, by the predictions. */

static double
prevalence(const struct summary *s)
{
	return ratio(s->positives, s->positives + s->negatives);
}

static double
true_positives(const struct summary *s)
{
	return plain(s->tp, s->weight_unit);
}

static double
false_positives(const struct summary *s)
{
	return plain(s->fp, s->weight_unit);
}

static double
true_negatives(const struct summary *s)
{
	return plain(s->tn, s->weight_unit);
}

static double
false_negatives(const struct summary *s)
{
	return plain(s->fn, s->weight_unit);
}

static double
accuracy(const struct summary *s)
{
	double right = s->tp + s->tn;

	return ratio(right, right + (s->fp + s->fn));
}

static double
precision(const struct summary *s)
{
	return ratio(s->tp, s->tp + s->fp);
}

static double
recall(const struct summary *s)
{
	return ratio(s->tp, s->tp + s->fn);
}

static double
specificity(const struct summary *s)
{
	return ratio(s->tn, s->tn + s->fp);
}

static double
false_positive_rate(const struct summary *s)
{
	return ratio(s->fp, s->tn + s->fp);
}

/* The harmonic mean of precision and recall, multiplied out: so it is 0, and
 * defined, when there are positives and none was found. */
static double
f1(const struct summary *s)
{
	return ratio(2 * s->tp, 2 * s->tp + (s->fp + s->fn));
}

static double
balanced_accuracy(const struct summary *s)
{
	return (recall(s) + specificity(s)) / 2;
}

/*
 * Matthews' correlation coefficient: Pearson's correlation of label and prediction,
 *
 *	(tp tn - fp fn) / sqrt((tp+fp) (tp+fn) (tn+fp) (tn+fn))
 *
 * (Matthews, Biochimica et Biophysica Acta 405 (1975), 442-451).  The difference,
 * small where the predictor is poor, is taken exactly.
 */
static double
mcc(const struct summary *s)
{
	struct exact covariance = { 0 };
	/* Paired so that all right is 1 exactly: the root of a rounded square is exact.
	 */
	double positives = sqrt((s->tp + s->fp) * (s->tp + s->fn));
	double negatives = sqrt((s->tn + s->fp) * (s->tn + s->fn));

	if (!(positives * negatives > 0))
		return NAN; /* either is constant, or there are no predictions */
	exact_add_product(&covariance, s->tp, s->tn);
	exact_add_product(&covariance, -s->fp, s->fn);
	return fmax(-1, fmin(1, exact_value(&covariance) / (positives * negatives)));
}

/* Of two classes, by the scores. */

static double
auc(const struct summary *s)
{
	return s->auc;
}

static double
average_precision(const struct summary *s)
{
	return s->ap;
}

static double
log_loss(const struct summary *s)
{
	return s->log_loss;
}

static double
baseline_log_loss(const struct summary *s)
{
	return s->baseline_log_loss;
}

static double
log_loss_clipped(const struct summary *s)
{
	return s->log_loss_clipped;
}

static double
brier(const struct summary *s)
{
	return s->brier;
}

/* brier is reliability - resolution + uncertainty, but for what scores vary within
 * their buckets. */

static double
reliability(const struct summary *s)
{
	return s->reliability;
}

static double
resolution(const struct summary *s)
{
	return s->resolution;
}

static double
uncertainty(const struct summary *s)
{
	double all = s->positives + s->negatives;

	return ratio(s->positives, all) * ratio(s->negatives, all);
}

static double
ece(const struct summary *s)
{
	return s->ece;
}

static double
mce(const struct summary *s)
{
	return s->mce;
}

static double
bias_ratio(const struct summary *s)
{
	return ratio(s->mean_score, prevalence(s));
}

static double
bias_error(const struct summary *s)
{
	return s->bias_error;
}

static double
bias_z(const struct summary *s)
{
	return ratio(s->bias, s->bias_error);
}

static double
bias_p(const struct summary *s)
{
	return 2 * normal_probability(-fabs(bias_z(s)));
}

/* Of numbers. */

static double
rmse(const struct summary *s)
{
	return plain(sqrt(s->squared_error), s->value_unit);
}

static double
baseline_rmse(const struct summary *s)
{
	return plain(sqrt(s->variance), s->value_unit);
}

static double
mae(const struct summary *s)
{
	return plain(s->absolute_error, s->value_unit);
}

static double
medae(const struct summary *s)
{
	return plain(s->median_error, s->value_unit);
}

/* 1 - mse / variance: below 0 when the mean of the labels would have done better,
 * not defined when they do not vary. */
static double
r2(const struct summary *s)
{
	return 1 - ratio(s->squared_error, s->variance);
}

/* clang-format off */
const struct metric metrics[] = {
	{ "n", "number of rows", TASK_BINARY,
	  .sure = BY_NOTHING, .of = rows },
	{ "weight", "their total weight", TASK_BINARY,
	  .sure = BY_NOTHING, .of = weight },
	{ "prevalence", "share of positives among the labels", TASK_BINARY,
	  .sure = SHARE_OF_ALL, .of = prevalence },
	{ "accuracy", "share of predictions that are right", TASK_BINARY,
	  .higher_is_better = true, .needs_prediction = true,
	  .sure = SHARE_OF_ALL, .of = accuracy },
	{ "precision", "share of true positives among those called positive", TASK_BINARY,
	  .higher_is_better = true, .needs_prediction = true,
	  .sure = SHARE_OF_PREDICTED, .class = 1, .of = precision },
	{ "recall", "share of the positives that were found (sensitivity, tpr)", TASK_BINARY,
	  .higher_is_better = true, .needs_prediction = true,
	  .sure = SHARE_OF_LABEL, .class = 1, .of = recall },
	{ "specificity", "share of the negatives that were called so (1 - fpr)", TASK_BINARY,
	  .higher_is_better = true, .needs_prediction = true,
	  .sure = SHARE_OF_LABEL, .of = specificity },
	{ "fpr", "share of the negatives that were called positive", TASK_BINARY,
	  .lower_is_better = true, .needs_prediction = true, .sure = SHARE_OF_LABEL, .of = false_positive_rate },
	{ "f1", "harmonic mean of precision and recall", TASK_BINARY,
	  .higher_is_better = true, .needs_prediction = true, .of = f1 },
	{ "mcc", "Matthews correlation of label and prediction, -1 to 1", TASK_BINARY,
	  .higher_is_better = true, .needs_prediction = true, .of = mcc },
	{ "balanced_accuracy", "mean of recall and specificity", TASK_BINARY,
	  .higher_is_better = true, .needs_prediction = true, .of = balanced_accuracy },
	{ "auc", "area under the ROC curve; ties count one half", TASK_BINARY,
	  .higher_is_better = true, .needs_score = true, .sure = BY_PLACEMENTS, .looks = LOOK_RANKING, .of = auc },
	{ "ap", "average precision: steps under the precision-recall curve", TASK_BINARY,
	  .higher_is_better = true, .needs_score = true, .looks = LOOK_RANKING, .of = average_precision },
	{ "log_loss", "mean negative log-likelihood, in nats", TASK_BINARY,
	  .lower_is_better = true, .needs_score = true, .needs_probability = true, .looks = LOOK_PROBABILITY, .of = log_loss },
	{ "baseline_log_loss", "log loss of always giving the prevalence", TASK_BINARY,
	  .needs_score = true, .of = baseline_log_loss },
	{ "log_loss_clipped", "rows whose probability was too near 0 or 1", TASK_BINARY,
	  .needs_score = true, .needs_probability = true,
	  .sure = BY_NOTHING, .looks = LOOK_PROBABILITY, .of = log_loss_clipped },
	{ "brier", "mean squared error of the probability", TASK_BINARY,
	  .lower_is_better = true, .needs_score = true, .needs_probability = true, .looks = LOOK_PROBABILITY, .of = brier },
	{ "reliability", "part of brier: buckets' scores off their labels", TASK_BINARY,
	  .lower_is_better = true, .needs_score = true, .needs_probability = true,
	  .sure = BY_NOTHING, .looks = LOOK_BUCKETS, .of = reliability },
	{ "resolution", "part of brier: buckets' labels off the prevalence", TASK_BINARY,
	  .higher_is_better = true, .needs_score = true, .needs_probability = true,
	  .sure = BY_NOTHING, .looks = LOOK_BUCKETS, .of = resolution },
	{ "uncertainty", "part of brier: that of the labels alone", TASK_BINARY,
	  .of = uncertainty },
	{ "ece", "mean distance of score and label over buckets", TASK_BINARY,
	  .lower_is_better = true, .needs_score = true, .needs_probability = true, .sure = BY_NOTHING, .looks = LOOK_BUCKETS, .of = ece },
	{ "mce", "largest distance of score and label over buckets", TASK_BINARY,
	  .lower_is_better = true, .needs_score = true, .needs_probability = true, .sure = BY_NOTHING, .looks = LOOK_BUCKETS, .of = mce },
	{ "bias", "mean probability less mean label", TASK_BINARY,
	  .needs_score = true, .needs_probability = true, .looks = LOOK_PROBABILITY, .of = bias },
	{ "bias_ratio", "mean probability over mean label", TASK_BINARY,
	  .needs_score = true, .needs_probability = true, .looks = LOOK_PROBABILITY, .of = bias_ratio },
	{ "bias_se", "standard error of bias if probabilities are right", TASK_BINARY,
	  .needs_score = true, .needs_probability = true,
	  .sure = BY_NOTHING, .looks = LOOK_PROBABILITY, .of = bias_error },
	{ "bias_z", "bias over its standard error", TASK_BINARY,
	  .needs_score = true, .needs_probability = true, .sure = BY_NOTHING, .looks = LOOK_PROBABILITY, .of = bias_z },
	{ "bias_p", "how likely such a bias is by chance", TASK_BINARY,
	  .needs_score = true, .needs_probability = true, .sure = BY_NOTHING, .looks = LOOK_PROBABILITY, .of = bias_p },
	{ "tp", "true positives", TASK_BINARY,
	  .needs_prediction = true, .sure = BY_NOTHING, .of = true_positives },
	{ "fp", "false positives", TASK_BINARY,
	  .needs_prediction = true, .sure = BY_NOTHING, .of = false_positives },
	{ "tn", "true negatives", TASK_BINARY,
	  .needs_prediction = true, .sure = BY_NOTHING, .of = true_negatives },
	{ "fn", "false negatives", TASK_BINARY,
	  .needs_prediction = true, .sure = BY_NOTHING, .of = false_negatives },

	{ "n", "number of rows", TASK_REGRESSION,
	  .sure = BY_NOTHING, .of = rows },
	{ "weight", "their total weight", TASK_REGRESSION,
	  .sure = BY_NOTHING, .of = weight },
	{ "rmse", "root of the mean squared error", TASK_REGRESSION,
	  .lower_is_better = true, .needs_prediction = true, .of = rmse },
	{ "baseline_rmse", "rmse of always giving the mean label", TASK_REGRESSION,
	  .of = baseline_rmse },
	{ "mae", "mean absolute error", TASK_REGRESSION,
	  .lower_is_better = true, .needs_prediction = true, .of = mae },
	{ "medae", "median absolute error", TASK_REGRESSION,
	  .lower_is_better = true, .needs_prediction = true, .of = medae },
	{ "r2", "share of the variance explained: 1 - mse / variance", TASK_REGRESSION,
	  .higher_is_better = true, .needs_prediction = true, .of = r2 },
	{ "bias", "mean prediction less mean label", TASK_REGRESSION,
	  .needs_prediction = true, .of = bias },

	{ .name = NULL },
};
/* clang-format on */

const struct metric *
metric_find(enum task task, struct str name)
{
	for (const struct metric *m = metrics; m->name != NULL; m++)
		if (m->task == task && str_equal(str_of(m->name), name))
			return m;
	return NULL;
}
