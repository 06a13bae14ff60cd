/*
 * net_part.h - the gradient of a part of the rows: the loops that take the time
 *
 * net_part.c has them for any processor and net_part_avx2.c for AVX2: the same code
 * (net_loops.h) compiled twice, with the same results.
 */
#ifndef MODEL_NET_PART_H
#define MODEL_NET_PART_H

#include "base/cpu.h"
#include "model/net_embed.h"
#include "model/net_normal.h"

/* What one thread works in. */
struct net_hand {
	real **activation; /* (nlayer) of (NET_ROWS, stride): the layers' outputs */
	real **delta;      /* (nlayer) the same of derivatives */
	real **kept;       /* (nlayer) what dropout multiplies by; NULL without it */
	real **keep;       /* kept, or NULL where nothing is left out now */
	struct net_normal *normal; /* (nlayer) of hidden layers; or NULL */
	bool learns;               /* these rows are to learn from */
	real *gradient;            /* (size) */
	real *input;    /* (NET_ROWS, inputs) of rows stored densely; NULL: too many */
	bool dense;     /* these rows are */
	real *embedded; /* (NET_ROWS, embed->wide) derivatives; or NULL */
	bool soiled;    /* the first layer's gradient is not 0 */
	double loss, weight;
	bool *alive; /* (hidden units) */
};

/* Rows first to first + n - 1 of those; transposed: W of each layer but the first. */
typedef void net_part_fn(const struct net *t, real *const *transposed,
    const struct net_rows *rows, size_t first, size_t n, bool slopes, struct net_hand *h);

net_part_fn net_part;
#if CPU_HAS_AVX2
net_part_fn net_part_avx2;
#endif

/* Scores become derivatives, in delta; the loss is returned.  Padding is left alone. */
double net_row_loss(
    enum net_loss loss, real *score, real *delta, size_t n, double label, double w);
double net_sample_loss(
    const struct net_sample *s, const real *score, real *delta, double label, double w);
void net_activate(enum activation a, real *z, size_t n);

#endif
