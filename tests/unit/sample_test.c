/*
 * sample_test - quantiles against numpy, and against sorting
 *
 * tests/golden/sample.py made the expectations; they must be met to the last bit.
 * Run from the top of the tree.
 */
#include "stat/sample.h"

#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "stat/exact.h"
#include "stat/sample_chunk.h"
#include "tap.h"

enum { MANY = 30000, ASKED = 25, SHAPES = 13, PIECES = 5 };

static uint64_t
draw(void)
{
	static uint64_t state = 20240229;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* A case of the golden file while it is being read. */
struct golden {
	char name[32];
	struct sample s;
	double p[64], expected[64];
	size_t np;
};

static void
golden_end(struct golden *g)
{
	double q[64];
	int wrong = 0;
	struct err e;

	if (g->name[0] == '\0')
		return;
	sample_quantiles(&g->s, g->p, g->np, q, &e);
	for (size_t i = 0; i < g->np; i++)
		if (!same(q[i], g->expected[i])) {
			printf("# p = %g: %.17g, not %.17g\n", g->p[i], q[i],
			    g->expected[i]);
			wrong++;
		}
	ok(g->np > 0 && wrong == 0, "%s: %zu quantiles as numpy", g->name, g->np);
	for (size_t i = 0; i < g->np; i++) {
		double one;

		sample_quantiles(&g->s, &g->p[i], 1, &one, &e);
		wrong += !same(one, q[i]);
	}
	ok(wrong == 0, "%s: one by one as together", g->name);
	sample_free(&g->s);
}

static void
test_golden(void)
{
	struct golden g = { .np = 0 };
	char line[256];
	FILE *f = fopen("tests/data/sample_golden.csv", "r");

	if (!ok(f != NULL, "tests/data/sample_golden.csv is there"))
		return;
	if (fgets(line, sizeof(line), f) == NULL)
		line[0] = '\0';
	while (fgets(line, sizeof(line), f) != NULL) {
		char name[32], kind[8], a[64], b[64] = "";

		if (sscanf(line, "%31[^,],%7[^,],%63[^,],%63s", name, kind, a, b) < 3)
			continue;
		if (strcmp(g.name, name) != 0) {
			golden_end(&g);
			g = (struct golden){ .np = 0 };
			strcpy(g.name, name);
		}
		double x = strtod(a, NULL);
		if (kind[0] == 'x') {
			sample_add(&g.s, &x, 1);
		} else if (g.np < 64) {
			g.p[g.np] = x;
			g.expected[g.np++] = strtod(b, NULL);
		}
	}
	golden_end(&g);
	fclose(f);
}

/* The i-th of n values of a shape that could be a bad case. */
static double
shape_value(int shape, size_t i, size_t n)
{
	double u = (double)(draw() >> 11) * 0x1p-53;
	uint64_t bits = draw() & ~((uint64_t)1 << 62); /* no infinities, no NaN */
	double x;

	switch (shape) {
	case 0:
		return 3.25;
	case 1:
		return (double)i;
	case 2:
		return i == 0 ? 0 : -(double)i;
	case 3:
		return (double)(i < n / 2 ? i : n - i);
	case 4:
		return (double)(draw() % 3);
	case 5:
		return u - 0.5;
	case 6: /* all in one bucket, but for one */
		return i == n / 3 ? -1e300 : 1 + u * 1e-9;
	case 7: /* every round of counting finds another outlier */
		return ldexp(1, -(int)(i % 1000));
	case 8: /* neighbours: only the last bits differ */
		return 1 + (double)(draw() % 5000) * 0x1p-52;
	case 9: /* few large values among zeros */
		return i % 50 == 0 ? u * 1e6 : 0;
	case 10: /* decimals, and a few that are not */
		return (double)(draw() % 100000) / 100 + (i % 20000 == 7 ? u : 0);
	case 11: /* denormal */
		return (double)(draw() % 1000) * 0x1p-1074;
	default:
		memcpy(&x, &bits, sizeof(x));
		return x + 0.0;
	}
}

static int
value_order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
quantile_by_hand(const double *sorted, size_t n, double p)
{
	double h = (double)(n - 1) * p, low = floor(h), t = h - low;
	size_t i = (size_t)low, j = i + 1 < n ? i + 1 : i;

	if (t < 0.5)
		return sorted[i] + (sorted[j] - sorted[i]) * t;
	return sorted[j] - (sorted[j] - sorted[i]) * (1 - t);
}

/* What a walk finds. */
struct list {
	double *x;
	size_t n, room, distinct, stop;
	bool rises;
};

static bool
list_add(void *with, double x, size_t count)
{
	struct list *l = with;

	if (count == 0 || (l->n > 0 && !(x > l->x[l->n - 1])))
		l->rises = false;
	for (; count > 0 && l->n < l->room; count--)
		l->x[l->n++] = x;
	return ++l->distinct != l->stop && count == 0;
}

/* Does a walk through s give x[0..n-1], sorted? */
static bool
walks(struct sample *s, const double *x, size_t n)
{
	struct list l = { .room = n, .rises = true };
	struct err e;

	l.x = mem_alloc(n, sizeof(*l.x));
	bool good = sample_walk(s, list_add, &l, &e) && l.rises && l.n == n &&
		    s->n == n && memcmp(l.x, x, n * sizeof(*x)) == 0;
	free(l.x);
	return good;
}

static void
see_total(void *with, const double *x, size_t n)
{
	exact_add_many(with, x, n);
}

/* The sum of all values, whatever the order. */
static double
total(const struct sample *s)
{
	struct exact sum = { 0 };
	struct err e;

	return sample_each(s, see_total, &sum, &e) ? exact_value(&sum) : NAN;
}

static bool
quantiles_right(struct sample *s, const double *sorted, size_t n)
{
	double p[ASKED], q[ASKED];
	struct err e;
	int wrong = 0;

	for (size_t i = 0; i < ASKED; i++)
		p[i] = (double)(draw() % 1001) / 1000;
	if (!sample_quantiles(s, p, ASKED, q, &e))
		return false;
	for (size_t i = 0; i < ASKED; i++)
		wrong += !same(q[i], quantile_by_hand(sorted, n, p[i]));
	return wrong == 0;
}

static void
check_shape(int shape, size_t n)
{
	static double x[MANY];
	struct sample s = { 0 };

	for (size_t i = 0; i < n; i++)
		x[i] = shape_value(shape, i, n);
	sample_add(&s, x, n);
	qsort(x, n, sizeof(*x), value_order);
	ok(quantiles_right(&s, x, n), "shape %d, %zu values: quantiles", shape, n);
	ok(walks(&s, x, n), "shape %d, %zu values: selecting lost nothing", shape, n);
	sample_free(&s);
}

static void
test_shapes(void)
{
	static const size_t sizes[] = { 1, 2, 3, 39, 40, 41, 1023, 1024, 1025, 16383,
		16384, 16385, MANY };

	for (int shape = 0; shape < SHAPES; shape++)
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			check_shape(shape, sizes[i]);
}

/* In pieces of any length, merged in any order. */
static void
check_merging(int shape, size_t n, const char *where)
{
	struct sample piece[PIECES] = { { 0 } };
	double *x = mem_alloc(n, sizeof(*x));
	struct exact sum = { 0 };

	for (size_t i = 0; i < n; i++)
		x[i] = shape_value(shape, i, n);
	exact_add_many(&sum, x, n);
	for (size_t i = 0, run; i < n; i += run) {
		run = 1 + draw() % 40000;
		run = run < n - i ? run : n - i;
		sample_add(&piece[draw() % PIECES], x + i, run);
	}
	for (size_t k = PIECES; k > 1; k--) {
		size_t from = draw() % k, to = draw() % (k - 1);
		struct sample t = piece[from];

		piece[from] = piece[k - 1];
		sample_merge(&piece[to], &t);
		ok(t.n == 0 && t.chunk == NULL && t.tail == NULL,
		    "what was merged is empty");
	}
	qsort(x, n, sizeof(*x), value_order);
	ok(same(total(&piece[0]), exact_value(&sum)), "shape %d, %zu values %s: all seen",
	    shape, n, where);
	ok(quantiles_right(&piece[0], x, n), "shape %d, %zu values %s: quantiles", shape,
	    n, where);
	ok(walks(&piece[0], x, n), "shape %d, %zu values %s: walked", shape, n, where);
	sample_free(&piece[0]);
	free(x);
}

static void
test_merging(void)
{
	for (int shape = 0; shape < SHAPES; shape++)
		check_merging(shape, 150000, "in memory");
	sample_memory_set(0);
	for (int shape = 0; shape < SHAPES; shape++)
		check_merging(shape, 150000, "in a file");
	sample_memory_set(500000);
	for (int shape = 0; shape < SHAPES; shape++)
		check_merging(shape, 150000, "in both");
	sample_memory_set(SIZE_MAX);
}

/* More values in a bucket, or in a walk, than are gathered at once. */
static void
test_crowds(void)
{
	static const int few[] = { 0, 4, 8, 9 };
	bool all = getenv("CSVLEARN_LONG") != NULL;

	for (size_t i = 0; i < sizeof(few) / sizeof(few[0]); i++)
		check_merging(few[i], all ? 10000000 : 1500000, "(many)");
	for (int shape = 0; shape < SHAPES && all; shape++)
		check_merging(shape, 5000000, "(many)");
}

/* A thread's own sample: as many values as two dozen chunks hold, odd ones as doubles. */
static void *
fill(void *with)
{
	struct sample *s = with;

	for (int i = 0; i < 200000; i++) {
		double x = i / 50000 % 2 == 0 ? i : sqrt(i);

		sample_add(s, &x, 1);
	}
	return NULL;
}

static void
test_threads(void)
{
	struct sample piece[PIECES] = { { 0 } };
	pthread_t thread[PIECES];
	double one;

	fill(&piece[0]);
	one = total(&piece[0]);
	sample_free(&piece[0]);
	sample_memory_set(2000000);
	for (size_t i = 0; i < PIECES; i++)
		pthread_create(&thread[i], NULL, fill, &piece[i]);
	for (size_t i = 0; i < PIECES; i++) {
		pthread_join(thread[i], NULL);
		if (i > 0)
			sample_merge(&piece[0], &piece[i]);
	}
	ok(fabs(total(&piece[0]) / PIECES - one) < 1e-15 * one &&
		piece[0].n == PIECES * 200000,
	    "threads share the memory and the file");
	sample_free(&piece[0]);
	sample_memory_set(SIZE_MAX);
}

static void
test_stop(void)
{
	double x[] = { 3, 1, 2, 1 }, found[4];
	struct sample s = { 0 };
	struct list l = { .x = found, .room = 4, .stop = 2 };
	struct err e;

	sample_add(&s, x, 4);
	ok(sample_walk(&s, list_add, &l, &e) && l.n == 3 && found[2] == 2,
	    "a walk stops where it is told to");
	sample_free(&s);
}

/* Do these values take four bytes each? */
static bool
takes_four_bytes(double from, double step, double power)
{
	static double x[16384];
	struct sample s = { 0 };
	bool good;

	for (size_t i = 0; i < 16384; i++)
		x[i] = (from + step * (double)i) / power;
	sample_add(&s, x, 16384);
	good = s.nchunk == 1; /* it has as many bytes as 8192 doubles */
	qsort(x, 16384, sizeof(*x), value_order);
	good = walks(&s, x, 16384) && good;
	sample_free(&s);
	return good;
}

static void
test_decimals(void)
{
	ok(takes_four_bytes(0, 1, 1), "whole numbers take four bytes");
	ok(takes_four_bytes(-2147483647, 262144, 1), "all of 32 bits");
	ok(!takes_four_bytes(-2147483647, 262200, 1), "but not more");
	ok(takes_four_bytes(-9999, 7, 100), "decimals do");
	ok(takes_four_bytes(1234567, -3, 1e6), "of six digits");
	ok(!takes_four_bytes(1234567, -3, 1e7), "not of seven");
	ok(!takes_four_bytes(1, 1, 3), "nor thirds");
}

static void
test_failures(void)
{
	static double x[16384];
	struct sample s = { 0 }, t = { 0 };
	double q, p = 0.5;
	struct err e = { 0 };

	sample_memory_set(0);
	setenv("TMPDIR", "/nonexistent/folder", 1);
	sample_add(&s, x, 16384);
	ok(!sample_good(&s, &e) && e.status == EXIT_SYSTEM &&
		strcmp(e.msg, "cannot keep numbers in /nonexistent/folder: No such file "
			      "or directory (TMPDIR chooses another folder)") == 0,
	    "no room for a file: %s", e.msg);
	sample_add(&t, x, 5);
	sample_merge(&t, &s);
	ok(!sample_good(&t, &e) && !sample_quantiles(&t, &p, 1, &q, &e) &&
		!sample_walk(&t, NULL, NULL, &e) && !sample_each(&t, NULL, NULL, &e),
	    "the failure is not forgotten");
	sample_free(&t);
	ok(sample_good(&t, &e), "until the values are");

	struct rlimit before, limit = { 100000, RLIM_INFINITY };
	unsetenv("TMPDIR");
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	limit.rlim_max = before.rlim_max;
	setrlimit(RLIMIT_FSIZE, &limit);
	for (size_t i = 0; i < 16384; i++)
		x[i] = sqrt((double)i);
	sample_add(&t, x, 16384);
	setrlimit(RLIMIT_FSIZE, &before);
	ok(!sample_good(&t, &e) && e.status == EXIT_SYSTEM &&
		strcmp(e.msg, "cannot keep numbers in /tmp: File too large (TMPDIR "
			      "chooses another folder)") == 0,
	    "a file that cannot grow: %s", e.msg);
	sample_free(&t);
	sample_memory_set(SIZE_MAX);
}

static void
test_add(void)
{
	struct sample s = { 0 }, t = { 0 };
	double x[] = { 2, NAN, -0.0, 1, -NAN, 0.0 }, q, p = 0.5;
	double sorted[] = { 0, 0, 1, 2 }, merged[] = { 0, 0, 0, 0, 1, 1, 2, 2 };
	struct err e;

	sample_quantiles(&s, &p, 1, &q, &e);
	ok(isnan(q), "no quantile of nothing");
	sample_quantiles(&s, &p, 0, &q, &e);
	ok(walks(&s, sorted, 0), "nothing to walk through");
	sample_add(&s, x, 0);
	sample_add(&s, x, 6);
	ok(s.n == 4, "NaN is skipped");
	ok(walks(&s, sorted, 4), "-0 is 0");
	sample_merge(&s, &t);
	ok(s.n == 4, "merging nothing");
	sample_add(&t, x, 6);
	sample_merge(&t, &s);
	ok(s.n == 0 && walks(&t, merged, 8), "merging moves the values");
	sample_merge(&s, &t);
	ok(t.n == 0 && walks(&s, merged, 8), "into nothing too");
	sample_free(&s);
	ok(s.n == 0 && s.tail == NULL && s.chunk == NULL, "free leaves it empty");
}

static void
test_wide_interval(void)
{
	struct sample s = { 0 };
	double x[] = { -1.7e308, 1.7e308 }, p[] = { 0.25, 0.5, 0.75, 1 }, q[4];
	struct err e;

	sample_add(&s, x, 2);
	sample_quantiles(&s, p, 4, q, &e);
	ok(same(q[0], -0.85e308) && same(q[1], 0) && same(q[2], 0.85e308) &&
		same(q[3], 1.7e308),
	    "an interval wider than the largest double");
	sample_free(&s);
}

int
main(void)
{
	test_golden();
	test_shapes();
	test_add();
	test_wide_interval();
	test_merging();
	test_crowds();
	test_threads();
	test_stop();
	test_decimals();
	test_failures();
	return tap_end();
}
