/*
 * gram.h - the cross-products of a matrix's columns, and least squares from them
 *
 * The columns are 1, the features and the label, in that order: size = ncol + 2.
 * gram holds sum_i w_i a_ij a_ik for all j <= k, in double-double.
 *
 * Normal equations have a bad name because they square the condition number: in
 * double precision they lose twice the digits that QR loses.  In 106 bits the
 * square is paid for: the error of a coefficient is about K^2 2^-104, less than
 * QR's K 2^-53 for every condition number K below 2^51, where the data's own
 * rounding has left nothing to find.  In return a row costs only the products of
 * its non-zero values (a QR of wide one-hot rows fills in and costs the square of
 * the number of columns), memory does not depend on the number of rows, and two
 * parts of a table merge by addition.
 *
 * Memory: 16 bytes for each of size * (size + 1) / 2 products, twice while rows are
 * added.  Time: rows * nonzeros^2 / 2 + ncol^3 / 6 multiplications of doubles
 * (each about 20 operations).
 */
#ifndef MODEL_GRAM_H
#define MODEL_GRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "model/matrix.h"
#include "stat/dd.h"

struct gram {
	size_t size;
	double *hi, *lo; /* upper triangle, row by row */
};

/*
 * The products of m, column j scaled by scale[j] (size of them, powers of two, so
 * that products neither overflow nor vanish) and weights by weight_scale.
 */
void gram_make(
    struct gram *g, const struct matrix *m, const double *scale, double weight_scale);
void gram_free(struct gram *g);

/* Add x to the square of column j: a penalty on its coefficient. */
void gram_add_diagonal(struct gram *g, size_t j, double x);

/*
 * Least squares for the last column by the others: coefficient[0..size-2].  A
 * column is dependent when what the columns before it leave of it has a norm of at
 * most tolerance times its own; it gets dependent[j] = true and coefficient 0.
 * Destroys g's products.
 */
void gram_solve(struct gram *g, double tolerance, double *coefficient, bool *dependent);

#endif
