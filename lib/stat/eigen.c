/*
 * eigen.c - to three diagonals by reflections, then to one by rotations
 *
 * The product of all reflections and rotations is kept as its transpose, so that each
 * eigenvector is a row and a rotation mixes two of them.
 */
#include "stat/eigen.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { STEPS_MOST = 60 }; /* for one value; two are usual */

static double
dot(const double *x, const double *y, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i] * y[i];
	return sum;
}

/* sqrt(x^2 + y^2) that neither overflows nor vanishes on the way. */
static double
hypotenuse(double x, double y)
{
	double large = fabs(x) > fabs(y) ? fabs(x) : fabs(y);
	double small = fabs(x) > fabs(y) ? fabs(y) : fabs(x);
	double t;

	if (large == 0)
		return 0;
	t = small / large;
	return large * sqrt(1 + t * t);
}

/* ---- three diagonals ---- */

/*
 * The reflection I - beta v v' that turns x (n) into (*edge, 0, 0, ...): x becomes v.
 * beta is 0 where there is nothing to turn.
 */
static double
reflection(double *x, size_t n, double *edge)
{
	double largest = 0, norm, beta;

	for (size_t i = 1; i < n; i++)
		largest = fabs(x[i]) > largest ? fabs(x[i]) : largest;
	*edge = x[0];
	if (largest == 0)
		return 0;
	largest = fabs(x[0]) > largest ? fabs(x[0]) : largest;
	for (size_t i = 0; i < n; i++)
		x[i] /= largest;
	norm = sqrt(dot(x, x, n));
	*edge = x[0] > 0 ? -norm : norm;
	x[0] -= *edge;
	/* v'v = 2 norm (norm + |x0|) */
	beta = 1 / (norm * fabs(x[0]));
	*edge *= largest;
	return beta;
}

/*
 * a = H a H on rows and columns from `first` on, for the reflection of v.  With
 * p = beta a v and w = p - (beta p'v / 2) v that is a - v w' - w v'.
 */
static void
reflect_both(double *a, size_t n, size_t first, const double *v, double beta, double *w)
{
	size_t m = n - first;
	double half;

	for (size_t i = 0; i < m; i++)
		w[i] = beta * dot(a + (first + i) * n + first, v, m);
	half = beta * dot(w, v, m) / 2;
	for (size_t i = 0; i < m; i++)
		w[i] -= half * v[i];
	for (size_t i = 0; i < m; i++) {
		double *row = a + (first + i) * n + first;

		for (size_t j = 0; j < m; j++)
			row[j] -= v[i] * w[j] + w[i] * v[j];
	}
}

/* Rows of q, from `first` on in each, times the reflection of v. */
static void
reflect_rows(double *q, size_t n, size_t first, const double *v, double beta)
{
	for (size_t i = first; i < n; i++) {
		double *row = q + i * n + first;
		double along = beta * dot(row, v, n - first);

		for (size_t j = 0; j < n - first; j++)
			row[j] -= along * v[j];
	}
}

/*
 * The diagonals of Q' a Q into diagonal (n) and beside (n - 1), and Q' into a.  The
 * vector of reflection k is kept in row k of a until all are known.
 */
static void
tridiagonal(double *a, size_t n, double *diagonal, double *beside)
{
	double *w = mem_alloc(n, sizeof(*w)), *beta = mem_alloc(n, sizeof(*beta));
	double *v = mem_alloc(n, sizeof(*v));

	for (size_t k = 0; k + 1 < n; k++) {
		double *x = a + k * n + k + 1;

		diagonal[k] = a[k * n + k];
		beta[k] = reflection(x, n - k - 1, &beside[k]);
		if (beta[k] != 0)
			reflect_both(a, n, k + 1, x, beta[k], w);
	}
	diagonal[n - 1] = a[n * n - 1];

	/* Q' = ... H1 H0 from the last one on, which needs its own corner only. */
	a[n * n - 1] = 1;
	for (size_t k = n - 1; k-- > 0;) {
		memcpy(v, a + k * n + k + 1, (n - k - 1) * sizeof(*v));
		for (size_t j = k; j < n; j++)
			a[k * n + j] = a[j * n + k] = j == k;
		if (beta[k] != 0)
			reflect_rows(a, n, k + 1, v, beta[k]);
	}
	free(v);
	free(beta);
	free(w);
}

/* ---- one diagonal ---- */

/* Rows x and y become c x - s y and s x + c y. */
static void
rotate(double *x, double *y, size_t n, double c, double s)
{
	for (size_t i = 0; i < n; i++) {
		double old = x[i];

		x[i] = c * old - s * y[i];
		y[i] = s * old + c * y[i];
	}
}

/*
 * Where the block that begins at k ends: beside[end] is as good as 0, or end is last.
 * What rounding leaves of values that are 0, as a matrix of low rank has many, is not to
 * be told apart from them: `nothing` is that for the largest.
 */
static size_t
block_end(
    const double *diagonal, const double *beside, double nothing, size_t k, size_t n)
{
	while (k + 1 < n && fabs(beside[k]) > nothing &&
	       fabs(beside[k]) >
		   DBL_EPSILON / 2 * (fabs(diagonal[k]) + fabs(diagonal[k + 1])))
		k++;
	return k;
}

/* An implicit QL step on rows k .. end, with the eigenvalue of the upper corner in mind.
 */
static void
ql_step(double *diagonal, double *beside, size_t k, size_t end, double *q, size_t n)
{
	double g = (diagonal[k + 1] - diagonal[k]) / (2 * beside[k]);
	double r = hypotenuse(g, 1), s = 1, c = 1, p = 0;

	g = diagonal[end] - diagonal[k] + beside[k] / (g + (g >= 0 ? r : -r));
	for (size_t i = end; i-- > k;) {
		double f = s * beside[i], b = c * beside[i];

		r = hypotenuse(f, g);
		beside[i + 1] = r;
		if (r == 0) { /* it falls apart here */
			diagonal[i + 1] -= p;
			beside[end] = 0;
			return;
		}
		s = f / r;
		c = g / r;
		g = diagonal[i + 1] - p;
		r = (diagonal[i] - g) * s + 2 * c * b;
		p = s * r;
		diagonal[i + 1] = g + p;
		g = c * r - b;
		rotate(q + i * n, q + (i + 1) * n, n, c, s);
	}
	diagonal[k] -= p;
	beside[k] = g;
	beside[end] = 0;
}

static bool
diagonalise(double *diagonal, double *beside, double *q, size_t n)
{
	double largest = 0;

	for (size_t k = 0; k < n; k++)
		largest = fmax(largest, fabs(diagonal[k]) + fabs(beside[k]));
	for (size_t k = 0; k < n; k++)
		for (int step = 0;; step++) {
			size_t end =
			    block_end(diagonal, beside, DBL_EPSILON / 4 * largest, k, n);

			if (end == k)
				break;
			if (step == STEPS_MOST)
				return false;
			ql_step(diagonal, beside, k, end, q, n);
		}
	return true;
}

/* ---- order and sign ---- */

static void
rows_swap(double *x, double *y, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double old = x[i];

		x[i] = y[i];
		y[i] = old;
	}
}

static void
sort_falling(double *value, double *q, size_t n)
{
	for (size_t k = 0; k + 1 < n; k++) {
		size_t most = k;
		double old = value[k];

		for (size_t i = k + 1; i < n; i++)
			if (value[i] > value[most])
				most = i;
		if (most == k)
			continue;
		value[k] = value[most];
		value[most] = old;
		rows_swap(q + k * n, q + most * n, n);
	}
}

static void
sign_choose(double *v, size_t n)
{
	size_t most = 0;

	for (size_t i = 1; i < n; i++)
		if (fabs(v[i]) > fabs(v[most]))
			most = i;
	if (v[most] < 0)
		for (size_t i = 0; i < n; i++)
			v[i] = -v[i];
}

bool
eigen_symmetric(double *a, size_t n, double *value)
{
	double *beside = mem_alloc(n, sizeof(*beside)); /* one more than there are */
	bool good;

	tridiagonal(a, n, value, beside);
	good = diagonalise(value, beside, a, n);
	sort_falling(value, a, n);
	for (size_t k = 0; k < n; k++)
		sign_choose(a + k * n, n);
	free(beside);
	return good;
}
