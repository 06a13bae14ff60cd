/*
 * candidates.c - see candidates.h
 */
#include "model/candidates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/mem.h"
#include "base/random.h"

#define NOWHERE UINT32_MAX

static const struct layer *
last_layer(const struct net *t)
{
	return &t->layer[t->nlayer - 1];
}

/* ---- hidden layers, which both networks have ---- */

static void
hidden_copy(const struct net *from, struct net *to)
{
	for (size_t i = 0; i + 1 < from->nlayer; i++) {
		const struct layer *l = &from->layer[i], *o = &to->layer[i];

		memcpy(to->parameter + o->weight, from->parameter + l->weight,
		    (l->bias + l->stride - l->weight) * sizeof(*to->parameter));
		if (from->normal)
			memcpy(to->parameter + o->gain, from->parameter + l->gain,
			    3 * l->stride * sizeof(*to->parameter));
	}
}

static void
part_make(struct candidates *k)
{
	const struct net *whole = k->whole;
	size_t n = whole->nlayer - 1, *hidden = mem_alloc(n, sizeof(*hidden));

	for (size_t i = 0; i < n; i++)
		hidden[i] = whole->layer[i].out;
	net_make(&k->part, whole->layer[0].in, hidden, n, k->most, whole->activation,
	    whole->loss);
	free(hidden);
	k->part.dropout = whole->dropout;
	if (whole->normal)
		net_normalise(&k->part);
	for (size_t i = 0; i <= n; i++)
		k->part.layer[i].frozen = whole->layer[i].frozen;
	hidden_copy(whole, &k->part);
}

/* ---- classes ---- */

static void
shares_find(struct candidates *k, const struct matrix *m, size_t classes)
{
	double total = 0, sum = 0;

	for (size_t i = 0; i < m->nrow; i++)
		k->share[(size_t)m->label[i]] += m->weight[i] > 0;
	for (size_t c = 0; c < classes; c++)
		total += k->share[c];
	for (size_t c = 0; c < classes; c++) {
		k->share[c] /= total;
		k->cumulative[c] = sum += k->share[c];
	}
}

void
candidates_start(struct candidates *k, struct net *whole, const struct matrix *rows,
    size_t draws, size_t batch)
{
	const struct layer *l = last_layer(whole);
	size_t size = (l->in + 1) * l->stride;

	*k = (struct candidates){ .whole = whole, .draws = draws };
	k->most = draws + batch < l->out ? draws + batch : l->out;
	k->first = mem_alloc(size, sizeof(*k->first));
	k->second = mem_alloc(size, sizeof(*k->second));
	k->cumulative = mem_alloc(l->out, sizeof(*k->cumulative));
	k->share = mem_alloc(l->out, sizeof(*k->share));
	k->times = mem_alloc(l->out, sizeof(*k->times));
	k->place = mem_alloc(l->out, sizeof(*k->place));
	memset(k->place, 0xff, l->out * sizeof(*k->place)); /* NOWHERE */
	k->class = mem_alloc(k->most, sizeof(*k->class));
	k->offset = mem_alloc(k->most, sizeof(*k->offset));
	k->own = mem_alloc(k->most, sizeof(*k->own));
	shares_find(k, rows, l->out);
	part_make(k);
	k->part.sample = &k->sample;
}

void
candidates_free(struct candidates *k)
{
	net_free(&k->part);
	free(k->first);
	free(k->second);
	free(k->cumulative);
	free(k->share);
	free(k->times);
	free(k->place);
	free(k->class);
	free(k->offset);
	free(k->own);
}

/* ---- a step ---- */

static void
class_met(struct candidates *k, size_t class)
{
	k->times[class]++;
	if (k->place[class] != NOWHERE)
		return;
	k->place[class] = (uint32_t)k->n;
	k->class[k->n++] = (uint32_t) class;
}

/* By how frequent it is; one without rows is never drawn. */
static size_t
class_draw(const struct candidates *k, uint64_t *state)
{
	size_t low = 0, high = last_layer(k->whole)->out - 1;
	double u = random_share(state) * k->cumulative[high];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (k->cumulative[middle] > u)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void
classes_choose(struct candidates *k, const struct net_rows *rows, uint64_t *state)
{
	size_t met = 0;

	for (size_t i = 0; i < k->n; i++) {
		k->place[k->class[i]] = NOWHERE;
		k->times[k->class[i]] = 0;
	}
	k->n = 0;
	for (size_t i = 0; i < rows->n; i++)
		if (rows->m->weight[rows->which[i]] > 0) {
			class_met(k, (size_t)rows->m->label[rows->which[i]]);
			met++;
		}
	for (size_t i = 0; i < k->draws; i++)
		class_met(k, class_draw(k, state));
	met += k->draws;
	for (size_t i = 0; i < k->n; i++) {
		/* To a row all of them were drawn but its own. */
		double expected = (double)(met - 1) * k->share[k->class[i]];

		k->own[i] = -elementary_log(expected);
		k->offset[i] = elementary_log((double)k->times[k->class[i]]) + k->own[i];
	}
	k->sample = (struct net_sample){ k->n, k->place, k->offset, k->own };
}

/* Columns of the whole last layer in those of the part's, or back again. */
static void
columns_move(const struct candidates *k, real *whole, real *part, bool back)
{
	const struct layer *l = last_layer(k->whole), *o = last_layer(&k->part);

	/* The intercepts stand behind the weights, as one row more. */
	for (size_t j = 0; j <= l->in; j++)
		for (size_t i = 0; i < k->n; i++) {
			real *a = &whole[j * l->stride + k->class[i]];
			real *b = &part[j * o->stride + i];

			if (back)
				*a = *b;
			else
				*b = *a;
		}
	for (size_t j = 0; j <= l->in && !back; j++)
		memset(
		    &part[j * o->stride + k->n], 0, (o->stride - k->n) * sizeof(*part));
}

void
candidates_take(struct candidates *k, const struct net_rows *rows, uint64_t *state,
    real *first, real *second)
{
	size_t at = last_layer(&k->part)->weight;

	classes_choose(k, rows, state);
	columns_move(k, k->whole->parameter + last_layer(k->whole)->weight,
	    k->part.parameter + at, false);
	columns_move(k, k->first, first + at, false);
	columns_move(k, k->second, second + at, false);
}

void
candidates_return(struct candidates *k, const real *first, const real *second)
{
	size_t at = last_layer(&k->part)->weight;

	columns_move(k, k->whole->parameter + last_layer(k->whole)->weight,
	    k->part.parameter + at, true);
	columns_move(k, k->first, (real *)first + at, true);
	columns_move(k, k->second, (real *)second + at, true);
}

void
candidates_settle(const struct candidates *k)
{
	hidden_copy(&k->part, k->whole);
}
