/*
 * class_weight.c - classes that weigh more, or all the same
 *
 * balanced makes the weight of each class the same share of the whole: a row of class c
 * is multiplied by W / (k W_c), with W the weight of all rows, W_c that of the class and
 * k how many classes there are (King & Zeng 2001, "Logistic regression in rare events
 * data").  The rows of --valid get the factors of those to learn from.
 *
 * What is learnt is then the odds among rows so weighted: probabilities no longer agree
 * with how often a class occurs, which a warning says.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "table/list.h"
#include "train.h"

static bool
is_balanced(const struct train *t)
{
	return strcmp(t->class_weight, "balanced") == 0;
}

/* The class a word names; with two classes it is 0 or 1, or as the rule calls them. */
static size_t
class_named(const struct trainset *set, struct str word)
{
	bool rule = label_rule_given(set->rule);
	size_t c = dict_find(&set->class, word);

	if (set->class.n > 0)
		return c == DICT_NONE ? set->class.n : c;
	if (str_equal(word, rule ? STR("negative") : STR("0")))
		return 0;
	return str_equal(word, rule ? STR("positive") : STR("1")) ? 1 : 2;
}

/* CLASS:X,CLASS:X into factors; a class may hold colons itself. */
static void
factors_parse(const struct train *t, const struct trainset *set, double *factor)
{
	struct list l = { 0 };
	struct shown s;
	struct err e;

	if (!list_parse(&l, str_of(t->class_weight), ',', &e))
		tool_usage("--class-weight: %s", e.msg);
	for (size_t i = 0; i < l.n; i++) {
		struct str item = l.item[i].text;
		size_t at = item.n, c;
		double x = 0;

		while (at > 0 && item.p[at - 1] != ':')
			at--;
		if (at < 2 || num_parse(item.p + at, item.n - at, &x) != NUM_OK ||
		    !(x >= 0))
			tool_usage("--class-weight: \"%s\" is not CLASS:NUMBER, with a "
				   "number of 0 or more (or write balanced)",
			    shown(&s, item.p, item.n));
		c = class_named(set, (struct str){ item.p, at - 1 });
		if (c >= (set->class.n > 0 ? set->class.n : 2))
			tool_usage("--class-weight: \"%s\" is no class of the rows%s",
			    shown(&s, item.p, at - 1),
			    set->class.n > 0              ? ""
			    : label_rule_given(set->rule) ? ": they are positive and "
							    "negative"
							  : ": they are 0 and 1");
		factor[c] = x;
	}
	list_free(&l);
}

static void
factors_balance(const struct trainset *set, double *factor, size_t k)
{
	const struct matrix *m = &set->matrix;
	double total = matrix_total_weight(m);
	double *of = mem_alloc(k, sizeof(*of));

	for (size_t i = 0; i < m->nrow; i++)
		of[(size_t)m->label[i]] += m->weight[i];
	for (size_t c = 0; c < k; c++)
		factor[c] = of[c] > 0 ? total / ((double)k * of[c]) : 1;
	free(of);
}

static void
factors_apply(struct matrix *m, const double *factor)
{
	for (size_t i = 0; i < m->nrow; i++)
		m->weight[i] *= factor[(size_t)m->label[i]];
}

void
class_weight_apply(const struct train *t, const struct learner *l, struct trainset *set,
    struct trainset *valid)
{
	size_t k = set->class.n > 0 ? set->class.n : 2;
	double *factor;

	if (t->class_weight == NULL)
		return;
	if (t->soft || l->sets || (!l->classes && !l->binary))
		tool_usage("--class-weight goes with labels that are one class each");
	if (l->binary && !set->binary)
		return; /* which is refused, with its line */
	factor = mem_alloc(k, sizeof(*factor));
	for (size_t c = 0; c < k; c++)
		factor[c] = 1;
	if (is_balanced(t))
		factors_balance(set, factor, k);
	else
		factors_parse(t, set, factor);
	factors_apply(&set->matrix, factor);
	factors_apply(&valid->matrix, factor);
	free(factor);
}
