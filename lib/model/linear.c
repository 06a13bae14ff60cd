/*
 * linear.c - linear regression: half the squared error, solved exactly
 *
 * Least squares from cross-products in double-double, see gram.h for why that is
 * more exact than a QR decomposition in doubles, not less.  One pass over the rows,
 * no iteration.  The l2 penalty is l2 * W added to the squares of the features (the
 * same as rows sqrt(l2 W) e_j below the table); the intercept has none.
 *
 * Columns and weights are scaled inside by powers of two, which rounds nothing, so
 * that squares neither overflow nor vanish.
 *
 * A feature is dependent if what the intercept and the features before it leave of
 * it has a norm of at most RANK_TOLERANCE times its own.  An exact dependence (all
 * categories of a one-hot column, a total beside its parts) leaves the rounding of
 * its values, 1e-16; the worst-conditioned of the NIST sets that still has an answer,
 * Filip's polynomial of degree 10, leaves more than 1e-10.  With fewer rows than
 * columns the last ones are dependent by the same rule.
 *
 * An l1 penalty has no closed form, nor have other losses; they go to convex.c.
 */
#include "model/learner.h"

#include <math.h>
#include <stdlib.h>

#include "base/elementary.h"
#include "model/convex.h"
#include "model/gram.h"

#define RANK_TOLERANCE 1e-11
#define QUANTILE_WIDTH 1e-6

static double
no_penalty(const struct matrix *m)
{
	(void)m;
	return 0;
}

/*
 * 2^-e where |x| is in [2^(e-1), 2^e); 1 for 0.  Not beyond 2^400, so that penalties
 * of tiny columns stay finite; columns below 1e-260 count as zero.
 */
static double
power_below(double x)
{
	int e;

	if (x == 0)
		return 1;
	frexp(x, &e);
	return ldexp(1, e < -400 ? 400 : -e);
}

/* The scale of each column of gram.h's matrix and, returned, of the weights. */
static double
find_scale(const struct matrix *m, double *scale)
{
	double largest = 0;

	scale[0] = 1;
	for (size_t i = 0; i < m->nrow; i++) {
		struct matrix_row x = matrix_row(m, i);

		if (!(m->weight[i] > 0))
			continue;
		if (m->weight[i] > largest)
			largest = m->weight[i];
		scale[m->ncol + 1] = fmax(scale[m->ncol + 1], fabs(m->label[i]));
		for (size_t k = 0; k < x.n; k++) {
			double *s = &scale[x.index[k] + 1];

			*s = fmax(*s, fabs(x.value[k]));
		}
	}
	for (size_t j = 1; j < m->ncol + 2; j++)
		scale[j] = power_below(scale[j]);
	return power_below(largest);
}

static bool
check_rank(const struct training *t, const struct weights *w, struct err *e)
{
	for (size_t j = 0; t->strict_rank && j < w->ncol; j++)
		if (w->dropped[j])
			return fail(e, EXIT_DATA,
			    "feature %zu depends on the features before it", j + 1);
	return true;
}

static void
solve(const struct matrix *m, double l2, struct weights *w)
{
	size_t n = m->ncol + 1;
	double *scale = mem_alloc(n + 1, sizeof *scale);
	double *b = mem_alloc(n, sizeof *b);
	bool *dependent = mem_alloc(n, sizeof *dependent);
	double weight_scale = find_scale(m, scale);
	double penalty = l2 * (matrix_total_weight(m) * weight_scale);
	struct gram g;

	gram_make(&g, m, scale, weight_scale);
	for (size_t j = 1; j < n; j++)
		gram_add_diagonal(&g, j, penalty * scale[j] * scale[j]);
	gram_solve(&g, RANK_TOLERANCE, b, dependent);
	w->intercept = b[0] / scale[n];
	for (size_t j = 1; j < n; j++) {
		w->beta[j - 1] = b[j] * scale[j] / scale[n];
		w->dropped[j - 1] = dependent[j];
	}
	gram_free(&g);
	free(scale);
	free(b);
	free(dependent);
}

/* The weighted standard deviation of the labels, or 1 where they are all the same. */
static double
label_spread(const struct matrix *m)
{
	double mean = matrix_mean_label(m), total = matrix_total_weight(m), sum = 0;

	for (size_t i = 0; i < m->nrow; i++)
		sum += m->weight[i] / total * (m->label[i] - mean) * (m->label[i] - mean);
	return sum > 0 ? sqrt(sum) : 1;
}

/*
 * The quantile's loss by ever narrower roundings of its kink, each begun where the one
 * before ended: on the last, QUANTILE_WIDTH of the labels' deviation, the true loss is
 * within a quarter of that.
 */
static void
learn_quantile(const struct matrix *m, const struct loss *loss, double start,
    const struct training *t, struct weights *w)
{
	double spread = label_spread(m);
	size_t iterations = 0;

	for (double width = 1; width > QUANTILE_WIDTH / 2; width /= 10) {
		struct loss rounded = *loss;

		rounded.width = width * spread;
		w->iterations = 0;
		convex_learn(m, &rounded, start, t, w);
		iterations += w->iterations;
	}
	w->iterations = iterations;
}

static bool
learn_by_descent(const struct matrix *m, const struct loss *loss,
    const struct training *t, struct weights *w, struct err *e)
{
	bool counts = str_equal(str_of(loss->name), STR("poisson"));
	double start;

	w->intercept = matrix_mean_label(m);
	if (counts && !(w->intercept > 0))
		return fail(
		    e, EXIT_DATA, "all labels are 0: --loss poisson has nothing to fit");
	if (counts)
		w->intercept = elementary_log(w->intercept);
	start = w->intercept;
	if (t->init != NULL)
		weights_begin(w, t->init);
	if (loss->width > 0)
		learn_quantile(m, loss, start, t, w);
	else
		convex_learn(m, loss, start, t, w);
	return weights_check(w, e);
}

static bool
linear_learn(
    const struct matrix *m, const struct training *t, struct weights *w, struct err *e)
{
	const struct loss *squared = loss_find(STR("squared"));

	weights_start(w, m->ncol);
	if (!learner_check(m, e))
		return false;
	if (t->l1 > 0 || t->loss != NULL)
		return learn_by_descent(m, t->loss != NULL ? t->loss : squared, t, w, e);
	solve(m, t->l2, w);
	convex_measure(m, squared, t, w);
	w->converged = true;
	return check_rank(t, w, e) && weights_check(w, e);
}

const struct learner learner_linear = { .name = "linear",
	.brief = "linear regression, solved exactly",
	.loss = "squared",
	.default_l2 = no_penalty,
	.learn = linear_learn };
