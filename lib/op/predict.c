/*
 * predict.c - the operators of learnt models
 */
#include "op/predict.h"

#include <math.h>
#include <stdlib.h>

#include "base/dict.h"
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

static bool
model_apply(
    const struct model *m, const struct learner *l, struct batch *b, struct err *e)
{
	static const struct str names[2] = { { "prediction", 10 },
		{ "probability", 11 } };
	const struct loss *loss =
	    m->loss.name != NULL ? &m->loss : loss_find(str_of(l->loss));
	size_t at = b->ncol;
	double *z = scores(m, b, e), *prediction, *probability;

	if (z == NULL || !batch_replace(b, at, 0, names, l->binary ? 2 : 1, e))
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

size_t
predict_columns(const struct op *op, struct str names[2])
{
	names[0] = STR("prediction");
	names[1] = STR("probability");
	if (op == &op_linear)
		return 1;
	return op == &op_logistic ? 2 : 0;
}

/* ---- facts ---- */

void
model_feature_add(struct model *m, struct str name, double weight)
{
	m->feature = mem_grow(m->feature, &m->room, m->n + 1, sizeof(*m->feature));
	m->feature[m->n++] = (struct feature){ mem_keep(name), weight };
}

static void
save(const void *self, struct state_out *out, bool settled)
{
	const struct model *m = self;

	(void)settled;
	state_text(out, STR(""), "label", m->label);
	for (size_t i = 0; i < m->rule.positive.n; i++)
		state_text(out, STR(""), "positive", m->rule.positive.item[i].text);
	for (size_t i = 0; i < m->rule.negative.n; i++)
		state_text(out, STR(""), "negative", m->rule.negative.item[i].text);
	if (m->weights.n > 0)
		state_text(out, STR(""), "weights", m->weights);
	if (m->loss.name != NULL) {
		state_text(out, STR(""), "loss", str_of(m->loss.name));
		if (m->loss.parameter != 0)
			state_number(out, STR(""), "loss_parameter", m->loss.parameter);
	}
	state_number(out, STR(""), "l1", m->l1);
	state_number(out, STR(""), "l2", m->l2);
	state_count(out, STR(""), "iterations", m->iterations);
	state_count(out, STR(""), "converged", m->converged);
	state_number(out, STR(""), "objective", m->objective);
	state_number(out, STR(""), "intercept", m->intercept);
	for (size_t i = 0; i < m->n; i++)
		state_number(out, m->feature[i].name, "weight", m->feature[i].weight);
}

static bool
load_penalty(const struct facts *step, const struct fact *f, double *x, struct err *e)
{
	return fact_number(step, f, x, e) &&
	       (*x >= 0 || fact_fail(step, f, e, "a penalty below 0"));
}

static bool
load_text(struct str *to, const struct facts *step, const struct fact *f, struct err *e)
{
	if (f->value.n == 0)
		return fact_fail(step, f, e, "a column without a name");
	free((char *)to->p);
	*to = mem_keep(f->value);
	return true;
}

static bool
load_common(
    struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (fact_is(f, "label"))
		return load_text(&m->label, step, f, e);
	if (fact_is(f, "weights"))
		return load_text(&m->weights, step, f, e);
	if (fact_is(f, "positive") || fact_is(f, "negative")) {
		label_rule_add(&m->rule, fact_is(f, "positive"), f->value);
		return m->rule.positive.n == 0 || m->rule.negative.n == 0 ||
		       fact_fail(step, f, e, "positive and negative words at once");
	}
	if (fact_is(f, "loss")) {
		const struct loss *l = loss_find(f->value);

		if (l == NULL)
			return fact_fail(step, f, e, "not a loss of this version");
		m->loss = *l;
		return true;
	}
	if (fact_is(f, "loss_parameter") && m->loss.name != NULL)
		return fact_number(step, f, &m->loss.parameter, e);
	if (fact_is(f, "l1"))
		return load_penalty(step, f, &m->l1, e);
	if (fact_is(f, "l2"))
		return load_penalty(step, f, &m->l2, e);
	if (fact_is(f, "objective"))
		return fact_number(step, f, &m->objective, e);
	if (fact_is(f, "iterations"))
		return fact_count(step, f, &m->iterations, e);
	if (fact_is(f, "converged")) {
		if (!fact_count(step, f, &n, e))
			return false;
		m->converged = n == 1;
		return n <= 1 || fact_fail(step, f, e, "converged is 0 or 1");
	}
	m->has_intercept |= fact_is(f, "intercept");
	return fact_is(f, "intercept") ? fact_number(step, f, &m->intercept, e)
				       : fact_fail(step, f, e, "not a fact of a model");
}

static bool
load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct model *m = self;
	double weight;

	if (f->item.n == 0)
		return load_common(m, step, f, e);
	if (!fact_is(f, "weight"))
		return fact_fail(step, f, e, "not a fact of a model");
	if (!fact_number(step, f, &weight, e))
		return false;
	model_feature_add(m, f->item, weight);
	return true;
}

/* Of the facts of a model, only the words of its label's rule come more than once. */
static bool
facts_are_single(const struct facts *step, struct err *e)
{
	struct dict features = { 0 }, keys = { 0 };
	bool good = true;

	for (size_t i = 0; i < step->n && good; i++) {
		const struct fact *f = &step->fact[i];
		bool feature = f->item.n > 0;
		struct dict *seen = feature ? &features : &keys;
		struct str what = feature ? f->item : f->key;
		struct shown s;

		if (!feature && (fact_is(f, "positive") || fact_is(f, "negative") ||
				    fact_is(f, "na")))
			continue;
		size_t before = seen->n;
		if (dict_add(seen, what) < before)
			good = fact_fail(step, f, e, "a second %s\"%s\"",
			    feature ? "weight of " : "", shown(&s, what.p, what.n));
	}
	dict_clear(&features);
	dict_clear(&keys);
	return good;
}

static bool
loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	const struct model *m = self;

	(void)settled;
	if (m->label.p == NULL)
		return fact_fail(step, NULL, e, "a model without a label");
	if (!m->has_intercept)
		return fact_fail(step, NULL, e, "a model without an intercept");
	if (m->n == 0)
		return fact_fail(step, NULL, e, "a model without a weight");
	return facts_are_single(step, e);
}

static void
free_model(void *self)
{
	struct model *m = self;

	free((char *)m->label.p);
	free((char *)m->weights.p);
	label_rule_free(&m->rule);
	for (size_t i = 0; i < m->n; i++)
		free((char *)m->feature[i].name.p);
	free(m->feature);
}

const struct op op_linear = {
	.name = "linear",
	.brief = "predict a number: intercept + sum of weight * feature",
	.size = sizeof(struct model),
	.apply = apply_linear,
	.save = save,
	.load = load,
	.loaded = loaded,
	.free = free_model,
};

const struct op op_logistic = {
	.name = "logistic",
	.brief = "predict the probability of a class",
	.size = sizeof(struct model),
	.apply = apply_logistic,
	.save = save,
	.load = load,
	.loaded = loaded,
	.free = free_model,
};

const struct op *
predict_op(const struct learner *l)
{
	return l == &learner_linear ? &op_linear : &op_logistic;
}
