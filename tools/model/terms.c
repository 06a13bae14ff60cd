/*
 * terms.c - a model as a list of its numbers
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

static void
term_add(struct terms *t, struct str from, struct str to, double x)
{
	t->term = mem_grow(t->term, &t->room, t->n + 1, sizeof(*t->term));
	t->term[t->n++] = (struct term){ from, to, x };
}

/* "2:3" for unit 3 of layer 2. */
static struct str
unit_name(struct terms *t, size_t layer, size_t unit)
{
	char *text = arena_alloc(&t->mem, 48, 1);
	int n = snprintf(text, 48, "%zu:%zu", layer + 1, unit + 1);

	return (struct str){ text, (size_t)n };
}

static void
net_terms(struct terms *t, const struct model *m)
{
	for (size_t i = 0; i < m->net->nlayer; i++) {
		const struct layer *l = &m->net->layer[i];
		const real *p = m->net->parameter;

		for (size_t u = 0; u < l->out; u++)
			term_add(t, STR(""), unit_name(t, i, u), p[l->bias + u]);
		for (size_t j = 0; j < l->in; j++)
			for (size_t u = 0; u < l->out; u++)
				term_add(t,
				    i == 0 ? m->feature[j].name : unit_name(t, i - 1, j),
				    unit_name(t, i, u), p[l->weight + j * l->stride + u]);
	}
}

static void
fm_terms(struct terms *t, const struct model *m)
{
	term_add(t, STR(""), STR(""), m->fm->parameter[0]);
	for (size_t j = 0; j < m->n; j++)
		for (size_t k = 0; k <= m->fm->factors; k++) {
			char *to = arena_alloc(&t->mem, 32, 1);

			snprintf(to, 32, "factor:%zu", k);
			term_add(t, m->feature[j].name, k > 0 ? str_of(to) : STR(""),
			    fm_feature(m->fm, j)[k]);
		}
}

void
terms_make(struct terms *t, const struct model *m)
{
	size_t k = m->nclass;

	*t = (struct terms){ .several = m->net != NULL || m->fm != NULL || k > 0 };
	if (m->fm != NULL) {
		fm_terms(t, m);
		return;
	}
	if (m->net != NULL) {
		net_terms(t, m);
		return;
	}
	if (k == 0)
		term_add(t, STR(""), STR(""), m->intercept);
	for (size_t c = 0; c < k; c++)
		term_add(t, STR(""), m->class[c], m -> class_intercept[c]);
	for (size_t j = 0; j < m->n; j++) {
		if (k == 0)
			term_add(t, m->feature[j].name, STR(""), m->feature[j].weight);
		for (size_t c = 0; c < k; c++)
			term_add(t, m->feature[j].name, m->class[c],
			    m -> class_weight[j * k + c]);
	}
}

void
terms_free(struct terms *t)
{
	free(t->term);
	arena_free(&t->mem);
	*t = (struct terms){ 0 };
}
