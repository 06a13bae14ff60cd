/*
 * pass.h - what a pass over the rows does with a block: scores, and sums of features
 *
 *	z_r   =  intercept + sum_j beta_j (x_rj - shift_j)        for each row r
 *	sum_j += sum_r s_r (x_rj - shift_j)                       for each feature j
 *
 * Terms are added in the order of the features, and of the rows.  shift_j may differ
 * from 0 only where no row that counts has a 0: a value that is not stored adds nothing.
 */
#ifndef MODEL_PASS_H
#define MODEL_PASS_H

#include "model/matrix.h"

void block_scores(const struct matrix *m, size_t b, const double *beta,
    const double *shift, double intercept, double *z);
void block_add(
    const struct matrix *m, size_t b, const double *s, const double *shift, double *sum);

#endif
