/*
 * rescore.h - what a model says of rows, as they are or with a column replaced
 *
 * The rows are read anew for each question, through the preparation and all, so that a
 * column of the raw table is one column, however many features are made of it.
 *
 * Memory: a number for each row and output, one more for its label and weight.
 */
#ifndef RUN_RESCORE_H
#define RUN_RESCORE_H

#include "op/predict.h"
#include "run/recipe.h"
#include "run/tool.h"

/* What stands in the place of a column: a text for each row, or one for all. */
struct replaced {
	struct str column;      /* n == 0: nothing is replaced */
	const struct str *cell; /* (rows), or NULL: */
	struct str all;
};

struct scores {
	size_t n, k; /* rows; outputs: one, or one for each class */
	double
	    *score; /* (n, k) the prediction, the probability, or those of all classes */
	double *label;  /* (n) a number, 0 or 1, or the number of the class */
	double *weight; /* (n) */
	size_t room;
};

struct rescoring { /* what does not change from one question to the next */
	const struct recipe *recipe; /* its last step is a model */
	struct reader *in;           /* one that can be read again */
	const struct missing *missing;
	const char *label,
	    *weight; /* columns; label NULL: none is looked at; weight NULL */
};

const struct model *rescoring_model(const struct rescoring *r);

/* Ends the process on a fault.  s is filled anew. */
void rescore(const struct rescoring *r, const struct replaced *x, struct scores *s);
void scores_free(struct scores *s);

/* The cells of a column, of all rows; texts in mem. */
struct str *column_cells(
    const struct rescoring *r, struct str column, size_t *n, struct arena *mem);

#endif
