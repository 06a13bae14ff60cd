/*
 * softmax.c - several classes: multinomial logistic regression, and one against the rest
 *
 * A score for each class, z_c = intercept_c + beta_c . x, and
 *
 *	p_c = e^z_c / sum_k e^z_k,   loss -log p of the label's class        softmax
 *	logistic regression of each class against all others                 ovr
 *
 * Labels are the numbers of classes, 0 to t->nclass - 1, and w is an array of as many.
 * The objective of ovr is the sum of those of its parts.
 *
 * Softmax is minimised by L-BFGS (OWL-QN with l1) in the variables of objective.h, shaped
 * as if for one class of average share.  The same number added to all intercepts changes
 * nothing; of all these minima the one is taken whose intercepts sum up to 0.
 * The default penalty is C = 1 as for logistic regression; it also holds the weights,
 * of which there is one set more than needed, to a single minimum.
 */
#include "model/learner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/elementary.h"
#include "model/convex.h"
#include "model/minimise.h"
#include "model/objective.h"
#include "model/pass.h"

/* Of the measure in convex.h; a line search sees no further than to about 1e-8. */
#define GOAL 1e-9
#define NEAR_ENOUGH 1e-5

struct hand {        /* one thread's */
	double *sum; /* (k, ncol) */
	double *z;   /* (k, MATRIX_BLOCK) */
	double *slope, value;
};

struct softmax {
	struct objective f; /* the shape of the variables */
	size_t k, n;        /* n = k * (ncol + 1) */
	double l1, goal;
	double *beta, *start; /* (k, ncol), (k) of the pass under way */
	double *sum, *slope;  /* (k, ncol), (k) its sums */
	double value;
	struct hand *hand;
};

/* ---- a pass ---- */

/* Row r's scores become p - [y = c], times w; returns the loss times w. */
static double
row_slopes(struct hand *h, size_t k, size_t r, double w, size_t y)
{
	double *z = h->z + r, most = z[0], sum = 0, own = z[y * MATRIX_BLOCK];

	for (size_t c = 1; c < k; c++)
		most = fmax(most, z[c * MATRIX_BLOCK]);
	for (size_t c = 0; c < k; c++) {
		double e = elementary_exp(z[c * MATRIX_BLOCK] - most);

		z[c * MATRIX_BLOCK] = e;
		sum += e;
	}
	for (size_t c = 0; c < k; c++) {
		double *s = &z[c * MATRIX_BLOCK];

		/* p_y - 1 is less what the others have. */
		*s = c == y ? -w * ((sum - *s) / sum) : w * (*s / sum);
		h->slope[c] += *s;
	}
	return w * (elementary_log(sum) - (own - most));
}

static void
softmax_work(void *self, size_t hand, size_t block)
{
	const struct softmax *s = self;
	const struct matrix *m = s->f.matrix;
	struct hand *h = &s->hand[hand];
	size_t first = block * MATRIX_BLOCK, nrow = matrix_block(m, block)->nrow;

	for (size_t c = 0; c < s->k; c++) {
		block_scores(m, block, s->beta + c * m->ncol, s->f.shift, s->start[c],
		    h->z + c * MATRIX_BLOCK);
		h->slope[c] = 0;
	}
	h->value = 0;
	for (size_t r = 0; r < nrow; r++) {
		double w = m->weight[first + r];

		if (w > 0)
			h->value +=
			    row_slopes(h, s->k, r, w, (size_t)m->label[first + r]);
		for (size_t c = 0; !(w > 0) && c < s->k; c++)
			h->z[c * MATRIX_BLOCK + r] = 0;
	}
	memset(h->sum, 0, s->k * m->ncol * sizeof(*h->sum));
	for (size_t c = 0; c < s->k; c++)
		block_add(
		    m, block, h->z + c * MATRIX_BLOCK, s->f.shift, h->sum + c * m->ncol);
}

static void
softmax_take(void *self, size_t hand, size_t block)
{
	struct softmax *s = self;
	const struct hand *h = &s->hand[hand];

	(void)block;
	s->value += h->value;
	for (size_t c = 0; c < s->k; c++)
		s->slope[c] += h->slope[c];
	for (size_t i = 0; i < s->k * s->f.matrix->ncol; i++)
		s->sum[i] += h->sum[i];
}

/* theta: k scores at the centre of the data, then the steps of each class's features. */
static double
softmax_value(void *self, const double *theta, double *g)
{
	struct softmax *s = self;
	const struct objective *f = &s->f;
	size_t ncol = f->matrix->ncol;
	double square = 0;

	for (size_t c = 0; c < s->k; c++) {
		s->start[c] = theta[c];
		for (size_t j = 0; j < ncol; j++) {
			double b = theta[s->k + c * ncol + j] * f->step[j];

			s->beta[c * ncol + j] = b;
			s->start[c] -= b * f->offset[j];
			square += b * b;
		}
	}
	s->value = 0;
	memset(s->slope, 0, s->k * sizeof(*s->slope));
	memset(s->sum, 0, s->k * ncol * sizeof(*s->sum));
	crew_run(matrix_blocks(f->matrix), softmax_work, softmax_take, s);
	for (size_t c = 0; c < s->k; c++) {
		g[c] = s->slope[c] / f->total;
		for (size_t j = 0; j < ncol; j++)
			g[s->k + c * ncol + j] =
			    ((s->sum[c * ncol + j] - f->offset[j] * s->slope[c]) /
				    f->total +
				f->l2 * s->beta[c * ncol + j]) *
			    f->step[j];
	}
	return s->value / f->total + f->l2 / 2 * square;
}

/* The largest slope along a column of deviation 1, at l1's kinks the smaller one. */
static double
measure(const struct softmax *s, const double *theta, const double *g)
{
	size_t ncol = s->f.matrix->ncol;
	double most = 0;

	for (size_t i = 0; i < s->n; i++) {
		size_t j = i < s->k ? 0 : (i - s->k) % ncol;
		double step = i < s->k ? 1 : s->f.step[j], slope = fabs(g[i]);

		if (i >= s->k && s->l1 > 0 && theta[i] != 0)
			slope = fabs(g[i] + (theta[i] > 0 ? s->l1 : -s->l1));
		else if (i >= s->k)
			slope = fmax(slope - s->l1, 0);
		if (i >= s->k)
			slope *= step > 0 ? s->f.spread[j] / step : 0;
		most = slope <= most ? most : isnan(slope) ? INFINITY : slope;
	}
	return most;
}

static bool
near_enough(void *self, const double *theta, const double *g)
{
	const struct softmax *s = self;

	return measure(s, theta, g) <= s->goal;
}

/* ---- learning ---- */

static void
softmax_start(struct softmax *s, const struct matrix *m, const struct training *t)
{
	size_t ncol = m->ncol, hands = crew_hands();
	double rest = (double)t->nclass - 1;

	*s = (struct softmax){ .k = t->nclass, .n = t->nclass * (ncol + 1), .l1 = t->l1 };
	s->goal = t->tolerance > 0 ? t->tolerance : GOAL;
	objective_start(&s->f, m, loss_find(STR("logistic")), t->l2, t->l1 == 0,
	    -elementary_log(rest));
	s->beta = mem_alloc(s->k * ncol, sizeof(*s->beta));
	s->sum = mem_alloc(s->k * ncol, sizeof(*s->sum));
	s->start = mem_alloc(s->k, sizeof(*s->start));
	s->slope = mem_alloc(s->k, sizeof(*s->slope));
	s->hand = mem_alloc(hands, sizeof(*s->hand));
	for (size_t h = 0; h < hands; h++) {
		s->hand[h].sum = mem_alloc(s->k * ncol, sizeof(double));
		s->hand[h].z = mem_alloc(s->k * MATRIX_BLOCK, sizeof(double));
		s->hand[h].slope = mem_alloc(s->k, sizeof(double));
	}
}

static void
softmax_free(struct softmax *s)
{
	for (size_t h = 0; h < crew_hands(); h++) {
		free(s->hand[h].sum);
		free(s->hand[h].z);
		free(s->hand[h].slope);
	}
	free(s->hand);
	free(s->beta);
	free(s->sum);
	free(s->start);
	free(s->slope);
	objective_free(&s->f);
}

/* Each class's share of the weights; fails where one has none. */
static bool
find_shares(const struct matrix *m, size_t k, double *share, struct err *e)
{
	double total = matrix_total_weight(m);

	for (size_t i = 0; i < m->nrow; i++)
		share[(size_t)m->label[i]] += m->weight[i] / total;
	for (size_t c = 0; c < k; c++)
		if (!(share[c] > 0))
			return fail(e, EXIT_DATA,
			    "every row of one class has weight 0: it cannot be learnt");
	return true;
}

/* Is the label's score the largest in every row? */
static bool
all_told_apart(const struct matrix *m, size_t k, const struct weights *w)
{
	for (size_t i = 0; i < m->nrow; i++) {
		struct matrix_row x = matrix_row(m, i);
		size_t y = (size_t)m->label[i];
		double own = 0, most = -INFINITY;

		for (size_t c = 0; m->weight[i] > 0 && c < k; c++) {
			double z = w[c].intercept;

			for (size_t a = 0; a < x.n; a++)
				z += w[c].beta[x.index[a]] * x.value[a];
			if (c == y)
				own = z;
			else
				most = fmax(most, z);
		}
		if (m->weight[i] > 0 && !(own > most))
			return false;
	}
	return true;
}

/* Only differences of intercepts count: their mean is made 0. */
static void
intercepts_centre(struct weights *w, size_t k)
{
	double mean = 0;

	for (size_t c = 0; c < k; c++)
		mean += w[c].intercept / (double)k;
	for (size_t c = 0; c < k; c++)
		w[c].intercept -= mean;
}

/* The theta of class c from its weights: the way back of softmax_descend()'s end. */
static void
theta_begin(const struct softmax *s, const struct weights *w, size_t c, double *theta)
{
	const struct objective *f = &s->f;
	size_t ncol = f->matrix->ncol;

	theta[c] = w->intercept;
	for (size_t j = 0; j < ncol; j++) {
		theta[s->k + c * ncol + j] = f->step[j] > 0 ? w->beta[j] / f->step[j] : 0;
		theta[c] += w->beta[j] * (f->shift[j] + f->offset[j]);
	}
}

static void
softmax_descend(
    struct softmax *s, const struct training *t, double *theta, struct weights *w)
{
	size_t most = t->max_iterations > 0 ? t->max_iterations : CONVEX_ITERATIONS;
	size_t ncol = s->f.matrix->ncol;
	struct minimiser f = { s->n, s->l1, s->k, most, s, softmax_value, near_enough };
	double *g = mem_alloc(s->n, sizeof(*g)), sum = 0;

	w->iterations = minimise(&f, theta);
	w->objective = softmax_value(s, theta, g);
	for (size_t i = s->k; i < s->n; i++)
		sum += fabs(theta[i]);
	w->objective += s->l1 * sum;
	w->gradient = measure(s, theta, g);
	w->converged = w->gradient <= NEAR_ENOUGH;
	for (size_t c = 0; c < s->k; c++) {
		w[c].intercept = theta[c];
		for (size_t j = 0; j < ncol; j++) {
			double b = theta[s->k + c * ncol + j] * s->f.step[j];

			w[c].beta[j] = b;
			w[c].intercept -= b * (s->f.shift[j] + s->f.offset[j]);
		}
	}
	intercepts_centre(w, s->k);
	free(g);
}

static bool
softmax_learn(
    const struct matrix *m, const struct training *t, struct weights *w, struct err *e)
{
	double *share = mem_alloc(t->nclass, sizeof(*share)), *theta;
	bool good = true;
	struct softmax s;

	for (size_t c = 0; c < t->nclass; c++)
		weights_start(&w[c], m->ncol);
	good = learner_check(m, e) && find_shares(m, t->nclass, share, e);
	if (good) {
		softmax_start(&s, m, t);
		theta = mem_alloc(s.n, sizeof(*theta));
		for (size_t c = 0; c < s.k; c++)
			theta[c] = elementary_log(share[c]);
		for (size_t c = 0; t->init != NULL && c < s.k; c++)
			theta_begin(&s, &t->init[c], c, theta);
		softmax_descend(&s, t, theta, w);
		w->separable =
		    t->l1 == 0 && t->l2 == 0 && all_told_apart(m, t->nclass, w);
		softmax_free(&s);
		free(theta);
	}
	free(share);
	for (size_t c = 0; c < t->nclass && good; c++)
		good = weights_check(&w[c], e);
	return good;
}

static double
one_in_total(const struct matrix *m)
{
	double total = matrix_total_weight(m);

	return total > 0 ? 1 / total : 0;
}

const struct learner learner_softmax = { .name = "softmax",
	.brief = "logistic regression of several classes at once",
	.loss = "logistic",
	.classes = true,
	.default_l2 = one_in_total,
	.learn = softmax_learn };
