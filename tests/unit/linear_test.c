/*
 * linear_test.c - linear regression against certified values and scikit-learn
 */
#include <float.h>

#include "model_data.h"
#include "tap.h"

static struct number_table *rows, *goldens, *certified;

static struct weights
learn(const struct matrix *m, struct training t)
{
	struct weights w;
	struct err e = { 0 };

	if (!learner_linear.learn(m, &t, &w, &e))
		printf("# %s\n", e.msg);
	return w;
}

/* The digits of accuracy NIST defines: at most 15; of an exact 0 the absolute ones. */
static double
digits(double got, double want)
{
	double error = fabs(got - want) / (want == 0 ? 1 : fabs(want));

	return error < 1e-15 ? 15 : -log10(error);
}

/* The Statistical Reference Datasets: every coefficient, certified to 15 digits. */
static void
test_nist(const char *name, double demanded)
{
	char path[64];
	struct number_table *t;
	struct matrix m;
	struct weights w;
	double worst;
	size_t kept = 0;

	snprintf(path, sizeof path, "tests/data/nist/%s.csv", name);
	t = number_table_read(path);
	m = matrix_of(t, 1, 0, -1);
	w = learn(&m, (struct training){ 0 });
	worst = digits(w.intercept, golden(certified, 2, name, "intercept"));
	for (size_t j = 0; j < w.ncol; j++) {
		char term[24];

		snprintf(term, sizeof term, "x%zu", j + 1);
		worst = fmin(worst, digits(w.beta[j], golden(certified, 2, name, term)));
		kept += !w.dropped[j];
	}
	ok(kept == w.ncol, "%s: no column is dropped", name);
	ok(worst >= demanded, "%s: %.1f digits of %g demanded", name, worst, demanded);
	weights_free(&w);
	matrix_free(&m);
	free(t);
}

static void
test_golden(const char *name, int weight, double tolerance)
{
	struct training t = { .l1 = golden(goldens, 1, name, "l1"),
		.l2 = golden(goldens, 1, name, "l2") };
	struct matrix m = matrix_of(rows, 3, 1, weight);
	struct weights w = learn(&m, t), want;
	double objective = golden(goldens, 1, name, "objective");

	weights_start(&want, m.ncol);
	want.intercept = golden(goldens, 1, name, "intercept");
	for (size_t j = 0; j < m.ncol; j++) {
		char term[24];

		snprintf(term, sizeof term, "x%zu", j + 1);
		want.beta[j] = golden(goldens, 1, name, term);
	}
	ok(w.converged, "%s: converged", name);
	ok(w.objective <= objective * (1 + 1e-12) && w.objective > objective * (1 - 1e-9),
	    "%s: objective %.17g is scikit-learn's %.17g", name, w.objective, objective);
	ok(weights_distance(&w, &want) < tolerance, "%s: weights (%g)", name,
	    weights_distance(&w, &want));
	ok(w.gradient < 1e-10, "%s: gradient %g", name, w.gradient);
	weights_free(&w);
	weights_free(&want);
	matrix_free(&m);
}

/* All categories of a one-hot beside an intercept: the last one must go, no other. */
static void
test_dependent(void)
{
	struct matrix m = { .ncol = 6 };
	struct weights w;
	struct training strict = { .strict_rank = true };
	struct err e = { 0 };

	for (size_t i = 0; i < 100001; i++) {
		uint32_t kind = (uint32_t)(uniform() * 3);
		double a = 0.1 * bell(), b = 0.7 * bell();
		double y = kind + 2 * a - b + bell();

		matrix_add(&m, kind, 1);
		matrix_add(&m, 3, a);
		matrix_add(&m, 4, b);
		matrix_add(&m, 5, a + b);
		matrix_end_row(&m, y, 1 + uniform());
	}
	w = learn(&m, (struct training){ 0 });
	ok(w.dropped[2] && w.beta[2] == 0, "the last of three categories is dropped");
	ok(w.dropped[5] && w.beta[5] == 0,
	    "a column that is the sum of two, but for rounding");
	ok(!w.dropped[0] && !w.dropped[1] && !w.dropped[3] && !w.dropped[4], "no other");
	ok(w.gradient < 1e-13, "and it is the minimum all the same (%g)", w.gradient);
	weights_free(&w);
	ok(!learner_linear.learn(&m, &strict, &w, &e) && e.status == EXIT_DATA,
	    "strict_rank refuses: %s", e.msg);
	ok(w.dropped[2], "and still tells which");
	weights_free(&w);
	w = learn(&m, (struct training){ .l2 = 1e-3 });
	ok(!w.dropped[2] && !w.dropped[5], "a penalty makes every column independent");
	weights_free(&w);
	matrix_free(&m);
}

static void
test_wide(void)
{
	struct matrix m = { .ncol = 20 };
	struct weights w;
	size_t kept = 0;

	for (size_t i = 0; i < 6; i++) {
		for (uint32_t j = 0; j < 20; j++)
			matrix_add(&m, j, j == 1 ? 5 : j == 2 ? 0 : bell());
		matrix_end_row(&m, bell(), 1);
	}
	w = learn(&m, (struct training){ 0 });
	for (size_t j = 0; j < 20; j++)
		kept += !w.dropped[j];
	ok(w.dropped[1] && w.dropped[2], "a constant and an empty column are dropped");
	ok(kept == 5 && !w.dropped[6] && w.dropped[7],
	    "of more columns than rows the first ones are kept");
	ok(w.objective < 1e-28, "and fit exactly");
	weights_free(&w);
	matrix_free(&m);
}

/* 10000 rows, half their values zero; columns past `ncol` stay empty. */
static struct matrix
made_up(size_t ncol, double unit)
{
	struct matrix m = { .ncol = ncol };

	for (size_t i = 0; i < 10000; i++) {
		double y = sin((double)i);

		for (uint32_t j = 0; j < 4; j++) {
			double x = sin((double)(i * 7 + j * j)) + j;

			if ((i >> j) % 2 == 0) {
				matrix_add(&m, j, x * unit);
				y += x;
			}
		}
		matrix_end_row(&m, y * unit, 1 + (double)(i % 3));
	}
	return m;
}

static void
test_same_bits(void)
{
	struct matrix a = made_up(4, 1), b = made_up(40, 1),
		      c = made_up(4, ldexp(1, 400));
	struct weights wa = learn(&a, (struct training){ 0 });
	struct weights wb = learn(&b, (struct training){ 0 });
	struct weights wc = learn(&c, (struct training){ 0 });
	struct weights again = learn(&a, (struct training){ 0 });

	ok(same_weights(&wa, &again), "learnt twice, the same bits");
	wb.ncol = 4;
	ok(same_weights(&wa, &wb), "rows summed sparsely and densely give the same bits");
	wc.intercept = ldexp(wc.intercept, -400);
	ok(same_weights(&wa, &wc), "units of 2^400 change no bit");
	weights_free(&wa);
	weights_free(&wb);
	weights_free(&wc);
	weights_free(&again);
	matrix_free(&a);
	matrix_free(&b);
	matrix_free(&c);
}

/* A weight of 2 is the row twice, of 0 the row left out. */
static void
test_weights(void)
{
	struct matrix once = { 0 }, twice = { 0 };
	struct weights a, b;

	for (size_t i = 0; i < 5000; i++) {
		double x = bell(), y = x + bell(), w = (double)(i % 3);

		matrix_add(&once, 0, x);
		matrix_end_row(&once, i % 3 == 0 ? 1e9 : y, w);
		for (size_t k = 0; k < i % 3; k++) {
			matrix_add(&twice, 0, x);
			matrix_end_row(&twice, y, 1);
		}
	}
	a = learn(&once, (struct training){ .l2 = 0.1 });
	b = learn(&twice, (struct training){ .l2 = 0.1 });
	ok(weights_distance(&a, &b) < 1e-15, "weights count rows");
	weights_free(&a);
	weights_free(&b);
	matrix_free(&once);
	matrix_free(&twice);
}

static void
test_refused(void)
{
	struct matrix m = { .ncol = 1 };
	struct training t = { 0 };
	struct weights w;
	struct err e = { 0 };

	ok(!learner_linear.learn(&m, &t, &w, &e) && e.status == EXIT_DATA, "no rows: %s",
	    e.msg);
	weights_free(&w);
	matrix_add(&m, 0, 1);
	matrix_end_row(&m, 1, 0);
	ok(!learner_linear.learn(&m, &t, &w, &e) && e.status == EXIT_DATA,
	    "nothing but weights of 0: %s", e.msg);
	weights_free(&w);
	m.weight[0] = 1;
	ok(learner_linear.learn(&m, &t, &w, &e) && w.intercept == 1 && w.dropped[0],
	    "one row is enough for a constant");
	weights_free(&w);
	matrix_add(&m, 0, 1 + 1e-3);
	matrix_end_row(&m, DBL_MAX, 1);
	ok(!learner_linear.learn(&m, &t, &w, &e) && e.status == EXIT_DATA,
	    "a weight beyond the largest double: %s", e.msg);
	weights_free(&w);
	matrix_free(&m);
}

int
main(void)
{
	rows = number_table_read("tests/data/model/rows.csv");
	goldens = number_table_read("tests/data/model/golden.csv");
	certified = number_table_read("tests/data/nist/regression.csv");
	test_nist("Longley", 10);
	test_nist("Norris", 11);
	test_nist("Pontius", 11);
	test_nist("Wampler1", 9);
	test_nist("Wampler2", 9);
	test_nist("Wampler3", 9);
	test_nist("Wampler4", 9);
	test_nist("Wampler5", 9);
	test_nist("Filip", 7);
	test_golden("least_squares", -1, 1e-9);
	test_golden("least_squares_weighted", 2, 1e-9);
	test_golden("ridge", -1, 1e-9);
	test_golden("ridge_weighted", 2, 1e-9);
	test_golden("lasso", -1, 1e-6);
	test_dependent();
	test_wide();
	test_same_bits();
	test_weights();
	test_refused();
	ok(learner_find(STR("linear")) == &learner_linear &&
		learner_find(STR("line")) == NULL,
	    "learners are found by their whole name");
	free(rows);
	free(goldens);
	free(certified);
	return tap_end();
}
