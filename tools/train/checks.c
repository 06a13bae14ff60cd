/*
 * checks.c - see train.h
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "train.h"

/* End on what the table is unfit for; line 0: the table as a whole. */
__attribute__((format(printf, 3, 4))) static _Noreturn void
refuse(const char *file, uint64_t line, const char *fmt, ...)
{
	struct err e;
	char what[900], at[24] = "";
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (line > 0)
		snprintf(at, sizeof(at), ":%llu", (unsigned long long)line);
	fail(&e, EXIT_DATA, "%s%s: %s", file, at, what);
	run_fail(&e, NULL);
}

struct number_text {
	char s[NUM_WIDTH + 1];
};

static const char *
number_shown(struct number_text *t, double x)
{
	t->s[num_print(x, t->s)] = '\0';
	return t->s;
}

void
labels_check(struct train *t)
{
	const char *const *name = t->labels.text;
	size_t n = t->labels.n;

	t->label = name[0];
	for (size_t i = 0; t->weights != NULL && i < n; i++)
		if (strcmp(name[i], t->weights) == 0)
			tool_usage("the label cannot be the weight");
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(name[i], name[k]) == 0)
				tool_usage("-y %s: given twice", name[i]);
	if (n > SET_MOST)
		tool_usage("-y: %zu labels, more than %d", n, SET_MOST);
	if (n > 1 && !t->soft &&
	    ((t->model != NULL && strcmp(t->model, "logistic") != 0 &&
		 strcmp(t->model, "multilabel") != 0 && strcmp(t->model, "mlp") != 0) ||
		t->loss != NULL))
		tool_usage("several labels go with --model multilabel or mlp, and with "
			   "no --loss");
	if (t->model != NULL && strcmp(t->model, "bayes") == 0 &&
	    (t->l1 > 0 || t->l2 >= 0 || t->init != NULL || t->epochs.rule >= 0))
		tool_usage("--model bayes counts: it has no --l1, --l2, --init or "
			   "--optimizer");
	if (n == 1 && t->model != NULL && strcmp(t->model, "multilabel") == 0)
		tool_usage("--model multilabel wants several labels: give -y again");
}

/* NAME or NAME:NUMBER.  squared is the model's own. */
void
loss_choose(struct train *t)
{
	const char *colon = t->loss != NULL ? strchr(t->loss, ':') : NULL;
	size_t n = colon != NULL ? (size_t)(colon - t->loss) : 0;
	struct str name = colon != NULL ? (struct str){ t->loss, n }
					: str_of(t->loss != NULL ? t->loss : "squared");
	const struct loss *l = loss_find(name);
	bool huber = str_equal(name, STR("huber"));
	bool quantile = str_equal(name, STR("quantile"));
	double x = 0;

	if (t->loss == NULL)
		return;
	if (t->model != NULL &&
	    (strcmp(t->model, "mlp") == 0 || strcmp(t->model, "knn") == 0)) {
		for (size_t i = 0; i < NET_MULTILABEL; i++)
			if (strcmp(t->loss, net_loss_names[i]) == 0)
				return;
		tool_usage("--loss %s: of %s it is squared, logistic or softmax", t->loss,
		    t->model);
	}
	if (t->model != NULL && strcmp(t->model, "linear") != 0)
		tool_usage("--loss goes with --model linear");
	if (t->positive != NULL || t->negative != NULL)
		tool_usage("--loss is about numbers: no --positive or --negative");
	if (l == NULL || str_equal(name, STR("logistic")) ||
	    (colon != NULL) != (huber || quantile))
		tool_usage(
		    "--loss %s: write squared, poisson, huber:D or quantile:Q", t->loss);
	if (colon != NULL && num_parse(colon + 1, strlen(colon + 1), &x) != NUM_OK)
		tool_usage("--loss: \"%s\" is not a number", colon + 1);
	if (huber && !(x > 0))
		tool_usage("--loss huber:D wants D above 0, in units of the label");
	if (quantile && !(x > 0 && x < 1))
		tool_usage("--loss quantile:Q wants Q between 0 and 1");
	if (str_equal(name, STR("squared")))
		return;
	t->chosen_loss = *l;
	t->chosen_loss.parameter = x;
}

void
preparation_check(const struct train *t, const struct recipe *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (op_is_model(r->step[i].op))
			die(EXIT_DATA,
			    "%s: step %zu is a model, which cannot prepare rows for "
			    "another",
			    t->apply.text[t->apply.n - 1], i + 1);
}

/* Labels that are all the same: no classes to tell apart, or one number to repeat. */
static void
check_one_label(const struct train *t, const struct learner *l,
    const struct trainset *set, const char *file)
{
	struct number_text number;
	struct shown s;

	if (set->least != set->most)
		return;
	number_shown(&number, set->least);
	shown(&s, t->label, strlen(t->label));
	if (!l->binary)
		warn("column \"%s\": every label is %s, so the model predicts nothing "
		     "else",
		    s.s, number.s);
	else if (label_rule_given(set->rule))
		refuse(file, 0,
		    "column \"%s\": every label is %s (are the words of %s right?)", s.s,
		    set->most > 0 ? "positive" : "negative",
		    t->positive != NULL ? "--positive" : "--negative");
	else
		refuse(file, 0, "column \"%s\": every label is %s: nothing to tell apart",
		    s.s, number.s);
}

/* The model adds columns; a feature of that name could never come to it again. */
static void
check_names(const struct learner *l, const struct trainset *set, const char *file)
{
	struct model m = { .learner = l };
	const struct str *made;
	size_t n;

	for (size_t c = 0; c < set->class.n; c++)
		model_class_add(&m, dict_key(&set->class, c), 0);
	n = model_columns(&m, &made);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < set->matrix.ncol; j++)
			if (str_equal(set->feature[j].name, made[i]))
				refuse(file, 0,
				    "column \"%s\" cannot be a feature: the model adds a "
				    "column of that name (csv-select --rename the old "
				    "one, or leave it out)",
				    made[i].p);
	model_free(&m);
}

/* A class is a label that comes often: many classes are most likely numbers. */
static void
check_classes(const struct train *t, const struct trainset *set, const char *file)
{
	enum { CLASSES_MOST = 1000 };
	struct shown s, only;

	shown(&s, t->label, strlen(t->label));
	if (set->class.n == 1)
		refuse(file, 0,
		    "column \"%s\": every label is \"%s\": nothing to tell apart", s.s,
		    shown(&only, dict_key(&set->class, 0).p, dict_key(&set->class, 0).n));
	if (set->class.n > CLASSES_MOST && t->epochs.candidates == 0)
		refuse(file, 0,
		    "column \"%s\" has %zu different labels, more than %d classes (is it "
		    "a number, or an identifier?  if not, --model mlp has --candidates)",
		    s.s, set->class.n, CLASSES_MOST);
}

/* Each of several labels must tell rows apart. */
static void
check_labels(const struct trainset *set, const char *file)
{
	struct shown s;

	for (size_t c = 0; c < set->class.n; c++) {
		struct str name = dict_key(&set->class, c);
		size_t ones = 0;

		for (size_t i = 0; i < set->matrix.nrow; i++)
			ones += set_has(set->matrix.label[i], c);
		if (ones == 0 || ones == set->matrix.nrow)
			refuse(file, 0,
			    "column \"%s\": every label is %d: nothing to tell apart",
			    shown(&s, name.p, name.n), ones > 0);
	}
}

void
learner_check_table(const struct train *t, const struct learner *l,
    const struct trainset *set, const char *file)
{
	struct number_text number;
	struct shown s;

	if (l->binary && !set->binary && !t->soft)
		refuse(set->number_file, set->number_line,
		    "column \"%s\": %s wants labels 0 and 1, not %s (name classes with "
		    "--positive or --negative)",
		    shown(&s, t->label, strlen(t->label)), l->name,
		    number_shown(&number, set->number));
	if (l == &learner_linear && t->chosen_loss.name != NULL && set->least < 0 &&
	    strcmp(t->chosen_loss.name, "poisson") == 0)
		refuse(set->least_file, set->least_line,
		    "column \"%s\": label %s is below 0, and --loss poisson counts",
		    shown(&s, t->label, strlen(t->label)),
		    number_shown(&number, set->least));
	if (l->sets)
		check_labels(set, file);
	else if (l->classes)
		check_classes(t, set, file);
	else
		check_one_label(t, l, set, file);
	check_names(l, set, file);
}

/* How many columns are dependent, and the names of as many as there is room for. */
static size_t
dependent_names(
    const struct weights *w, const struct trainset *set, char *names, size_t room)
{
	size_t n = 0, told = 0, used = 0;
	struct shown s;

	*names = '\0';
	for (size_t i = 0; i < w->ncol; i++) {
		if (w->dropped == NULL || !w->dropped[i])
			continue;
		shown(&s, set->feature[i].name.p, set->feature[i].name.n);
		if (told == n++ && used + strlen(s.s) + 40 < room)
			used += (size_t)snprintf(names + used, room - used, "%s\"%s\"",
			    told++ > 0 ? ", " : "", s.s);
	}
	if (n > told)
		snprintf(names + used, room - used, " and %zu more", n - told);
	return n;
}

void
learning_refuse(const struct train *t, const struct weights *w,
    const struct trainset *set, const char *file, const struct err *e)
{
	char names[700];

	if (t->strict_rank && dependent_names(w, set, names, sizeof(names)) > 0)
		refuse(file, 0, "dependent on earlier columns, or constant: %s", names);
	refuse(file, 0, "%s", e->msg);
}

void
weights_warn(const struct weights *w, const struct trainset *set)
{
	char names[1000];
	size_t n = dependent_names(w, set, names, sizeof(names));

	if (n > 0)
		warn("%zu column%s dependent on earlier ones, or constant, and got "
		     "weight 0: %s",
		    n, n > 1 ? "s are" : " is", names);
	if (w->separable)
		warn("the classes can be told apart perfectly: without a penalty the "
		     "weights have no end (use --l2)");
	else if (!w->converged)
		warn("not converged after %zu iterations (raise --max-iterations or "
		     "--l2)",
		    w->iterations);
}
