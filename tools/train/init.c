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

static bool
classes_are(const struct model *m, const struct trainset *set)
{
	bool same = m->nclass == set->class.n;

	for (size_t c = 0; same && c < m->nclass; c++)
		same = str_equal(m->class[c], dict_key(&set->class, c));
	return same;
}

static void
classes_check(const struct train *t, const struct trainset *set, const struct model *m)
{
	if (!classes_are(m, set))
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

/* Are the scores of the model about the same label and classes? */
static bool
same_answer(const struct train *t, const struct trainset *set, const struct net *net,
    const struct model *m)
{
	return m->net->loss == net->loss && str_equal(m->label, str_of(t->label)) &&
	       classes_are(m, set);
}

/* Layer i of another net of the same form; inputs of the first stand at at[]. */
static void
layer_copy(struct net *to, const struct net *from, size_t i, const size_t *at)
{
	const struct layer *l = &to->layer[i], *k = &from->layer[i];

	for (size_t j = 0; j < l->in; j++)
		memcpy(to->parameter + l->weight + j * l->stride,
		    from->parameter + k->weight + (i == 0 ? at[j] : j) * k->stride,
		    l->stride * sizeof(*to->parameter));
	memcpy(to->parameter + l->bias, from->parameter + k->bias,
	    l->stride * sizeof(*to->parameter));
}

void
init_net(const struct train *t, const struct trainset *set, struct net *net)
{
	struct recipe r = { 0 };
	const struct model *m = init_read(t, &learner_mlp[0], &r);
	size_t *at = features_find(t, set, m);
	size_t last = net->nlayer - 1, kept = net->nlayer;
	bool same = m->net->nlayer == net->nlayer;

	for (size_t i = 0; same && i < last; i++)
		same = m->net->layer[i].out == net->layer[i].out;
	/* What is frozen is carried over to another question: the last layer is new. */
	if (same && t->epochs.freeze != NULL && !net->layer[last].frozen &&
	    !same_answer(t, set, net, m))
		kept = last;
	if (!same || (kept > last && m->net->layer[last].out != net->layer[last].out))
		die(EXIT_DATA, "%s: its layers are not those of --hidden and the label",
		    t->init);
	if (kept > last)
		classes_check(t, set, m);
	for (size_t i = 0; i < kept; i++)
		layer_copy(net, m->net, i, at);
	free(at);
	recipe_free(&r);
}
