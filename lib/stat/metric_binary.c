/*
 * metric_binary.c - what the metrics of two classes share
 *
 * Three looks at the examples: the confusion table, the ranking (through the
 * curve), and the scores as probabilities.
 */
#include <math.h>
#include <stdlib.h>

#include "base/crew.h"
#include "base/elementary.h"
#include "stat/calibration.h"
#include "stat/curve.h"
#include "stat/summary.h"
#include "stat/terms.h"

/* Probabilities nearer to 0 or 1 than this are taken to be this near: the loss of a
 * miss stays finite (36.7), and 1 - CLIP is still a double. */
static const double CLIP = 0x1p-53;

/* ---- one look at every example ---- */

enum {
	NEGATIVES,
	POSITIVES,
	OUTCOMES, /* + 2 * predicted + label */
	LOG_LOSS = OUTCOMES + 4,
	BRIER,
	SCORES,
	VARIANCE,
	SUMS
};

struct look { /* what a thread found */
	struct terms sum[SUMS];
	size_t clipped;
	bool not_probability;
};

struct looking {
	const struct examples *x;
	bool probabilities; /* are they looked at? */
	size_t hands;
	struct look *look; /* (hands) */
};

static void
looking_start(struct looking *l, const struct examples *x, unsigned looks)
{
	size_t hands = parts_hands(examples_parts(x));

	*l = (struct looking){ x,
		x->score != NULL && looks & (LOOK_PROBABILITY | LOOK_BUCKETS), hands,
		mem_resize(NULL, hands, sizeof(*l->look)) };
	for (size_t h = 0; h < hands; h++) {
		l->look[h].clipped = 0;
		l->look[h].not_probability = false;
		for (size_t k = 0; k < SUMS; k++)
			terms_start(&l->look[h].sum[k]);
	}
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
static void
probability_judge(struct look *k, double w, double p, bool positive)
{
	double near = p < CLIP ? CLIP : p > 1 - CLIP ? 1 - CLIP : p;
	double error = positive ? 1 - p : p;

	k->clipped += near != p;
	terms_add(&k->sum[LOG_LOSS], w,
	    positive ? -elementary_log(near) : -elementary_log1p(-near));
	terms_add(&k->sum[BRIER], w, error * error);
	terms_add(&k->sum[SCORES], w, p);
	terms_add(&k->sum[VARIANCE], w * w, p * (1 - p));
}

static void
look_work(void *self, size_t hand, size_t part)
{
	const struct looking *l = self;
	const struct examples *x = l->x;
	struct look *k = &l->look[hand];
	size_t end =
	    (part + 1) * EXAMPLES_PART < x->n ? (part + 1) * EXAMPLES_PART : x->n;

	for (size_t i = part * EXAMPLES_PART; i < end; i++) {
		bool positive = x->label[i] != 0;
		double w = x->weight[i];

		terms_add(&k->sum[positive ? POSITIVES : NEGATIVES], 1, w);
		if (x->predicted != NULL)
			terms_add(
			    &k->sum[OUTCOMES + 2 * (x->predicted[i] != 0) + positive], 1,
			    w);
		if (!l->probabilities || !(w > 0))
			continue;
		if (x->score[i] >= 0 && x->score[i] <= 1)
			probability_judge(k, w, x->score[i], positive);
		else
			k->not_probability = true;
	}
}

static double
look_sum(const struct looking *l, size_t which, struct exact *sum)
{
	*sum = (struct exact){ 0 };
	for (size_t h = 0; h < l->hands; h++)
		terms_merge(sum, &l->look[h].sum[which]);
	return exact_value(sum);
}

static void
counts_set(struct summary *s, const struct looking *l)
{
	struct exact sum;

	s->positives = look_sum(l, POSITIVES, &sum);
	s->negatives = look_sum(l, NEGATIVES, &sum);
	if (l->x->predicted == NULL)
		return;
	s->tn = look_sum(l, OUTCOMES + 0, &sum);
	s->fn = look_sum(l, OUTCOMES + 1, &sum);
	s->fp = look_sum(l, OUTCOMES + 2, &sum);
	s->tp = look_sum(l, OUTCOMES + 3, &sum);
}

/* False: they are no probabilities. */
static bool
probabilities_set(struct summary *s, const struct looking *l)
{
	struct exact sum, labels;
	size_t clipped = 0;

	for (size_t h = 0; h < l->hands; h++) {
		if (l->look[h].not_probability)
			return false;
		clipped += l->look[h].clipped;
	}
	look_sum(l, LOG_LOSS, &sum);
	s->log_loss = weighted_mean(s, &sum);
	look_sum(l, BRIER, &sum);
	s->brier = weighted_mean(s, &sum);
	s->bias_error = ratio(sqrt(look_sum(l, VARIANCE, &sum)), s->weight);
	s->log_loss_clipped = (double)clipped;
	look_sum(l, SCORES, &sum);
	s->mean_score = weighted_mean(s, &sum);
	look_sum(l, POSITIVES, &labels);
	exact_subtract(&sum, &labels);
	s->bias = weighted_mean(s, &sum);
	return true;
}

/* ---- the ranking ---- */

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
struct ranking {
	const struct curve *c;
	struct ranks {
		struct terms won, steps;
	} * of; /* (hands) */
};

static void
rank_work(void *self, size_t hand, size_t part)
{
	const struct ranking *r = self;
	const struct curve *c = r->c;
	struct ranks *of = &r->of[hand];
	size_t begin = part * EXAMPLES_PART, end = begin + EXAMPLES_PART;

	for (size_t i = begin > 0 ? begin : 1; i < end && i < c->n; i++) {
		double joined = c->tp[i] - c->tp[i - 1];
		double above = c->tp[i] + c->tp[i - 1];

		terms_add(&of->won, c->fp[i] - c->fp[i - 1], above);
		terms_add(&of->steps, joined, c->tp[i] / (c->tp[i] + c->fp[i]));
	}
}

static void
ranking_judge(struct summary *s, const struct curve *c)
{
	struct exact won = { 0 }, steps = { 0 };
	double pairs = s->positives * s->negatives;
	size_t parts = c->n / EXAMPLES_PART + 1, hands = parts_hands(parts);
	struct ranking r = { c, mem_resize(NULL, hands, sizeof(*r.of)) };

	for (size_t h = 0; h < hands; h++) {
		terms_start(&r.of[h].won);
		terms_start(&r.of[h].steps);
	}
	crew_run(parts, rank_work, NULL, &r);
	for (size_t h = 0; h < hands; h++) {
		terms_merge(&won, &r.of[h].won);
		terms_merge(&steps, &r.of[h].steps);
	}
	free(r.of);
	/* Rounded weights can pass 1 by a last digit. */
	s->auc = pairs > 0 ? fmin(exact_value(&won) / (2 * pairs), 1) : NAN;
	s->ap = s->positives > 0 ? fmin(exact_value(&steps) / s->positives, 1) : NAN;
}

/* ---- the scores as probabilities ---- */

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

/* The curve is a sort, so it is made only where something is read off it. */
static void
scores_judge(struct summary *s, const struct looking *l, unsigned looks)
{
	bool probabilities = l->probabilities && probabilities_set(s, l);
	struct curve *c;

	s->baseline_log_loss = entropy(s->positives, s->negatives);
	if (!(looks & (LOOK_RANKING | LOOK_BUCKETS)))
		return;
	c = curve_new(l->x);
	ranking_judge(s, c);
	if (probabilities && looks & LOOK_BUCKETS)
		buckets_judge(s, l->x, c);
	curve_free(c);
}

void
summary_binary(struct summary *s, const struct examples *x, unsigned looks)
{
	struct looking l;

	looking_start(&l, x, looks);
	crew_run(examples_parts(x), look_work, NULL, &l);
	counts_set(s, &l);
	if (x->score != NULL)
		scores_judge(s, &l, looks);
	free(l.look);
}
