/*
 * ftrl.c - see ftrl.h
 */
#include "model/ftrl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"

void
ftrl_start(struct ftrl *f, size_t ncol)
{
	f->ncol = ncol;
	f->nclass = 0;
	f->z = f->n = NULL;
	f->weight = f->sum = 0;
	ftrl_classes(f, 1);
}

void
ftrl_classes(struct ftrl *f, size_t n)
{
	size_t each = f->ncol + 1, known = f->nclass * each;

	if (n <= f->nclass)
		return;
	f->z = mem_resize(f->z, n * each, sizeof(*f->z));
	f->n = mem_resize(f->n, n * each, sizeof(*f->n));
	memset(f->z + known, 0, (n * each - known) * sizeof(*f->z));
	memset(f->n + known, 0, (n * each - known) * sizeof(*f->n));
	f->nclass = n;
}

void
ftrl_free(struct ftrl *f)
{
	free(f->z);
	free(f->n);
}

static double
penalty_of(const struct ftrl *f)
{
	return f->l2 * f->weight + f->total_l2;
}

/* j: the place in z and n. */
static double
weight_of(const struct ftrl *f, size_t j, double l1, double l2)
{
	double z = f->z[j];

	if (fabs(z) <= l1)
		return 0;
	return ((z > 0 ? l1 : -l1) - z) / ((1 + sqrt(f->n[j])) / f->rate + l2);
}

static void
step(struct ftrl *f, size_t j, double g, double w)
{
	double n = f->n[j] + g * g;

	f->z[j] += g - (sqrt(n) - sqrt(f->n[j])) / f->rate * w;
	f->n[j] = n;
}

/* The score of class c; w[k]: its weight of the row's feature k, the last its intercept.
 */
static double
class_score(const struct ftrl *f, size_t c, struct matrix_row x, double *w)
{
	double l1 = f->l1 * f->weight, l2 = penalty_of(f), score;
	size_t first = c * (f->ncol + 1);

	w[x.n] = score = weight_of(f, first + f->ncol, 0, 0);
	for (size_t k = 0; k < x.n; k++) {
		if (x.value[k] == 0)
			continue;
		w[k] = weight_of(f, first + x.index[k], l1, l2);
		score += w[k] * x.value[k];
	}
	return score;
}

static void
class_step(struct ftrl *f, size_t c, struct matrix_row x, double slope, const double *w)
{
	size_t first = c * (f->ncol + 1);

	step(f, first + f->ncol, slope, w[x.n]);
	for (size_t k = 0; k < x.n; k++)
		if (x.value[k] != 0)
			step(f, first + x.index[k], slope * x.value[k], w[k]);
}

struct scratch {
	double *w;     /* (nclass, ncol + 1) */
	double *score; /* (nclass) */
};

static void
scratch_fit(struct scratch *s, const struct ftrl *f)
{
	s->w = mem_resize(s->w, f->nclass * (f->ncol + 1), sizeof(*s->w));
	s->score = mem_resize(s->score, f->nclass, sizeof(*s->score));
}

/* The loss of the softmax; scores become its slopes. */
static double
softmax_loss(double *score, size_t n, size_t label)
{
	double most = score[0], sum = 0, own = score[label];

	for (size_t c = 1; c < n; c++)
		most = fmax(most, score[c]);
	for (size_t c = 0; c < n; c++)
		sum += score[c] = elementary_exp(score[c] - most);
	for (size_t c = 0; c < n; c++)
		score[c] /= sum;
	score[label] -= 1;
	return most + elementary_log(sum) - own;
}

static void
row_learn(struct ftrl *f, struct matrix_row x, double y, double weight, struct scratch *s)
{
	size_t each = f->ncol + 1;
	double loss;

	for (size_t c = 0; c < f->nclass; c++)
		s->score[c] = class_score(f, c, x, s->w + c * each);
	if (f->loss != NULL)
		loss = f->loss->both(f->loss, y, s->score[0], &s->score[0]);
	else
		loss = softmax_loss(s->score, f->nclass, (size_t)y);
	f->sum += weight * loss;
	f->weight += weight;
	for (size_t c = 0; c < f->nclass; c++)
		class_step(f, c, x, weight * s->score[c], s->w + c * each);
}

/*
 * Classes are numbered as they come, and each joins with its first row, so that where the
 * stream was cut does not show.
 */
void
ftrl_rows(struct ftrl *f, const struct matrix *m)
{
	struct scratch s = { 0 };

	scratch_fit(&s, f);
	for (size_t i = 0; i < m->nrow; i++) {
		if (!(m->weight[i] > 0))
			continue;
		if (f->loss == NULL && (size_t)m->label[i] >= f->nclass) {
			ftrl_classes(f, (size_t)m->label[i] + 1);
			scratch_fit(&s, f);
		}
		row_learn(f, matrix_row(m, i), m->label[i], m->weight[i], &s);
	}
	free(s.w);
	free(s.score);
}

void
ftrl_begin(struct ftrl *f, const struct weights *w)
{
	f->z[f->ncol] = -w->intercept / f->rate;
	for (size_t j = 0; j < f->ncol; j++)
		f->z[j] = -w->beta[j] * (1 / f->rate + penalty_of(f));
}

void
ftrl_weights(const struct ftrl *f, size_t class, struct weights *w)
{
	size_t first = class * (f->ncol + 1);

	weights_start(w, f->ncol);
	w->intercept = weight_of(f, first + f->ncol, 0, 0);
	for (size_t j = 0; j < f->ncol; j++)
		w->beta[j] =
		    weight_of(f, first + j, f->l1 * f->weight, penalty_of(f)) + 0.0;
	w->objective = f->sum / f->weight;
}
