/*
 * eigen_test - eigenvectors of symmetric matrices hold what their name says
 */
#include "stat/eigen.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { LARGEST = 60 };

static double
uniform(void)
{
	static uint64_t state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (double)(state >> 11) * 0x1p-52 - 1;
}

static double
dot(const double *x, const double *y, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i] * y[i];
	return sum;
}

/* a v = value v for all, vectors at right angles and of length 1, values falling. */
static bool
solves(const double *a, size_t n, double *vectors, double *value)
{
	double most = 0;
	bool good;

	memcpy(vectors, a, n * n * sizeof(*a));
	good = eigen_symmetric(vectors, n, value);
	for (size_t i = 0; i < n * n; i++)
		most = fabs(a[i]) > most ? fabs(a[i]) : most;
	for (size_t k = 0; k < n; k++) {
		const double *v = vectors + k * n;

		good &= k == 0 || value[k - 1] >= value[k];
		for (size_t i = 0; i < n; i++) {
			double wrong = dot(a + i * n, v, n) - value[k] * v[i];

			good &= fabs(wrong) <= 1e-14 * (double)n * most;
		}
		for (size_t i = 0; i <= k; i++)
			good &= fabs(dot(v, vectors + i * n, n) - (i == k)) <= 1e-13;
	}
	return good;
}

/* Of rank `rank`, or any if that is n. */
static void
draw(double *a, size_t n, size_t rank)
{
	double x[LARGEST];

	memset(a, 0, n * n * sizeof(*a));
	for (size_t k = 0; k < rank; k++) {
		double sign = uniform();

		for (size_t i = 0; i < n; i++)
			x[i] = uniform();
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < n; j++)
				a[i * n + j] += sign * x[i] * x[j];
	}
	/* Rounding may have left the halves apart. */
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			a[i * n + j] = a[j * n + i];
}

static void
test_random(void)
{
	static double a[LARGEST * LARGEST], v[LARGEST * LARGEST];
	double value[LARGEST];
	bool good = true, low = true;

	for (size_t n = 1; n <= LARGEST; n += n < 12 ? 1 : 7)
		for (int round = 0; round < 20; round++) {
			draw(a, n, n);
			good &= solves(a, n, v, value);
			draw(a, n, n / 3);
			low &= solves(a, n, v, value);
			for (size_t k = 0, nonzero = 0; k < n; k++) {
				nonzero += fabs(value[k]) > 1e-12;
				low &= nonzero <= n / 3;
			}
		}
	ok(good, "random matrices");
	ok(low, "random matrices of low rank, whose other values are 0");
}

/* Counts of things that meet in groups: values that are many times the same, or 0. */
static void
test_groups(void)
{
	static double a[LARGEST * LARGEST], v[LARGEST * LARGEST];
	double value[LARGEST];
	bool good = true;

	for (size_t groups = 1; groups <= LARGEST; groups++) {
		for (size_t i = 0; i < LARGEST; i++)
			for (size_t j = 0; j < LARGEST; j++)
				a[i * LARGEST + j] = i % groups == j % groups
							 ? 1 + (double)(i % groups) / 7
							 : 0;
		good &= solves(a, LARGEST, v, value);
	}
	ok(good, "groups of equal rows");
}

static void
test_known(void)
{
	const double two[] = { 2, 1, 1, 2 };
	const double sign[] = { 2, -3, -3, 2 };
	const double even[] = { 3, 0, 0, 0, 3, 0, 0, 0, 3 };
	const double nothing[9] = { 0 };
	const double huge[] = { 1e300, 1e299, 1e299, 1e300 };
	double v[9], value[3];

	ok(solves(two, 2, v, value) && fabs(value[0] - 3) < 1e-15 &&
		fabs(value[1] - 1) < 1e-15,
	    "two values worked out by hand");
	ok(v[0] > 0 && v[1] > 0 && v[2] > 0 && v[3] < 0,
	    "of each vector the largest element is positive, the first of those");
	ok(solves(sign, 2, v, value) && value[0] > 4.9 && value[1] < -0.9,
	    "and a value may be negative");
	ok(solves(even, 3, v, value) && value[0] == 3 && value[2] == 3,
	    "a matrix that is diagonal already");
	ok(solves(nothing, 3, v, value) && value[0] == 0, "no matrix at all");
	memcpy(v, huge, sizeof(huge));
	ok(eigen_symmetric(v, 2, value) && fabs(value[0] / 1.1e300 - 1) < 1e-15,
	    "elements whose squares are no doubles");
}

int
main(void)
{
	test_random();
	test_groups();
	test_known();
	return tap_end();
}
