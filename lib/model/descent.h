/*
 * descent.h - a network's parameters by gradients of few rows at a time
 *
 * Every epoch goes once through all rows, in an order drawn from the seed, batch by
 * batch: the gradient of the batch's mean loss, and of the penalty, moves the parameters
 * by one of the rules in the table,
 *
 *	sgd       w -= rate g
 *	momentum  v = 0.9 v + g;  w -= rate v                        (Polyak 1964)
 *	adagrad   s += g^2;  w -= rate g / (sqrt(s) + 1e-10)         (Duchi et al. 2011)
 *	rmsprop   s = 0.9 s + 0.1 g^2;  w -= rate g / (sqrt(s) + 1e-8)
 *	adam      m, s: means of g and g^2 that forget by 0.9 and 0.999;
 *	          w -= rate m' / (sqrt(s') + 1e-8)                   (Kingma & Ba 2015)
 *
 * With rows held out (valid), their loss is looked at after each epoch: after `patience`
 * epochs without a better one descent ends, and the best epoch's parameters are taken.
 *
 * With candidates the training loss is that of candidates.h, over few classes, and the
 * penalty acts on their weights alone.
 *
 * Memory: beside the net's, as many numbers again for the gradient, the best epoch and
 * each of the rule's sums.
 */
#ifndef MODEL_DESCENT_H
#define MODEL_DESCENT_H

#include "base/err.h"
#include "model/even.h"

enum rule { SGD, MOMENTUM, ADAGRAD, RMSPROP, ADAM, RULES };
extern const char *const rule_names[RULES];

enum schedule { CONSTANT, INVERSE, COSINE, SCHEDULES };
extern const char *const schedule_names[SCHEDULES];

struct descent {
	enum rule rule;
	enum schedule schedule; /* of the rate: r; r / epoch; half a cosine down to 0 */
	double rate, l2, clip;  /* clip: the largest norm of a gradient; 0: any */
	size_t batch, epochs, patience;
	uint64_t seed;
	const struct matrix *train, *valid; /* valid may be NULL */
	struct even even;                   /* its rows are train's */
	size_t candidates;                  /* draws of candidates.h; 0: all classes */
};

/* What an epoch came to. */
struct epoch {
	size_t number, steps; /* steps since the beginning */
	double rate;
	double train_loss; /* the mean over the epoch's batches, before each one's step */
	double valid_loss; /* NaN without rows held out */
	double gradient;   /* the root mean square norm over its batches */
	double *layer;     /* (nlayer) the same of each layer's part of it */
	size_t dead;       /* hidden units that were 0 for every row */
};

struct course { /* how it went, epoch by epoch */
	size_t n, room;
	struct epoch *epoch;
	size_t best; /* whose parameters were taken, from 0 */
};

/*
 * see() is called after each epoch; false from it ends descent.  Fails where the loss
 * is no longer a finite number.
 */
bool descend(struct net *t, const struct descent *d, struct course *c,
    bool (*see)(void *with, const struct epoch *e), void *with, struct err *e);
void course_free(struct course *c);

/* The mean loss of all rows, without penalty. */
double net_mean_loss(struct net *t, const struct matrix *m);

/*
 * Set the last layer's intercepts so that, with small weights, the best constant is what
 * is predicted: descent begins there.
 */
void net_start_constant(struct net *t, const struct matrix *m);

/* What the best constant would cost on these rows: the loss to be better than. */
double constant_loss(const struct matrix *m, enum net_loss loss, size_t nclass);

/*
 * What the course says, in one line with what to try; NULL where all is well.  constant
 * is constant_loss() of the rows.
 */
const char *course_verdict(const struct course *c, double constant);

#endif
