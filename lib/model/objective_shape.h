/*
 * objective_shape.h - the middle and the spread of each column, for objective.h
 */
#ifndef MODEL_OBJECTIVE_SHAPE_H
#define MODEL_OBJECTIVE_SHAPE_H

#include "model/objective.h"

/*
 * Centre and spread of each column, taken to deviate by at least `least`, into shift,
 * offset and spread.  They only shape the surface, so their last digits do not matter.
 */
void objective_shape(struct objective *f, double least);

static inline void
sums_add(double *sum, const double *block, size_t n)
{
	for (size_t j = 0; j < n; j++)
		sum[j] += block[j];
}

#endif
