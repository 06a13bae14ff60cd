/*
 * headstart.c - see headstart.h
 */
#include "model/headstart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	PART = 16,         /* one block of so many, ... */
	BLOCKS_LEAST = 16, /* ... but at least so many, ... */
	PART_MOST = 4,     /* ... if that is no more than one of these */
	WIDEST = 256,      /* columns: their square is summed over the part */
	ROWS_EACH = 100    /* rows of the part for each of them, at least */
};

/* A pivot that is so much less than its diagonal element has lost its digits. */
#define SINGULAR 1e-9

static void
part_take(struct matrix *part, const struct matrix *m, size_t n)
{
	size_t stride = m->nblock / n;

	*part = (struct matrix){
		.ncol = m->ncol, .nrow = n * MATRIX_BLOCK, .nblock = n, .every = m->every
	};
	part->block = mem_alloc(n, sizeof(*part->block));
	part->label = mem_alloc(part->nrow, sizeof(*part->label));
	part->weight = mem_alloc(part->nrow, sizeof(*part->weight));
	for (size_t b = 0; b < n; b++) {
		size_t to = b * MATRIX_BLOCK, from = b * stride * MATRIX_BLOCK;

		part->block[b] = m->block[b * stride];
		memcpy(part->label + to, m->label + from,
		    MATRIX_BLOCK * sizeof(*part->label));
		memcpy(part->weight + to, m->weight + from,
		    MATRIX_BLOCK * sizeof(*part->weight));
	}
}

bool
headstart_take(struct headstart *h, const struct objective *whole)
{
	const struct matrix *m = whole->matrix;
	size_t n = m->nblock / PART;

	if (n < BLOCKS_LEAST)
		n = m->nblock / PART_MOST < BLOCKS_LEAST ? 0 : BLOCKS_LEAST;
	*h = (struct headstart){ 0 };
	if (n == 0 || m->ncol > WIDEST || n * MATRIX_BLOCK < ROWS_EACH * (m->ncol + 1))
		return false;
	part_take(&h->part, m, n);
	h->on = *whole;
	h->on.matrix = &h->part;
	h->on.total = matrix_total_weight(&h->part);
	h->which = mem_alloc(m->ncol + 1, sizeof(*h->which));
	h->n = 1;
	for (size_t j = 0; j < m->ncol; j++)
		if (whole->step[j] > 0)
			h->which[h->n++] = j + 1;
	h->square = mem_alloc(h->n, h->n * sizeof(*h->square));
	h->room = mem_alloc(h->n, sizeof(*h->room));
	h->curvature = mem_alloc(h->part.nrow, sizeof(*h->curvature));
	if (h->on.total > 0)
		return true;
	headstart_free(h);
	return false;
}

void
headstart_free(struct headstart *h)
{
	free(h->part.block);
	free(h->part.label);
	free(h->part.weight);
	free(h->which);
	free(h->square);
	free(h->room);
	free(h->curvature);
	*h = (struct headstart){ 0 };
}

/* Cholesky's, in place: the lower half becomes L. */
static bool
factor(double *a, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		double *row = a + j * n, whole = row[j];

		for (size_t k = 0; k < j; k++) {
			const double *other = a + k * n;

			for (size_t i = 0; i < k; i++)
				row[k] -= row[i] * other[i];
			row[k] /= other[k];
			row[j] -= row[k] * row[k];
		}
		if (!(row[j] > SINGULAR * whole))
			return false;
		row[j] = sqrt(row[j]);
	}
	return true;
}

bool
headstart_shape(struct headstart *h, const double *theta)
{
	objective_curvature(&h->on, theta, h->curvature);
	objective_matrix(&h->on, h->curvature, h->which, h->n, h->square);
	return factor(h->square, h->n);
}

void
headstart_step(const struct headstart *h, const double *g, double *d)
{
	size_t n = h->n;
	double *x = h->room;

	for (size_t j = 0; j < n; j++) {
		const double *row = h->square + j * n;

		x[j] = -g[h->which[j]];
		for (size_t k = 0; k < j; k++)
			x[j] -= row[k] * x[k];
		x[j] /= row[j];
	}
	for (size_t j = n; j-- > 0;) {
		for (size_t k = j + 1; k < n; k++)
			x[j] -= h->square[k * n + j] * x[k];
		x[j] /= h->square[j * n + j];
	}
	memset(d, 0, (h->on.matrix->ncol + 1) * sizeof(*d));
	for (size_t j = 0; j < n; j++)
		d[h->which[j]] = x[j];
}
