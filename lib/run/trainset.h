/*
 * trainset.h - the rows a model learns from: a table, prepared, as a matrix
 *
 * Reads the input once through the preparation (a recipe, maybe empty) into the
 * sparse matrix of model/matrix.h.  Features are all columns of the prepared table,
 * or those listed, but never the label, the weight or a key.
 *
 * Faults, with file and line: a label or feature that is missing or not a number, a
 * weight that is negative or not a number.
 */
#ifndef RUN_TRAINSET_H
#define RUN_TRAINSET_H

#include "model/matrix.h"
#include "op/predict.h"
#include "run/recipe.h"
#include "run/tool.h"

struct trainset {
	/* chosen */
	const char *label, *weights, *keys; /* columns; keys a list */
	const char *columns, *exclude;      /* lists over the prepared table; or NULL */
	const struct label_rule *rule;
	const struct missing *missing;

	/* found */
	struct feature
	    *feature; /* (matrix.ncol) weights 0; names belong to recipe and reader */
	struct matrix matrix;
	uint64_t header; /* header_hash() of the raw table */
	bool binary;     /* every label is 0 or 1 */
};

/* Fill t; ends the process on a fault. */
void trainset_read(
    struct trainset *t, const struct recipe *preparation, struct reader *in);
void trainset_free(struct trainset *t);

#endif
