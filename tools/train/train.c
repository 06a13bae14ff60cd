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
	{ 'y', "label", OPT_TEXT, AT(label), "COL", "the column to predict", 0, false },
	{ 0, "positive", OPT_TEXT, AT(positive), "V[,V...]",
	    "these labels are the positive class, all others are not", 0, false },
	{ 0, "negative", OPT_TEXT, AT(negative), "V[,V...]",
	    "these labels are the negative class, all others are not", 0, false },
	{ 0, "model", OPT_TEXT, AT(model), "NAME",
	    "linear, logistic, softmax or ovr (default: logistic where all labels are 0 "
	    "or 1, linear otherwise)",
	    0, false },
	{ 0, "loss", OPT_TEXT, AT(loss), "squared|poisson|huber:D|quantile:Q",
	    "what linear makes small (default: squared)", 0, false },
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST",
	    "the features (default: all columns)", 0, false },
	{ 'x', "exclude", OPT_TEXT, AT(exclude), "LIST", "all columns but these", 0,
	    false },
	{ 'w', "weight", OPT_TEXT, AT(weights), "COL", "a weight for each row", 0,
	    false },
	{ 'k', "key", OPT_TEXT, AT(keys), "LIST",
	    "columns that identify rows: never features", 0, false },
	{ 'a', "apply", OPT_TEXTS, AT(apply), "FILE",
	    "prepare the rows first, and keep that in the model; may be repeated", 0,
	    true },
	{ 0, "l1", OPT_REAL, AT(l1), "X", "penalty on the sum of |weight| (default 0)", 0,
	    false },
	{ 0, "l2", OPT_REAL, AT(l2), "X",
	    "penalty on half the sum of weight^2 (default: 0 for linear, 1/n for "
	    "logistic)",
	    0, false },
	{ 0, "strict-rank", OPT_FLAG, AT(strict_rank), NULL,
	    "refuse columns that depend on others, instead of giving them weight 0", 0,
	    false },
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
	return t->model != NULL && learner_find(str_of(t->model))->classes;
}

static void
start(struct train *t, struct label_rule *rule, int argc, char **argv)
{
	const struct opt_table tables[] = { { options, t }, { options_input, &t->common },
		{ options_output, &t->common }, { options_messages, &t->common },
		{ NULL, NULL } };
	struct err e;

	tool_start(&tool, tables, &t->common, argc, argv);
	if (t->label == NULL)
		tool_usage("-y says which column to predict");
	if (t->weights != NULL && strcmp(t->label, t->weights) == 0)
		tool_usage("the label cannot be the weight");
	if (t->columns != NULL && t->exclude != NULL)
		tool_usage("-c and -x exclude each other");
	if (t->model != NULL && learner_find(str_of(t->model)) == NULL)
		model_unknown(t->model);
	if (wants_classes(t) && (t->positive != NULL || t->negative != NULL))
		tool_usage("--model %s has a class for each label: no --positive or "
			   "--negative",
		    t->model);
	loss_choose(t);
	if (!label_rule_parse(rule, t->positive, t->negative, &e))
		tool_usage("%s", e.msg);
}

/* ---- learning ---- */

static const struct learner *
learner_choose(const struct train *t, const struct trainset *set)
{
	if (t->model != NULL)
		return learner_find(str_of(t->model));
	if (t->loss != NULL)
		return &learner_linear;
	return set->binary ? &learner_logistic : &learner_linear;
}

/* As many weights as there are classes, or one. */
static struct weights *
learn(const struct train *t, const struct learner *l, const struct trainset *set,
    const char *file, struct training *chosen)
{
	size_t n = l->classes ? set->class.n : 1;
	struct weights *w = mem_alloc(n, sizeof(*w));
	struct err e;

	learner_check_table(t, l, set, file);
	*chosen = (struct training){ .l1 = t->l1,
		.l2 = t->l2 >= 0 ? t->l2 : l->default_l2(&set->matrix),
		.loss = t->chosen_loss.name != NULL ? &t->chosen_loss : NULL,
		.strict_rank = t->strict_rank,
		.nclass = n,
		.max_iterations = t->iterations };
	if (!l->learn(&set->matrix, chosen, w, &e))
		learning_refuse(t, w, set, file, &e);
	weights_warn(w, set);
	return w;
}

/* ---- the model ---- */

/* The model as the last step of the recipe that prepares its rows. */
static void
model_append(struct recipe *r, const struct train *t, const struct learner *l,
    const struct trainset *set, const struct weights *w, const struct training *chosen)
{
	struct step *s = recipe_add(r, predict_op(l));
	struct model *m = s->self;

	if (t->weights != NULL)
		m->weights = mem_keep(str_of(t->weights));
	s->options = mem_c_string(str_of(t->common.given));
	s->rows = set->matrix.nrow;
	s->columns = set->header;
	missing_copy(&s->missing, &t->common.missing);
	m->label = mem_keep(str_of(t->label));
	for (size_t i = 0; i < set->rule->positive.n; i++)
		label_rule_add(&m->rule, true, set->rule->positive.item[i].text);
	for (size_t i = 0; i < set->rule->negative.n; i++)
		label_rule_add(&m->rule, false, set->rule->negative.item[i].text);
	m->loss = t->chosen_loss;
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
		for (size_t c = 0; c < set->class.n; c++)
			model_class_weight(m, w[c].beta[i]);
	}
}

int
main(int argc, char **argv)
{
	struct train t = { .common = COMMON_DEFAULT, .l2 = -1 };
	struct recipe r = { 0 };
	struct label_rule rule = { 0 };
	struct training chosen;

	start(&t, &rule, argc, argv);
	recipe_read(&r, &t.apply, false);
	preparation_check(&t, &r);
	struct trainset set = { .label = t.label,
		.weights = t.weights,
		.keys = t.keys,
		.columns = t.columns,
		.exclude = t.exclude,
		.rule = &rule,
		.classes = wants_classes(&t),
		.missing = &t.common.missing };
	struct reader *in = tool_reader(&t.common, trainset_needs_look(&set));
	struct output *out = output_open(t.common.output, ',', in);
	trainset_read(&set, &r, in);
	const struct learner *l = learner_choose(&t, &set);
	struct weights *w = learn(&t, l, &set, reader_name(in), &chosen);
	model_append(&r, &t, l, &set, w, &chosen);
	state_put(&r, out);
	output_end(out, false);
	output_publish(out);
	int status = tool_end(&t.common, in, NULL);
	for (size_t c = 0; c < chosen.nclass; c++)
		weights_free(&w[c]);
	free(w);
	trainset_free(&set);
	reader_close(in);
	recipe_free(&r);
	label_rule_free(&rule);
	return status;
}
