/*
 * curve.c - the confusion counts at every threshold
 *
 * Sorts the examples by score and walks down, adding each example's weight to tp
 * or to fp.  Examples of equal score join the count together: a threshold cannot
 * tell them apart, so a point between them would depend on the order of rows.
 */
#include "stat/curve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/bits_sort.h"
#include "stat/weighted.h"

/*
 * The examples that weigh anything, as (score, weight) in rising order, the weight
 * of a negative example negated, which halves the memory a label would double.
 */
static struct weighted *
scores_sort(const struct examples *x, size_t *n)
{
	struct weighted *p = mem_alloc(x->n, sizeof(*p));
	size_t kept = 0;

	for (size_t i = 0; i < x->n; i++) {
		double w = x->weight[i];

		if (w > 0) {
			p[kept].x = x->score[i];
			p[kept++].w = x->label[i] != 0 ? w : -w;
		}
	}
	weighted_sort(p, kept);
	*n = kept;
	return p;
}

static struct curve *
curve_alloc(size_t room)
{
	struct curve *c = mem_alloc(1, sizeof(*c));

	c->threshold = mem_alloc(room, sizeof(double));
	c->tp = mem_alloc(room, sizeof(double));
	c->fp = mem_alloc(room, sizeof(double));
	return c;
}

/* ---- rows that all weigh the same, of scores that are not negative ---- */

/*
 * Such rows are 64 bits each, half of what others are: those of the score without its
 * sign, and whether the label is positive.  NULL: there are other rows.
 */
static uint64_t *
scores_pack(const struct examples *x, double *each, size_t *n)
{
	uint64_t *p = mem_resize(NULL, x->n, sizeof(*p));
	size_t kept = 0;

	*each = 0;
	for (size_t i = 0; i < x->n; i++) {
		double w = x->weight[i], score = x->score[i] + 0.0;
		uint64_t bits;

		if (!(w > 0))
			continue;
		if (kept == 0)
			*each = w;
		if (w != *each || score < 0) {
			free(p);
			return NULL;
		}
		memcpy(&bits, &score, sizeof(bits));
		p[kept++] = bits << 1 | (x->label[i] != 0);
	}
	*n = kept;
	return p;
}

/* A total of equal weights is a product, rounded once. */
static struct curve *
packed_curve(uint64_t *p, size_t n, double each)
{
	struct curve *c = curve_alloc(n + 1);
	size_t met[2] = { 0, 0 };

	bits_sort(p, n);
	c->threshold[0] = INFINITY;
	c->n = 1;
	for (size_t left = n; left > 0;) {
		uint64_t score = p[left - 1] >> 1;

		for (; left > 0 && p[left - 1] >> 1 == score; left--)
			met[p[left - 1] & 1]++;
		memcpy(&c->threshold[c->n], &score, sizeof(score));
		c->tp[c->n] = each * (double)met[1];
		c->fp[c->n++] = each * (double)met[0];
	}
	free(p);
	return c;
}

/* ---- any rows ---- */

struct curve *
curve_new(const struct examples *x)
{
	double each;
	size_t n;
	uint64_t *packed = scores_pack(x, &each, &n);
	struct weighted *p;
	struct curve *c;
	struct running tp, fp;

	if (packed != NULL)
		return packed_curve(packed, n, each);
	p = scores_sort(x, &n);
	c = curve_alloc(n + 1);
	running_start(&tp, p, n);
	fp = tp;
	c->threshold[0] = INFINITY;
	c->n = 1;
	for (size_t left = n; left > 0;) {
		double score = p[left - 1].x;

		for (; left > 0 && p[left - 1].x == score; left--) {
			double w = p[left - 1].w;

			running_add(w > 0 ? &tp : &fp, fabs(w));
		}
		c->threshold[c->n] = score;
		c->tp[c->n] = running_value(&tp);
		c->fp[c->n++] = running_value(&fp);
	}
	free(p);
	return c;
}

void
curve_free(struct curve *c)
{
	if (c == NULL)
		return;
	free(c->threshold);
	free(c->tp);
	free(c->fp);
	free(c);
}
