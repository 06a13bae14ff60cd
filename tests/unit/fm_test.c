/*
 * fm_test - crosses by factors: the sum over pairs, slopes, and what is learnt
 */
#include "model/fm.h"

#include <math.h>

#include "base/mem.h"
#include "base/random.h"
#include "tap.h"

enum { COLUMNS = 6, FACTORS = 3 };

static struct fm
drawn(bool logistic)
{
	struct fm f;
	uint64_t state = 4;

	fm_make(&f, COLUMNS, FACTORS, logistic);
	for (size_t i = 0; i < f.size; i++)
		f.parameter[i] = random_share(&state) - 0.5;
	return f;
}

static const uint32_t index_of[] = { 0, 1, 2, 4, 5 };
static const double value_of[] = { 0.5, -1.25, 0, 2, 1 };
static const struct matrix_row row = { 5, index_of, value_of };

static double
by_pairs(const struct fm *f)
{
	double z = f->parameter[0];

	for (size_t a = 0; a < row.n; a++) {
		const double *u = fm_feature(f, row.index[a]);

		z += u[0] * row.value[a];
		for (size_t b = a + 1; b < row.n; b++) {
			const double *v = fm_feature(f, row.index[b]);

			for (size_t k = 1; k <= FACTORS; k++)
				z += u[k] * v[k] * row.value[a] * row.value[b];
		}
	}
	return z;
}

static void
test_score(void)
{
	struct fm f = drawn(true);
	double sum[FACTORS], g[1 + FACTORS], worst = 0, h = 1e-6;

	ok(fabs(fm_score(&f, row, sum) - by_pairs(&f)) < 1e-14,
	    "the score is the sum over pairs");
	for (size_t i = 0; i < row.n; i++) {
		fm_score(&f, row, sum);
		fm_slopes(&f, row.index[i], row.value[i], sum, g);
		for (size_t k = 0; k <= FACTORS; k++) {
			double *w = &fm_feature(&f, row.index[i])[k], was = *w, up, down;
			double room[FACTORS];

			*w = was + h;
			up = fm_score(&f, row, room);
			*w = was - h;
			down = fm_score(&f, row, room);
			*w = was;
			worst = fmax(worst, fabs((up - down) / (2 * h) - g[k]));
		}
	}
	ok(worst < 1e-8, "slopes are those of differences (%g)", worst);
	fm_free(&f);
}

static bool
see(void *with, const struct epoch *e)
{
	*(double *)with = e->train_loss;
	return true;
}

/* y is 1 where one of two holds and not both, which no weights can say. */
static void
test_cross(bool logistic)
{
	struct matrix m = { .ncol = 4 };
	struct fm_training t = { .rate = 0.3, .epochs = 60, .seed = 1, .train = &m };
	struct course c = { 0 };
	struct fm f;
	struct err e;
	double last = 0;

	for (uint32_t i = 0; i < 400; i++) {
		matrix_add(&m, i % 2, 1);
		matrix_add(&m, 2 + i / 2 % 2, 1);
		matrix_end_row(&m, i % 2 != i / 2 % 2, 1);
	}
	fm_make(&f, 4, 2, logistic);
	ok(fm_learn(&f, &t, &c, see, &last, &e) && c.n == 60, "60 epochs");
	ok(fm_mean_loss(&f, &m) < 0.01, "a cross is learnt, %s: loss %g",
	    logistic ? "logistic" : "squared", fm_mean_loss(&f, &m));
	course_free(&c);
	fm_free(&f);
	matrix_free(&m);
}

int
main(void)
{
	test_score();
	test_cross(true);
	test_cross(false);
	return tap_end();
}
