/*
 * net_normal.c - see net_normal.h
 */
#include "model/net_normal.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define NORMAL_EPSILON 1e-5

enum { NORMAL_MEMORY = 100 }; /* parts that the running mean remembers */

void
net_normal_make(struct net_normal *s, const struct layer *l)
{
	s->h = mem_alloc(NET_ROWS * l->stride, sizeof(*s->h));
	s->mean = mem_alloc(l->stride, sizeof(*s->mean));
	s->variance = mem_alloc(l->stride, sizeof(*s->variance));
	s->scale = mem_alloc(l->stride, sizeof(*s->scale));
}

void
net_normal_free(struct net_normal *s)
{
	free(s->h);
	free(s->mean);
	free(s->variance);
	free(s->scale);
}

/* Row r's share of the weight of all. */
static real
share_of(const struct net_normal *s, const double *weight, uint32_t row)
{
	return s->weight > 0 ? (real)(weight[row] / s->weight) : 0;
}

static void
moments_find(const struct layer *l, const double *weight, const uint32_t *which, size_t n,
    const real *z, struct net_normal *s)
{
	s->weight = 0;
	for (size_t r = 0; r < n; r++)
		s->weight += weight[which[r]];
	for (size_t u = 0; u < l->out; u++)
		s->mean[u] = s->variance[u] = 0;
	for (size_t r = 0; r < n; r++) {
		real share = share_of(s, weight, which[r]);

		for (size_t u = 0; u < l->out; u++)
			s->mean[u] += share * z[r * l->stride + u];
	}
	for (size_t r = 0; r < n; r++) {
		real share = share_of(s, weight, which[r]);

		for (size_t u = 0; u < l->out; u++) {
			real d = z[r * l->stride + u] - s->mean[u];

			s->variance[u] += share * (d * d);
		}
	}
	for (size_t u = 0; u < l->out; u++)
		s->scale[u] = (real)(1 / sqrt((double)s->variance[u] + NORMAL_EPSILON));
}

void
net_normal_forward(const struct net *t, const struct layer *l, const double *weight,
    const uint32_t *which, size_t n, real *z, struct net_normal *s)
{
	const real *gain = t->parameter + l->gain, *bias = t->parameter + l->bias;

	moments_find(l, weight, which, n, z, s);
	for (size_t r = 0; r < n; r++)
		for (size_t u = 0; u < l->out; u++) {
			size_t k = r * l->stride + u;

			s->h[k] = (z[k] - s->mean[u]) * s->scale[u];
			z[k] = gain[u] * s->h[k] + bias[u];
		}
}

/* What the running mean makes of a unit's score: by a factor, and what is added. */
static void
settled_line(
    const struct net *t, const struct layer *l, size_t u, double *factor, double *term)
{
	const real *p = t->parameter;

	*factor = p[l->gain + u] / sqrt((double)p[l->variance + u] + NORMAL_EPSILON);
	*term = p[l->bias + u] - p[l->mean + u] * *factor;
}

void
net_normal_settled(const struct net *t, const struct layer *l, size_t n, real *z)
{
	for (size_t u = 0; u < l->out; u++) {
		double factor, term;

		settled_line(t, l, u, &factor, &term);
		for (size_t r = 0; r < n; r++)
			z[r * l->stride + u] =
			    (real)factor * z[r * l->stride + u] + (real)term;
	}
}

/* dz = gain scale (d - share (sum d + h sum d h)) */
void
net_normal_backward(const struct net *t, const struct layer *l, const double *weight,
    const uint32_t *which, size_t n, const struct net_normal *s, real *delta, real *g)
{
	const real *gain = t->parameter + l->gain;
	real *along = g + l->gain, *sum = g + l->bias; /* of this part alone so far */

	for (size_t r = 0; r < n; r++)
		for (size_t u = 0; u < l->out; u++) {
			size_t k = r * l->stride + u;

			sum[u] += delta[k];
			along[u] += delta[k] * s->h[k];
		}
	for (size_t r = 0; r < n; r++) {
		real share = share_of(s, weight, which[r]);

		for (size_t u = 0; u < l->out; u++) {
			size_t k = r * l->stride + u;

			delta[k] = gain[u] * s->scale[u] *
				   (delta[k] - share * (sum[u] + s->h[k] * along[u]));
		}
	}
}

void
net_normal_note(
    struct net *t, const struct layer *l, const struct net_normal *s, uint64_t seen)
{
	real step =
	    (real)(1.0 / (double)(seen < NORMAL_MEMORY ? seen + 1 : NORMAL_MEMORY));

	for (size_t u = 0; u < l->out; u++) {
		real *mean = t->parameter + l->mean + u;
		real *variance = t->parameter + l->variance + u;

		*mean += step * (s->mean[u] - *mean);
		*variance += step * (s->variance[u] - *variance);
	}
}

void
net_fold(struct net *t)
{
	for (size_t i = 0; t->normal && i + 1 < t->nlayer; i++) {
		const struct layer *l = &t->layer[i];

		for (size_t u = 0; u < l->out; u++) {
			double factor, term;

			settled_line(t, l, u, &factor, &term);
			for (size_t j = 0; j < l->in; j++)
				t->parameter[l->weight + j * l->stride + u] *=
				    (real)factor;
			t->parameter[l->bias + u] = (real)term;
		}
	}
	t->normal = false;
}
