/*
 * train.h - what csv-train was asked for, and what speaks against it
 */
#ifndef TRAIN_TRAIN_H
#define TRAIN_TRAIN_H

#include "model/descent.h"
#include "model/net_embed.h"
#include "run/report.h"
#include "run/trainset.h"

/* Learning by epochs: a network, or another model by small steps (epochs.c). */
struct by_epochs {
	const char *hidden, *valid, *log, *freeze, *embed_file;
	struct texts embed;
	bool normal;
	int activation, rule, schedule; /* -1: not said */
	double rate, dropout, clip;     /* rate 0: the rule's own */
	size_t batch, epochs, patience, candidates, factors;
	uint64_t seed;
};

extern const struct opt options_epochs[]; /* fields of struct by_epochs */

/* A column and what it weighs; NULL: not asked for. */
struct wanted_even {
	char *column; /* owned */
	double strength;
};

struct even_options {
	const char *mindiff_given, *pairing_given;
	struct wanted_even mindiff, pairing;
};

struct train {
	struct even_options even;
	struct common common;
	struct texts apply;
	struct texts labels;
	const char *label, *positive, *negative, *weights, *keys, *columns, *exclude,
	    *model, *loss, *init, *class_weight, *time;
	struct loss chosen_loss; /* name NULL: the model's own */
	double l1, l2;           /* l2 below 0: the learner's own default */
	bool strict_rank, soft, one_pass, spool;
	double temperature;
	size_t iterations, neighbours;
	struct by_epochs epochs;
};

#define BY_EPOCHS_DEFAULT                                                   \
	{                                                                   \
		.activation = -1, .rule = -1, .schedule = -1, .batch = 128, \
		.epochs = 50, .patience = 5, .seed = 1                      \
	}

/* All of these end the process where the answer is no; file is what messages name. */

/*
 * --soft: labels are probabilities.  They are softened by the temperature, and the scores
 * that were learnt from them made sharp again.
 */
void soft_check(const struct train *t);
void soft_labels(const struct train *t, struct trainset *set);
void soft_sharpen(const struct train *t, struct weights *w, size_t n, struct net *net);

/* One label, or several that go together; label is the first. */
void labels_check(struct train *t);

/* What --loss says, into chosen_loss. */
void loss_choose(struct train *t);

/* Is it asked for?  Then what was said must fit together. */
bool epochs_wanted(const struct train *t);
void epochs_check(const struct train *t);

/*
 * --mindiff and --pairing (even.c): twins are the rows once more, with another value of
 * the attribute.
 */
void even_check(struct train *t);
void even_free(struct train *t);
void even_read(const struct train *t, const struct trainset *set, struct recipe *r,
    struct reader *in, struct trainset *twins);
struct even even_penalty(const struct train *t, const struct learner *l,
    const struct trainset *set, const struct trainset *twins, const char *file);

/*
 * Learn from set, and from the rows of --valid, into a net or, where there are no hidden
 * layers, into w.  The course is told, logged and judged.
 */
struct net *epochs_learn(const struct train *t, const struct learner *l,
    const struct trainset *set, const struct trainset *valid, const struct even *even,
    const struct training *chosen, const char *file, struct weights *w);

/* --model knn (neighbours.c). */
bool knn_wanted(const struct train *t);
void knn_check(const struct train *t);
struct knn *knn_train(const struct train *t, const struct learner *l,
    const struct trainset *set, const char *file, struct weights *w);

/* --model fm (factors.c). */
bool fm_wanted(const struct train *t);
void fm_check(const struct train *t);
struct fm *fm_train(const struct train *t, const struct learner *l,
    const struct trainset *set, const struct trainset *valid,
    const struct training *chosen, const char *file, struct weights *w);

/*
 * --embed (embed.c): the runs of features of its columns, as many as returned; and their
 * numbers as a table.
 */
void embed_check(const struct train *t);
size_t embed_runs(const struct train *t, const struct trainset *set, const char *file,
    struct embed_run **run);
void embed_write(
    const struct train *t, const struct trainset *set, const struct net *net);

/* What is told of learning by epochs (log.c). */
struct telling {
	struct output *log; /* or NULL */
	bool verbose;
	size_t layers;
	double constant;
};

void log_open(struct telling *s, const char *path);
bool epoch_tell(void *with, const struct epoch *e); /* with: struct telling */
void log_close(struct telling *s);
void course_tell(const struct course *c, double constant);

/* --one-pass: rows are learnt from as they come (one_pass.c). */
struct one_pass;
void one_pass_check(const struct train *t);
struct one_pass *one_pass_new(const struct train *t, struct trainset *set);
void one_pass_rows(void *with, const struct matrix *m);
bool one_pass_end(
    struct one_pass *p, struct weights *w, struct training *chosen, struct err *e);

/* --class-weight: rows weigh as their class does; valid may be without rows. */
void class_weight_apply(const struct train *t, const struct learner *l,
    struct trainset *set, struct trainset *valid);

/*
 * The model of --init, whose weights (or network) are where to begin: checked to be of
 * the same kind, features and classes, and put in the order of set's.
 */
struct weights *init_weights(
    const struct train *t, const struct learner *l, const struct trainset *set);
void init_net(const struct train *t, const struct trainset *set, struct net *net);

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
