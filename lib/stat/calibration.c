/*
 * calibration.c - buckets of scores, and what came true in them
 *
 * The curve knows the weight above every distinct score, so it says where the
 * buckets begin and end; then one look at the examples fills them.
 */
#include "stat/calibration.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/curve.h"
#include "stat/exact.h"

struct sums {
	struct exact weight, score, label;
	struct exact bias, chance; /* and the variance that chance gives the bias */
};

static void
bounds_find(struct calibration *c, const struct curve *v, size_t buckets)
{
	double total = v->tp[v->n - 1] + v->fp[v->n - 1], last = -1;

	/* From the lowest score, which is the curve's last point, up. */
	for (size_t i = v->n - 1; i > 0; i--) {
		double above = v->tp[i - 1] + v->fp[i - 1];
		double middle = total - (above + (v->tp[i] + v->fp[i])) / 2;
		double k = floor(fmin(middle / total, 1) * (double)buckets);

		k = fmax(0, fmin(k, (double)buckets - 1));
		if (k != last)
			c->bucket[c->n++].lo = v->threshold[i];
		c->bucket[c->n - 1].hi = v->threshold[i];
		last = k;
	}
}

/* The bucket of a score: the last that does not begin above it. */
static size_t
bucket_of(const struct calibration *c, double score)
{
	size_t k = c->n - 1;

	while (k > 0 && c->bucket[k].lo > score)
		k--;
	return k;
}

struct calibration *
calibration_new(const struct examples *x, const struct curve *v, size_t buckets)
{
	struct calibration *c = mem_alloc(1, sizeof(*c));
	struct sums *sums = mem_alloc(buckets, sizeof(*sums));

	c->bucket = mem_alloc(buckets, sizeof(*c->bucket));
	bounds_find(c, v, buckets);
	for (size_t i = 0; i < x->n; i++) {
		size_t k;

		if (!(x->weight[i] > 0))
			continue;
		k = bucket_of(c, x->score[i]);
		c->bucket[k].n++;
		exact_add(&sums[k].weight, x->weight[i]);
		exact_add_product(&sums[k].score, x->weight[i], x->score[i]);
		if (x->label[i] != 0)
			exact_add(&sums[k].label, x->weight[i]);
		exact_add_product(
		    &sums[k].bias, x->weight[i], x->score[i] - (x->label[i] != 0));
		exact_add_product(&sums[k].chance, x->weight[i] * x->weight[i],
		    x->score[i] * (1 - x->score[i]));
	}
	for (size_t k = 0; k < c->n; k++) {
		struct bucket *b = &c->bucket[k];
		double chance;

		b->weight = exact_value(&sums[k].weight);
		b->mean_score = exact_value(&sums[k].score) / b->weight;
		b->mean_label = exact_value(&sums[k].label) / b->weight;
		chance = exact_value(&sums[k].chance);
		b->bias_z = chance > 0 ? exact_value(&sums[k].bias) / sqrt(chance) : NAN;
	}
	free(sums);
	return c;
}

void
calibration_free(struct calibration *c)
{
	if (c == NULL)
		return;
	free(c->bucket);
	free(c);
}
