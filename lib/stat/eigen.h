/*
 * eigen.h - eigenvalues and eigenvectors of a symmetric matrix
 *
 * Householder's reflections bring the matrix to three diagonals, implicit QL steps with
 * Wilkinson's shift bring these to one (Golub & Van Loan, Matrix Computations, 4th ed.,
 * 8.3; Wilkinson & Reinsch, Handbook for Automatic Computation II, 1971).  Values are
 * right to a few units of the last place of the largest; nothing but sums, products,
 * quotients and roots in a fixed order, so the bits are the same on every processor.
 *
 * A vector may be turned round, and where values are equal any basis of their space
 * will do: the sign chosen here makes the largest element (the first of those as large)
 * positive.
 *
 * Memory: what the caller gives and 3 n numbers.  Time: about 3 n^3 multiplications.
 */
#ifndef STAT_EIGEN_H
#define STAT_EIGEN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * a (n, n) row by row, symmetric, becomes the eigenvectors: row k belongs to value[k],
 * values falling.  False if the steps do not converge, which no finite matrix was seen
 * to do.
 */
bool eigen_symmetric(double *a, size_t n, double *value);

#endif
