/*
 * predict.h - models as maps: weights by feature name, applied to a batch
 *
 * A model adds `prediction` at the right, and `probability` (of the positive class)
 * where its labels are classes.  Each learner of model/learner.h has its operator
 * here, called like it; csv-train fills in the struct, csv-predict runs it.
 *
 * A score is intercept + sum of weight * value, added in the order of the features;
 * a value of 0 changes nothing, so categories need not be expanded, and the result
 * is the same bits either way.
 */
#ifndef OP_PREDICT_H
#define OP_PREDICT_H

#include "model/learner.h"
#include "op/op.h"
#include "table/labels.h"

struct feature {
	struct str name; /* owned */
	double weight;
};

struct model {
	/* chosen; texts owned */
	struct str label, weights; /* columns; weights.n == 0: none */
	struct label_rule rule;    /* none: labels are 0 and 1, or numbers */
	double l1, l2;
	struct loss loss; /* name NULL: the learner's own */

	/* learnt */
	uint64_t iterations;
	bool converged;
	double objective;
	double intercept;
	bool has_intercept; /* found in the state */
	size_t n, room;
	struct feature *feature;
};

extern const struct op op_linear, op_logistic;

/* The operator of a learner. */
const struct op *predict_op(const struct learner *l);

void model_feature_add(struct model *m, struct str name, double weight);

/* Names of the columns a model adds: at most two; how many. */
size_t predict_columns(const struct op *op, struct str names[2]);

/*
 * Feature values of a batch, column by column: blocks in rising order of features,
 * each either numbers or a run of indicators that share their codes.
 */
struct feature_block {
	size_t first, n;         /* features first .. first + n - 1 */
	const double *value;     /* (nrow), where n == 1 and code is NULL */
	const uint32_t *code;    /* (nrow) */
	const uint32_t *of_code; /* (ncode) the feature of each code, or FEATURE_NONE */
	size_t ncode;
};

#define FEATURE_NONE UINT32_MAX

/*
 * The blocks of the columns names[n], from the batch's arena; NULL where a column is
 * absent or a cell is missing or not a number.
 */
struct feature_block *feature_blocks(
    struct batch *b, const struct feature *f, size_t n, size_t *nblock, struct err *e);

#endif
