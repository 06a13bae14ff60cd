/*
 * learner.h - what learns weights from a matrix, and the table of them
 *
 * A learner minimises  (1/W) sum_i w_i loss(y_i, z_i) + l2/2 |beta|^2 + l1 |beta|_1
 * over intercept and beta, z_i = intercept + beta . x_i, W the sum of the weights;
 * the intercept is never penalised.  The features are taken as given: scaling
 * inside a learner may only speed convergence, never move the optimum.  A weight of
 * 2 is the row twice, a weight of 0 the row left out.
 *
 * Our l1 and l2 belong to the *mean* loss.  In scikit-learn's terms: Ridge has
 * alpha = W l2 (and Lasso alpha = l1), LogisticRegression C = 1 / (W l2), or
 * 1 / (W l1); W is the number of rows when there are no weights.
 *
 * One file and one row in learner.c for each.  Reproducible: the result depends on
 * the sequence of rows, the options and nothing else.
 */
#ifndef MODEL_LEARNER_H
#define MODEL_LEARNER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "model/loss.h"
#include "model/matrix.h"

struct weights;

struct training {                /* chosen; all zero is a sound choice for linear */
	double l1, l2;           /* >= 0 */
	const struct loss *loss; /* NULL: the learner's own */
	bool strict_rank;        /* refuse dependent columns instead of dropping them */
	const struct weights
	    *init;             /* where to begin, as many as there will be; or NULL */
	size_t nclass;         /* labels are the numbers of so many classes */
	size_t max_iterations; /* 0: 1000 */
	double tolerance;      /* on the gradient, see convex.h; 0: 1e-10 */
};

struct weights { /* learnt */
	double intercept;
	double *beta;  /* (ncol) */
	bool *dropped; /* (ncol): depends on earlier columns, weight 0 */
	size_t ncol;
	size_t iterations; /* 0 for an exact method */
	bool converged;
	bool separable;   /* logistic without penalty: the classes can be told apart
			     perfectly, so the true optimum is at infinity */
	double objective; /* its value at the optimum */
	double gradient;  /* the largest element of the gradient there, see convex.h */
};

struct learner {
	const char *name;  /* "linear": --model and the state's word */
	const char *brief; /* one line for help and man page */
	const char *loss;  /* the row of loss.h it minimises */
	bool binary;       /* labels are 0 and 1, predictions probabilities */
	bool classes;      /* labels are numbers of classes; w is an array of as many */
	double (*default_l2)(const struct matrix *m);
	/*
	 * False leaves the reason in e; then too the caller frees w, in which dropped
	 * tells the dependent columns when it was strict_rank that failed.
	 */
	bool (*learn)(const struct matrix *m, const struct training *t, struct weights *w,
	    struct err *e);
	bool sets; /* labels are sets of things, see matrix.h; each is a class */
};

extern const struct learner learner_linear, learner_logistic, learner_softmax,
    learner_ovr, learner_multilabel, learner_bayes;

/* Crosses by factors learn by fm.h: of numbers, and of labels 0 and 1. */
extern const struct learner learner_fm[];

/* Neighbours are knn.h's: of numbers, of labels 0 and 1, and of classes. */
extern const struct learner learner_knn[];

/* Networks learn by descent.h, not by learn(): one row for each of their losses. */
extern const struct learner learner_mlp[]; /* by enum net_loss of net.h */

extern const struct learner *const learners[];       /* ends with NULL */
const struct learner *learner_find(struct str name); /* NULL: no such learner */

/*
 * What every learner asks of its rows: at least one, weights that are not all 0 and
 * whose sum is finite.  Learners call it first.
 */
bool learner_check(const struct matrix *m, struct err *e);

void weights_start(struct weights *w, size_t ncol);                /* all zero */
void weights_begin(struct weights *w, const struct weights *init); /* with others' */

/* Fails unless every number in w is finite.  Learners call it last. */
bool weights_check(const struct weights *w, struct err *e);
void weights_free(struct weights *w);

#endif
