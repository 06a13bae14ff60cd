/*
 * bayes.c - naive Bayes: features that are independent within a class
 *
 * One look at the rows, no iteration.  A column that holds 0 and 1 alone is 1 in class
 * c with p = (rows of c with 1, + 1) / (rows of c, + 2): the rule of succession, as any
 * category may come that did not; any other column is normal there, with a mean of its
 * own and the variance that is left when each row's class is known, the same in all
 * classes.  Weights of rows count as rows.
 *
 * With that log P(c | x) is a straight line in x up to what all classes have in common,
 *
 *	score_c = log(W_c / W) + sum of  log(1 - p) + x log(p / (1 - p))        0 and 1
 *	                       + sum of  d (x - all - d / 2) / variance         others
 *
 * where d is the class's mean less that of all rows.  So the model is weights as softmax
 * has them, and predicts as it does.  A column without variance within classes tells
 * nothing that could be weighed, and gets weight 0.
 *
 * Means are taken about the column's mean, so that no digits are lost.  The result
 * depends on the sequence of rows in the last digits only.
 *
 * Memory: three numbers for each class and column.
 */
#include <math.h>
#include <stdlib.h>

#include "base/elementary.h"
#include "model/learner.h"

struct column {
	bool only_01;
	double mean, variance; /* of all rows; within classes */
};

struct bayes {
	const struct matrix *m;
	size_t k, n;           /* classes, columns */
	double total, *weight; /* (k) */
	double *sum;           /* (k, n) of w (x - mean) */
	struct column *column; /* (n) */
};

/* What all rows have: means, and which columns are 0 and 1. */
static void
columns_look(struct bayes *b)
{
	const struct matrix *m = b->m;

	for (size_t j = 0; j < b->n; j++)
		b->column[j].only_01 = true;
	for (size_t i = 0; i < m->nrow; i++) {
		struct matrix_row x = matrix_row(m, i);

		b->weight[(size_t)m->label[i]] += m->weight[i];
		for (size_t e = 0; e < x.n; e++) {
			struct column *c = &b->column[x.index[e]];

			c->only_01 = c->only_01 && (x.value[e] == 0 || x.value[e] == 1);
			c->mean += m->weight[i] / b->total * x.value[e];
		}
	}
}

/* Sums about the mean by class, and squares: of values that are there, and of zeros. */
static void
classes_sum(struct bayes *b, double *square)
{
	const struct matrix *m = b->m;
	double *there = mem_alloc(b->k * b->n, sizeof(*there)); /* weight of these */

	for (size_t i = 0; i < m->nrow; i++) {
		struct matrix_row x = matrix_row(m, i);
		size_t c = (size_t)m->label[i];

		for (size_t e = 0; e < x.n; e++) {
			size_t j = x.index[e], at = c * b->n + j;
			double d = x.value[e] - b->column[j].mean;

			there[at] += m->weight[i];
			b->sum[at] += m->weight[i] * d;
			square[j] += m->weight[i] * d * d;
		}
	}
	for (size_t c = 0; c < b->k; c++)
		for (size_t j = 0; j < b->n; j++) {
			size_t at = c * b->n + j;
			double zeros = b->weight[c] - there[at], mean = b->column[j].mean;

			b->sum[at] -= zeros * mean;
			square[j] += zeros * mean * mean;
		}
	free(there);
}

/* What rounding leaves of nothing is nothing. */
static void
variances_find(struct bayes *b, const double *square)
{
	for (size_t j = 0; j < b->n; j++) {
		struct column *k = &b->column[j];
		double within = square[j], least;

		for (size_t c = 0; c < b->k; c++)
			if (b->weight[c] > 0)
				within -= b->sum[c * b->n + j] * b->sum[c * b->n + j] /
					  b->weight[c];
		least = fmax(1e-13 * square[j], 1e-26 * b->total * k->mean * k->mean);
		k->variance = within > least ? within / b->total : 0;
	}
}

static void
column_weigh(const struct bayes *b, size_t c, size_t j, struct weights *w)
{
	const struct column *k = &b->column[j];
	double d = b->weight[c] > 0 ? b->sum[c * b->n + j] / b->weight[c] : 0;
	double mean = k->mean + d;

	if (k->only_01) {
		double ones = mean * b->weight[c];
		double p = (ones + 1) / (b->weight[c] + 2);

		w->beta[j] = elementary_log(p) - elementary_log1p(-p);
		w->intercept += elementary_log1p(-p);
	} else if (k->variance > 0) {
		w->beta[j] = d / k->variance;
		w->intercept -= d * (k->mean + d / 2) / k->variance;
	}
}

static bool
bayes_learn(
    const struct matrix *m, const struct training *t, struct weights *w, struct err *e)
{
	struct bayes b = { .m = m, .k = t->nclass, .n = m->ncol };
	double *square = mem_alloc(m->ncol, sizeof(*square));
	bool good = learner_check(m, e);

	b.total = matrix_total_weight(m);
	b.weight = mem_alloc(b.k, sizeof(*b.weight));
	b.sum = mem_alloc(b.k * b.n, sizeof(*b.sum));
	b.column = mem_alloc(b.n, sizeof(*b.column));
	for (size_t c = 0; c < b.k; c++)
		weights_start(&w[c], m->ncol);
	if (good) {
		columns_look(&b);
		classes_sum(&b, square);
		variances_find(&b, square);
	}
	for (size_t c = 0; good && c < b.k; c++) {
		good = b.weight[c] > 0 ||
		       fail(e, EXIT_DATA, "a class has no weight: leave its rows out");
		w[c].intercept = good ? elementary_log(b.weight[c] / b.total) : 0;
		for (size_t j = 0; good && j < b.n; j++)
			column_weigh(&b, c, j, &w[c]);
		good = good && weights_check(&w[c], e);
	}
	w->converged = true;
	free(square);
	free(b.weight);
	free(b.sum);
	free(b.column);
	return good;
}

static double
no_penalty(const struct matrix *m)
{
	(void)m;
	return 0;
}

const struct learner learner_bayes = { .name = "bayes",
	.brief = "naive Bayes: columns independent within a class",
	.loss = "logistic",
	.classes = true,
	.default_l2 = no_penalty,
	.learn = bayes_learn };
