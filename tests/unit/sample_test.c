/*
 * sample_test - quantiles against numpy, and against sorting
 *
 * tests/golden/sample.py made the expectations; they must be met to the last bit.
 * Run from the top of the tree.
 */
#include "stat/sample.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { MANY = 30000, ASKED = 25 };

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

	if (g->name[0] == '\0')
		return;
	sample_quantiles(&g->s, g->p, g->np, q);
	for (size_t i = 0; i < g->np; i++)
		if (!same(q[i], g->expected[i])) {
			printf("# p = %g: %.17g, not %.17g\n", g->p[i], q[i],
			    g->expected[i]);
			wrong++;
		}
	ok(g->np > 0 && wrong == 0, "%s: %zu quantiles as numpy", g->name, g->np);
	for (size_t i = 0; i < g->np; i++) {
		double one;

		sample_quantiles(&g->s, &g->p[i], 1, &one);
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

static void
check_shape(int shape, size_t n)
{
	static double x[MANY];
	double p[ASKED], q[ASKED];
	struct sample s = { 0 };
	int wrong = 0;

	for (size_t i = 0; i < n; i++)
		x[i] = shape_value(shape, i, n);
	for (size_t i = 0; i < ASKED; i++)
		p[i] = (double)(draw() % 1001) / 1000;
	sample_add(&s, x, n);
	sample_quantiles(&s, p, ASKED, q);
	qsort(x, n, sizeof(*x), value_order);
	for (size_t i = 0; i < ASKED; i++)
		wrong += !same(q[i], quantile_by_hand(x, n, p[i]));
	ok(wrong == 0, "shape %d, %zu values: quantiles", shape, n);
	sample_sort(&s);
	ok(s.n == n && memcmp(s.x, x, n * sizeof(*x)) == 0,
	    "shape %d, %zu values: selecting lost nothing, sorting sorts", shape, n);
	sample_free(&s);
}

static void
test_shapes(void)
{
	static const size_t sizes[] = { 1, 2, 3, 39, 40, 41, 1023, 1024, 1025, MANY };

	for (int shape = 0; shape <= 10; shape++)
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			check_shape(shape, sizes[i]);
}

static void
test_add(void)
{
	struct sample s = { 0 }, t = { 0 };
	double x[] = { 2, NAN, -0.0, 1, -NAN, 0.0 }, q, p = 0.5;

	sample_quantiles(&s, &p, 1, &q);
	ok(isnan(q), "no quantile of nothing");
	sample_quantiles(&s, &p, 0, &q);
	sample_sort(&s);
	ok(s.n == 0, "nothing sorts");
	sample_add(&s, x, 0);
	sample_add(&s, x, 6);
	ok(s.n == 4, "NaN is skipped");
	sample_sort(&s);
	ok(same(s.x[0], 0) && same(s.x[1], 0) && s.x[2] == 1 && s.x[3] == 2, "-0 is 0");
	sample_merge(&s, &t);
	sample_merge(&t, &s);
	sample_merge(&t, &s);
	ok(s.n == 4 && t.n == 8, "merging adds");
	sample_sort(&t);
	ok(t.x[3] == 0 && t.x[4] == 1 && t.x[7] == 2, "merging keeps the values");
	sample_merge(&t, &t);
	ok(t.n == 16, "a sample merges with itself");
	sample_free(&s);
	sample_free(&t);
	ok(t.n == 0 && t.x == NULL, "free leaves it empty");
}

static void
test_wide_interval(void)
{
	struct sample s = { 0 };
	double x[] = { -1.7e308, 1.7e308 }, p[] = { 0.25, 0.5, 0.75, 1 }, q[4];

	sample_add(&s, x, 2);
	sample_quantiles(&s, p, 4, q);
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
	return tap_end();
}
