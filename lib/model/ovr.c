/*
 * ovr.c - logistic regression of one thing after the other over the same rows: of each
 * class against the rest, or of each of several labels
 *
 * Both are as many models as there are things, and their sums of losses are added.  A
 * class is what a label is the number of; a label that is a set holds several (matrix.h).
 */
#include <stdlib.h>

#include "model/learner.h"

static bool
is_class(double label, size_t c)
{
	return label == (double)c;
}

static bool
each_learn(const struct matrix *m, const struct training *t,
    bool (*has)(double label, size_t c), struct weights *w, struct err *e)
{
	double *label = mem_alloc(m->nrow, sizeof(*label));
	struct matrix one = *m; /* the same rows under other labels */
	struct training part = *t;
	bool good = true;

	one.label = label;
	for (size_t c = 0; c < t->nclass; c++)
		weights_start(&w[c], m->ncol);
	for (size_t c = 0; c < t->nclass && good; c++) {
		for (size_t i = 0; i < m->nrow; i++)
			label[i] = has(m->label[i], c);
		weights_free(&w[c]);
		part.init = t->init != NULL ? &t->init[c] : NULL;
		good = learner_logistic.learn(&one, &part, &w[c], e);
		if (c == 0)
			continue;
		w->iterations += w[c].iterations;
		w->objective += w[c].objective;
		w->converged = w->converged && w[c].converged;
		w->separable = w->separable || w[c].separable;
	}
	free(label);
	return good;
}

static bool
ovr_learn(
    const struct matrix *m, const struct training *t, struct weights *w, struct err *e)
{
	return each_learn(m, t, is_class, w, e);
}

static bool
multilabel_learn(
    const struct matrix *m, const struct training *t, struct weights *w, struct err *e)
{
	return each_learn(m, t, set_has, w, e);
}

static double
one_in_total(const struct matrix *m)
{
	double total = matrix_total_weight(m);

	return total > 0 ? 1 / total : 0;
}

const struct learner learner_ovr = { .name = "ovr",
	.brief = "logistic regression of each class against the rest",
	.loss = "logistic",
	.classes = true,
	.default_l2 = one_in_total,
	.learn = ovr_learn };

const struct learner learner_multilabel = { .name = "multilabel",
	.brief = "logistic regression of each of several labels",
	.loss = "logistic",
	.classes = true,
	.sets = true,
	.default_l2 = one_in_total,
	.learn = multilabel_learn };
