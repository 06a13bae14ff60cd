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
	struct dict class;      /* in the order of the stream */
	double *share;          /* (share_room) the weight of each */
	size_t share_room;
	size_t told;
};

void
one_pass_check(const struct train *t)
{
	const char *m = t->model != NULL ? t->model : "";
	bool kind = strcmp(m, "logistic") == 0 || strcmp(m, "linear") == 0 ||
		    strcmp(m, "softmax") == 0;

	if (!t->one_pass)
		return;
	if (!kind &&
	    !(t->model == NULL && (t->loss != NULL || t->soft || t->positive != NULL ||
				      t->negative != NULL)))
		tool_usage("--one-pass goes with --model linear, logistic or softmax: "
			   "say which, "
			   "as the labels are not seen before");
	if (epochs_wanted(t) || t->labels.n > 1 || t->class_weight != NULL || t->spool)
		tool_usage("--one-pass keeps no rows: not with --optimizer, "
			   "--class-weight, --spool or several labels");
	if (t->init != NULL && strcmp(m, "softmax") == 0)
		tool_usage("--one-pass of several classes begins at 0: no --init");
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
	bool classes = p->l->classes;
	struct weights *init = init_weights(t, p->l, p->set);
	const struct loss *own = classes ? NULL : loss_find(str_of(p->l->loss));

	p->f = (struct ftrl){ .loss = t->chosen_loss.name != NULL ? &t->chosen_loss : own,
		.rate = t->epochs.rate > 0 ? t->epochs.rate : 0.1,
		.l1 = t->l1,
		.l2 = t->l2 >= 0 ? t->l2 : 0,
		.total_l2 = t->l2 < 0 && (p->l->binary || classes) ? 1 : 0 };
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

/* Classes that came with these rows, and how much their rows weigh. */
static void
classes_take(struct one_pass *p, const struct matrix *m)
{
	while (p->class.n < p->set->class.n)
		dict_add(&p->class, dict_key(&p->set->class, p->class.n));
	while (p->share_room < p->class.n) {
		p->share = mem_resize(p->share, p->share_room + 1, sizeof(*p->share));
		p->share[p->share_room++] = 0;
	}
	for (size_t i = 0; i < m->nrow; i++)
		p->share[(size_t)m->label[i]] += m->weight[i];
}

void
one_pass_rows(void *with, const struct matrix *m)
{
	struct one_pass *p = with;

	if (!p->started)
		start(p);
	if (p->l->classes)
		classes_take(p, m);
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
	double mean = p->labels / p->f.weight, sum = 0;

	for (size_t c = 0; c < p->class.n; c++) {
		double share = p->share[c] / p->f.weight;

		sum -= share > 0 ? share * elementary_log(share) : 0;
	}
	if (p->f.loss == NULL)
		return sum;

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

/* Classes are in the order of their bytes now. */
static bool
weights_take(const struct one_pass *p, struct weights *w, struct err *e)
{
	for (size_t c = 0; c < p->f.nclass; c++) {
		struct weights *to = w;

		if (p->l->classes)
			to += dict_find(&p->set->class, dict_key(&p->class, c));
		ftrl_weights(&p->f, c, to);
		to->iterations = p->set->rows;
		to->converged = true;
		if (!weights_check(to, e))
			return false;
	}
	return true;
}

bool
one_pass_end(
    struct one_pass *p, struct weights *w, struct training *chosen, struct err *e)
{
	bool good;

	if (!(p->f.weight > 0)) /* which ends the process */
		return fail(e, EXIT_DATA, "every weight is 0: nothing to learn from");
	if (p->l->classes) /* those, too, whose rows all weigh 0 */
		ftrl_classes(&p->f, p->class.n);
	good = weights_take(p, w, e);
	chosen->l2 = p->f.l2 + p->f.total_l2 / p->f.weight;
	if (good)
		outcome_tell(p);
	ftrl_free(&p->f);
	dict_clear(&p->class);
	free(p->share);
	free(p);
	return good;
}
