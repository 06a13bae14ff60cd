/*
 * op.c - the table of operators: a new one is a row here
 */
#include "op/op.h"

extern const struct op op_bayes, op_bin, op_cluster, op_cross, op_date, op_describe,
    op_embed, op_fm, op_impute, op_knn, op_linear, op_logistic, op_mlp, op_multilabel,
    op_ngram, op_onehot, op_ovr, op_scale, op_select, op_softmax, op_target, op_text,
    op_vectors;

const struct op *const ops[] = {
	&op_bin,
	&op_impute,
	&op_scale,
	&op_onehot,
	&op_target,
	&op_cross,
	&op_date,
	&op_text,
	&op_embed,
	&op_cluster,
	&op_vectors,
	&op_ngram,
	&op_select,
	&op_linear,
	&op_logistic,
	&op_softmax,
	&op_ovr,
	&op_multilabel,
	&op_bayes,
	&op_fm,
	&op_knn,
	&op_mlp,
	&op_describe,
	NULL,
};

const struct op *
op_find(struct str name)
{
	for (size_t i = 0; ops[i] != NULL; i++)
		if (str_equal(str_of(ops[i]->name), name))
			return ops[i];
	return NULL;
}

const struct method *
method_find(const struct method *table, struct str name)
{
	for (const struct method *m = table; m != NULL && m->name != NULL; m++)
		if (str_equal(str_of(m->name), name))
			return m;
	return NULL;
}

const struct method *
method_load(const char *op, const struct method *table, const struct facts *step,
    const struct fact *f, struct err *e)
{
	const struct method *m = method_find(table, f->value);
	struct shown s;

	if (m == NULL)
		fact_fail(step, f, e, "%s has no method \"%s\"", op,
		    shown(&s, f->value.p, f->value.n));
	return m;
}
