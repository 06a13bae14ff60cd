/*
 * matrix.h - the rows a model learns from: one label and weight each, and features
 *
 * Rows come one value after the other, features rising, and are kept in blocks of
 * MATRIX_BLOCK.  A block is sparse, its non-zero values beside their features; or, where
 * two thirds of them are none, dense: all features of a row in a row, zeros too.  Which
 * of both it is does not show: matrix_row() gives features and values either way, and
 * whatever is summed may not change by a value of 0.  So a model trained on prepared CSV
 * and one trained on raw CSV whose categories never were expanded see equal rows and
 * learn identical bits, in the one order of summation there is.
 *
 * Memory: 12 bytes for each non-zero value of a sparse block, 8 for each value of a dense
 * one; 20 for each row.  With `spool` the former are those of a file.
 *
 * Sums over rows are always cut into blocks, summed inside a block row by row, and
 * the blocks' sums added in rising order: what is learnt depends on the sequence of rows
 * alone, though several threads may have a block each (base/crew.h).
 */
#ifndef MODEL_MATRIX_H
#define MODEL_MATRIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/shelf.h"

enum { MATRIX_BLOCK = 4096 };

/* A label may be a set of up to SET_MOST things: the sum of 2^c over those in it. */
enum { SET_MOST = 50 };

static inline bool
set_has(double set, size_t c)
{
	return (((uint64_t)set >> c) & 1) != 0;
}

struct matrix_block {
	size_t nrow;
	size_t width;    /* dense: values in each row; sparse: 0 */
	uint32_t *start; /* sparse: (nrow + 1) where rows begin */
	uint32_t *index; /* sparse: (start[nrow]) features, rising in a row */
	double *value;   /* (start[nrow]), none 0; or dense: (nrow, width) */
};

/* Zero-initialised is empty. */
struct matrix {
	size_t nrow, ncol;
	double *label;  /* (nrow) */
	double *weight; /* (nrow), positive or 0 */

	size_t nblock, block_room;
	struct matrix_block *block; /* (nblock) rows b * MATRIX_BLOCK and so on */
	struct matrix_block open;   /* the rows behind them, sparse */
	size_t nvalue;              /* in open, with those of the row being built */
	size_t row_room, value_room;
	uint32_t *every; /* (every_room) 0, 1, 2, ...: the features of a dense row */
	size_t every_room;
	struct arena mem; /* of closed blocks */
	bool spool;       /* chosen: they are in a file instead */
	struct shelf shelf;
	int failed; /* the error of that file, after which memory served */
};

/*
 * Append one value to the row being built, features rising; zeros are dropped.
 * matrix_end_row() closes the row.  ncol is raised where a feature demands it; set
 * it beforehand if the last features may be 0 in every row.
 */
void matrix_add_first(struct matrix *m, uint32_t feature, double value);

static inline void
matrix_add(struct matrix *m, uint32_t feature, double value)
{
	if (feature >= m->ncol || m->nvalue == m->value_room) {
		matrix_add_first(m, feature, value); /* room is made */
		return;
	}
	m->open.index[m->nvalue] = feature;
	m->open.value[m->nvalue] = value;
	m->nvalue += value != 0;
}

void matrix_end_row(struct matrix *m, double label, double weight);
void matrix_clear(struct matrix *m); /* no rows again, the same features */
void matrix_free(struct matrix *m);

/* ---- looking ---- */

struct matrix_row {
	size_t n;
	const uint32_t *index; /* (n) rising */
	const double *value;   /* (n) some may be 0 */
};

struct matrix_row matrix_row(const struct matrix *m, size_t i);

/* How many blocks of rows there are, and one of them: the last may be short. */
size_t matrix_blocks(const struct matrix *m);
const struct matrix_block *matrix_block(const struct matrix *m, size_t b);

double matrix_total_weight(const struct matrix *m);
double matrix_mean_label(const struct matrix *m); /* weighted; total weight > 0 */

#endif
