/*
 * metric_binary.c - what the metrics of two classes share
 *
 * Three looks at the examples: the confusion table, the ranking (through the
 * curve), and the scores as probabilities.
 */
#include <math.h>

#include "base/elementary.h"
#include "stat/calibration.h"
#include "stat/curve.h"
#include "stat/exact.h"
#include "stat/summary.h"

/* Probabilities nearer to 0 or 1 than this are taken to be this near: the loss of a
 * miss stays finite (36.7), and 1 - CLIP is still a double. */
static const double CLIP = 0x1p-53;

static void
classes_count(struct summary *s, const struct examples *x)
{
	struct exact positives = { 0 }, negatives = { 0 };

	for (size_t i = 0; i < x->n; i++)
		exact_add(x->label[i] != 0 ? &positives : &negatives, x->weight[i]);
	s->positives = exact_value(&positives);
	s->negatives = exact_value(&negatives);
}

static void
outcomes_count(struct summary *s, const struct examples *x)
{
	struct exact weight[2][2] = { 0 }; /* [predicted][label] */

	for (size_t i = 0; i < x->n; i++)
		exact_add(&weight[x->predicted[i] != 0][x->label[i] != 0], x->weight[i]);
	s->tn = exact_value(&weight[0][0]);
	s->fn = exact_value(&weight[0][1]);
	s->fp = exact_value(&weight[1][0]);
	s->tp = exact_value(&weight[1][1]);
}

/*
 * AUC is the probability that a positive example scores above a negative one, a tie
 * counting one half: the Mann-Whitney statistic with midranks, over the number of
 * pairs (Hanley & McNeil, Radiology 143 (1982), 29-36).  At each point of the curve
 * fp_i - fp_(i-1) negatives join, with tp_(i-1) positives above and tp_i - tp_(i-1)
 * tied, so the pairs won, twice over, are the sum of
 *
 *	(fp_i - fp_(i-1)) (tp_i + tp_(i-1))
 *
 * which is a whole number when the weights are: then only the last division rounds,
 * up to 2^52 pairs.
 *
 * Average precision is the sum of (R_i - R_(i-1)) P_i, with recall R and precision
 * P.  It is a sum of steps: the straight line between two points of a
 * precision-recall curve promises what no threshold reaches (Davis & Goadrich,
 * ICML 2006).
 */
static void
ranking_judge(struct summary *s, const struct curve *c)
{
	struct exact won = { 0 }, steps = { 0 };
	double pairs = s->positives * s->negatives;

	for (size_t i = 1; i < c->n; i++) {
		double joined = c->tp[i] - c->tp[i - 1];
		double above = c->tp[i] + c->tp[i - 1];

		exact_add_product(&won, c->fp[i] - c->fp[i - 1], above);
		exact_add_product(&steps, joined, c->tp[i] / (c->tp[i] + c->fp[i]));
	}
	/* Rounded weights can pass 1 by a last digit. */
	s->auc = pairs > 0 ? fmin(exact_value(&won) / (2 * pairs), 1) : NAN;
	s->ap = s->positives > 0 ? fmin(exact_value(&steps) / s->positives, 1) : NAN;
}

/*
 * The log loss that the best constant reaches, which is the prevalence q: the
 * entropy -q log q - (1-q) log(1-q), with 0 log 0 = 0.  Taken of the rarer class,
 * whose share is the one that keeps its digits.
 */
static double
entropy(double positives, double negatives)
{
	double q = ratio(fmin(positives, negatives), positives + negatives);

	if (q == 0)
		return 0;
	return -q * elementary_log(q) - (1 - q) * elementary_log1p(-q);
}

/*
 * In buckets k of equal weight, with W the weight, f the mean score and o the mean
 * label of each, and o the prevalence,
 *
 *	ece          sum W_k |f_k - o_k| / W       mce         max |f_k - o_k|
 *	reliability  sum W_k (f_k - o_k)^2 / W     resolution  sum W_k (o_k - o)^2 / W
 *
 * (Naeini, Cooper & Hauskrecht, AAAI 2015; Murphy, Journal of Applied Meteorology 12
 * (1973), 595-600).
 */
static void
buckets_judge(struct summary *s, const struct examples *x, const struct curve *v)
{
	struct calibration *c = calibration_new(x, v, CALIBRATION_BUCKETS);
	struct exact gaps = { 0 }, squares = { 0 }, spread = { 0 };
	double prevalence = ratio(s->positives, s->positives + s->negatives), most = 0;

	for (size_t k = 0; k < c->n; k++) {
		const struct bucket *b = &c->bucket[k];
		double gap = fabs(b->mean_score - b->mean_label);
		double apart = b->mean_label - prevalence;

		exact_add_product(&gaps, b->weight, gap);
		exact_add_product(&squares, b->weight, gap * gap);
		exact_add_product(&spread, b->weight, apart * apart);
		most = fmax(most, gap);
	}
	s->ece = weighted_mean(s, &gaps);
	s->mce = c->n > 0 ? most : NAN;
	s->reliability = weighted_mean(s, &squares);
	s->resolution = weighted_mean(s, &spread);
	calibration_free(c);
}

/*
 * Were each label drawn with the probability given, the mean of p - label would vary
 * by sum w^2 p (1 - p) / W^2 around 0 (Spiegelhalter, Statistics in Medicine 5 (1986),
 * 421-433, whose statistic is weighted otherwise).  What was drawn is rows, so weights
 * here are factors and not counts.
 *
 * The loss of a clipped probability is some 36.7 however wrong it was, so the mean
 * says little once there are any; hence they are counted.
 */
static bool
probabilities_judge(struct summary *s, const struct examples *x)
{
	struct exact log_loss = { 0 }, brier = { 0 }, bias = { 0 }, scores = { 0 };
	struct exact variance = { 0 };
	size_t clipped = 0;

	for (size_t i = 0; i < x->n; i++) {
		double w = x->weight[i], p = x->score[i];
		double near = fmin(fmax(p, CLIP), 1 - CLIP);
		bool positive = x->label[i] != 0;
		double error = positive ? 1 - p : p;

		if (!(w > 0))
			continue;
		if (!(p >= 0 && p <= 1))
			return false; /* not probabilities */
		clipped += near != p;
		exact_add_product(&log_loss, w,
		    positive ? -elementary_log(near) : -elementary_log1p(-near));
		exact_add_product(&brier, w, error * error);
		exact_add_product(&scores, w, p);
		exact_add_product(&variance, w * w, p * (1 - p));
		if (positive)
			exact_add(&bias, -w);
	}
	s->log_loss = weighted_mean(s, &log_loss);
	s->brier = weighted_mean(s, &brier);
	exact_merge(&bias, &scores); /* which are minus the labels so far */
	s->bias = weighted_mean(s, &bias);
	s->mean_score = weighted_mean(s, &scores);
	s->bias_error = ratio(sqrt(exact_value(&variance)), s->weight);
	s->log_loss_clipped = (double)clipped;
	return true;
}

void
summary_binary(struct summary *s, const struct examples *x)
{
	classes_count(s, x);
	if (x->predicted != NULL)
		outcomes_count(s, x);
	if (x->score != NULL) {
		struct curve *c = curve_new(x);

		ranking_judge(s, c);
		if (probabilities_judge(s, x))
			buckets_judge(s, x, c);
		curve_free(c);
		s->baseline_log_loss = entropy(s->positives, s->negatives);
	}
}
