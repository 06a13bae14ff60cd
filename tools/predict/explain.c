/*
 * explain.c - see explain.h
 */
#include "explain.h"

#include <stdlib.h>
#include <string.h>

#include "run/tool.h"

enum { FEATURES_MOST = 10000 };

void
explain_start(struct explain *x, const struct model *m, const char *path)
{
	static const char head[] = "contribution=";

	if (m->net != NULL || m->fm != NULL || m->knn != NULL)
		die(EXIT_DATA,
		    "%s: what a feature adds depends on the others in this model "
		    "(--explain is for models of weights)",
		    path);
	if (m->learner->sets)
		die(EXIT_DATA,
		    "%s: a model of several labels has several scores (--explain is "
		    "for models of one label)",
		    path);
	if (m->n > FEATURES_MOST)
		die(EXIT_DATA, "%s: --explain would add %zu columns, more than %d", path,
		    m->n + 1, FEATURES_MOST);
	*x = (struct explain){ .m = m, .n = m->n + 1 };
	x->name = mem_alloc(x->n, sizeof(*x->name));
	for (size_t i = 0; i < x->n; i++) {
		struct str f = i > 0 ? m->feature[i - 1].name : STR("");
		char *p = arena_alloc(&x->mem, sizeof(head) + f.n, 1);

		memcpy(p, head, sizeof(head));
		if (f.n > 0)
			memcpy(p + sizeof(head) - 1, f.p, f.n);
		p[sizeof(head) - 1 + f.n] = '\0';
		x->name[i] = (struct str){ p, sizeof(head) - 1 + f.n };
	}
}

void
explain_free(struct explain *x)
{
	free(x->name);
	arena_free(&x->mem);
}

/* The class that was predicted for a row, by its name in column j. */
static size_t
class_of(const struct model *m, struct batch *b, size_t j, size_t row)
{
	struct str name = batch_cell(b, j, row);
	size_t c = 0;

	while (c + 1 < m->nclass && !str_equal(m->class[c], name))
		c++;
	return c;
}

double **
explain_find(const struct explain *x, struct batch *b)
{
	const struct model *m = x->m;
	double **to = arena_alloc(&b->mem, x->n, sizeof(*to));
	size_t nblock, k = m->nclass, at = batch_find(b, STR("prediction"));
	struct feature_block *block;
	struct err e;

	block = feature_blocks(b, m->feature, m->n, &nblock, &e);
	if (block == NULL)
		die(EXIT_DATA, "%s", e.msg);
	for (size_t i = 0; i < x->n; i++) {
		to[i] = arena_alloc(&b->mem, b->nrow, sizeof(**to));
		memset(to[i], 0, b->nrow * sizeof(**to));
	}
	for (size_t r = 0; r < b->nrow; r++) {
		size_t c = k > 0 ? class_of(m, b, at, r) : 0;

		to[0][r] = k > 0 ? m->class_intercept[c] : m->intercept;
		for (size_t i = 0; i < nblock; i++) {
			const struct feature_block *f = &block[i];
			uint32_t code = f->code != NULL ? f->code[r] : 0;
			size_t j = f->first;

			if (f->code != NULL &&
			    (code >= f->ncode || f->of_code[code] == FEATURE_NONE))
				continue;
			if (f->code != NULL)
				j = f->of_code[code];
			/* + 0.0: what is nothing has no sign. */
			to[1 + j][r] =
			    (k > 0 ? m->class_weight[j * k + c] : m->feature[j].weight) *
				(f->code != NULL ? 1 : f->value[r]) +
			    0.0;
		}
	}
	return to;
}

void
explain_add(const struct explain *x, struct batch *b, double *const *contribution)
{
	size_t first = b->ncol;
	struct err e;

	if (!batch_replace(b, first, 0, x->name, x->n, &e))
		die(EXIT_DATA, "%s", e.msg);
	for (size_t i = 0; i < x->n; i++)
		memcpy(batch_set_numbers(b, first + i), contribution[i],
		    b->nrow * sizeof(**contribution));
}
