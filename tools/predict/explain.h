/*
 * explain.h - what each feature adds to a row's score
 *
 * A column `contribution=FEATURE` for every feature of the model, weight times value, and
 * `contribution=` for the intercept: they sum up to the score (of the class that is
 * predicted, where there are several).
 */
#ifndef PREDICT_EXPLAIN_H
#define PREDICT_EXPLAIN_H

#include "op/predict.h"

struct explain {
	const struct model *m;
	size_t n; /* columns: one for the intercept, and the features'; 0: none wanted */
	struct str *name;
	struct arena mem;
};

/* Ends the process for a model without weights, or of too many. */
void explain_start(struct explain *x, const struct model *m, const char *path);
void explain_free(struct explain *x);

/*
 * The contributions (n arrays) from a batch behind the recipe, in its arena; and later,
 * when its columns are others, as columns at the right.
 */
double **explain_find(const struct explain *x, struct batch *b);
void explain_add(const struct explain *x, struct batch *b, double *const *contribution);

#endif
