/*
 * train.h - what csv-train was asked for, and what speaks against it
 */
#ifndef TRAIN_TRAIN_H
#define TRAIN_TRAIN_H

#include "run/trainset.h"

struct train {
	struct common common;
	struct texts apply;
	const char *label, *positive, *negative, *weights, *keys, *columns, *exclude,
	    *model, *loss;
	struct loss chosen_loss; /* name NULL: the model's own */
	double l1, l2;           /* l2 below 0: the learner's own default */
	bool strict_rank;
	size_t iterations;
};

/* All of these end the process where the answer is no; file is what messages name. */

/* What --loss says, into chosen_loss. */
void loss_choose(struct train *t);

/* No step of the preparation may be a model. */
void preparation_check(const struct train *t, const struct recipe *r);

/* Can l learn from these labels and features? */
void learner_check_table(const struct train *t, const struct learner *l,
    const struct trainset *set, const char *file);

/* Learning failed with e. */
_Noreturn void learning_refuse(const struct train *t, const struct weights *w,
    const struct trainset *set, const char *file, const struct err *e);

/* What the user should know about how learning went. */
void weights_warn(const struct weights *w, const struct trainset *set);

#endif
