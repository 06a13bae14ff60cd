/*
 * predict.h - models as maps: weights by feature name, applied to a batch
 *
 * A model adds `prediction` at the right, and `probability` (of the positive class)
 * where its labels are 0 and 1, or one `probability=CLASS` for each of several; a model
 * of several labels both for each, `prediction=LABEL` and `probability=LABEL`.  Each
 * learner of model/learner.h has its operator here, called like it; csv-train fills in
 * the struct, csv-predict runs it.
 *
 * A score is intercept + sum of weight * value, added in the order of the features;
 * a value of 0 changes nothing, so categories need not be expanded, and the result
 * is the same bits either way.
 */
#ifndef OP_PREDICT_H
#define OP_PREDICT_H

#include "model/fm.h"
#include "model/knn.h"
#include "model/learner.h"
#include "model/net.h"
#include "op/op.h"
#include "table/labels.h"

struct feature {
	struct str name; /* owned */
	double weight;   /* of the one score; with classes it has others */
};

struct model {
	const struct learner *learner; /* whose it is */

	/* chosen; texts owned */
	struct str label, weights; /* columns; weights.n == 0: none */
	struct str newest;         /* the latest time of its rows; n == 0: not kept */
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

	/* With classes: a score for each; owned. */
	size_t nclass, class_room;
	struct str *class;                             /* (nclass) */
	double *class_intercept;                       /* (nclass) */
	double *class_weight;                          /* (n, nclass) */
	size_t intercepts, class_weights, weight_room; /* found in the state */

	/* Of mlp: a network (predict_net.c).  Units are those of its hidden layers. */
	enum activation activation;
	size_t nunit, unit_room, *unit;
	struct net *net; /* made when its features are known; owned */
	size_t net_layer, net_at, net_weights; /* how far a state has filled it */

	/* Of fm (predict_fm.c). */
	size_t factors; /* found in the state */
	struct fm *fm;  /* made when its features are known; owned */

	/* Of knn (predict_knn.c). */
	size_t neighbours; /* found in the state */
	struct knn *knn;   /* made when its features are known; owned */

	struct str *made; /* the columns it adds, see model_columns(); owned */
	struct arena mem;
};

extern const struct op op_linear, op_logistic, op_softmax, op_ovr, op_multilabel,
    op_bayes, op_fm, op_knn, op_mlp;

/* The operator of a learner. */
const struct op *predict_op(const struct learner *l);
bool op_is_model(const struct op *op);

void model_feature_add(struct model *m, struct str name, double weight);
void model_class_add(struct model *m, struct str name, double intercept);
void model_class_weight(struct model *m, double weight); /* features, then classes */

/*
 * The columns a model adds, as above.  Returned is how many; the names are the model's.
 */
size_t model_columns(struct model *m, const struct str **names);

/* Facts of a model (predict_state.c). */
void model_save(const void *self, struct state_out *out, bool settled);
bool model_load(
    void *self, const struct facts *step, const struct fact *f, struct err *e);
bool model_loaded(void *self, const struct facts *step, bool settled, struct err *e);
void model_free(void *self);

/* Networks (predict_net.c). */
void model_unit_add(struct model *m, size_t units);
void model_net_save(const struct model *m, struct state_out *out);
bool model_net_load(
    struct model *m, const struct facts *step, const struct fact *f, struct err *e);
bool model_net_loaded(struct model *m, const struct facts *step, struct err *e);
/* (nrow, outputs), or NULL */
double *model_net_scores(const struct model *m, struct batch *b, struct err *e);

/* Crosses by factors (predict_fm.c). */
void model_fm_save(const struct model *m, struct state_out *out);
bool model_fm_load(
    struct model *m, const struct facts *step, const struct fact *f, struct err *e);
bool model_fm_loaded(struct model *m, const struct facts *step, struct err *e);
double *model_fm_scores(const struct model *m, struct batch *b, struct err *e);

/* Neighbours (predict_knn.c). */
void model_knn_save(const struct model *m, struct state_out *out);
bool model_knn_load(
    struct model *m, const struct facts *step, const struct fact *f, struct err *e);
bool model_knn_loaded(struct model *m, const struct facts *step, struct err *e);
bool model_knn_apply(const struct model *m, struct batch *b, struct err *e);

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

/* Row r of the blocks as a row of a matrix, in room for as many as there are blocks. */
void feature_row(const struct feature_block *block, size_t nblock, size_t r,
    uint32_t *index, double *value, struct matrix_row *x);

/*
 * The blocks of the columns names[n], from the batch's arena; NULL where a column is
 * absent or a cell is missing or not a number.
 */
struct feature_block *feature_blocks(
    struct batch *b, const struct feature *f, size_t n, size_t *nblock, struct err *e);

#endif
