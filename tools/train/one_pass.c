/*
 * one_pass.c - learning from a stream: every row is seen once, and none is kept
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/num.h"
#include "model/ftrl.h"
#include "train.h"

struct one_pass {
	const struct train *t;
	const struct learner *l;
	struct trainset *set;
	struct ftrl f;
	bool started;
	double labels, squares; /* weighted sums */
	size_t told;
};

void
one_pass_check(const struct train *t)
{
	const char *m = t->model != NULL ? t->model : "";
	bool kind = strcmp(m, "logistic") == 0 || strcmp(m, "linear") == 0;

	if (!t->one_pass)
		return;
	if (!kind &&
	    !(t->model == NULL && (t->loss != NULL || t->soft || t->positive != NULL ||
				      t->negative != NULL)))
		tool_usage("--one-pass goes with --model linear or logistic: say which, "
			   "as the labels are not seen before");
	if (epochs_wanted(t) || t->labels.n > 1 || t->class_weight != NULL || t->spool)
		tool_usage("--one-pass keeps no rows: not with --optimizer, "
			   "--class-weight, --spool or several labels");
	if (t->temperature != 1 || t->strict_rank)
		tool_usage("--one-pass: not with --temperature or --strict-rank");
}

static const struct learner *
learner_of(const struct train *t)
{
	if (t->model != NULL)
		return learner_find(str_of(t->model));
	return t->loss != NULL ? &learner_linear : &learner_logistic;
}

struct one_pass *
one_pass_new(const struct train *t, struct trainset *set)
{
	struct one_pass *p = mem_alloc(1, sizeof(*p));

	p->t = t;
	p->l = learner_of(t);
	p->set = set;
	p->told = 1024;
	return p;
}

static void
start(struct one_pass *p)
{
	const struct train *t = p->t;
	struct weights *init = init_weights(t, p->l, p->set);
	const struct loss *own = loss_find(str_of(p->l->loss));

	p->f = (struct ftrl){ .loss = t->chosen_loss.name != NULL ? &t->chosen_loss : own,
		.rate = t->epochs.rate > 0 ? t->epochs.rate : 0.1,
		.l1 = t->l1,
		.l2 = t->l2 >= 0 ? t->l2 : 0,
		.total_l2 = t->l2 < 0 && p->l->binary ? 1 : 0 };
	ftrl_start(&p->f, p->set->matrix.ncol);
	if (init != NULL) {
		ftrl_begin(&p->f, init);
		weights_free(init);
		free(init);
	}
	p->started = true;
}

/* On the way, after 1024, 2048, 4096 ... rows. */
static void
tell_mean(struct one_pass *p)
{
	char mean[NUM_WIDTH + 1];

	if (!p->t->common.verbose || p->set->rows < p->told)
		return;
	while (p->told <= p->set->rows)
		p->told *= 2;
	mean[num_print(p->f.sum / p->f.weight, mean)] = '\0';
	tell("%zu rows: mean loss %s", p->set->rows, mean);
}

void
one_pass_rows(void *with, const struct matrix *m)
{
	struct one_pass *p = with;

	if (!p->started)
		start(p);
	ftrl_rows(&p->f, m);
	for (size_t i = 0; i < m->nrow; i++) {
		p->labels += m->weight[i] * m->label[i];
		p->squares += m->weight[i] * m->label[i] * m->label[i];
	}
	tell_mean(p);
}

/* What the best constant would cost, of the losses where that is a formula. */
static double
constant_of(const struct one_pass *p)
{
	double mean = p->labels / p->f.weight;

	if (strcmp(p->f.loss->name, "squared") == 0)
		return (p->squares / p->f.weight - mean * mean) / 2;
	if (strcmp(p->f.loss->name, "logistic") != 0 || mean <= 0 || mean >= 1)
		return NAN;
	return -mean * elementary_log(mean) - (1 - mean) * elementary_log1p(-mean);
}

static void
outcome_tell(const struct one_pass *p)
{
	char mean[NUM_WIDTH + 1], constant[NUM_WIDTH + 1];
	double best = constant_of(p);

	if (p->t->common.quiet)
		return;
	mean[num_print(p->f.sum / p->f.weight, mean)] = '\0';
	constant[isnan(best) ? 0 : num_print(best, constant)] = '\0';
	tell("one pass over %zu rows: mean loss %s before each row's step%s%s",
	    p->set->rows, mean, isnan(best) ? "" : ", of the best constant ", constant);
}

bool
one_pass_end(
    struct one_pass *p, struct weights *w, struct training *chosen, struct err *e)
{
	bool good;

	if (!(p->f.weight > 0)) /* which ends the process */
		return fail(e, EXIT_DATA, "every weight is 0: nothing to learn from");
	ftrl_weights(&p->f, w);
	w->iterations = p->set->rows;
	w->converged = true;
	chosen->l2 = p->f.l2 + p->f.total_l2 / p->f.weight;
	good = weights_check(w, e);
	if (good)
		outcome_tell(p);
	ftrl_free(&p->f);
	free(p);
	return good;
}
