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
#include "stat/summary.h"
#include "stat/terms.h"

struct sums {
	struct terms weight, score, minus_label;
	struct terms chance; /* the variance that it gives the difference of both */
	size_t n;
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

/*
 * The bucket of a score: the last that does not begin above it.  All are looked at, which
 * takes no longer than to guess wrongly where to stop.
 */
static size_t
bucket_of(const struct calibration *c, double score)
{
	size_t k = 0;

	for (size_t i = 1; i < c->n; i++)
		k += c->bucket[i].lo <= score;
	return k;
}

static void
sums_start(struct sums *s)
{
	s->n = 0;
	terms_start(&s->weight);
	terms_start(&s->score);
	terms_start(&s->minus_label);
	terms_start(&s->chance);
}

struct filling {
	const struct examples *x;
	const struct calibration *c;
	size_t hands;
	struct sums *of; /* (hands, c->n) */
};

static void
fill_work(void *self, size_t hand, size_t part)
{
	const struct filling *f = self;
	const struct examples *x = f->x;
	size_t end =
	    (part + 1) * EXAMPLES_PART < x->n ? (part + 1) * EXAMPLES_PART : x->n;

	for (size_t i = part * EXAMPLES_PART; i < end; i++) {
		double w = x->weight[i], score = x->score[i];
		struct sums *s;

		if (!(w > 0))
			continue;
		s = &f->of[hand * f->c->n + bucket_of(f->c, score)];
		s->n++;
		terms_add(&s->weight, 1, w);
		terms_add(&s->score, w, score);
		if (x->label[i] != 0)
			terms_add(&s->minus_label, 1, -w);
		terms_add(&s->chance, w * w, score * (1 - score));
	}
}

/* Bucket k, from what the hands found. */
static void
bucket_set(struct bucket *b, const struct filling *f, size_t k)
{
	struct exact weight = { 0 }, score = { 0 }, bias = { 0 }, chance = { 0 };

	for (size_t h = 0; h < f->hands; h++) {
		struct sums *s = &f->of[h * f->c->n + k];

		b->n += s->n;
		terms_merge(&weight, &s->weight);
		terms_merge(&score, &s->score);
		terms_merge(&bias, &s->minus_label);
		terms_merge(&chance, &s->chance);
	}
	b->weight = exact_value(&weight);
	b->mean_score = exact_value(&score) / b->weight;
	b->mean_label = (0 - exact_value(&bias)) / b->weight;
	exact_merge(&bias, &score);
	b->bias_z = exact_value(&chance) > 0
			? exact_value(&bias) / sqrt(exact_value(&chance))
			: NAN;
}

struct calibration *
calibration_new(const struct examples *x, const struct curve *v, size_t buckets)
{
	struct calibration *c = mem_alloc(1, sizeof(*c));
	struct filling f = { x, c, parts_hands(examples_parts(x)), NULL };

	c->bucket = mem_alloc(buckets, sizeof(*c->bucket));
	bounds_find(c, v, buckets);
	f.of = mem_resize(NULL, f.hands * c->n, sizeof(*f.of));
	for (size_t k = 0; k < f.hands * c->n; k++)
		sums_start(&f.of[k]);
	crew_run(examples_parts(x), fill_work, NULL, &f);
	for (size_t k = 0; k < c->n; k++)
		bucket_set(&c->bucket[k], &f, k);
	free(f.of);
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
