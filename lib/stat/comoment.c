/*
 * comoment.c - sums of columns and of their products
 */
#include "stat/comoment.h"

#include <math.h>
#include <stdlib.h>

enum { CHUNK = 512 }; /* rows whose columns stay in the cache while they are paired */

void
comoment_start(struct comoment *c, size_t p)
{
	*c = (struct comoment){ .p = p };
	c->sum = mem_alloc(p, sizeof(*c->sum));
	c->product = mem_alloc(p * (p + 1) / 2, sizeof(*c->product));
}

void
comoment_free(struct comoment *c)
{
	free(c->sum);
	free(c->product);
	*c = (struct comoment){ 0 };
}

/* The lower triangle, row by row. */
struct exact *
comoment_product(const struct comoment *c, size_t i, size_t j)
{
	return i >= j ? &c->product[i * (i + 1) / 2 + j]
		      : &c->product[j * (j + 1) / 2 + i];
}

/* The complete ones of n <= CHUNK rows from `first` on, side by side in x (p, CHUNK). */
static size_t
complete_rows(const struct comoment *c, const double *const *column, size_t first,
    size_t n, double *x)
{
	size_t kept = 0;

	for (size_t r = first; r < first + n; r++) {
		bool complete = true;

		for (size_t i = 0; i < c->p; i++) {
			x[i * CHUNK + kept] = column[i][r];
			complete &= !isnan(column[i][r]);
		}
		kept += complete;
	}
	return kept;
}

void
comoment_add(struct comoment *c, const double *const *column, size_t n)
{
	double *x = mem_alloc(c->p * CHUNK, sizeof(*x));

	for (size_t first = 0; first < n; first += CHUNK) {
		size_t rows = n - first < CHUNK ? n - first : CHUNK;
		size_t kept = complete_rows(c, column, first, rows, x);

		c->n += kept;
		c->incomplete += rows - kept;
		for (size_t i = 0; i < c->p; i++) {
			exact_add_many(&c->sum[i], x + i * CHUNK, kept);
			for (size_t j = 0; j <= i; j++)
				exact_add_products(comoment_product(c, i, j),
				    x + i * CHUNK, x + j * CHUNK, kept);
		}
	}
	free(x);
}

void
comoment_merge(struct comoment *c, const struct comoment *other)
{
	c->n += other->n;
	c->incomplete += other->incomplete;
	for (size_t i = 0; i < c->p; i++)
		exact_merge(&c->sum[i], &other->sum[i]);
	for (size_t i = 0; i < c->p * (c->p + 1) / 2; i++)
		exact_merge(&c->product[i], &other->product[i]);
}

double
comoment_mean(const struct comoment *c, size_t i)
{
	return exact_mean(&c->sum[i], c->n);
}

double
comoment_covariance(const struct comoment *c, size_t i, size_t j)
{
	return exact_covariance(
	    &c->sum[i], &c->sum[j], comoment_product(c, i, j), c->n, 1);
}
