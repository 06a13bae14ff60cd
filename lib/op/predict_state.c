/*
 * predict_state.c - models as facts: what was chosen, and weights by feature name
 *
 *	logistic,,intercept,-18.1		softmax,,class,setosa
 *	logistic,age,weight,0.35		softmax,,intercept=setosa,0.3
 *						softmax,width,weight=setosa,-2.1
 *
 * Where there are several classes, all are named first, and each feature has a weight
 * for every one of them, in that order.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/dict.h"
#include "op/predict.h"

/* ---- parts ---- */

void
model_feature_add(struct model *m, struct str name, double weight)
{
	m->feature = mem_grow(m->feature, &m->room, m->n + 1, sizeof(*m->feature));
	m->feature[m->n++] = (struct feature){ mem_keep(name), weight };
}

void
model_class_add(struct model *m, struct str name, double intercept)
{
	size_t room = m->class_room;

	m->class = mem_grow(m->class, &room, m->nclass + 1, sizeof(*m->class));
	m->class_intercept =
	    mem_resize(m->class_intercept, room, sizeof(*m->class_intercept));
	m->class_room = room;
	m->class[m->nclass] = mem_keep(name);
	m->class_intercept[m->nclass++] = intercept;
}

void
model_class_weight(struct model *m, double weight)
{
	m->class_weight = mem_grow(m->class_weight, &m->weight_room, m->class_weights + 1,
	    sizeof(*m->class_weight));
	m->class_weight[m->class_weights++] = weight;
}

/* "weight=" and the name of a class. */
static struct str
key_of_class(const char *what, struct str class, struct arena *mem)
{
	size_t n = strlen(what);
	char *p = arena_alloc(mem, n + class.n + 1, 1);

	memcpy(p, what, n);
	if (class.n > 0)
		memcpy(p + n, class.p, class.n);
	p[n + class.n] = '\0';
	return (struct str){ p, n + class.n };
}

size_t
model_columns(struct model *m, const struct str **names)
{
	bool sets = m->learner->sets;

	if (m->made == NULL) {
		m->made = mem_alloc(2 * m->nclass + 2, sizeof(*m->made));
		m->made[0] = STR("prediction");
		m->made[1] = STR("probability");
		for (size_t c = 0; c < m->nclass; c++)
			m->made[sets ? 2 * c + 1 : c + 1] =
			    key_of_class("probability=", m->class[c], &m -> mem);
		for (size_t c = 0; sets && c < m->nclass; c++)
			m->made[2 * c] =
			    key_of_class("prediction=", m->class[c], &m -> mem);
	}
	*names = m->made;
	if (sets)
		return 2 * m->nclass;
	return m->nclass > 0 ? 1 + m->nclass : m->learner->binary ? 2 : 1;
}

/* ---- saving ---- */

static void
classes_save(const struct model *m, struct state_out *out)
{
	struct arena mem = { 0 };
	struct str *key = mem_alloc(m->nclass, sizeof(*key));

	for (size_t c = 0; c < m->nclass; c++) {
		key[c] = key_of_class("intercept=", m->class[c], &mem);
		state_number(out, STR(""), key[c].p, m->class_intercept[c]);
	}
	for (size_t c = 0; c < m->nclass; c++)
		key[c] = key_of_class("weight=", m->class[c], &mem);
	for (size_t i = 0; i < m->n; i++)
		for (size_t c = 0; c < m->nclass; c++)
			state_number(out, m->feature[i].name, key[c].p,
			    m->class_weight[i * m->nclass + c]);
	free(key);
	arena_free(&mem);
}

void
model_save(const void *self, struct state_out *out, bool settled)
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
	if (m->newest.n > 0)
		state_text(out, STR(""), "newest", m->newest);
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
	for (size_t c = 0; c < m->nclass; c++)
		state_text(out, STR(""), "class", m->class[c]);
	if (m->net != NULL) {
		model_net_save(m, out);
		return;
	}
	if (m->knn != NULL) {
		model_knn_save(m, out);
		return;
	}
	if (m->fm != NULL) {
		model_fm_save(m, out);
		return;
	}
	if (m->nclass > 0) {
		classes_save(m, out);
		return;
	}
	state_number(out, STR(""), "intercept", m->intercept);
	for (size_t i = 0; i < m->n; i++)
		state_number(out, m->feature[i].name, "weight", m->feature[i].weight);
}

/* ---- loading ---- */

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
load_time(struct str *to, const struct facts *step, const struct fact *f, struct err *e)
{
	struct date d;

	if (date_parse(f->value, (struct str){ 0 }, &d) != DATE_OK)
		return fact_fail(step, f, e, "not a time");
	return load_text(to, step, f, e);
}

/* Is the key `what` and the name of class c? */
static bool
key_is(struct str key, const char *what, const struct model *m, size_t c)
{
	size_t n = strlen(what);

	return c < m->nclass && key.n >= n && memcmp(key.p, what, n) == 0 &&
	       str_equal((struct str){ key.p + n, key.n - n }, m->class[c]);
}

static bool
load_class(struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	if (f->value.n == 0 || f->item.n > 0 || m->intercepts > 0 || m->n > 0)
		return fact_fail(step, f, e, "not the place of a class");
	for (size_t c = 0; c < m->nclass; c++)
		if (str_equal(m->class[c], f -> value))
			return fact_fail(step, f, e, "a second class of a name");
	model_class_add(m, f->value, 0);
	return true;
}

static bool
load_class_number(
    struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	double x;

	if (f->item.n == 0) {
		if (!key_is(f->key, "intercept=", m, m->intercepts))
			return fact_fail(step, f, e, "not a fact of a model");
		return fact_number(step, f, &m->class_intercept[m->intercepts++], e);
	}
	if (!key_is(f->key, "weight=", m, m->class_weights % m->nclass))
		return fact_fail(
		    step, f, e, "a weight of each class is wanted, in their order");
	if (m->class_weights % m->nclass == 0)
		model_feature_add(m, f->item, 0);
	else if (!str_equal(f->item, m->feature[m->n - 1].name))
		return fact_fail(step, f, e, "a weight of another feature is wanted");
	if (!fact_number(step, f, &x, e))
		return false;
	model_class_weight(m, x);
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
	if (fact_is(f, "newest"))
		return load_time(&m->newest, step, f, e);
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
	if (fact_is(f, "factors") && str_equal(step->op, STR("fm"))) {
		if (!fact_count(step, f, &n, e))
			return false;
		m->factors = n;
		return (n >= 1 && n <= FACTORS_MOST && m->n == 0) ||
		       fact_fail(step, f, e, "not a number of factors in its place");
	}
	if (m->nclass > 0)
		return load_class_number(m, step, f, e);
	m->has_intercept |= fact_is(f, "intercept");
	return fact_is(f, "intercept") ? fact_number(step, f, &m->intercept, e)
				       : fact_fail(step, f, e, "not a fact of a model");
}

/* activation, units, weight:2:1:3, bias:1:2 */
static bool
is_of_net(struct str key)
{
	return str_equal(key, STR("activation")) || str_equal(key, STR("units")) ||
	       memchr(key.p, ':', key.n) != NULL;
}

bool
model_load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct model *m = self;
	double weight;

	if (fact_is(f, "class"))
		return load_class(m, step, f, e);
	if (str_equal(step->op, STR("knn")) &&
	    (f->item.n > 0 || fact_is(f, "row") || fact_is(f, "neighbours")))
		return model_knn_load(m, step, f, e);
	if (str_equal(step->op, STR("mlp")) && (f->item.n > 0 || is_of_net(f->key)))
		return model_net_load(m, step, f, e);
	if (m->nclass > 0 && f->item.n > 0)
		return load_class_number(m, step, f, e);
	if (str_equal(step->op, STR("fm")) && f->item.n > 0)
		return model_fm_load(m, step, f, e);
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
facts_are_single(const struct model *m, const struct facts *step, struct err *e)
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
				    fact_is(f, "class") || fact_is(f, "units") ||
				    fact_is(f, "row") || fact_is(f, "na")))
			continue;
		if (feature && (m->nclass > 0 || m->net != NULL || m->fm != NULL) &&
		    i > 0 && str_equal(step->fact[i - 1].item, f->item))
			continue; /* the weights of a feature stand together */
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
classes_loaded(const struct model *m, const struct facts *step, struct err *e)
{
	if (m->nclass < 2)
		return fact_fail(step, NULL, e, "a model of fewer than two classes");
	return (m->intercepts == m->nclass && m->class_weights == m->n * m->nclass) ||
	       fact_fail(step, NULL, e, "a model without a weight of each class");
}

/* A network's learner is that of its loss; others are found by the step's name. */
static const struct learner *
learner_of(const struct model *m, const struct facts *step)
{
	const struct learner *l = learner_find(step->op);

	if (l == &learner_knn[0])
		return &learner_knn[m->nclass > 0 ? 2 : m->loss.name != NULL];
	if (l == &learner_fm[0])
		return &learner_fm[m->loss.name != NULL &&
				   strcmp(m->loss.name, "logistic") == 0];
	if (l != &learner_mlp[0])
		return l;
	if (m->nclass > 0)
		return &learner_mlp[m->loss.name != NULL ? NET_MULTILABEL : NET_SOFTMAX];
	return m->loss.name != NULL && strcmp(m->loss.name, "logistic") == 0
		   ? &learner_mlp[NET_LOGISTIC]
		   : l;
}

bool
model_loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	struct model *m = self;
	const struct learner *l = m->learner = learner_of(m, step);
	bool fm = str_equal(step->op, STR("fm")), knn = str_equal(step->op, STR("knn"));
	bool net = l->learn == NULL && !fm && !knn;
	const struct str *names;

	(void)settled;
	if (m->label.p == NULL)
		return fact_fail(step, NULL, e, "a model without a label");
	if (net && !model_net_loaded(m, step, e))
		return false;
	if (fm && (m->nclass > 0 || !model_fm_loaded(m, step, e)))
		return m->nclass > 0 ? fact_fail(step, NULL, e, "classes of one score")
				     : false;
	if (knn && !model_knn_loaded(m, step, e))
		return false;
	if (!l->classes && m->nclass > 0)
		return fact_fail(step, NULL, e, "classes, where there is one score");
	if (l->classes && !net && !knn && !classes_loaded(m, step, e))
		return false;
	if (!l->classes && !net && !fm && !knn && !m->has_intercept)
		return fact_fail(step, NULL, e, "a model without an intercept");
	if (m->n == 0)
		return fact_fail(step, NULL, e, "a model without a weight");
	model_columns(m, &names);
	return facts_are_single(m, step, e);
}

void
model_free(void *self)
{
	struct model *m = self;

	free((char *)m->label.p);
	free((char *)m->weights.p);
	free((char *)m->newest.p);
	label_rule_free(&m->rule);
	for (size_t i = 0; i < m->n; i++)
		free((char *)m->feature[i].name.p);
	free(m->feature);
	for (size_t c = 0; c < m->nclass; c++)
		free((char *)m->class[c].p);
	free(m->class);
	free(m->class_intercept);
	free(m->class_weight);
	free(m->unit);
	if (m->net != NULL)
		net_free(m->net);
	free(m->net);
	if (m->knn != NULL)
		knn_free(m->knn);
	free(m->knn);
	if (m->fm != NULL)
		fm_free(m->fm);
	free(m->fm);
	free(m->made);
	arena_free(&m->mem);
}
