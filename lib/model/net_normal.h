/*
 * net_normal.h - normalisation of hidden scores over the rows of a part
 *
 *	h = (z - mean) / sqrt(variance + 1e-5);  out = gain h + bias
 *
 * for each hidden unit, z its score without the intercept (Ioffe & Szegedy 2015).  Mean
 * and variance are those of the NET_ROWS rows of a part, not of the whole batch: "ghost"
 * batches (Hoffer, Hubara & Soudry 2017), which generalise no worse, and need no other
 * part, so that parts stay side by side.  They are weighted as the rows are.
 *
 * What stands in their place once nothing is learnt any more is their running mean, in
 * the net's vector beside the gains: an affine function, which net_fold() works into
 * weights and intercepts, so that the net that is written knows nothing of all this.
 */
#ifndef MODEL_NET_NORMAL_H
#define MODEL_NET_NORMAL_H

#include "model/net.h"

/* What one part's rows came to in one layer. */
struct net_normal {
	real *h;                       /* (NET_ROWS, stride) */
	real *mean, *variance, *scale; /* (stride); scale: 1 / sqrt(variance + 1e-5) */
	double weight;                 /* of the rows */
};

void net_normal_make(struct net_normal *s, const struct layer *l);
void net_normal_free(struct net_normal *s);

/* Scores of n rows to normalised ones, in place; weight[which[r]] is that of row r. */
void net_normal_forward(const struct net *t, const struct layer *l, const double *weight,
    const uint32_t *which, size_t n, real *z, struct net_normal *s);

/* The same by the running mean. */
void net_normal_settled(const struct net *t, const struct layer *l, size_t n, real *z);

/* Derivatives of the outcome to those of z; those of gain and bias are added to g. */
void net_normal_backward(const struct net *t, const struct layer *l, const double *weight,
    const uint32_t *which, size_t n, const struct net_normal *s, real *delta, real *g);

/* A part's mean and variance into the running ones; seen counts the parts. */
void net_normal_note(
    struct net *t, const struct layer *l, const struct net_normal *s, uint64_t seen);

#endif
