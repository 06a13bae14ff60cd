/*
 * init.c - where to begin: the model of --init
 *
 * Its preparation is not looked at; that of this command makes the features, and they
 * are found by name.
 */
#include <stdlib.h>
#include <string.h>

#include "base/dict.h"
#include "run/filter.h"
#include "train.h"

static const struct model *
init_read(const struct train *t, const struct learner *l, struct recipe *r)
{
	struct texts one = { .n = 1, .text = (const char **)&t->init };
	const struct step *last;

	recipe_read(r, &one, false);
	last = &r->step[r->n - 1];
	if (last->op != predict_op(l))
		die(EXIT_DATA, "%s: its last step is %s, and the model to learn is %s",
		    t->init, last->op->name, l->name);
	return last->self;
}

/* Where each feature of set is in m. */
static size_t *
features_find(const struct train *t, const struct trainset *set, const struct model *m)
{
	size_t n = set->matrix.ncol, *at = mem_alloc(n, sizeof(*at));
	struct dict names = { 0 };
	struct shown s;

	for (size_t j = 0; j < m->n; j++)
		dict_add(&names, m->feature[j].name);
	for (size_t j = 0; j < n; j++) {
		struct str name = set->feature[j].name;

		at[j] = dict_find(&names, name);
		if (at[j] == DICT_NONE)
			die(EXIT_DATA, "%s: it has no weight of the feature \"%s\"",
			    t->init, shown(&s, name.p, name.n));
	}
	if (m->n != n)
		die(EXIT_DATA, "%s: it has %zu features, and the rows have %zu", t->init,
		    m->n, n);
	dict_clear(&names);
	return at;
}

static void
classes_check(const struct train *t, const struct trainset *set, const struct model *m)
{
	bool same = m->nclass == set->class.n;

	for (size_t c = 0; same && c < m->nclass; c++)
		same = str_equal(m->class[c], dict_key(&set->class, c));
	if (!same)
		die(EXIT_DATA, "%s: its classes are not those of the rows", t->init);
}

struct weights *
init_weights(const struct train *t, const struct learner *l, const struct trainset *set)
{
	size_t n = l->classes ? set->class.n : 1, *at;
	struct recipe r = { 0 };
	const struct model *m;
	struct weights *w;

	if (t->init == NULL || l->learn == NULL)
		return NULL;
	if (l == &learner_linear && !epochs_wanted(t) && t->chosen_loss.name == NULL &&
	    t->l1 == 0)
		tool_usage("--init: linear is solved exactly, wherever it begins");
	m = init_read(t, l, &r);
	at = features_find(t, set, m);
	classes_check(t, set, m);
	w = mem_alloc(n, sizeof(*w));
	for (size_t c = 0; c < n; c++) {
		weights_start(&w[c], set->matrix.ncol);
		w[c].intercept = l->classes ? m->class_intercept[c] : m->intercept;
		for (size_t j = 0; j < set->matrix.ncol; j++)
			w[c].beta[j] = l->classes ? m->class_weight[at[j] * n + c]
						  : m->feature[at[j]].weight;
	}
	free(at);
	recipe_free(&r);
	return w;
}

void
init_net(const struct train *t, const struct trainset *set, struct net *net)
{
	struct recipe r = { 0 };
	const struct model *m = init_read(t, &learner_mlp[0], &r);
	size_t *at = features_find(t, set, m);
	const struct layer *first = &net->layer[0];
	bool same = m->net->nlayer == net->nlayer;

	for (size_t i = 0; same && i < net->nlayer; i++)
		same = m->net->layer[i].out == net->layer[i].out;
	if (!same)
		die(EXIT_DATA, "%s: its layers are not those of --hidden and the label",
		    t->init);
	classes_check(t, set, m);
	for (size_t k = first->bias; k < net->size; k++)
		net->parameter[k] = m->net->parameter[k];
	for (size_t j = 0; j < first->in; j++)
		memcpy(net->parameter + j * first->stride,
		    m->net->parameter + at[j] * first->stride,
		    first->stride * sizeof(*net->parameter));
	free(at);
	recipe_free(&r);
}
