/*
 * objective.c - weighted mean losses, their gradient and second derivative
 */
#include "model/objective.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/mem.h"
#include "model/objective_shape.h"
#include "model/pass.h"

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
		f->hand[h].sum = mem_alloc(2 * m->ncol, sizeof *f->hand[h].sum);
		f->hand[h].z = mem_alloc(MATRIX_BLOCK, sizeof *f->hand[h].z);
	}
	f->sum = mem_alloc(2 * m->ncol, sizeof *f->sum);
	c = mean_curvature(f, start);
	objective_shape(f, c > 0 ? sqrt(l2 / c) : 0);
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
	sums_add(p->f->sum, hand->sum, p->f->matrix->ncol);
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

/* Sums of c, c x and c x^2, the one behind the other in the hand's room: see below. */
static void
diagonal_work(void *self, size_t h, size_t block)
{
	const struct pass *p = self;
	const struct objective *f = p->f;
	const struct matrix *m = f->matrix;
	struct objective_hand *hand = &f->hand[h];
	size_t first = block * MATRIX_BLOCK, nrow = matrix_block(m, block)->nrow;

	hand->slope = hand->value = 0;
	memset(hand->sum, 0, 2 * m->ncol * sizeof *hand->sum);
	for (size_t i = first; i < first + nrow; i++) {
		struct matrix_row row = matrix_row(m, i);
		double c = p->curvature[i];

		hand->slope += c;
		for (size_t k = 0; c > 0 && k < row.n; k++) {
			size_t j = row.index[k];
			double x = row.value[k] - f->shift[j];

			hand->sum[j] += c * x;
			hand->sum[m->ncol + j] += c * x * x;
		}
	}
}

static void
diagonal_take(void *self, size_t h, size_t block)
{
	struct pass *p = self;
	const struct objective_hand *hand = &p->f->hand[h];

	(void)block;
	p->slope += hand->slope;
	sums_add(p->f->sum, hand->sum, 2 * p->f->matrix->ncol);
}

/* sum c (x - o)^2 = sum c x^2 - 2 o sum c x + o^2 sum c */
void
objective_diagonal(struct objective *f, double *curvature, double *diagonal)
{
	size_t ncol = f->matrix->ncol;
	struct pass p = { .f = f, .curvature = curvature };

	memset(f->sum, 0, 2 * ncol * sizeof *f->sum);
	crew_run(matrix_blocks(f->matrix), diagonal_work, diagonal_take, &p);
	diagonal[0] = p.slope / f->total;
	for (size_t j = 0; j < ncol; j++) {
		double o = f->offset[j];
		double x = f->sum[ncol + j] - 2 * o * f->sum[j] + o * o * p.slope;

		diagonal[1 + j] =
		    (fmax(x, 0) / f->total + f->l2) * f->step[j] * f->step[j];
	}
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

struct squares { /* a pass that sums products of columns */
	const struct objective *f;
	const double *curvature;
	const size_t *place;
	size_t width;
	double *sum; /* (width, width) */
	struct square {
		double *block, *value; /* (width, width), (width) */
		size_t *at;            /* (width) */
	} * of;                        /* (hands) */
};

static void
squares_work(void *self, size_t hand, size_t block)
{
	const struct squares *s = self;
	const struct square *o = &s->of[hand];
	size_t first = block * MATRIX_BLOCK;
	size_t nrow = matrix_block(s->f->matrix, block)->nrow;

	memset(o->block, 0, s->width * s->width * sizeof *o->block);
	for (size_t i = first; i < first + nrow; i++)
		if (s->curvature[i] > 0)
			add_products(s->f, i, s->curvature[i], s->place, o->block,
			    s->width, o->value, o->at);
}

static void
squares_take(void *self, size_t hand, size_t block)
{
	const struct squares *s = self;

	(void)block;
	sums_add(s->sum, s->of[hand].block, s->width * s->width);
}

/* Threads have a square each, so wide ones are summed by one alone. */
enum { SHARED_WIDTH = 1024 };

void
objective_matrix(struct objective *f, const double *curvature, const size_t *which,
    size_t n, double *h)
{
	size_t width = n + 1, hands = width <= SHARED_WIDTH ? crew_hands() : 1;
	size_t *place = find_places(f, which, n);
	struct squares s = { f, curvature, place, width,
		mem_alloc(width, width * sizeof *s.sum), mem_alloc(hands, sizeof *s.of) };

	for (size_t k = 0; k < hands; k++)
		s.of[k] = (struct square){ mem_alloc(width, width * sizeof(double)),
			mem_alloc(width, sizeof(double)),
			mem_alloc(width, sizeof(size_t)) };
	if (hands > 1)
		crew_run(matrix_blocks(f->matrix), squares_work, squares_take, &s);
	for (size_t b = 0; hands == 1 && b < matrix_blocks(f->matrix); b++) {
		squares_work(&s, 0, b);
		squares_take(&s, 0, b);
	}
	shape_matrix(f, which, n, s.sum, h);
	for (size_t k = 0; k < hands; k++) {
		free(s.of[k].block);
		free(s.of[k].value);
		free(s.of[k].at);
	}
	free(s.of);
	free(s.sum);
	free(place);
}
