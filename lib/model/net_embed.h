/*
 * net_embed.h - runs of features that reach a network by a few numbers each
 *
 * The features of a run, all levels of a category, each have d numbers, and what the
 * first layer sees instead of them is the sum of value * numbers: of an indicator, the
 * numbers of its level.  So a category of fifty thousand levels costs a row d inputs, and
 * levels that act alike get like numbers.  The other features are inputs as they are, in
 * front.
 *
 * The numbers stand at the end of the net's vector, in rows of `stride`, and are drawn
 * uniformly within +-sqrt(3 / d): vectors of length 1 on average.
 *
 * As nothing bends between them and the first layer, the two are one linear map:
 * net_embed_fold() gives a plain net over the features that scores alike.
 */
#ifndef MODEL_NET_EMBED_H
#define MODEL_NET_EMBED_H

#include "model/net.h"

struct embed_run {
	size_t first, n, d; /* features first .. first + n - 1 */
};

struct net_embed {
	size_t nfeature, nrun;
	struct embed_run *run; /* (nrun) rising, apart */
	uint32_t *slot;        /* (nfeature) its input, or the first of its run's */
	size_t plain;          /* inputs before those of runs */
	size_t width, wide;    /* inputs of runs, and rounded up to whole LANES */
	size_t begin;          /* where in the vector */
	size_t *at;            /* (nrun) the same of each run */
	size_t *stride;        /* (nrun) */
	uint32_t *of;          /* (nfeature) its run, or EMBED_NONE */
};

#define EMBED_NONE UINT32_MAX

/* How many inputs the first layer has then. */
size_t net_embed_inputs(size_t nfeature, const struct embed_run *run, size_t n);

/* For a net made with so many; draws the numbers.  Before the first gradient. */
void net_embed(
    struct net *t, size_t nfeature, const struct embed_run *run, size_t n, uint64_t seed);
void net_embed_free(struct net *t);

/* The inputs of a row, (layer[0].in). */
void net_embed_gather(const struct net *t, struct matrix_row x, real *to);

/* From the derivatives of a row's inputs of runs, added to g. */
void net_embed_backward(
    const struct net *t, struct matrix_row x, const real *delta, real *g);

/* to += what from has of this row's features, which is made 0. */
void net_embed_move(const struct net *t, struct matrix_row x, real *from, real *to);

const real *net_embed_numbers(const struct net *t, size_t run, size_t feature); /* (d) */

/* A plain net over the features; t keeps its numbers. */
void net_embed_fold(const struct net *t, struct net *plain);

#endif
