/*
 * predict_fm.c - factorisation machines as facts, and applied
 *
 *	fm,,factors,2
 *	fm,,intercept,-0.3
 *	fm,age,weight,0.35
 *	fm,age,factor:1,0.02		as many as there are, behind each weight
 *	fm,age,factor:2,-0.11
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "op/predict.h"

enum { KEY = 32 };

static void
factor_key(char *key, size_t k)
{
	snprintf(key, KEY, "factor:%zu", k);
}

void
model_fm_save(const struct model *m, struct state_out *out)
{
	char key[KEY];

	state_count(out, STR(""), "factors", m->fm->factors);
	state_number(out, STR(""), "intercept", m->fm->parameter[0]);
	for (size_t j = 0; j < m->n; j++) {
		const double *w = fm_feature(m->fm, j);

		state_number(out, m->feature[j].name, "weight", w[0]);
		for (size_t k = 1; k <= m->fm->factors; k++) {
			factor_key(key, k);
			state_number(out, m->feature[j].name, key, w[k]);
		}
	}
}

/* Numbers gather in class_weight until it is known how many features there are. */
bool
model_fm_load(
    struct model *m, const struct facts *step, const struct fact *f, struct err *e)
{
	size_t each = 1 + m->factors, at = m->class_weights % each;
	char key[KEY];
	double x;

	if (m->factors == 0)
		return fact_fail(step, f, e, "the number of factors is wanted first");
	factor_key(key, at);
	if (!fact_is(f, at == 0 ? "weight" : key))
		return fact_fail(
		    step, f, e, "\"%s\" is wanted", at == 0 ? "weight" : key);
	if (at == 0)
		model_feature_add(m, f->item, 0);
	else if (!str_equal(f->item, m->feature[m->n - 1].name))
		return fact_fail(step, f, e, "a factor of another feature is wanted");
	if (!fact_number(step, f, &x, e))
		return false;
	model_class_weight(m, x);
	return true;
}

bool
model_fm_loaded(struct model *m, const struct facts *step, struct err *e)
{
	if (m->factors == 0 || !m->has_intercept || m->n == 0 ||
	    m->class_weights != m->n * (1 + m->factors))
		return fact_fail(
		    step, NULL, e, "crosses by factors without all of their numbers");
	m->fm = mem_alloc(1, sizeof(*m->fm));
	fm_make(m->fm, m->n, m->factors, m->learner->binary);
	m->fm->parameter[0] = m->intercept;
	memcpy(m->fm->parameter + 1, m->class_weight,
	    m->class_weights * sizeof(*m->class_weight));
	return true;
}

double *
model_fm_scores(const struct model *m, struct batch *b, struct err *e)
{
	size_t nblock;
	struct feature_block *block = feature_blocks(b, m->feature, m->n, &nblock, e);
	double *z, *value, *sum;
	uint32_t *index;

	if (block == NULL)
		return NULL;
	z = arena_alloc(&b->mem, b->nrow, sizeof(*z));
	value = arena_alloc(&b->mem, nblock, sizeof(*value));
	index = arena_alloc(&b->mem, nblock, sizeof(*index));
	sum = arena_alloc(&b->mem, m->fm->factors, sizeof(*sum));
	for (size_t r = 0; r < b->nrow; r++) {
		struct matrix_row x;

		feature_row(block, nblock, r, index, value, &x);
		z[r] = fm_score(m->fm, x, sum);
		if (!isfinite(z[r])) {
			fail_at(e, r,
			    "the score of this row is not finite: its values are too "
			    "large");
			return NULL;
		}
	}
	return z;
}
