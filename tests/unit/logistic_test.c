/*
 * logistic_test.c - logistic regression against scikit-learn and its own gradient
 */
#include "model_data.h"
#include "tap.h"

static struct number_table *rows, *goldens;

static struct weights
learn(const struct matrix *m, struct training t)
{
	struct weights w;
	struct err e = { 0 };

	if (!learner_logistic.learn(m, &t, &w, &e))
		printf("# %s\n", e.msg);
	return w;
}

static void
test_golden(const char *name, int weight, bool default_l2)
{
	struct matrix m = matrix_of(rows, 3, 0, weight);
	double l2 = golden(goldens, 1, name, "l2");
	double objective = golden(goldens, 1, name, "objective");
	struct weights w, want;

	if (default_l2) {
		ok(fabs(learner_logistic.default_l2(&m) - l2) < 1e-18,
		    "%s: the default is scikit-learn's C = 1", name);
		l2 = learner_logistic.default_l2(&m);
	}
	w = learn(&m, (struct training){ .l2 = l2 });
	weights_start(&want, m.ncol);
	want.intercept = golden(goldens, 1, name, "intercept");
	for (size_t j = 0; j < m.ncol; j++) {
		char term[24];

		snprintf(term, sizeof term, "x%zu", j + 1);
		want.beta[j] = golden(goldens, 1, name, term);
	}
	ok(w.converged && w.gradient <= 1e-10 && w.iterations < 100,
	    "%s: converged, gradient %g in %zu", name, w.gradient, w.iterations);
	ok(fabs(w.objective / objective - 1) < 1e-13,
	    "%s: objective %.17g is scikit-learn's %.17g", name, w.objective, objective);
	ok(weights_distance(&w, &want) < 1e-6, "%s: weights (%g)", name,
	    weights_distance(&w, &want));
	ok(!w.separable, "%s: not separable", name);
	weights_free(&w);
	weights_free(&want);
	matrix_free(&m);
}

/* The mean slope times feature j (j = ncol: the intercept), plainly summed. */
static double
slope_along(const struct matrix *m, const struct weights *w, size_t j)
{
	double sum = 0;

	for (size_t i = 0; i < m->nrow; i++) {
		double z = w->intercept, x = j == m->ncol;

		struct matrix_row row = matrix_row(m, i);

		for (size_t k = 0; k < row.n; k++) {
			z += w->beta[row.index[k]] * row.value[k];
			if (row.index[k] == j)
				x = row.value[k];
		}
		sum += m->weight[i] * (1 / (1 + exp(-z)) - m->label[i]) * x;
	}
	return sum / matrix_total_weight(m);
}

static double
column_size(const struct matrix *m, size_t j)
{
	double largest = 0;

	for (size_t i = 0; i < m->nrow; i++) {
		struct matrix_row row = matrix_row(m, i);

		for (size_t k = 0; k < row.n; k++)
			if (row.index[k] == j)
				largest = fmax(largest, fabs(row.value[k]));
	}
	return largest;
}

/* With l1 > 0 the slope is +-l1 where the weight is not 0 and within l1 where it is. */
static void
test_l1(double l1, double l2, size_t fewest, size_t most)
{
	struct matrix m = matrix_of(rows, 3, 0, 2);
	struct weights w = learn(&m, (struct training){ .l1 = l1, .l2 = l2 });
	double worst = fabs(slope_along(&m, &w, m.ncol));
	size_t zeros = 0;

	for (size_t j = 0; j < m.ncol; j++) {
		double s = slope_along(&m, &w, j) + l2 * w.beta[j];
		double size = column_size(&m, j);

		zeros += w.beta[j] == 0;
		if (w.beta[j] == 0)
			worst = fmax(worst, (fabs(s) - l1) / size);
		else
			worst = fmax(worst, fabs(s + copysign(l1, w.beta[j])) / size);
	}
	ok(w.converged && worst < 1e-8, "l1 = %g, l2 = %g: the optimum (%g) in %zu", l1,
	    l2, worst, w.iterations);
	ok(zeros >= fewest && zeros <= most, "with %zu weights exactly 0", zeros);
	weights_free(&w);
	matrix_free(&m);
}

static void
test_separable(void)
{
	struct matrix m = { .ncol = 1 };
	struct weights w;

	for (int i = -10; i <= 10; i++) {
		matrix_add(&m, 0, i);
		matrix_end_row(&m, i > 2, 1);
	}
	w = learn(&m, (struct training){ 0 });
	ok(w.separable, "separable data without a penalty is noticed");
	ok(isfinite(w.beta[0]) && isfinite(w.intercept) && w.beta[0] > 10 &&
		w.beta[0] < 1e4,
	    "and the weight is large but finite: %g", w.beta[0]);
	weights_free(&w);
	w = learn(&m, (struct training){ .l2 = learner_logistic.default_l2(&m) });
	ok(!w.separable && w.converged && w.beta[0] < 10,
	    "with a penalty it is a problem like any other");
	weights_free(&w);
	m.label[0] = 1;
	w = learn(&m, (struct training){ 0 });
	ok(!w.separable && w.converged,
	    "one row on the wrong side, and there is an optimum");
	weights_free(&w);
	matrix_free(&m);
}

/* A feature a million deviations from 0, one of size 1e-9, and a constant one. */
static void
test_far_from_zero(void)
{
	struct matrix near = { .ncol = 3 }, far = { .ncol = 3 };
	struct weights a, b;

	for (size_t i = 0; i < 3000; i++) {
		double x = floor(bell() * 64) / 64, y = bell();
		bool label = uniform() < 1 / (1 + exp(-x - y));

		matrix_add(&near, 0, x);
		matrix_add(&near, 1, y);
		matrix_end_row(&near, label, 1);
		matrix_add(&far, 0, x + 1048576);
		matrix_add(&far, 1, y * 1e-9);
		matrix_add(&far, 2, 3);
		matrix_end_row(&far, label, 1);
	}
	a = learn(&near, (struct training){ 0 });
	b = learn(&far, (struct training){ 0 });
	ok(a.converged && b.converged && b.iterations < 30,
	    "position and units cost no iterations: %zu, %zu", a.iterations,
	    b.iterations);
	b.beta[1] *= 1e-9;
	b.intercept += b.beta[0] * 1048576;
	ok(b.beta[2] == 0, "a constant column has weight 0");
	ok(weights_distance(&a, &b) < 1e-6, "nor do they move the optimum (%g)",
	    weights_distance(&a, &b));
	weights_free(&a);
	weights_free(&b);
	matrix_free(&near);
	matrix_free(&far);
}

/*
 * So many rows that a part of them gives a start (headstart.h): every 4th block.  Is the
 * optimum that of all, whatever that part is like?
 */
enum part { LIKE_ALL, SORTED, WEIGHTLESS, ONE_CLASS, ODD, COLLINEAR };

static void
test_many_rows(enum part part, const char *what, size_t most)
{
	struct matrix m = { .ncol = 4 };
	struct weights w;
	double worst = 0;

	for (size_t i = 0; i < 70 * MATRIX_BLOCK + 5; i++) {
		bool in_part = i / MATRIX_BLOCK % 4 == 0;
		double x = bell() + (part == SORTED ? (double)i / 1e5 : 0), y = bell();
		double z = x / 2 - y - (part == SORTED ? 1.5 : 0.2);
		bool label = uniform() < 1 / (1 + exp(-z));

		if (part == ONE_CLASS && in_part)
			label = true;
		if (part == ODD && in_part)
			label = !label;
		matrix_add(&m, 0, x);
		matrix_add(&m, 1, 1000 + y / 100);
		matrix_add(&m, 2, i % 7 == 0);
		matrix_add(&m, 3, part == COLLINEAR ? 2 * x : i % 11 == 0);
		matrix_end_row(&m, label, part == WEIGHTLESS && in_part ? 0 : 1);
	}
	w = learn(&m, (struct training){ .l2 = part == COLLINEAR ? 0 : 1e-6 });
	for (size_t j = 0; j <= m.ncol; j++) {
		double s = slope_along(&m, &w, j);

		if (j < m.ncol && part != COLLINEAR)
			s += 1e-6 * w.beta[j];
		worst = fmax(worst, fabs(s) / (j < m.ncol ? column_size(&m, j) : 1));
	}
	ok(w.converged && worst < 1e-10 && w.iterations < most,
	    "many rows, %s: the optimum (%g) in %zu", what, worst, w.iterations);
	weights_free(&w);
	matrix_free(&m);
}

static void
test_limits(void)
{
	struct matrix m = matrix_of(rows, 3, 0, -1);
	struct weights w = learn(&m, (struct training){ .max_iterations = 2 }), again;

	ok(!w.converged && w.iterations == 2, "out of iterations is not converged");
	weights_free(&w);
	w = learn(&m, (struct training){ .tolerance = 1e-2 });
	ok(w.converged && w.gradient <= 1e-2 && w.gradient > 1e-10,
	    "a loose tolerance is enough when asked for");
	weights_free(&w);
	w = learn(&m, (struct training){ .l1 = 0.01, .l2 = 0.01 });
	again = learn(&m, (struct training){ .l1 = 0.01, .l2 = 0.01 });
	ok(same_weights(&w, &again), "learnt twice, the same bits");
	weights_free(&w);
	weights_free(&again);
	matrix_free(&m);
}

/* More weights than Newton's matrix may have, hardly penalised: OWL-QN alone. */
static void
test_wide(void)
{
	struct matrix m = { .ncol = 6000 };
	struct weights w;

	for (uint32_t i = 0; i < 6000; i++) {
		matrix_add(&m, i, 1);
		matrix_end_row(&m, i % 3 == 0, 1);
	}
	w = learn(&m, (struct training){ .l1 = 1e-5, .l2 = 1e-4 });
	ok(w.converged && w.beta[0] > 0 && w.beta[1] < 0,
	    "6000 weights with l1: gradient %g", w.gradient);
	weights_free(&w);
	matrix_free(&m);
}

/* Values whose squares are beyond the range of doubles. */
static void
test_huge(void)
{
	struct matrix m = { .ncol = 2 };
	struct training t = { .l1 = 1e-3 };
	struct weights w;
	struct err e = { 0 };

	for (uint32_t i = 0; i < 100; i++) {
		matrix_add(&m, i % 2, 1e300 * (1 + i));
		matrix_end_row(&m, i % 3 == 0, 1);
	}
	w = learn(&m, (struct training){ .l2 = 0.01 });
	ok(w.converged && w.objective < 0.65, "columns of size 1e300 are scaled");
	weights_free(&w);
	ok(!learner_logistic.learn(&m, &t, &w, &e) ||
		(!w.converged && isfinite(w.beta[0])),
	    "with l1, which cannot be, nothing is claimed");
	weights_free(&w);
	matrix_free(&m);
}

static void
refused(const struct matrix *m, const char *why, size_t row)
{
	struct training t = { .l2 = 0.1 };
	struct weights w;
	struct err e = { .row = ERR_NOWHERE };

	ok(!learner_logistic.learn(m, &t, &w, &e) && e.status == EXIT_DATA &&
		strcmp(e.msg, why) == 0 && e.row == row,
	    "refused: %s", e.msg);
	weights_free(&w);
}

static void
test_refused(void)
{
	struct matrix m = { .ncol = 1 };

	refused(&m, "no rows to learn from", ERR_NOWHERE);
	for (size_t i = 0; i < 100; i++) {
		matrix_add(&m, 0, bell());
		matrix_end_row(&m, 1, 1);
	}
	refused(&m, "all 100 labels are 1: nothing to tell apart", ERR_NOWHERE);
	m.label[7] = 0;
	m.weight[7] = 0;
	refused(&m, "all 99 labels are 1: nothing to tell apart", ERR_NOWHERE);
	m.label[9] = 2;
	refused(&m, "label 2 is not between 0 and 1", 9);
	for (size_t i = 0; i < 100; i++)
		m.label[i] = m.weight[i] = 0;
	refused(&m, "every weight is 0: nothing to learn from", ERR_NOWHERE);
	matrix_free(&m);
}

int
main(void)
{
	rows = number_table_read("tests/data/model/rows.csv");
	goldens = number_table_read("tests/data/model/golden.csv");
	test_golden("logistic", -1, true);
	test_golden("logistic_weighted", 2, true);
	test_golden("logistic_free", -1, false);
	test_l1(0.01, 0, 1, 6);
	test_l1(0.01, 0.01, 1, 6);
	test_l1(1e-4, 0, 0, 4);
	test_l1(1e6, 0, 8, 8);
	test_separable();
	test_far_from_zero();
	test_many_rows(LIKE_ALL, "a part like all", 20);
	test_many_rows(SORTED, "along which all drifts", 30);
	test_many_rows(WEIGHTLESS, "a part without weight", 30);
	test_many_rows(ONE_CLASS, "a part of one class", 130);
	test_many_rows(ODD, "a part of the opposite", 60);
	test_many_rows(COLLINEAR, "collinear columns", 60);
	test_limits();
	test_wide();
	test_huge();
	test_refused();
	free(rows);
	free(goldens);
	return tap_end();
}
