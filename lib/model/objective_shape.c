/*
 * objective_shape.c - the middle and the spread of each column, for objective.h
 */
#include "model/objective_shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
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

/* Weighted means over the rows that count; see column_means(). */
struct means {
	const struct objective *f;
	const double *unit;
	bool squared;
	double *sum;
};

/* All values of a row, whose features need not be looked up. */
static void
dense_means(const struct means *s, const struct matrix_block *b, const double *weight,
    double *sum)
{
	const double *unit = s->unit, *shift = s->f->shift, *offset = s->f->offset;

	for (size_t r = 0; r < b->nrow; r++) {
		const double *value = b->value + r * b->width;
		double w = weight[r] / s->f->total;

		for (size_t j = 0; w > 0 && !s->squared && j < b->width; j++)
			sum[j] += w * (value[j] * unit[j] - shift[j]);
		for (size_t j = 0; w > 0 && s->squared && j < b->width; j++) {
			double x = value[j] * unit[j] - shift[j];

			sum[j] += w * (x * (x - 2 * offset[j]));
		}
	}
}

static void
means_work(void *self, size_t hand, size_t block)
{
	const struct means *s = self;
	const struct objective *f = s->f;
	const struct matrix *m = f->matrix;
	double *sum = f->hand[hand].sum;
	size_t first = block * MATRIX_BLOCK, nrow = matrix_block(m, block)->nrow;

	memset(sum, 0, m->ncol * sizeof(*sum));
	if (matrix_block(m, block)->width > 0) {
		dense_means(s, matrix_block(m, block), m->weight + first, sum);
		return;
	}
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
	sums_add(s->sum, s->f->hand[hand].sum, s->f->matrix->ncol);
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
dense_sizes(
    const struct matrix_block *b, const double *weight, double *largest, size_t *count)
{
	for (size_t r = 0; r < b->nrow; r++) {
		const double *value = b->value + r * b->width;

		for (size_t j = 0; weight[r] > 0 && j < b->width; j++) {
			double x = fabs(value[j]);

			largest[j] = x > largest[j] ? x : largest[j];
			count[j] += x > 0;
		}
	}
}

static void
sizes_work(void *self, size_t hand, size_t block)
{
	const struct sizes *s = self;
	const struct matrix *m = s->f->matrix;
	size_t first = block * MATRIX_BLOCK, nrow = matrix_block(m, block)->nrow;

	if (matrix_block(m, block)->width > 0) {
		dense_sizes(matrix_block(m, block), m->weight + first,
		    s->of[hand].largest, s->of[hand].count);
		return;
	}
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

void
objective_shape(struct objective *f, double least)
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
