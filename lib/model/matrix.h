/*
 * matrix.h - the rows a model learns from: sparse, one label and weight each
 *
 * Row r holds its non-zero values in rising feature order:
 *   index[start[r] .. start[r+1])  which feature (0 .. ncol-1)
 *   value[start[r] .. start[r+1])  its value, finite, never 0
 * A dense table is stored the same way; so a model trained on prepared CSV and one
 * trained on raw CSV whose categories never were expanded see identical rows and
 * learn identical bits, in the one order of summation there is.
 *
 * Memory: 12 bytes for each non-zero value, 24 for each row.
 *
 * Sums over rows are always cut into blocks of MATRIX_BLOCK rows, summed inside a
 * block row by row, and the blocks' sums added in rising order: what is learnt
 * depends on the sequence of rows alone.
 */
#ifndef MODEL_MATRIX_H
#define MODEL_MATRIX_H

#include <stddef.h>
#include <stdint.h>

enum { MATRIX_BLOCK = 4096 };

/* Zero-initialised is empty. */
struct matrix {
	size_t nrow, ncol;
	size_t *start;   /* (nrow + 1) */
	uint32_t *index; /* (start[nrow]) */
	double *value;   /* (start[nrow]) */
	double *label;   /* (nrow) */
	double *weight;  /* (nrow), positive or 0 */
	size_t nvalue;   /* values so far, those of the row being built included */
	size_t row_room, value_room;
};

/*
 * Append one value to the row being built, features rising; zeros are dropped.
 * matrix_end_row() closes the row.  ncol is raised where a feature demands it; set
 * it beforehand if the last features may be 0 in every row.  start is NULL until
 * the first row is closed.
 */
void matrix_add(struct matrix *m, uint32_t feature, double value);
void matrix_end_row(struct matrix *m, double label, double weight);
void matrix_free(struct matrix *m);

double matrix_total_weight(const struct matrix *m);
double matrix_mean_label(const struct matrix *m); /* weighted; total weight > 0 */

#endif
