/*
 * objective.c - weighted mean losses, their gradient and second derivative
 */
#include "model/objective.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/mem.h"
#include "model/pass.h"

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

/* ---- the columns' shapes ---- */

/* Weighted means over the rows that count; see column_means(). */
struct means {
	const struct objective *f;
	const double *unit;
	bool squared;
	double *sum;
};

static void
means_work(void *self, size_t hand, size_t block)
{
	const struct means *s = self;
	const struct objective *f = s->f;
	const struct matrix *m = f->matrix;
	double *sum = f->hand[hand].sum;
	size_t first = block * MATRIX_BLOCK, nrow = matrix_block(m, block)->nrow;

	memset(sum, 0, m->ncol * sizeof(*sum));
	for (size_t i = first; i < first + nrow; i++) {
		struct matrix_row row = matrix_row(m, i);
		double w = m->weight[i] / f->total;

		for (size_t k = 0; w > 0 && k < row.n; k++) {
			size_t j = row.index[k];
			double x = row.value[k] * s->unit[j] - f->shift[j];

			sum[j] += w * (s->squared ? x * (x - 2 * f->offset[j]) : x);
		}
	}
}

static void
means_take(void *self, size_t hand, size_t block)
{
	const struct means *s = self;

	(void)block;
	add_scaled(s->sum, s->f->hand[hand].sum, s->f->matrix->ncol);
}

/*
 * sum[j] = the weighted mean of unit_j x_ij or, squared, of its squared deviation
 * from shift + offset, less offset^2: for a zero, which is not stored, that is 0.
 */
static void
column_means(struct objective *f, const double *unit, bool squared, double *sum)
{
	struct means s = { f, unit, squared, sum };

	memset(sum, 0, f->matrix->ncol * sizeof *sum);
	crew_run(matrix_blocks(f->matrix), means_work, means_take, &s);
}

/* Largest sizes and numbers of values that are not 0, of each column. */
struct sizes {
	const struct objective *f;
	struct { /* of each hand */
		double *largest;
		size_t *count;
	} * of;
};

static void
sizes_work(void *self, size_t hand, size_t block)
{
	const struct sizes *s = self;
	const struct matrix *m = s->f->matrix;
	size_t first = block * MATRIX_BLOCK, nrow = matrix_block(m, block)->nrow;

	for (size_t i = first; i < first + nrow; i++) {
		struct matrix_row row = matrix_row(m, i);

		for (size_t k = 0; m->weight[i] > 0 && k < row.n; k++) {
			double *most = &s->of[hand].largest[row.index[k]];
			double x = fabs(row.value[k]);

			*most = x > *most ? x : *most;
			s->of[hand].count[row.index[k]] += x > 0;
		}
	}
}

/* unit[j]: a power of two that brings column j near 1; full[j]: it has no zeros. */
static void
find_units(const struct objective *f, double *unit, bool *full)
{
	const struct matrix *m = f->matrix;
	size_t rows = 0, hands = crew_hands();
	struct sizes s = { .f = f, .of = mem_alloc(hands, sizeof(*s.of)) };

	for (size_t h = 0; h < hands; h++) {
		s.of[h].largest = mem_alloc(m->ncol, sizeof(double));
		s.of[h].count = mem_alloc(m->ncol, sizeof(size_t));
	}
	crew_run(matrix_blocks(m), sizes_work, NULL, &s);
	for (size_t i = 0; i < m->nrow; i++)
		rows += m->weight[i] > 0;
	for (size_t j = 0; j < m->ncol; j++) {
		double most = 0;
		size_t count = 0;

		for (size_t h = 0; h < hands; h++) {
			most = fmax(most, s.of[h].largest[j]);
			count += s.of[h].count[j];
		}
		unit[j] = inverse_power(most);
		full[j] = count == rows;
	}
	for (size_t h = 0; h < hands; h++) {
		free(s.of[h].largest);
		free(s.of[h].count);
	}
	free(s.of);
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

	find_units(f, unit, full);
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
			block += m->weight[i] / f->total *
				 f->loss->curve(f->loss, m->label[i], z);
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
	f->nhand = crew_hands();
	f->hand = mem_alloc(f->nhand, sizeof *f->hand);
	for (size_t h = 0; h < f->nhand; h++) {
		f->hand[h].sum = mem_alloc(m->ncol, sizeof *f->hand[h].sum);
		f->hand[h].z = mem_alloc(MATRIX_BLOCK, sizeof *f->hand[h].z);
	}
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
	for (size_t h = 0; h < f->nhand; h++) {
		free(f->hand[h].sum);
		free(f->hand[h].z);
	}
	free(f->hand);
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

/* ---- passes ---- */

/* One pass over the rows at a point, or along a direction. */
struct pass {
	struct objective *f;
	double intercept;
	double *curvature;   /* (nrow) */
	double value, slope; /* of all blocks so far */
};

/* Scores become slopes, times the rows' weights. */
static void
value_work(void *self, size_t h, size_t block)
{
	const struct pass *p = self;
	const struct objective *f = p->f;
	const struct matrix *m = f->matrix;
	struct objective_hand *hand = &f->hand[h];
	size_t first = block * MATRIX_BLOCK, nrow = matrix_block(m, block)->nrow;

	block_scores(m, block, f->beta, f->shift, p->intercept, hand->z);
	hand->value = hand->slope = 0;
	for (size_t r = 0; r < nrow; r++) {
		double w = m->weight[first + r], slope = 0;

		if (w > 0)
			hand->value += w * f->loss->both(f->loss, m->label[first + r],
					       hand->z[r], &slope);
		hand->z[r] = w * slope;
		hand->slope += hand->z[r];
	}
	memset(hand->sum, 0, m->ncol * sizeof *hand->sum);
	block_add(m, block, hand->z, f->shift, hand->sum);
}

/* Scores along a direction become changes of slopes. */
static void
product_work(void *self, size_t h, size_t block)
{
	const struct pass *p = self;
	const struct objective *f = p->f;
	struct objective_hand *hand = &f->hand[h];
	size_t first = block * MATRIX_BLOCK, nrow = matrix_block(f->matrix, block)->nrow;

	block_scores(f->matrix, block, f->beta, f->shift, p->intercept, hand->z);
	hand->value = hand->slope = 0;
	for (size_t r = 0; r < nrow; r++) {
		double c = p->curvature[first + r];

		hand->z[r] = c > 0 ? c * hand->z[r] : 0;
		hand->slope += hand->z[r];
	}
	memset(hand->sum, 0, f->matrix->ncol * sizeof *hand->sum);
	block_add(f->matrix, block, hand->z, f->shift, hand->sum);
}

static void
curvature_work(void *self, size_t h, size_t block)
{
	const struct pass *p = self;
	const struct objective *f = p->f;
	const struct matrix *m = f->matrix;
	double *z = f->hand[h].z;
	size_t first = block * MATRIX_BLOCK, nrow = matrix_block(m, block)->nrow;

	block_scores(m, block, f->beta, f->shift, p->intercept, z);
	for (size_t r = 0; r < nrow; r++) {
		double w = m->weight[first + r];

		p->curvature[first + r] =
		    w > 0 ? w * f->loss->curve(f->loss, m->label[first + r], z[r]) : 0;
	}
}

static void
pass_take(void *self, size_t h, size_t block)
{
	struct pass *p = self;
	const struct objective_hand *hand = &p->f->hand[h];

	(void)block;
	p->value += hand->value;
	p->slope += hand->slope;
	add_scaled(p->f->sum, hand->sum, p->f->matrix->ncol);
}

double
objective_value(struct objective *f, const double *theta, double *g)
{
	struct pass p = { .f = f, .intercept = set_point(f, theta) };
	double square = 0;

	memset(f->sum, 0, f->matrix->ncol * sizeof *f->sum);
	crew_run(matrix_blocks(f->matrix), value_work, pass_take, &p);
	for (size_t j = 0; j < f->matrix->ncol; j++)
		square += f->beta[j] * f->beta[j];
	shape_gradient(f, p.slope, g);
	return p.value / f->total + f->l2 / 2 * square;
}

void
objective_curvature(struct objective *f, const double *theta, double *curvature)
{
	struct pass p = {
		.f = f, .intercept = set_point(f, theta), .curvature = curvature
	};

	crew_run(matrix_blocks(f->matrix), curvature_work, NULL, &p);
}

void
objective_product(
    struct objective *f, double *curvature, const double *d, double *product)
{
	struct pass p = { .f = f, .intercept = set_point(f, d), .curvature = curvature };

	memset(f->sum, 0, f->matrix->ncol * sizeof *f->sum);
	crew_run(matrix_blocks(f->matrix), product_work, pass_take, &p);
	shape_gradient(f, p.slope, product);
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
	struct matrix_row row = matrix_row(f->matrix, i);
	size_t used = 1;

	at[0] = 0;
	value[0] = 1;
	for (size_t k = 0; k < row.n; k++) {
		size_t j = row.index[k];

		if (place[j] > 0 && row.value[k] != 0) {
			at[used] = place[j];
			value[used++] = row.value[k] - f->shift[j];
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
