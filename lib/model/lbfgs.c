/*
 * lbfgs.c - minimise() by liblbfgs, the only file that knows it
 *
 * We stop by our own measure and leave the library's to 0, which is met only where
 * the gradient vanishes.  Whatever it returns (the line search out of room or out of
 * digits), the variables hold the last point accepted, so no status is looked at.
 * OWL-QN demands a backtracking line search.
 */
#include "model/minimise.h"

#include <lbfgs.h>
#include <limits.h>
#include <string.h>

#include "base/mem.h"

/* Steps remembered: more than the library's 6 pays where features correlate. */
enum { MEMORY = 10 };

struct search {
	const struct minimiser *f;
	size_t iterations;
};

static lbfgsfloatval_t
evaluate(void *self, const lbfgsfloatval_t *x, lbfgsfloatval_t *g, const int n,
    const lbfgsfloatval_t step)
{
	const struct search *s = self;

	(void)n;
	(void)step;
	return s->f->value(s->f->self, x, g);
}

static int
progress(void *self, const lbfgsfloatval_t *x, const lbfgsfloatval_t *g,
    const lbfgsfloatval_t fx, const lbfgsfloatval_t xnorm, const lbfgsfloatval_t gnorm,
    const lbfgsfloatval_t step, int n, int k, int ls)
{
	struct search *s = self;

	(void)fx;
	(void)xnorm;
	(void)gnorm;
	(void)step;
	(void)n;
	(void)ls;
	s->iterations = (size_t)k;
	return s->f->done(s->f->self, x, g);
}

/* liblbfgs wants vectors of its own alignment. */
static lbfgsfloatval_t *
vector_new(size_t n)
{
	lbfgsfloatval_t *v = n > INT_MAX - 16 ? NULL : lbfgs_malloc((int)n);

	if (v != NULL)
		return v;
	mem_exhausted(n * sizeof *v);
}

size_t
minimise(const struct minimiser *f, double *x)
{
	struct search s = { f, 0 };
	lbfgs_parameter_t p;
	lbfgsfloatval_t *v = vector_new(f->n);

	memcpy(v, x, f->n * sizeof *x);
	lbfgs_parameter_init(&p);
	p.m = MEMORY;
	p.epsilon = 0;
	p.max_iterations = f->max_iterations > INT_MAX ? INT_MAX : (int)f->max_iterations;
	if (f->l1 > 0) {
		p.linesearch = LBFGS_LINESEARCH_BACKTRACKING;
		p.orthantwise_c = f->l1;
		p.orthantwise_start = (int)f->nfree;
	}
	lbfgs((int)f->n, v, NULL, evaluate, progress, &s, &p);
	memcpy(x, v, f->n * sizeof *x);
	lbfgs_free(v);
	return s.iterations;
}
