/*
 * micro_sums - how fast exact sums and samples are, in millions of values a second
 *
 *	micro_sums [values [repeats]]
 *
 * Each line is the best of some repeats, over values of a few shapes.  Build with
 * the flags of the product.  Time is that of the processor, so others may run too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "stat/exact.h"
#include "stat/outline.h"
#include "stat/sample.h"
#include "stat/shape.h"

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double
draw(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) * 0x1p-53;
}

static double
plain(double *x, size_t n)
{
	double s = 0;

	for (size_t i = 0; i < n; i++)
		s += x[i] * x[i];
	return s;
}

static double
one_by_one(double *x, size_t n)
{
	struct exact s = { 0 }, q = { 0 };

	for (size_t i = 0; i < n; i++) {
		exact_add(&s, x[i]);
		exact_add_square(&q, x[i]);
	}
	return exact_sd(&s, &q, n, 1);
}

static double
sum_many(double *x, size_t n)
{
	struct exact s = { 0 };

	exact_add_many(&s, x, n);
	return exact_mean(&s, n);
}

static double
both_many(double *x, size_t n)
{
	struct exact s = { 0 }, q = { 0 };

	for (size_t i = 0, run; i < n; i += run) {
		run = n - i < 4096 ? n - i : 4096;
		exact_add_with_squares(&s, &q, x + i, run);
	}
	return exact_sd(&s, &q, n, 1);
}

static double
settle(double *x, size_t n)
{
	struct exact s = { 0 }, q = { 0 };
	double sum = 0;

	exact_add_with_squares(&s, &q, x, 1000);
	for (size_t i = 0; i < n; i += 1000)
		sum += exact_sd(&s, &q, 1000, 1);
	return sum;
}

static double
outline(double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0, run; i < n; i += run) {
		run = n - i < 512 ? n - i : 512;
		struct outline o = outline_of(x + i, run);
		sum += o.min + o.max + (double)o.zeros;
	}
	return sum;
}

static double
shape(double *x, size_t n)
{
	static struct shaping s;

	shaping_start(&s, 0.25, 0.5);
	shaping_add(&s, x, n);
	return shaping_end(&s).kurtosis;
}

static void
sample_fill(struct sample *s, const double *x, size_t n)
{
	for (size_t i = 0, run; i < n; i += run) {
		run = n - i < 512 ? n - i : 512;
		sample_add(s, x + i, run);
	}
}

static double
fill(double *x, size_t n)
{
	struct sample s = { 0 };

	sample_fill(&s, x, n);
	sample_free(&s);
	return 0;
}

/* What was added by the last call, so that adding is not timed. */
static struct sample kept;

static double
quartiles(double *x, size_t n)
{
	static const double p[] = { 0.25, 0.5, 0.75 };
	double q[3];
	struct err e;

	(void)x, (void)n;
	return sample_quantiles(&kept, p, 3, q, &e) ? q[0] + q[1] + q[2] : 0;
}

static bool
see_run(void *with, double x, size_t count)
{
	*(double *)with += x * (double)count;
	return true;
}

static double
walk(double *x, size_t n)
{
	double sum = 0;
	struct err e;

	(void)x, (void)n;
	return sample_walk(&kept, see_run, &sum, &e) ? sum : 0;
}

static const struct {
	const char *name;
	double (*run)(double *x, size_t n);
} kinds[] = {
	{ "plain sum of squares", plain },
	{ "exact_add + exact_add_square", one_by_one },
	{ "exact_add_many", sum_many },
	{ "exact_add_with_squares", both_many },
	{ "exact_sd, one for 1000 values", settle },
	{ "outline_of", outline },
	{ "skewness and kurtosis", shape },
	{ "sample_add, sample_free", fill },
	{ "sample_quantiles, three", quartiles },
	{ "sample_walk", walk },
};

static void
shape_run(const char *name, double *x, size_t n, int repeats)
{
	sample_fill(&kept, x, n);
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		double best = 1e9, result = 0;

		for (int r = 0; r < repeats; r++) {
			double start = seconds();

			result = kinds[k].run(x, n);
			if (seconds() - start < best)
				best = seconds() - start;
		}
		printf("%-8s %-36s %8.1f M/s %6.2f ns  (%.17g)\n", name, kinds[k].name,
		    (double)n / best / 1e6, best / (double)n * 1e9, result);
	}
	sample_free(&kept);
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
	int repeats = argc > 2 ? atoi(argv[2]) : 5;
	n = n < 1000 ? 1000 : n;
	double *x = mem_alloc(n, sizeof(*x));

	for (size_t i = 0; i < n; i++)
		x[i] = draw() - 0.5;
	shape_run("uniform", x, n, repeats);
	for (size_t i = 0; i < n; i++)
		x[i] = (double)(int)(100 * draw());
	shape_run("integers", x, n, repeats);
	for (size_t i = 0; i < n; i++)
		x[i] = 1 / (draw() * draw() + 1e-12);
	shape_run("wide", x, n, repeats);
	for (size_t i = 0; i < n; i++)
		x[i] = (double)(int)(100000 * draw()) / 1000;
	shape_run("decimals", x, n, repeats);
	free(x);
	return 0;
}
