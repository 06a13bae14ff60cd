/*
 * predict.c - the operators of learnt models: what they make of a batch
 */
#include "op/predict.h"

#include <math.h>
#include <stdlib.h>

#include "base/elementary.h"
#include "model/loss.h"

/* ---- applying ---- */

static double *
scores(const struct model *m, struct batch *b, struct err *e)
{
	size_t nblock;
	struct feature_block *block = feature_blocks(b, m->feature, m->n, &nblock, e);
	double *z;

	if (block == NULL)
		return NULL;
	z = arena_alloc(&b->mem, b->nrow, sizeof(*z));
	/* + 0.0: from -0 a value of 0 would change the sign. */
	for (size_t r = 0; r < b->nrow; r++)
		z[r] = m->intercept + 0.0;
	for (size_t i = 0; i < nblock; i++) {
		const struct feature_block *k = &block[i];

		if (k->code == NULL) {
			double w = m->feature[k->first].weight;

			for (size_t r = 0; r < b->nrow; r++)
				z[r] += w * k->value[r];
			continue;
		}
		for (size_t r = 0; r < b->nrow; r++) {
			uint32_t c = k->code[r];

			if (c < k->ncode && k->of_code[c] != FEATURE_NONE)
				z[r] += m->feature[k->of_code[c]].weight;
		}
	}
	for (size_t r = 0; r < b->nrow; r++)
		if (!isfinite(z[r])) {
			fail_at(e, r,
			    "the score of this row is not finite: its values are too "
			    "large");
			return NULL;
		}
	return z;
}

/* ---- several classes ---- */

/* The feature's number in a row, or FEATURE_NONE: then it adds nothing. */
static size_t
feature_at(const struct feature_block *f, size_t row)
{
	if (f->code == NULL)
		return f->first;
	return f->code[row] < f->ncode ? f->of_code[f->code[row]] : FEATURE_NONE;
}

/* (nrow, nclass) */
static double *
class_scores(const struct model *m, struct batch *b, struct err *e)
{
	size_t nblock, k = m->nclass;
	struct feature_block *block = feature_blocks(b, m->feature, m->n, &nblock, e);
	double *z;

	if (block == NULL)
		return NULL;
	z = arena_alloc(&b->mem, b->nrow * k, sizeof(*z));
	for (size_t i = 0; i < b->nrow * k; i++)
		z[i] = m->class_intercept[i % k] + 0.0;
	for (size_t i = 0; i < nblock; i++)
		for (size_t r = 0; r < b->nrow; r++) {
			size_t j = feature_at(&block[i], r);
			double x = block[i].code != NULL ? 1 : block[i].value[r];

			for (size_t c = 0; j != FEATURE_NONE && c < k; c++)
				z[r * k + c] += m->class_weight[j * k + c] * x;
		}
	for (size_t i = 0; i < b->nrow * k; i++)
		if (!isfinite(z[i])) {
			fail_at(e, i / k,
			    "the score of this row is not finite: its values are too "
			    "large");
			return NULL;
		}
	return z;
}

/* Scores to probabilities, in place. */
static void
softmax_row(double *z, size_t k)
{
	double most = z[0], sum = 0;

	for (size_t c = 1; c < k; c++)
		most = z[c] > most ? z[c] : most;
	for (size_t c = 0; c < k; c++)
		sum += z[c] = elementary_exp(z[c] - most);
	for (size_t c = 0; c < k; c++)
		z[c] /= sum;
}

/* Each class's own probability, made to sum up to 1; alike where all are 0. */
static void
ovr_row(double *z, size_t k)
{
	double sum = 0;

	for (size_t c = 0; c < k; c++)
		sum += z[c] = elementary_sigmoid(z[c]);
	for (size_t c = 0; c < k; c++)
		z[c] = sum > 0 ? z[c] / sum : 1 / (double)k;
}

static bool
classes_apply(const struct model *m, bool softmax, struct batch *b, struct err *e)
{
	size_t at = b->ncol, k = m->nclass;
	double *z = m->net != NULL ? model_net_scores(m, b, e) : class_scores(m, b, e);
	struct str *prediction;

	if (z == NULL || !batch_replace(b, at, 0, m->made, 1 + k, e))
		return false;
	prediction = batch_set_text(b, at);
	for (size_t r = 0; r < b->nrow; r++) {
		size_t best = 0;

		for (size_t c = 1; c < k; c++)
			if (z[r * k + c] > z[r * k + best])
				best = c;
		prediction[r] = m->class[best];
		(softmax ? softmax_row : ovr_row)(z + r * k, k);
	}
	for (size_t c = 0; c < k; c++) {
		double *p = batch_set_numbers(b, at + 1 + c);

		for (size_t r = 0; r < b->nrow; r++)
			p[r] = z[r * k + c];
	}
	return true;
}

/* Of several labels: a prediction and a probability each. */
static bool
labels_apply(const struct model *m, struct batch *b, struct err *e)
{
	size_t at = b->ncol, k = m->nclass;
	double *z = m->net != NULL ? model_net_scores(m, b, e) : class_scores(m, b, e);

	if (z == NULL || !batch_replace(b, at, 0, m->made, 2 * k, e))
		return false;
	for (size_t c = 0; c < k; c++) {
		double *prediction = batch_set_numbers(b, at + 2 * c);
		double *probability = batch_set_numbers(b, at + 2 * c + 1);

		for (size_t r = 0; r < b->nrow; r++) {
			probability[r] = elementary_sigmoid(z[r * k + c]);
			prediction[r] = probability[r] >= 0.5;
		}
	}
	return true;
}

/* ---- the operators ---- */

static bool
model_apply(
    const struct model *m, const struct learner *l, struct batch *b, struct err *e)
{
	const struct loss *loss =
	    m->loss.name != NULL ? &m->loss : loss_find(str_of(l->loss));
	size_t at = b->ncol;
	double *z = m->net != NULL  ? model_net_scores(m, b, e)
		    : m->fm != NULL ? model_fm_scores(m, b, e)
				    : scores(m, b, e);
	double *prediction, *probability;

	if (z == NULL || !batch_replace(b, at, 0, m->made, l->binary ? 2 : 1, e))
		return false;
	prediction = batch_set_numbers(b, at);
	if (!l->binary) {
		for (size_t r = 0; r < b->nrow; r++) {
			prediction[r] = loss->link(z[r]);
			if (!isfinite(prediction[r]))
				return fail_at(e, r,
				    "the prediction of this row is too large for a "
				    "number");
		}
		return true;
	}
	probability = batch_set_numbers(b, at + 1);
	for (size_t r = 0; r < b->nrow; r++) {
		probability[r] = loss->link(z[r]);
		prediction[r] = probability[r] >= 0.5;
	}
	return true;
}

static bool
apply_linear(const void *self, struct batch *b, struct err *e)
{
	return model_apply(self, &learner_linear, b, e);
}

static bool
apply_logistic(const void *self, struct batch *b, struct err *e)
{
	return model_apply(self, &learner_logistic, b, e);
}

static bool
apply_softmax(const void *self, struct batch *b, struct err *e)
{
	return classes_apply(self, true, b, e);
}

static bool
apply_bayes(const void *self, struct batch *b, struct err *e)
{
	return classes_apply(self, true, b, e);
}

static bool
apply_ovr(const void *self, struct batch *b, struct err *e)
{
	return classes_apply(self, false, b, e);
}

static bool
apply_multilabel(const void *self, struct batch *b, struct err *e)
{
	return labels_apply(self, b, e);
}

static bool
apply_fm(const void *self, struct batch *b, struct err *e)
{
	return model_apply(self, ((const struct model *)self)->learner, b, e);
}

static bool
apply_knn(const void *self, struct batch *b, struct err *e)
{
	return model_knn_apply(self, b, e);
}

static bool
apply_mlp(const void *self, struct batch *b, struct err *e)
{
	const struct model *m = self;

	if (m->learner->sets)
		return labels_apply(m, b, e);
	return m->nclass > 0 ? classes_apply(m, true, b, e)
			     : model_apply(m, m->learner, b, e);
}

#define MODEL(learner, text)                               \
	const struct op op_##learner = { .name = #learner, \
		.brief = text,                             \
		.size = sizeof(struct model),              \
		.apply = apply_##learner,                  \
		.save = model_save,                        \
		.load = model_load,                        \
		.loaded = model_loaded,                    \
		.free = model_free }

MODEL(linear, "predict a number: intercept + sum of weight * feature");
MODEL(logistic, "predict the probability of a class");
MODEL(softmax, "predict the probabilities of several classes");
MODEL(ovr, "predict the probabilities of classes, each against the rest");
MODEL(multilabel, "predict the probability of each of several labels");
MODEL(bayes, "predict the probabilities of several classes, by naive Bayes");
MODEL(fm, "predict by weights, and crosses by factors");
MODEL(knn, "predict by the nearest of the rows that are kept");
MODEL(mlp, "predict by a network of layers");

static const struct op *const models[] = { &op_linear, &op_logistic, &op_softmax, &op_ovr,
	&op_multilabel, &op_bayes, &op_fm, &op_knn, &op_mlp };

enum { MODELS = sizeof(models) / sizeof(models[0]) };

/* They have the same names. */
const struct op *
predict_op(const struct learner *l)
{
	size_t i = 0;

	while (!str_equal(str_of(models[i]->name), str_of(l->name)))
		i++;
	return models[i];
}

bool
op_is_model(const struct op *op)
{
	for (size_t i = 0; i < MODELS; i++)
		if (models[i] == op)
			return true;
	return false;
}
