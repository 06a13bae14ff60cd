/*
 * net_embed.c - see net_embed.h
 */
#include "model/net_embed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/random.h"

static size_t
lanes_of(size_t n)
{
	return (n + LANES - 1) / LANES * LANES;
}

size_t
net_embed_inputs(size_t nfeature, const struct embed_run *run, size_t n)
{
	for (size_t i = 0; i < n; i++)
		nfeature = nfeature - run[i].n + run[i].d;
	return nfeature;
}

static void
slots_assign(struct net_embed *e)
{
	uint32_t plain = 0, slot;

	for (size_t j = 0; j < e->nfeature; j++)
		e->of[j] = EMBED_NONE;
	for (size_t i = 0; i < e->nrun; i++)
		for (size_t j = 0; j < e->run[i].n; j++)
			e->of[e->run[i].first + j] = (uint32_t)i;
	for (size_t j = 0; j < e->nfeature; j++)
		if (e->of[j] == EMBED_NONE)
			e->slot[j] = plain++;
	e->plain = slot = plain;
	for (size_t i = 0; i < e->nrun; i++) {
		for (size_t j = 0; j < e->run[i].n; j++)
			e->slot[e->run[i].first + j] = slot;
		slot += (uint32_t)e->run[i].d;
	}
	e->width = slot - plain;
	e->wide = lanes_of(e->width);
}

void
net_embed(
    struct net *t, size_t nfeature, const struct embed_run *run, size_t n, uint64_t seed)
{
	struct net_embed *e = t->embed = mem_alloc(1, sizeof(*e));
	size_t before = t->size;

	e->nfeature = nfeature;
	e->nrun = n;
	e->run = mem_alloc(n, sizeof(*e->run));
	memcpy(e->run, run, n * sizeof(*e->run));
	e->slot = mem_alloc(nfeature, sizeof(*e->slot));
	e->of = mem_alloc(nfeature, sizeof(*e->of));
	e->at = mem_alloc(n, sizeof(*e->at));
	e->stride = mem_alloc(n, sizeof(*e->stride));
	slots_assign(e);
	e->begin = t->size;
	for (size_t i = 0; i < n; i++) {
		e->at[i] = t->size;
		e->stride[i] = lanes_of(run[i].d);
		t->size += run[i].n * e->stride[i];
	}
	t->parameter = mem_resize(t->parameter, t->size, sizeof(*t->parameter));
	memset(t->parameter + before, 0, (t->size - before) * sizeof(*t->parameter));
	for (size_t i = 0; i < n; i++) {
		double width = sqrt(3 / (double)run[i].d);

		for (size_t j = 0; j < run[i].n; j++)
			for (size_t k = 0; k < run[i].d; k++)
				t->parameter[e->at[i] + j * e->stride[i] + k] =
				    (real)(width * (2 * random_share(&seed) - 1));
	}
}

void
net_embed_free(struct net *t)
{
	struct net_embed *e = t->embed;

	if (e == NULL)
		return;
	free(e->run);
	free(e->slot);
	free(e->of);
	free(e->at);
	free(e->stride);
	free(e);
	t->embed = NULL;
}

/* Where in the vector a feature's numbers are. */
static size_t
numbers_at(const struct net_embed *e, size_t run, size_t feature)
{
	return e->at[run] + (feature - e->run[run].first) * e->stride[run];
}

const real *
net_embed_numbers(const struct net *t, size_t run, size_t feature)
{
	return t->parameter + numbers_at(t->embed, run, feature);
}

void
net_embed_gather(const struct net *t, struct matrix_row x, real *to)
{
	const struct net_embed *e = t->embed;

	memset(to, 0, t->layer[0].in * sizeof(*to));
	for (size_t k = 0; k < x.n; k++) {
		uint32_t j = x.index[k], i = e->of[j];
		real v = (real)x.value[k];

		if (i == EMBED_NONE) {
			to[e->slot[j]] = v;
			continue;
		}
		const real *p = net_embed_numbers(t, i, j);

		for (size_t d = 0; v != 0 && d < e->run[i].d; d++)
			to[e->slot[j] + d] += v * p[d];
	}
}

void
net_embed_backward(const struct net *t, struct matrix_row x, const real *delta, real *g)
{
	const struct net_embed *e = t->embed;

	for (size_t k = 0; k < x.n; k++) {
		uint32_t j = x.index[k], i = e->of[j];
		real v = (real)x.value[k];

		if (i == EMBED_NONE || v == 0)
			continue;
		for (size_t d = 0; d < e->run[i].d; d++)
			g[numbers_at(e, i, j) + d] +=
			    v * delta[e->slot[j] - e->plain + d];
	}
}

void
net_embed_move(const struct net *t, struct matrix_row x, real *from, real *to)
{
	const struct net_embed *e = t->embed;

	for (size_t k = 0; k < x.n; k++) {
		uint32_t j = x.index[k], i = e->of[j];

		if (i == EMBED_NONE || x.value[k] == 0)
			continue;
		for (size_t d = 0; d < e->run[i].d; d++) {
			size_t at = numbers_at(e, i, j) + d;

			to[at] += from[at];
			from[at] = 0;
		}
	}
}

/* A feature's row of the first layer: its input's, or the sum over its numbers. */
static void
row_fold(const struct net *t, size_t j, real *to)
{
	const struct net_embed *e = t->embed;
	const struct layer *l = &t->layer[0];
	const real *w = t->parameter + l->weight + e->slot[j] * l->stride;
	uint32_t i = e->of[j];

	if (i == EMBED_NONE) {
		memcpy(to, w, l->out * sizeof(*to));
		return;
	}
	for (size_t u = 0; u < l->out; u++) {
		const real *p = net_embed_numbers(t, i, j);
		double sum = 0;

		for (size_t d = 0; d < e->run[i].d; d++)
			sum += (double)p[d] * w[d * l->stride + u];
		to[u] = (real)sum;
	}
}

void
net_embed_fold(const struct net *t, struct net *plain)
{
	size_t *hidden = mem_alloc(t->nlayer, sizeof(*hidden));
	size_t last = t->nlayer - 1;

	for (size_t i = 0; i < last; i++)
		hidden[i] = t->layer[i].out;
	net_make(plain, t->embed->nfeature, hidden, last, t->layer[last].out,
	    t->activation, t->loss);
	for (size_t j = 0; j < t->embed->nfeature; j++)
		row_fold(t, j,
		    plain->parameter + plain->layer[0].weight +
			j * plain->layer[0].stride);
	for (size_t i = 0; i <= last; i++) {
		const struct layer *from = &t->layer[i], *to = &plain->layer[i];

		memcpy(plain->parameter + to->bias, t->parameter + from->bias,
		    from->stride * sizeof(real));
		if (i > 0)
			memcpy(plain->parameter + to->weight, t->parameter + from->weight,
			    from->in * from->stride * sizeof(real));
	}
	free(hidden);
}
