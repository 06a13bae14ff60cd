/*
 * objective.c - weighted mean losses, their gradient and second derivative
 */
#include "model/objective.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A column whose deviation is this much smaller than its mean is constant. */
#define CONSTANT 1e-11

/* 2^-e for a number of magnitude 2^e, so that the product is near 1; 1 for 0. */
static double
inverse_power(double x)
{
	int e;

	if (x == 0)
		return 1;
	frexp(x, &e);
	return ldexp(1, e < -400 ? 400 : 1 - e);
}

static void
add_scaled(double *sum, const double *block, size_t n)
{
	for (size_t j = 0; j < n; j++)
		sum[j] += block[j];
}

/*
 * sum[j] = the weighted mean of unit_j x_ij or, squared, of its squared deviation
 * from shift + offset, less offset^2: for a zero, which is not stored, that is 0.
 */
static void
column_means(struct objective *f, const double *unit, bool squared, double *sum)
{
	const struct matrix *m = f->matrix;

	memset(sum, 0, m->ncol * sizeof *sum);
	memset(f->block, 0, m->ncol * sizeof *f->block);
	for (size_t i = 0; i < m->nrow; i++) {
		double w = m->weight[i] / f->total;

		for (size_t k = m->start[i]; w > 0 && k < m->start[i + 1]; k++) {
			size_t j = m->index[k];
			double x = m->value[k] * unit[j] - f->shift[j];

			f->block[j] += w * (squared ? x * (x - 2 * f->offset[j]) : x);
		}
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == m->nrow) {
			add_scaled(sum, f->block, m->ncol);
			memset(f->block, 0, m->ncol * sizeof *f->block);
		}
	}
}

/* unit[j]: a power of two that brings column j near 1; full[j]: it has no zeros. */
static void
find_units(const struct matrix *m, double *unit, bool *full)
{
	size_t rows = 0, *count = mem_alloc(m->ncol, sizeof *count);

	for (size_t i = 0; i < m->nrow; i++) {
		rows += m->weight[i] > 0;
		for (size_t k = m->start[i]; m->weight[i] > 0 && k < m->start[i + 1];
		     k++) {
			size_t j = m->index[k];

			count[j]++;
			unit[j] = fmax(unit[j], fabs(m->value[k]));
		}
	}
	for (size_t j = 0; j < m->ncol; j++) {
		unit[j] = inverse_power(unit[j]);
		full[j] = count[j] == rows;
	}
	free(count);
}

/*
 * Centre and spread of each column, taken to deviate by at least `least`.  They only
 * shape the surface, so their last digits do not matter.
 */
static void
find_shape(struct objective *f, double least)
{
	size_t n = f->matrix->ncol;
	double *unit = mem_alloc(n, sizeof *unit), *mean = mem_alloc(n, sizeof *mean);
	bool *full = mem_alloc(n, sizeof *full);

	find_units(f->matrix, unit, full);
	column_means(f, unit, false, mean);
	for (size_t j = 0; j < n; j++)
		*(full[j] ? &f->shift[j] : &f->offset[j]) = mean[j];
	column_means(f, unit, true, f->sum);
	for (size_t j = 0; j < n; j++) {
		double variance = f->sum[j] + f->offset[j] * f->offset[j];
		bool constant = variance <= CONSTANT * CONSTANT * mean[j] * mean[j];

		f->spread[j] =
		    constant ? 0 : inverse_power(fmax(sqrt(variance) / unit[j], least));
		f->shift[j] /= unit[j];
		f->offset[j] /= unit[j];
	}
	free(unit);
	free(mean);
	free(full);
}

/* The mean of the loss's second derivative where every score is z. */
static double
mean_curvature(const struct objective *f, double z)
{
	const struct matrix *m = f->matrix;
	double mean = 0, block = 0;

	for (size_t i = 0; i < m->nrow; i++) {
		if (m->weight[i] > 0)
			block += m->weight[i] / f->total * f->loss->curve(m->label[i], z);
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == m->nrow) {
			mean += block;
			block = 0;
		}
	}
	return mean;
}

void
objective_start(struct objective *f, const struct matrix *m, const struct loss *loss,
    double l2, bool scaled, double start)
{
	double c;

	*f = (struct objective){ .matrix = m, .loss = loss, .l2 = l2 };
	f->total = matrix_total_weight(m);
	f->shift = mem_alloc(m->ncol, sizeof *f->shift);
	f->offset = mem_alloc(m->ncol, sizeof *f->offset);
	f->spread = mem_alloc(m->ncol, sizeof *f->spread);
	f->step = mem_alloc(m->ncol, sizeof *f->step);
	f->beta = mem_alloc(m->ncol, sizeof *f->beta);
	f->block = mem_alloc(m->ncol, sizeof *f->block);
	f->sum = mem_alloc(m->ncol, sizeof *f->sum);
	c = mean_curvature(f, start);
	find_shape(f, c > 0 ? sqrt(l2 / c) : 0);
	for (size_t j = 0; j < m->ncol; j++)
		f->step[j] = scaled || f->spread[j] == 0 ? f->spread[j] : 1;
}

void
objective_free(struct objective *f)
{
	free(f->shift);
	free(f->offset);
	free(f->spread);
	free(f->step);
	free(f->beta);
	free(f->block);
	free(f->sum);
	*f = (struct objective){ 0 };
}

double
objective_weights(const struct objective *f, const double *theta, double *beta)
{
	double move = 0;

	for (size_t j = 0; j < f->matrix->ncol; j++) {
		beta[j] = theta[j + 1] * f->step[j];
		move += beta[j] * (f->shift[j] + f->offset[j]);
	}
	return theta[0] - move;
}

void
objective_theta(
    const struct objective *f, double intercept, const double *beta, double *theta)
{
	theta[0] = intercept;
	for (size_t j = 0; j < f->matrix->ncol; j++) {
		theta[j + 1] = f->step[j] > 0 ? beta[j] / f->step[j] : 0;
		theta[0] += beta[j] * (f->shift[j] + f->offset[j]);
	}
}

/* f->beta from theta; returns the score of a row of zeros, were they shifted. */
static double
set_point(struct objective *f, const double *theta)
{
	double move = 0;

	for (size_t j = 0; j < f->matrix->ncol; j++) {
		f->beta[j] = theta[j + 1] * f->step[j];
		move += f->beta[j] * f->offset[j];
	}
	return theta[0] - move;
}

static double
row_score(const struct objective *f, size_t i, double intercept)
{
	const struct matrix *m = f->matrix;
	double z = intercept;

	for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
		z += f->beta[m->index[k]] * (m->value[k] - f->shift[m->index[k]]);
	return z;
}

/* Add row i times s to the block's sums. */
static void
row_add(struct objective *f, size_t i, double s)
{
	const struct matrix *m = f->matrix;

	for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
		f->block[m->index[k]] += s * (m->value[k] - f->shift[m->index[k]]);
}

/*
 * From sums over rows of slopes times raw values to the derivative in theta:
 * s is the sum of the slopes alone, f->beta the point (or direction).
 */
static void
shape_gradient(const struct objective *f, double s, double *g)
{
	g[0] = s / f->total;
	for (size_t j = 0; j < f->matrix->ncol; j++)
		g[j + 1] =
		    ((f->sum[j] - f->offset[j] * s) / f->total + f->l2 * f->beta[j]) *
		    f->step[j];
}

double
objective_value(struct objective *f, const double *theta, double *g)
{
	const struct matrix *m = f->matrix;
	double intercept = set_point(f, theta);
	double value = 0, slope = 0, value_block = 0, slope_block = 0, square = 0;

	memset(f->sum, 0, m->ncol * sizeof *f->sum);
	memset(f->block, 0, m->ncol * sizeof *f->block);
	for (size_t i = 0; i < m->nrow; i++) {
		if (m->weight[i] > 0) {
			double z = row_score(f, i, intercept);
			double s = m->weight[i] * f->loss->slope(m->label[i], z);

			value_block += m->weight[i] * f->loss->value(m->label[i], z);
			slope_block += s;
			row_add(f, i, s);
		}
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == m->nrow) {
			value += value_block;
			slope += slope_block;
			value_block = slope_block = 0;
			add_scaled(f->sum, f->block, m->ncol);
			memset(f->block, 0, m->ncol * sizeof *f->block);
		}
	}
	for (size_t j = 0; j < m->ncol; j++)
		square += f->beta[j] * f->beta[j];
	shape_gradient(f, slope, g);
	return value / f->total + f->l2 / 2 * square;
}

void
objective_curvature(struct objective *f, const double *theta, double *curvature)
{
	const struct matrix *m = f->matrix;
	double intercept = set_point(f, theta);

	for (size_t i = 0; i < m->nrow; i++) {
		double z = row_score(f, i, intercept);

		curvature[i] = m->weight[i] * f->loss->curve(m->label[i], z);
	}
}

void
objective_product(
    struct objective *f, const double *curvature, const double *d, double *product)
{
	const struct matrix *m = f->matrix;
	double intercept = set_point(f, d), slope = 0, slope_block = 0;

	memset(f->sum, 0, m->ncol * sizeof *f->sum);
	memset(f->block, 0, m->ncol * sizeof *f->block);
	for (size_t i = 0; i < m->nrow; i++) {
		double s = curvature[i] * row_score(f, i, intercept);

		slope_block += s;
		row_add(f, i, s);
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == m->nrow) {
			slope += slope_block;
			slope_block = 0;
			add_scaled(f->sum, f->block, m->ncol);
			memset(f->block, 0, m->ncol * sizeof *f->block);
		}
	}
	shape_gradient(f, slope, product);
}

/* Where each feature stands among those asked for, counted from 1; 0 if it does not. */
static size_t *
find_places(const struct objective *f, const size_t *which, size_t n)
{
	size_t *place = mem_alloc(f->matrix->ncol, sizeof *place);

	for (size_t a = 0; a < n; a++)
		if (which[a] > 0)
			place[which[a] - 1] = a + 1;
	return place;
}

/*
 * One row's products into the upper triangle of h, whose row and column 0 belong to
 * the intercept, a to the feature of place a.  value and at are scratch (width).
 */
static void
add_products(const struct objective *f, size_t i, double c, const size_t *place,
    double *h, size_t width, double *value, size_t *at)
{
	const struct matrix *m = f->matrix;
	size_t used = 1;

	at[0] = 0;
	value[0] = 1;
	for (size_t k = m->start[i]; k < m->start[i + 1]; k++) {
		size_t j = m->index[k];

		if (place[j] > 0) {
			at[used] = place[j];
			value[used++] = m->value[k] - f->shift[j];
		}
	}
	for (size_t a = 0; a < used; a++)
		for (size_t b = a; b < used; b++)
			h[at[a] * width + at[b]] += c * value[a] * value[b];
}

/*
 * From products of stored values to those of centred and stepped ones, both halves:
 * sum (x - o)(y - p) = sum xy - o sum y - p (sum x - o sum 1).
 */
static void
shape_matrix(const struct objective *f, const size_t *which, size_t n, const double *raw,
    double *h)
{
	size_t width = n + 1;

	for (size_t a = 0; a < n; a++)
		for (size_t b = a; b < n; b++) {
			size_t j = which[a], k = which[b];
			size_t row = j > 0 ? a + 1 : 0, column = k > 0 ? b + 1 : 0;
			double o = j > 0 ? f->offset[j - 1] : 0;
			double p = k > 0 ? f->offset[k - 1] : 0;
			double x = raw[row * width + column] - o * raw[column] -
				   p * (raw[row] - o * raw[0]);

			x = x / f->total + (j == k && j > 0 ? f->l2 : 0);
			x *= (j > 0 ? f->step[j - 1] : 1) * (k > 0 ? f->step[k - 1] : 1);
			h[a * n + b] = h[b * n + a] = x;
		}
}

void
objective_matrix(struct objective *f, const double *curvature, const size_t *which,
    size_t n, double *h)
{
	size_t width = n + 1, rows = f->matrix->nrow;
	size_t *place = find_places(f, which, n), *at = mem_alloc(width, sizeof *at);
	double *value = mem_alloc(width, sizeof *value);
	double *block = mem_alloc(width, width * sizeof *block);
	double *sum = mem_alloc(width, width * sizeof *sum);

	for (size_t i = 0; i < rows; i++) {
		if (curvature[i] > 0)
			add_products(f, i, curvature[i], place, block, width, value, at);
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == rows) {
			add_scaled(sum, block, width * width);
			memset(block, 0, width * width * sizeof *block);
		}
	}
	shape_matrix(f, which, n, sum, h);
	free(place);
	free(at);
	free(value);
	free(block);
	free(sum);
}
