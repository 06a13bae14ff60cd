/*
 * ftrl.c - see ftrl.h
 */
#include "model/ftrl.h"

#include <math.h>
#include <stdlib.h>

void
ftrl_start(struct ftrl *f, size_t ncol)
{
	f->ncol = ncol;
	f->z = mem_alloc(ncol + 1, sizeof(*f->z));
	f->n = mem_alloc(ncol + 1, sizeof(*f->n));
	f->weight = f->sum = 0;
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

/* w[k]: the weight of the row's feature k, as it was for its score. */
static void
row_learn(struct ftrl *f, struct matrix_row x, double y, double weight, double *w)
{
	double l1 = f->l1 * f->weight, l2 = penalty_of(f), slope;
	double intercept = weight_of(f, f->ncol, 0, 0), score = intercept;

	for (size_t k = 0; k < x.n; k++) {
		if (x.value[k] == 0)
			continue;
		w[k] = weight_of(f, x.index[k], l1, l2);
		score += w[k] * x.value[k];
	}
	f->sum += weight * f->loss->both(f->loss, y, score, &slope);
	f->weight += weight;
	slope *= weight;
	step(f, f->ncol, slope, intercept);
	for (size_t k = 0; k < x.n; k++)
		if (x.value[k] != 0)
			step(f, x.index[k], slope * x.value[k], w[k]);
}

void
ftrl_rows(struct ftrl *f, const struct matrix *m)
{
	double *w = mem_alloc(f->ncol, sizeof(*w));

	for (size_t i = 0; i < m->nrow; i++)
		if (m->weight[i] > 0)
			row_learn(f, matrix_row(m, i), m->label[i], m->weight[i], w);
	free(w);
}

void
ftrl_begin(struct ftrl *f, const struct weights *w)
{
	f->z[f->ncol] = -w->intercept / f->rate;
	for (size_t j = 0; j < f->ncol; j++)
		f->z[j] = -w->beta[j] * (1 / f->rate + penalty_of(f));
}

void
ftrl_weights(const struct ftrl *f, struct weights *w)
{
	weights_start(w, f->ncol);
	w->intercept = weight_of(f, f->ncol, 0, 0);
	for (size_t j = 0; j < f->ncol; j++)
		w->beta[j] = weight_of(f, j, f->l1 * f->weight, penalty_of(f)) + 0.0;
	w->objective = f->sum / f->weight;
}
