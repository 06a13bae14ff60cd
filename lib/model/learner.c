/*
 * learner.c - the table of learners, and what they have in common
 */
#include "model/learner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double
one_in_total(const struct matrix *m)
{
	double total = matrix_total_weight(m);

	return total > 0 ? 1 / total : 0;
}

#define MLP .name = "mlp", .brief = "a network of layers", .default_l2 = one_in_total

const struct learner learner_mlp[] = {
	{ MLP, .loss = "squared" },
	{ MLP, .loss = "logistic", .binary = true },
	{ MLP, .loss = "logistic", .classes = true },
	{ MLP, .loss = "logistic", .classes = true, .sets = true },
};

const struct learner learner_fm[] = {
	{ .name = "fm",
	    .brief = "weights, and crosses by factors",
	    .loss = "squared",
	    .default_l2 = one_in_total },
	{ .name = "fm", .loss = "logistic", .binary = true, .default_l2 = one_in_total },
};

static double
no_l2(const struct matrix *m)
{
	(void)m;
	return 0;
}

#define KNN .name = "knn", .brief = "the nearest rows", .default_l2 = no_l2

const struct learner learner_knn[] = {
	{ KNN, .loss = "squared" },
	{ KNN, .loss = "logistic", .binary = true },
	{ KNN, .loss = "logistic", .classes = true },
};

const struct learner *const learners[] = { &learner_linear, &learner_logistic,
	&learner_softmax, &learner_ovr, &learner_multilabel, &learner_bayes,
	&learner_fm[0], &learner_knn[0], &learner_mlp[0], NULL };

const struct learner *
learner_find(struct str name)
{
	for (size_t i = 0; learners[i] != NULL; i++)
		if (str_equal(name, str_of(learners[i]->name)))
			return learners[i];
	return NULL;
}

bool
learner_check(const struct matrix *m, struct err *e)
{
	double total = matrix_total_weight(m);

	if (m->nrow == 0)
		return fail(e, EXIT_DATA, "no rows to learn from");
	if (total == 0)
		return fail(e, EXIT_DATA, "every weight is 0: nothing to learn from");
	if (!isfinite(total))
		return fail(e, EXIT_DATA, "the weights' sum is too large");
	return true;
}

void
weights_start(struct weights *w, size_t ncol)
{
	*w = (struct weights){ .ncol = ncol };
	w->beta = mem_alloc(ncol, sizeof *w->beta);
	w->dropped = mem_alloc(ncol, sizeof *w->dropped);
}

void
weights_begin(struct weights *w, const struct weights *init)
{
	w->intercept = init->intercept;
	memcpy(w->beta, init->beta, w->ncol * sizeof(*w->beta));
}

bool
weights_check(const struct weights *w, struct err *e)
{
	bool finite =
	    isfinite(w->intercept) && isfinite(w->objective) && isfinite(w->gradient);

	for (size_t j = 0; j < w->ncol; j++)
		finite = finite && isfinite(w->beta[j]);
	return finite ||
	       fail(e, EXIT_DATA,
		   "weights or loss are too large for a number: scale the columns");
}

void
weights_free(struct weights *w)
{
	free(w->beta);
	free(w->dropped);
	*w = (struct weights){ 0 };
}
