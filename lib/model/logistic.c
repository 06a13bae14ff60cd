/*
 * logistic.c - logistic regression by convex.c's two stages
 *
 * Starts at weights 0 and the intercept that predicts the mean label.
 *
 * The default penalty is scikit-learn's and liblinear's C = 1: they minimise
 * C sum_i w_i loss_i + |beta|^2 / 2, which is our objective times W if l2 = 1/W.
 *
 * Without any penalty and with every row on its own side of the boundary there is no
 * minimum: larger weights are always better.  Descent then ends where the gradient
 * is below the tolerance, with finite weights, and separable says why they are large.
 */
#include "model/learner.h"

#include "base/elementary.h"
#include "model/convex.h"

static double
one_in_total(const struct matrix *m)
{
	double total = matrix_total_weight(m);

	return total > 0 ? 1 / total : 0;
}

static bool
check_labels(const struct matrix *m, struct err *e)
{
	size_t rows = 0, zeros = 0, ones = 0;

	for (size_t i = 0; i < m->nrow; i++) {
		if (!(m->label[i] >= 0 && m->label[i] <= 1))
			return fail_at(
			    e, i, "label %g is not between 0 and 1", m->label[i]);
		if (m->weight[i] > 0) {
			rows++;
			zeros += m->label[i] == 0;
			ones += m->label[i] == 1;
		}
	}
	if (zeros == rows || ones == rows)
		return fail(e, EXIT_DATA, "all %zu labels are %d: nothing to tell apart",
		    rows, ones == rows);
	return true;
}

static bool
all_on_their_side(const struct matrix *m, const struct weights *w)
{
	for (size_t i = 0; i < m->nrow; i++) {
		double z = w->intercept;

		struct matrix_row x = matrix_row(m, i);

		for (size_t k = 0; k < x.n; k++)
			z += w->beta[x.index[k]] * x.value[k];
		if (m->weight[i] > 0 &&
		    !((m->label[i] == 1 && z > 0) || (m->label[i] == 0 && z < 0)))
			return false;
	}
	return true;
}

static bool
logistic_learn(
    const struct matrix *m, const struct training *t, struct weights *w, struct err *e)
{
	double mean;

	weights_start(w, m->ncol);
	if (!learner_check(m, e) || !check_labels(m, e))
		return false;
	mean = matrix_mean_label(m);
	mean = elementary_log(mean) - elementary_log1p(-mean);
	w->intercept = mean;
	if (t->init != NULL)
		weights_begin(w, t->init);
	convex_learn(m, loss_find(STR("logistic")), mean, t, w);
	w->separable = t->l1 == 0 && t->l2 == 0 && all_on_their_side(m, w);
	return weights_check(w, e);
}

const struct learner learner_logistic = { .name = "logistic",
	.brief = "logistic regression of two classes",
	.loss = "logistic",
	.binary = true,
	.default_l2 = one_in_total,
	.learn = logistic_learn };
