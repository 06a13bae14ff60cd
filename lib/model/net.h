/*
 * net.h - a network of fully connected layers, and its loss and gradient
 *
 *	a_0 = the features;  z_l = b_l + a_(l-1) W_l;  a_l = f(z_l) but for the last layer
 *
 * Without hidden layers it is a linear model.  What the last scores mean is the loss's
 * business: half the squared error of one score, the logistic loss of one, softmax over
 * one for each class, or the sum of logistic losses of one for each of several labels.
 *
 * All parameters stand in one vector of floats: for each layer W (in rows of `stride`
 * floats, a row for each input) and then b.  stride is the number of units, rounded up to
 * whole LANES; what is beyond the units is 0 and stays so.
 *
 * Gradients are summed over parts of NET_ROWS rows, row by row, and the parts in order;
 * within a part every element is a sum in the order of rows or of inputs, whatever the
 * width of the instructions and the number of threads, and nothing is fused.  Inputs that
 * are 0 add nothing, so sparse rows cost what they hold.
 *
 * Memory: 4 bytes a parameter, twice for the gradient, and in training twice or three
 * times more (descent.h); for each thread a gradient and NET_ROWS rows of activations.
 */
#ifndef MODEL_NET_H
#define MODEL_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/matrix.h"

enum { NET_ROWS = 32, LANES = 8 };

/* The tests compile all this once more for doubles, whose differences can be trusted. */
#ifndef NET_REAL
#define NET_REAL float
#endif
typedef NET_REAL real;

enum activation { RELU, LEAKY_RELU, TANH, SIGMOID, ACTIVATIONS };
extern const char *const activation_names[ACTIVATIONS];

enum net_loss { NET_SQUARED, NET_LOGISTIC, NET_SOFTMAX, NET_MULTILABEL, NET_LOSSES };
extern const char *const net_loss_names[NET_LOSSES];

struct layer {
	size_t in, out, stride;      /* stride >= out */
	size_t weight, bias;         /* where in the vector W and b are */
	size_t gain, mean, variance; /* and those of net_normal.h, of a hidden layer */
	bool frozen;                 /* its parameters stay as they are */
};

/* A softmax over some of the classes: candidates.h. */
struct net_sample {
	size_t n;              /* scores that count */
	const uint32_t *place; /* (classes) where a class has its score */
	/* (n) to add to a score: for rows of other classes, and for those of its own */
	const double *offset, *own;
};

struct net {
	size_t nlayer; /* of weights: one more than of hidden units */
	struct layer *layer;
	size_t size; /* of the vector */
	real *parameter;
	enum activation activation;
	enum net_loss loss;
	double dropout; /* the share of hidden units left out of each row, in training */
	bool normal;    /* hidden scores are normalised, see net_normal.h */
	const struct net_sample *sample; /* of a softmax over all classes: NULL */
	struct net_embed *embed; /* some features reach it by fewer numbers; or NULL */
	struct net_work *work;   /* what gradients are made in; from the first one on */
};

/* ninput features, hidden[n] units, noutput scores; all parameters 0. */
void net_make(struct net *t, size_t ninput, const size_t *hidden, size_t n,
    size_t noutput, enum activation a, enum net_loss loss);
void net_free(struct net *t);

/*
 * Normalise hidden scores from now on: the vector grows by what that takes.  Before the
 * first gradient.  net_fold() ends it: weights and intercepts do the same alone.
 */
void net_normalise(struct net *t);
void net_fold(struct net *t);

/*
 * Weights uniform within +-sqrt(6 / in) for relu and its kin (He et al. 2015), within
 * +-sqrt(6 / (in + out)) for the others and the last layer (Glorot & Bengio 2010); of a
 * net without hidden layers they are 0.
 */
void net_start(struct net *t, uint64_t seed);

size_t net_parameters(const struct net *t); /* without what rounds rows up */

/* Some rows of a matrix: which[0..n-1], in this order. */
struct net_rows {
	const struct matrix *m;
	const uint32_t *which;
	size_t n;
	uint64_t seed; /* in training: for dropout; 0: nothing is learnt from them */
	double *score; /* (n) where to put the first score of each; or NULL */
	/* (n) derivatives by it, to add to the loss's; or NULL.  Of weight 0, too. */
	const double *slope;
	bool slope_alone; /* and the loss has none */
};

struct net_sums {
	double loss, weight; /* sums over the rows, weighted */
	bool *alive;         /* (hidden units) was one not 0 in any row?  or NULL */
};

/*
 * The weighted sum of losses over the rows, and its gradient into gradient[size], unless
 * that is NULL.
 */
void net_gradient(
    struct net *t, const struct net_rows *rows, real *gradient, struct net_sums *sums);

/* The scores z[noutput] of a row of features, in doubles: for prediction. */
void net_scores(const struct net *t, struct matrix_row x, double *scratch, double *z);
size_t net_scratch(const struct net *t); /* how many doubles it wants */

#endif
