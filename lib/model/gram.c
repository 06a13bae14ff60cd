/*
 * gram.c - cross-products in double-double, and their LDL' factorisation
 *
 * Rows are taken in blocks of MATRIX_BLOCK; the sums of a block start at zero and
 * are added to the total in rising order, so that blocks could be summed by any
 * thread without moving a bit.
 *
 * Sums within a block are the compensated ones of Ogita, Rump & Oishi (2005),
 * algorithm Dot2: lo gathers the rounding errors of hi and of the products, and is
 * folded into hi at the block's end.  A zero value adds exactly nothing, so rows
 * may be summed sparsely or densely, whichever is quicker, with the same bits.
 */
#include "model/gram.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* One row while its products are taken: n values in rising columns. */
struct row {
	size_t n;
	size_t *column;              /* (size) */
	double *value, *head, *tail; /* (size): value = head + tail, split */
	struct dd *weighted;         /* (size): weight * value, exactly */
};

static size_t
triangle(size_t size)
{
	return size * (size + 1) / 2;
}

/* Where row i of the triangle would have its column 0: [offset + k] is (i, k). */
static size_t
offset(size_t size, size_t i)
{
	return i * size - i * (i + 1) / 2;
}

static void
gram_start(struct gram *g, size_t size)
{
	g->size = size;
	g->hi = mem_alloc(triangle(size), sizeof *g->hi);
	g->lo = mem_alloc(triangle(size), sizeof *g->lo);
}

void
gram_free(struct gram *g)
{
	free(g->hi);
	free(g->lo);
	*g = (struct gram){ 0 };
}

/* hi + lo += a * x for n neighbours; x comes split into head + tail. */
static void
add_dense(double *restrict hi, double *restrict lo, struct dd a, const double *restrict x,
    const double *restrict head, const double *restrict tail, size_t n)
{
	struct dd s = dd_split(a.hi);

	for (size_t k = 0; k < n; k++) {
		double p = a.hi * x[k];
		double low = ((s.hi * head[k] - p) + s.hi * tail[k] + s.lo * head[k]) +
			     s.lo * tail[k] + a.lo * x[k];
		struct dd t = dd_sum(hi[k], p);

		hi[k] = t.hi;
		lo[k] += t.lo + low;
	}
}

/* The same for n values scattered over the columns. */
static void
add_sparse(double *restrict hi, double *restrict lo, struct dd a, const struct row *r,
    size_t from)
{
	struct dd s = dd_split(a.hi);

	for (size_t k = from; k < r->n; k++) {
		size_t c = r->column[k];
		double p = a.hi * r->value[k];
		double low =
		    ((s.hi * r->head[k] - p) + s.hi * r->tail[k] + s.lo * r->head[k]) +
		    s.lo * r->tail[k] + a.lo * r->value[k];
		struct dd t = dd_sum(hi[c], p);

		hi[c] = t.hi;
		lo[c] += t.lo + low;
	}
}

static void
row_set(struct row *r, size_t at, size_t column, double value, double weight)
{
	struct dd s = dd_split(value);

	r->column[at] = column;
	r->value[at] = value;
	r->head[at] = s.hi;
	r->tail[at] = s.lo;
	r->weighted[at] = dd_product(weight, value);
}

/* Row i of m: all columns if most of them are non-zero, else the non-zero ones. */
static void
row_load(
    struct row *r, const struct matrix *m, size_t i, const double *scale, double weight)
{
	struct matrix_row x = matrix_row(m, i);
	bool dense = x.n * 2 > m->ncol;
	size_t n = 1;

	row_set(r, 0, 0, scale[0], weight);
	for (size_t k = 0; k < x.n; k++) {
		size_t column = (size_t)x.index[k] + 1;

		while (dense && n < column) {
			row_set(r, n, n, 0, weight);
			n++;
		}
		row_set(r, n++, column, x.value[k] * scale[column], weight);
	}
	while (dense && n <= m->ncol) {
		row_set(r, n, n, 0, weight);
		n++;
	}
	row_set(r, n, m->ncol + 1, m->label[i] * scale[m->ncol + 1], weight);
	r->n = n + 1;
}

static void
gram_add_row(struct gram *g, const struct row *r)
{
	bool dense = r->n == g->size;

	for (size_t a = 0; a < r->n; a++) {
		size_t at = offset(g->size, r->column[a]);

		if (r->value[a] == 0)
			continue;
		if (dense)
			add_dense(g->hi + at + a, g->lo + at + a, r->weighted[a],
			    r->value + a, r->head + a, r->tail + a, r->n - a);
		else
			add_sparse(g->hi + at, g->lo + at, r->weighted[a], r, a);
	}
}

/* Add a block's sums to the total and make the block zero again. */
static void
gram_fold(struct gram *total, struct gram *block)
{
	size_t n = triangle(total->size);

	for (size_t k = 0; k < n; k++) {
		struct dd b = dd_sum(block->hi[k], block->lo[k]);
		struct dd s = dd_add((struct dd){ total->hi[k], total->lo[k] }, b);

		total->hi[k] = s.hi;
		total->lo[k] = s.lo;
	}
	memset(block->hi, 0, n * sizeof *block->hi);
	memset(block->lo, 0, n * sizeof *block->lo);
}

void
gram_make(
    struct gram *g, const struct matrix *m, const double *scale, double weight_scale)
{
	size_t size = m->ncol + 2;
	struct gram block;
	struct row r = { 0, mem_alloc(size, sizeof *r.column),
		mem_alloc(size, sizeof *r.value), mem_alloc(size, sizeof *r.head),
		mem_alloc(size, sizeof *r.tail), mem_alloc(size, sizeof *r.weighted) };

	gram_start(g, size);
	gram_start(&block, size);
	for (size_t i = 0; i < m->nrow; i++) {
		if (m->weight[i] > 0) {
			row_load(&r, m, i, scale, m->weight[i] * weight_scale);
			gram_add_row(&block, &r);
		}
		if ((i + 1) % MATRIX_BLOCK == 0 || i + 1 == m->nrow)
			gram_fold(g, &block);
	}
	gram_free(&block);
	free(r.column);
	free(r.value);
	free(r.head);
	free(r.tail);
	free(r.weighted);
}

void
gram_add_diagonal(struct gram *g, size_t j, double x)
{
	size_t at = offset(g->size, j) + j;
	struct dd s = dd_add((struct dd){ g->hi[at], g->lo[at] }, (struct dd){ x, 0 });

	g->hi[at] = s.hi;
	g->lo[at] = s.lo;
}

static struct dd
gram_at(const struct gram *g, size_t i, size_t j)
{
	size_t at = offset(g->size, i) + j;

	return dd_sum(g->hi[at], g->lo[at]);
}

/*
 * Take what column k explains out of the columns after it: row i of the triangle
 * loses (g_ki / g_kk) times row k.  low is scratch of the triangle's width.
 */
static void
eliminate(struct gram *g, size_t k, double *head, double *tail)
{
	size_t n = g->size, at = offset(n, k);
	double *hi = g->hi + at, *lo = g->lo + at;
	struct dd pivot = gram_at(g, k, k);

	for (size_t j = k; j < n; j++) {
		struct dd s = dd_sum(hi[j], lo[j]), halves = dd_split(s.hi);

		hi[j] = s.hi;
		lo[j] = s.lo;
		head[j] = halves.hi;
		tail[j] = halves.lo;
	}
	for (size_t i = k + 1; i < n; i++) {
		struct dd a;
		size_t to = offset(n, i);

		if (hi[i] == 0)
			continue;
		a = dd_negative(dd_divide((struct dd){ hi[i], lo[i] }, pivot));
		add_dense(
		    g->hi + to + i, g->lo + to + i, a, hi + i, head + i, tail + i, n - i);
		for (size_t j = i; j < n; j++)
			g->lo[to + j] += a.hi * lo[j];
	}
}

/* The coefficients from the last backwards; dependent ones are 0. */
static void
substitute(const struct gram *g, double *coefficient, const bool *dependent)
{
	size_t last = g->size - 1;
	struct dd *b = mem_alloc(last, sizeof *b);

	for (size_t i = last; i-- > 0;) {
		struct dd s = gram_at(g, i, last);

		if (dependent[i])
			continue;
		for (size_t j = i + 1; j < last; j++)
			if (b[j].hi != 0)
				s = dd_add(
				    s, dd_negative(dd_multiply(gram_at(g, i, j), b[j])));
		b[i] = dd_divide(s, gram_at(g, i, i));
	}
	for (size_t i = 0; i < last; i++)
		coefficient[i] = b[i].hi;
	free(b);
}

void
gram_solve(struct gram *g, double tolerance, double *coefficient, bool *dependent)
{
	size_t n = g->size;
	double *head = mem_alloc(n, sizeof *head), *tail = mem_alloc(n, sizeof *tail);
	double *square = mem_alloc(n, sizeof *square);

	for (size_t j = 0; j + 1 < n; j++)
		square[j] = gram_at(g, j, j).hi;
	for (size_t k = 0; k + 1 < n; k++) {
		dependent[k] = gram_at(g, k, k).hi <= tolerance * tolerance * square[k];
		if (!dependent[k])
			eliminate(g, k, head, tail);
	}
	substitute(g, coefficient, dependent);
	free(head);
	free(tail);
	free(square);
}
