/*
 * fm.h - crosses of features by factors: a factorisation machine of degree 2
 *
 *	z = w_0 + sum over j of w_j x_j + sum over j < k of (v_j . v_k) x_j x_k
 *
 * (Rendle, "Factorization machines", ICDM 2010).  Each feature has a weight and a vector
 * of a few numbers, its factors; what two features say together is the product of their
 * vectors.  So a cross that no row had is known from others: who likes these films, and
 * who likes films such as those.  The crosses take no time of their own, as
 *
 *	sum over j < k of (v_j . v_k) x_j x_k
 *	    = 1/2 sum over f of ((sum over j of v_jf x_j)^2 - sum over j of v_jf^2 x_j^2)
 *
 * Learnt row by row, in an order drawn anew for each epoch, with a rate of its own for
 * each number (AdaGrad): s += g^2, w -= rate g / sqrt(1 + s), g the slope of the row's
 * loss and of l2/2 w^2 of what the row touches.  Features that are 0 in a row are not
 * touched.  The loss is the logistic one of labels 0 and 1 or half the squared error.
 *
 * One thread, so nothing depends on how many there are.  Memory: 16 bytes for each number
 * learnt, and 8 for the best epoch's.
 */
#ifndef MODEL_FM_H
#define MODEL_FM_H

#include "model/descent.h"

enum { FACTORS_MOST = 1000 };

struct fm {
	size_t ncol, factors;
	bool logistic;
	size_t size;       /* of the next, 1 + ncol * (1 + factors) */
	double *parameter; /* w_0, and for each feature w and v */
};

struct fm_training {
	double rate, l2;
	size_t epochs, patience; /* patience: with valid, as in descent.h */
	uint64_t seed;
	const struct matrix *train, *valid; /* valid may be NULL */
};

void fm_make(struct fm *f, size_t ncol, size_t factors, bool logistic); /* all 0 */
void fm_free(struct fm *f);

/* A feature's weight, with its factors behind it. */
static inline double *
fm_feature(const struct fm *f, size_t j)
{
	return f->parameter + 1 + j * (1 + f->factors);
}

/* sum: scratch (factors), which then holds the sums over v_jf x_j. */
double fm_score(const struct fm *f, struct matrix_row x, double *sum);

/* The slopes of the score by every number of feature j, whose value is x: (1 + factors).
 */
void fm_slopes(const struct fm *f, size_t j, double x, const double *sum, double *g);

/* The mean loss of all rows. */
double fm_mean_loss(const struct fm *f, const struct matrix *m);

/* As descend() of descent.h: see() after each epoch, the best of which is taken. */
bool fm_learn(struct fm *f, const struct fm_training *t, struct course *c,
    bool (*see)(void *with, const struct epoch *e), void *with, struct err *e);

#endif
