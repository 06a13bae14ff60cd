/*
 * neighbours.c - rows that are kept as they are: --model knn
 */
#include <stdlib.h>
#include <string.h>

#include "train.h"

enum { NEIGHBOURS = 5 };

bool
knn_wanted(const struct train *t)
{
	return t->model != NULL && strcmp(t->model, "knn") == 0;
}

void
knn_check(const struct train *t)
{
	if (!knn_wanted(t) && t->neighbours > 0)
		tool_usage("--neighbours goes with --model knn");
	if (knn_wanted(t) &&
	    (t->l1 > 0 || t->l2 >= 0 || t->init != NULL || t->one_pass || t->soft ||
		t->strict_rank || t->epochs.rule >= 0 || t->labels.n > 1))
		tool_usage("--model knn keeps rows: it has no --l1, --l2, --init, "
			   "--one-pass, --soft, --strict-rank, --optimizer or several "
			   "labels");
}

struct knn *
knn_train(const struct train *t, const struct learner *l, const struct trainset *set,
    const char *file, struct weights *w)
{
	const struct matrix *m = &set->matrix;
	struct knn *n = mem_alloc(1, sizeof(*n));
	double *x = mem_alloc(m->ncol, sizeof(*x));
	struct err e;

	weights_start(w, m->ncol);
	w->converged = true;
	if (!learner_check(m, &e))
		learning_refuse(t, w, set, file, &e);
	knn_start(n, t->neighbours > 0 ? t->neighbours : NEIGHBOURS, m->ncol,
	    l->classes ? set->class.n : 0);
	for (size_t i = 0; i < m->nrow; i++) {
		struct matrix_row row = matrix_row(m, i);

		if (!(m->weight[i] > 0))
			continue;
		memset(x, 0, m->ncol * sizeof(*x));
		for (size_t k = 0; k < row.n; k++)
			x[row.index[k]] = row.value[k];
		knn_add(n, x, m->label[i], m->weight[i]);
	}
	free(x);
	if (n->k > n->nrow && !t->common.quiet)
		warn("--neighbours %zu: there are only %zu rows, so every answer is "
		     "their mean",
		    n->k, n->nrow);
	return n;
}
