/*
 * pass.c - see pass.h
 *
 * In a dense block several rows go side by side: their sums do not wait for each other,
 * and each is added up in the same order as alone.
 */
#include "model/pass.h"

/* ---- scores ---- */

static void
dense_scores(const struct matrix_block *k, const double *beta, const double *shift,
    double intercept, double *z)
{
	size_t n = k->width, r = 0;

	for (; r + 4 <= k->nrow; r += 4) {
		const double *a = k->value + r * n, *b = a + n, *c = b + n, *d = c + n;
		double za = intercept, zb = intercept, zc = intercept, zd = intercept;

		for (size_t j = 0; j < n; j++) {
			double w = beta[j], s = shift[j];

			za += w * (a[j] - s);
			zb += w * (b[j] - s);
			zc += w * (c[j] - s);
			zd += w * (d[j] - s);
		}
		z[r] = za;
		z[r + 1] = zb;
		z[r + 2] = zc;
		z[r + 3] = zd;
	}
	for (; r < k->nrow; r++) {
		const double *x = k->value + r * n;

		z[r] = intercept;
		for (size_t j = 0; j < n; j++)
			z[r] += beta[j] * (x[j] - shift[j]);
	}
}

void
block_scores(const struct matrix *m, size_t b, const double *beta, const double *shift,
    double intercept, double *z)
{
	const struct matrix_block *k = matrix_block(m, b);

	if (k->width > 0) {
		dense_scores(k, beta, shift, intercept, z);
		return;
	}
	for (size_t r = 0; r < k->nrow; r++) {
		double sum = intercept;

		for (uint32_t i = k->start[r]; i < k->start[r + 1]; i++)
			sum += beta[k->index[i]] * (k->value[i] - shift[k->index[i]]);
		z[r] = sum;
	}
}

/* ---- sums of features ---- */

static void
dense_add(const struct matrix_block *k, const double *s, const double *shift, double *sum)
{
	size_t n = k->width, r = 0;

	for (; r + 4 <= k->nrow; r += 4) {
		const double *a = k->value + r * n, *b = a + n, *c = b + n, *d = c + n;
		double sa = s[r], sb = s[r + 1], sc = s[r + 2], sd = s[r + 3];

		for (size_t j = 0; j < n; j++) {
			double t = sum[j];

			t += sa * (a[j] - shift[j]);
			t += sb * (b[j] - shift[j]);
			t += sc * (c[j] - shift[j]);
			t += sd * (d[j] - shift[j]);
			sum[j] = t;
		}
	}
	for (; r < k->nrow; r++)
		for (size_t j = 0; j < n; j++)
			sum[j] += s[r] * (k->value[r * n + j] - shift[j]);
}

void
block_add(
    const struct matrix *m, size_t b, const double *s, const double *shift, double *sum)
{
	const struct matrix_block *k = matrix_block(m, b);

	if (k->width > 0) {
		dense_add(k, s, shift, sum);
		return;
	}
	for (size_t r = 0; r < k->nrow; r++)
		for (uint32_t i = k->start[r]; i < k->start[r + 1]; i++)
			sum[k->index[i]] += s[r] * (k->value[i] - shift[k->index[i]]);
}
