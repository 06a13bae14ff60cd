/*
 * factors.c - crosses by factors: --model fm
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train.h"

enum { FACTORS = 8 };

bool
fm_wanted(const struct train *t)
{
	return t->model != NULL && strcmp(t->model, "fm") == 0;
}

void
fm_check(const struct train *t)
{
	const struct by_epochs *b = &t->epochs;

	if (!fm_wanted(t) && b->factors > 0)
		tool_usage("--factors goes with --model fm");
	if (b->factors > FACTORS_MOST)
		tool_usage("--factors: more than %d", FACTORS_MOST);
	if (fm_wanted(t) && (b->rule >= 0 || b->schedule >= 0 || b->clip > 0 ||
				t->l1 > 0 || t->init != NULL || t->one_pass ||
				t->strict_rank || t->soft || t->labels.n > 1))
		tool_usage("--model fm learns row by row: not with --optimizer, "
			   "--schedule, --clip-norm, --l1, --init, --one-pass, "
			   "--strict-rank, --soft or several labels");
}

/* As weights, which is what is told of a model beside its factors. */
static void
weights_of(const struct fm *f, const struct course *c, bool valid, struct weights *w)
{
	weights_start(w, f->ncol);
	w->intercept = f->parameter[0];
	for (size_t j = 0; j < f->ncol; j++)
		w->beta[j] = fm_feature(f, j)[0];
	w->iterations = c->epoch[c->n - 1].steps;
	w->objective =
	    valid ? c->epoch[c->best].valid_loss : c->epoch[c->best].train_loss;
}

struct fm *
fm_train(const struct train *t, const struct learner *l, const struct trainset *set,
    const struct trainset *valid, const struct training *chosen, const char *file,
    struct weights *w)
{
	const struct by_epochs *b = &t->epochs;
	struct fm_training how = { .rate = b->rate > 0 ? b->rate : 0.1,
		.l2 = chosen->l2,
		.epochs = b->epochs,
		.patience = b->patience,
		.seed = b->seed,
		.train = &set->matrix,
		.valid = valid != NULL ? &valid->matrix : NULL };
	struct telling telling = { .verbose = t->common.verbose,
		.constant = constant_loss(
		    &set->matrix, l->binary ? NET_LOGISTIC : NET_SQUARED, 1) };
	struct fm *f = mem_alloc(1, sizeof(*f));
	struct course course = { 0 };
	struct err e;
	bool good;

	fm_make(f, set->matrix.ncol, b->factors > 0 ? b->factors : FACTORS, l->binary);
	good = learner_check(&set->matrix, &e);
	log_open(&telling, b->log);
	good = good && fm_learn(f, &how, &course, epoch_tell, &telling, &e);
	log_close(&telling);
	if (!good)
		learning_refuse(t, w, set, file, &e);
	if (!t->common.quiet)
		course_tell(&course, telling.constant);
	weights_of(f, &course, valid != NULL, w);
	course_free(&course);
	return f;
}
