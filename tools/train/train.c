/*
 * csv-train - learn a model from CSV
 *
 * Reads its input into a matrix (12 bytes for each value that is not zero, or
 * fewer), learns, and writes the model as a state: the preparation given with -a in
 * front, so that the model scores raw CSV alone, then the weights by feature name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/filter.h"
#include "train.h"

#define AT(field) offsetof(struct train, field)

static const struct opt options[] = {
	{ 'y', "label", OPT_TEXTS, AT(labels), "COL",
	    "the column to predict; again: one of several labels of 0 and 1", 0, false },
	{ 0, "positive", OPT_TEXT, AT(positive), "V[,V...]",
	    "these labels are the positive class, all others are not", 0, false },
	{ 0, "negative", OPT_TEXT, AT(negative), "V[,V...]",
	    "these labels are the negative class, all others are not", 0, false },
	{ 0, "model", OPT_TEXT, AT(model), "NAME",
	    "linear, logistic, softmax, ovr, multilabel, bayes, fm or mlp (default: "
	    "logistic "
	    "where all labels "
	    "are 0 or 1, linear otherwise)",
	    0, false },
	{ 0, "loss", OPT_TEXT, AT(loss), "squared|poisson|huber:D|quantile:Q",
	    "what linear makes small (default: squared)", 0, false },
	{ 0, "soft", OPT_FLAG, AT(soft), NULL,
	    "labels are probabilities, such as another model's", 0, false },
	{ 0, "temperature", OPT_REAL, AT(temperature), "T",
	    "with --soft: soften them by T, and sharpen what was learnt (default 1)", 0,
	    false },
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST",
	    "the features (default: all columns)", 0, false },
	{ 'x', "exclude", OPT_TEXT, AT(exclude), "LIST", "all columns but these", 0,
	    false },
	{ 'w', "weight", OPT_TEXT, AT(weights), "COL", "a weight for each row", 0,
	    false },
	{ 0, "class-weight", OPT_TEXT, AT(class_weight), "balanced|CLASS:X[,CLASS:X...]",
	    "all classes weigh the same, or rows of a class X times as much", 0, false },
	{ 'k', "key", OPT_TEXT, AT(keys), "LIST",
	    "columns that identify rows: never features", 0, false },
	{ 0, "time", OPT_TEXT, AT(time), "COL",
	    "times of rows, never a feature: the latest is kept in the model", 0, false },
	{ 'a', "apply", OPT_TEXTS, AT(apply), "FILE",
	    "prepare the rows first, and keep that in the model; may be repeated", 0,
	    true },
	{ 0, "l1", OPT_REAL, AT(l1), "X", "penalty on the sum of |weight| (default 0)", 0,
	    false },
	{ 0, "l2", OPT_REAL, AT(l2), "X",
	    "penalty on half the sum of weight^2 (default: 0 for linear, 1/n for "
	    "logistic)",
	    0, false },
	{ 0, "init", OPT_TEXT, AT(init), "FILE",
	    "begin with the weights of this model, of the same kind and features", 0,
	    false },
	{ 0, "strict-rank", OPT_FLAG, AT(strict_rank), NULL,
	    "refuse columns that depend on others, instead of giving them weight 0", 0,
	    false },
	{ 0, "mindiff", OPT_TEXT, AT(even.mindiff_given), "COL[:X]",
	    "by epochs: groups of COL should get scores spread alike; X: how much that "
	    "weighs (default 1)",
	    0, false },
	{ 0, "pairing", OPT_TEXT, AT(even.pairing_given), "COL[:X]",
	    "by epochs: a row should get the score it has with another value of COL", 0,
	    false },
	{ 0, "one-pass", OPT_FLAG, AT(one_pass), NULL,
	    "see each row once and keep none: linear or logistic, by FTRL", 0, false },
	{ 0, "spool", OPT_FLAG, AT(spool), NULL,
	    "keep the rows in a temporary file instead of in memory", 0, true },
	{ 0, "neighbours", OPT_COUNT, AT(neighbours), "K",
	    "with knn: how many of the nearest rows answer (default 5)", 1, false },
	{ 0, "max-iterations", OPT_COUNT, AT(iterations), "N",
	    "stop there (default 1000)", 1, false },
	{ 0 },
};

static const struct tool tool = { "csv-train", "learn a model from CSV",
	"-y COL [options] [file ...]",
	"  csv-train -y bought --positive yes train.csv > model.st\n"
	"  csv-train -y price --model linear -a prep.st raw.csv -o model.st\n" };

/* ---- what is asked for ---- */

static _Noreturn void
model_unknown(const char *name)
{
	char names[200] = "";

	for (size_t i = 0; learners[i] != NULL; i++) {
		size_t used = strlen(names);

		snprintf(names + used, sizeof(names) - used, "%s%s", i > 0 ? ", " : "",
		    learners[i]->name);
	}
	tool_usage("--model %s: not one of %s", name, names);
}

static bool
wants_classes(const struct train *t)
{
	return t->model != NULL && t->labels.n < 2 &&
	       (learner_find(str_of(t->model))->classes ||
		   (t->loss != NULL && strcmp(t->loss, "softmax") == 0));
}

static void
start(struct train *t, struct label_rule *rule, int argc, char **argv)
{
	const struct opt_table tables[] = { { options, t },
		{ options_epochs, &t->epochs }, { options_input, &t->common },
		{ options_output, &t->common }, { options_messages, &t->common },
		{ NULL, NULL } };
	struct err e;

	tool_start(&tool, tables, &t->common, argc, argv);
	if (t->labels.n == 0)
		tool_usage("-y says which column to predict");
	labels_check(t);
	if (t->columns != NULL && t->exclude != NULL)
		tool_usage("-c and -x exclude each other");
	if (t->model != NULL && learner_find(str_of(t->model)) == NULL)
		model_unknown(t->model);
	if (wants_classes(t) && (t->positive != NULL || t->negative != NULL))
		tool_usage("--model %s has a class for each label: no --positive or "
			   "--negative",
		    t->model);
	loss_choose(t);
	epochs_check(t);
	fm_check(t);
	knn_check(t);
	one_pass_check(t);
	even_check(t);
	soft_check(t);
	if (!label_rule_parse(rule, t->positive, t->negative, &e))
		tool_usage("%s", e.msg);
}

/* ---- learning ---- */

static const struct learner *
learner_choose(const struct train *t, const struct trainset *set)
{
	const struct learner *l =
	    t->model != NULL ? learner_find(str_of(t->model)) : NULL;

	if (t->labels.n > 1 && l == &learner_mlp[0])
		return &learner_mlp[t->soft ? NET_SOFTMAX : NET_MULTILABEL];
	if (t->labels.n > 1)
		return t->soft ? &learner_softmax : &learner_multilabel;
	if (l == &learner_mlp[0]) {
		if (t->loss == NULL)
			return &learner_mlp[set->binary || t->soft ? NET_LOGISTIC
								   : NET_SQUARED];
		return &learner_mlp[set->classes                       ? NET_SOFTMAX
				    : strcmp(t->loss, "logistic") == 0 ? NET_LOGISTIC
								       : NET_SQUARED];
	}
	if (l == &learner_knn[0])
		return &learner_knn[set->classes      ? 2
				    : t->loss != NULL ? strcmp(t->loss, "logistic") == 0
						      : set->binary];
	if (l == &learner_fm[0])
		return &learner_fm[set->binary];
	if (l != NULL)
		return l;
	if (t->loss != NULL)
		return &learner_linear;
	return set->binary || t->soft ? &learner_logistic : &learner_linear;
}

/* What was learnt: as many weights as there are classes, or one; or a network. */
struct learnt {
	struct weights *w;
	size_t n;
	struct net *net; /* or NULL */
	struct fm *fm;   /* or NULL */
	struct knn *knn; /* or NULL */
};

static struct learnt
learn(const struct train *t, const struct learner *l, const struct trainset *set,
    const struct trainset *valid, const struct trainset *twins, const char *file,
    struct training *chosen)
{
	struct learnt x = { .n = l->classes ? set->class.n : 1 };
	struct weights *init;
	struct even even;
	struct err e;

	x.w = mem_alloc(x.n, sizeof(*x.w));
	learner_check_table(t, l, set, file);
	even = even_penalty(t, l, set, twins, file);
	init = t->one_pass ? NULL : init_weights(t, l, set);
	*chosen = (struct training){ .l1 = t->l1,
		.l2 = t->l2 >= 0 ? t->l2 : l->default_l2(&set->matrix),
		.loss = t->chosen_loss.name != NULL ? &t->chosen_loss : NULL,
		.strict_rank = t->strict_rank,
		.nclass = x.n,
		.init = init,
		.max_iterations = t->iterations };
	if (t->one_pass) {
		if (!one_pass_end(set->with, x.w, chosen, &e))
			learning_refuse(t, x.w, set, file, &e);
	} else if (knn_wanted(t)) {
		x.knn = knn_train(t, l, set, file, x.w);
	} else if (fm_wanted(t)) {
		x.fm = fm_train(t, l, set, valid, chosen, file, x.w);
	} else if (epochs_wanted(t)) {
		x.net = epochs_learn(t, l, set, valid, &even, chosen, file, x.w);
	} else {
		if (!l->learn(&set->matrix, chosen, x.w, &e))
			learning_refuse(t, x.w, set, file, &e);
		weights_warn(x.w, set);
	}
	for (size_t c = 0; init != NULL && c < x.n; c++)
		weights_free(&init[c]);
	free(init);
	soft_sharpen(t, x.w, x.n, x.net);
	return x;
}

static void
learnt_free(struct learnt *x)
{
	for (size_t c = 0; c < x->n; c++)
		weights_free(&x->w[c]);
	free(x->w);
}

/* ---- the model ---- */

/* The model as the last step of the recipe that prepares its rows. */
static void
model_append(struct recipe *r, const struct train *t, const struct learner *l,
    const struct trainset *set, const struct learnt *x, const struct training *chosen)
{
	const struct weights *w = x->w;
	struct step *s = recipe_add(r, predict_op(l));
	struct model *m = s->self;

	m->learner = l;
	if (t->weights != NULL)
		m->weights = mem_keep(str_of(t->weights));
	s->options = mem_c_string(str_of(t->common.given));
	s->rows = set->rows;
	s->columns = set->header;
	missing_copy(&s->missing, &t->common.missing);
	m->label = mem_keep(str_of(t->label));
	if (set->newest.p != NULL)
		m->newest = mem_keep(set->newest);
	for (size_t i = 0; i < set->rule->positive.n; i++)
		label_rule_add(&m->rule, true, set->rule->positive.item[i].text);
	for (size_t i = 0; i < set->rule->negative.n; i++)
		label_rule_add(&m->rule, false, set->rule->negative.item[i].text);
	m->loss = t->chosen_loss;
	if (l == &learner_mlp[NET_LOGISTIC] || l == &learner_mlp[NET_MULTILABEL] ||
	    l == &learner_fm[1] || l == &learner_knn[1])
		m->loss = *loss_find(STR("logistic"));
	m->l1 = chosen->l1;
	m->l2 = chosen->l2;
	m->iterations = w->iterations;
	m->converged = w->converged;
	m->objective = w->objective;
	m->intercept = w->intercept;
	for (size_t c = 0; c < set->class.n; c++)
		model_class_add(m, dict_key(&set->class, c), w[c].intercept);
	for (size_t i = 0; i < set->matrix.ncol; i++) {
		model_feature_add(m, set->feature[i].name, w->beta[i]);
		for (size_t c = 0; c < set->class.n && x->net == NULL && x->knn == NULL;
		     c++)
			model_class_weight(m, w[c].beta[i]);
	}
	m->net = x->net;
	m->fm = x->fm;
	m->knn = x->knn;
}

/* The rows of --valid, from a file of their own. */
static void
valid_read(const struct train *t, const struct trainset *set, struct recipe *r,
    struct trainset *valid)
{
	struct common common = t->common;
	struct reader *in;

	common.path = &t->epochs.valid;
	common.npath = 1;
	in = tool_reader(&common, false);
	*valid = (struct trainset){ .label = set->label,
		.weights = set->weights,
		.rule = set->rule,
		.classes = set->classes,
		.labels = set->labels,
		.nlabel = set->nlabel,
		.shares = set->shares,
		.spool = set->spool,
		.missing = set->missing };
	trainset_read_like(valid, set, r, in);
	reader_close(in);
}

/* All rows, and those held out; then the preparation knows what it must do without. */
static void
rows_read(const struct train *t, struct trainset *set, struct trainset *valid,
    struct trainset *twins, struct recipe *r, struct reader *in)
{
	trainset_read(set, r, in);
	even_read(t, set, r, in, twins);
	if (t->epochs.valid != NULL)
		valid_read(t, set, r, valid);
	trainset_release(set, r, in);
	soft_labels(t, set);
	soft_labels(t, valid);
}

/* What is wanted of the rows. */
static void
set_choose(struct trainset *set, struct train *t, const struct label_rule *rule)
{
	*set = (struct trainset){ .label = t->label,
		.weights = t->weights,
		.keys = t->keys,
		.columns = t->columns,
		.exclude = t->exclude,
		.rule = rule,
		.classes = wants_classes(t),
		.labels = t->labels.text,
		.nlabel = t->labels.n,
		.shares = t->soft && t->labels.n > 1,
		.spool = t->spool,
		.time = t->time,
		.group = t->even.mindiff.column,
		.twin = t->even.pairing.column,
		.missing = &t->common.missing };
	if (t->one_pass) {
		set->each = one_pass_rows;
		set->with = one_pass_new(t, set);
	}
}

int
main(int argc, char **argv)
{
	struct train t = { .common = COMMON_DEFAULT,
		.l2 = -1,
		.temperature = 1,
		.epochs = BY_EPOCHS_DEFAULT };
	struct recipe r = { 0 };
	struct label_rule rule = { 0 };
	struct training chosen;
	struct trainset set, valid = { 0 }, twins = { 0 };

	start(&t, &rule, argc, argv);
	recipe_read(&r, &t.apply, false);
	preparation_check(&t, &r);
	set_choose(&set, &t, &rule);
	struct reader *in =
	    tool_reader(&t.common, trainset_needs_look(&set) || set.twin != NULL);
	struct output *out = output_open(t.common.output, ',', in);
	rows_read(&t, &set, &valid, &twins, &r, in);
	const struct learner *l = learner_choose(&t, &set);
	class_weight_apply(&t, l, &set, &valid);
	struct learnt x = learn(&t, l, &set, t.epochs.valid != NULL ? &valid : NULL,
	    &twins, reader_name(in), &chosen);
	model_append(&r, &t, l, &set, &x, &chosen);
	state_put(&r, out);
	output_end(out, false);
	output_publish(out);
	int status = tool_end(&t.common, in, NULL);
	learnt_free(&x);
	trainset_free(&set);
	trainset_free(&valid);
	trainset_free(&twins);
	reader_close(in);
	recipe_free(&r);
	label_rule_free(&rule);
	even_free(&t);
	return status;
}
