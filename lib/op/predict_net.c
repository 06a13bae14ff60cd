/*
 * predict_net.c - networks as models: their facts, and the scores of a batch
 *
 *	mlp,,activation,relu
 *	mlp,,units,64              a hidden layer; as many facts as there are
 *	mlp,age,weight:1:3,0.12    from a feature to unit 3 of layer 1
 *	mlp,,bias:1:3,-0.4
 *	mlp,,weight:2:3:1,0.7      from unit 3 of layer 1 to unit 1 of layer 2
 *
 * They stand in this order, layer by layer, so that a gap is noticed.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "op/predict.h"

void
model_unit_add(struct model *m, size_t units)
{
	m->unit = mem_grow(m->unit, &m->unit_room, m->nunit + 1, sizeof(*m->unit));
	m->unit[m->nunit++] = units;
}

/* ---- facts ---- */

enum { KEY = 80 };

static void
weight_key(char key[KEY], size_t layer, size_t from, size_t to)
{
	if (layer == 0)
		snprintf(key, KEY, "weight:1:%zu", to + 1);
	else
		snprintf(key, KEY, "weight:%zu:%zu:%zu", layer + 1, from + 1, to + 1);
}

static void
bias_key(char key[KEY], size_t layer, size_t unit)
{
	snprintf(key, KEY, "bias:%zu:%zu", layer + 1, unit + 1);
}

void
model_net_save(const struct model *m, struct state_out *out)
{
	const struct net *t = m->net;
	char key[KEY];

	state_text(out, STR(""), "activation", str_of(activation_names[t->activation]));
	for (size_t i = 0; i + 1 < t->nlayer; i++)
		state_count(out, STR(""), "units", t->layer[i].out);
	for (size_t i = 0; i < t->nlayer; i++) {
		const struct layer *l = &t->layer[i];

		for (size_t j = 0; j < l->in; j++)
			for (size_t u = 0; u < l->out; u++) {
				weight_key(key, i, j, u);
				state_number(out, i == 0 ? m->feature[j].name : STR(""),
				    key, t->parameter[l->weight + j * l->stride + u]);
			}
		for (size_t u = 0; u < l->out; u++) {
			bias_key(key, i, u);
			state_number(out, STR(""), key, t->parameter[l->bias + u]);
		}
	}
}

static bool
load_activation(
    struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	for (enum activation a = 0; a < ACTIVATIONS; a++)
		if (str_equal(f->value, str_of(activation_names[a]))) {
			m->activation = a;
			return true;
		}
	return fact_fail(step, f, e, "not an activation of this version");
}

static bool
load_units(struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (!fact_count(step, f, &n, e))
		return false;
	if (n == 0 || n > UINT32_MAX || m->n > 0)
		return fact_fail(step, f, e, "not a number of units in its place");
	model_unit_add(m, (size_t)n);
	return true;
}

/* The first layer's weights come before it is known how many features there are. */
static bool
load_first(struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	size_t units = m->nunit > 0 ? m->unit[0] : 0, u;
	char key[KEY];
	double x;

	if (units == 0 || m->net != NULL)
		return fact_fail(step, f, e, "not the place of a weight");
	u = m->net_weights % units;
	weight_key(key, 0, 0, u);
	if (!fact_is(f, key))
		return fact_fail(step, f, e, "\"%s\" is wanted", key);
	if (u == 0)
		model_feature_add(m, f->item, 0);
	else if (!str_equal(f->item, m->feature[m->n - 1].name))
		return fact_fail(step, f, e, "a weight of another feature is wanted");
	if (!fact_number(step, f, &x, e))
		return false;
	m->class_weight = mem_grow(m->class_weight, &m->weight_room, m->net_weights + 1,
	    sizeof(*m->class_weight));
	m->class_weight[m->net_weights++] = x;
	return true;
}

/* The features are all there: the first layer is filled, and its intercepts are next. */
static bool
net_open(struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	enum net_loss loss = NET_SQUARED;
	const struct layer *l;

	if (m->nunit == 0 || m->n == 0 || m->net_weights != m->n * m->unit[0])
		return fact_fail(step, f, e, "a network without all weights of layer 1");
	if (m->nclass > 0)
		loss = m->loss.name != NULL ? NET_MULTILABEL : NET_SOFTMAX;
	m->net = mem_alloc(1, sizeof(*m->net));
	net_make(m->net, m->n, m->unit, m->nunit, m->nclass > 0 ? m->nclass : 1,
	    m->activation, loss);
	l = &m->net->layer[0];
	for (size_t j = 0; j < m->n; j++)
		for (size_t u = 0; u < l->out; u++)
			m->net->parameter[l->weight + j * l->stride + u] =
			    (real)m->class_weight[j * l->out + u];
	m->net_at = l->in * l->out;
	return true;
}

/* net_at counts a layer's weights and then its intercepts. */
static bool
load_next(struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	const struct layer *l;
	char key[KEY];
	size_t at, weights;
	double x;

	if (m->net == NULL && !net_open(m, step, f, e))
		return false;
	if (m->net_layer == m->net->nlayer)
		return fact_fail(step, f, e, "more numbers than the network has");
	l = &m->net->layer[m->net_layer];
	weights = l->in * l->out;
	if (m->net_at < weights) {
		at = l->weight + m->net_at / l->out * l->stride + m->net_at % l->out;
		weight_key(key, m->net_layer, m->net_at / l->out, m->net_at % l->out);
	} else {
		at = l->bias + m->net_at - weights;
		bias_key(key, m->net_layer, m->net_at - weights);
	}
	if (!fact_is(f, key))
		return fact_fail(step, f, e, "\"%s\" is wanted", key);
	if (!fact_number(step, f, &x, e))
		return false;
	m->net->parameter[at] = (real)x;
	if (++m->net_at == weights + l->out) {
		m->net_layer++;
		m->net_at = 0;
	}
	return true;
}

bool
model_net_load(
    struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	if (f->item.n > 0)
		return load_first(m, step, f, e);
	if (fact_is(f, "activation"))
		return load_activation(m, step, f, e);
	return fact_is(f, "units") ? load_units(m, step, f, e) : load_next(m, step, f, e);
}

bool
model_net_loaded(struct model *m, const struct facts *step, struct err *e)
{
	if (m->nclass == 1)
		return fact_fail(step, NULL, e, "a model of fewer than two classes");
	return (m->net != NULL && m->net_layer == m->net->nlayer) ||
	       fact_fail(step, NULL, e, "a network without all of its numbers");
}

/* ---- applying ---- */

void
feature_row(const struct feature_block *block, size_t nblock, size_t r, uint32_t *index,
    double *value, struct matrix_row *x)
{
	*x = (struct matrix_row){ .index = index, .value = value };
	for (size_t i = 0; i < nblock; i++) {
		const struct feature_block *k = &block[i];
		uint32_t c = k->code != NULL ? k->code[r] : 0;

		if (k->code != NULL && (c >= k->ncode || k->of_code[c] == FEATURE_NONE))
			continue;
		index[x->n] = k->code != NULL ? k->of_code[c] : (uint32_t)k->first;
		value[x->n++] = k->code != NULL ? 1 : k->value[r];
	}
}

double *
model_net_scores(const struct model *m, struct batch *b, struct err *e)
{
	size_t nblock, k = m->nclass > 0 ? m->nclass : 1;
	struct feature_block *block = feature_blocks(b, m->feature, m->n, &nblock, e);
	double *z, *value, *scratch;
	uint32_t *index;

	if (block == NULL)
		return NULL;
	z = arena_alloc(&b->mem, b->nrow * k, sizeof(*z));
	value = arena_alloc(&b->mem, nblock, sizeof(*value));
	index = arena_alloc(&b->mem, nblock, sizeof(*index));
	scratch = arena_alloc(&b->mem, net_scratch(m->net), sizeof(*scratch));
	for (size_t r = 0; r < b->nrow; r++) {
		struct matrix_row x;

		feature_row(block, nblock, r, index, value, &x);
		net_scores(m->net, x, scratch, z + r * k);
		for (size_t c = 0; c < k; c++)
			if (!isfinite(z[r * k + c])) {
				fail_at(e, r,
				    "the score of this row is not finite: its values are "
				    "too large");
				return NULL;
			}
	}
	return z;
}
