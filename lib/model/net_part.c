/*
 * net_part.c - net_part.h for any processor, and what rows have in common
 */
#include "model/net_part.h"

#include <math.h>

#include "base/elementary.h"

#define LOOPS
#define PART net_part
#include "model/net_loops.h"

void
net_activate(enum activation a, real *z, size_t n)
{
	switch (a) {
	case RELU:
		for (size_t u = 0; u < n; u++)
			z[u] = z[u] > 0 ? z[u] : 0;
		break;
	case LEAKY_RELU:
		for (size_t u = 0; u < n; u++)
			z[u] = z[u] > 0 ? z[u] : (real)0.01 * z[u];
		break;
	case TANH: /* 2 sigmoid(2 z) - 1 */
		for (size_t u = 0; u < n; u++)
			z[u] = (real)(2 * elementary_sigmoid(2 * (double)z[u]) - 1);
		break;
	default:
		for (size_t u = 0; u < n; u++)
			z[u] = (real)elementary_sigmoid(z[u]);
	}
}

/* Scores become e^(z - most), and the loss is that of logistic regression on k scores. */
static double
softmax_loss(real *score, real *delta, size_t n, size_t label, double w)
{
	double most = score[0], own = score[label], sum = 0;

	for (size_t c = 1; c < n; c++)
		most = score[c] > most ? score[c] : most;
	for (size_t c = 0; c < n; c++)
		sum += elementary_exp(score[c] - most);
	for (size_t c = 0; c < n; c++) {
		double p = elementary_exp(score[c] - most) / sum;

		delta[c] = (real)(w * (p - (c == label)));
	}
	return w * (elementary_log(sum) - (own - most));
}

double
net_sample_loss(
    const struct net_sample *s, const real *score, real *delta, double label, double w)
{
	size_t y;
	double own, most, sum = 0;

	if (!(w > 0)) /* its class need not be there */
		return 0;
	y = s->place[(size_t)label];
	own = most = score[y] + s->own[y];
	for (size_t c = 0; c < s->n; c++)
		most = fmax(most, c == y ? own : score[c] + s->offset[c]);
	for (size_t c = 0; c < s->n; c++)
		sum += elementary_exp((c == y ? own : score[c] + s->offset[c]) - most);
	for (size_t c = 0; c < s->n; c++) {
		double z = c == y ? own : score[c] + s->offset[c];

		delta[c] = (real)(w * (elementary_exp(z - most) / sum - (c == y)));
	}
	return w * (elementary_log(sum) - (own - most));
}

/* Logistic, of the score z and a label that is a probability. */
static double
logistic_loss(double z, real *delta, double label, double w)
{
	double e = elementary_exp(z > 0 ? -z : z), p = (z > 0 ? 1 : e) / (1 + e);

	*delta = (real)(w * (p - label));
	return w * (elementary_log1p(e) + (z > 0 ? (1 - label) * z : -label * z));
}

double
net_row_loss(
    enum net_loss loss, real *score, real *delta, size_t n, double label, double w)
{
	double z = score[0], sum = 0;

	if (!(w > 0))
		return 0;
	if (loss == NET_SOFTMAX)
		return softmax_loss(score, delta, n, (size_t)label, w);
	if (loss == NET_SQUARED) {
		delta[0] = (real)(w * (z - label));
		return w * (z - label) * (z - label) / 2;
	}
	if (loss == NET_LOGISTIC)
		return logistic_loss(z, delta, label, w);
	for (size_t c = 0; c < n; c++)
		sum += logistic_loss(score[c], &delta[c], set_has(label, c), w);
	return sum;
}
