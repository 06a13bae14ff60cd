/*
 * even.c - --mindiff and --pairing: groups that should be treated alike
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "train.h"

/* COL or COL:X, X what it weighs; the last colon counts. */
static void
strength_parse(const char *option, const char *text, struct wanted_even *to)
{
	const char *colon;
	double x = 1;

	if (text == NULL)
		return;
	colon = strrchr(text, ':');
	if (colon != NULL && num_parse(colon + 1, strlen(colon + 1), &x) == NUM_OK) {
		to->column = mem_c_string((struct str){ text, (size_t)(colon - text) });
	} else {
		to->column = mem_c_string(str_of(text));
		x = 1;
	}
	if (!(x > 0) || to->column[0] == '\0')
		tool_usage("%s %s: write COL:X, with X above 0", option, text);
	to->strength = x;
}

void
even_check(struct train *t)
{
	struct even_options *o = &t->even;

	strength_parse("--mindiff", o->mindiff_given, &o->mindiff);
	strength_parse("--pairing", o->pairing_given, &o->pairing);
	if (o->mindiff.column == NULL && o->pairing.column == NULL)
		return;
	if (!epochs_wanted(t))
		tool_usage("--mindiff and --pairing go with --optimizer or --model mlp");
	if (t->labels.n > 1 || t->soft)
		tool_usage("--mindiff and --pairing want one label of 0 and 1");
	if ((o->mindiff.column != NULL && strcmp(o->mindiff.column, t->label) == 0) ||
	    (o->pairing.column != NULL && strcmp(o->pairing.column, t->label) == 0))
		tool_usage("--mindiff and --pairing: the label is no group");
}

/* Rows of the same table in which the attribute has its next value. */
void
even_read(const struct train *t, const struct trainset *set, struct recipe *r,
    struct reader *in, struct trainset *twins)
{
	struct err e;

	if (t->even.pairing.column == NULL)
		return;
	if (!reader_rewind(in, &e))
		run_fail(&e, NULL);
	*twins = (struct trainset){ .label = set->label,
		.labels = set->labels,
		.nlabel = set->nlabel,
		.weights = set->weights,
		.rule = set->rule,
		.classes = set->classes,
		.missing = set->missing,
		.spool = set->spool,
		.twin = t->even.pairing.column,
		.twin_of = &set->twin_value };
	trainset_read_like(twins, set, r, in);
}

static void
one_group_refuse(const char *column, const struct dict *values, const char *file)
{
	struct shown s, v;
	struct str only;

	if (values->n > 1)
		return;
	only = dict_key(values, 0);
	die(EXIT_DATA,
	    "%s: column \"%s\": every row has the value \"%s\": one group only", file,
	    shown(&s, column, strlen(column)), shown(&v, only.p, only.n));
}

void
even_free(struct train *t)
{
	free(t->even.mindiff.column);
	free(t->even.pairing.column);
}

struct even
even_penalty(const struct train *t, const struct learner *l, const struct trainset *set,
    const struct trainset *twins, const char *file)
{
	const struct even_options *o = &t->even;
	struct even x = { 0 };

	if (o->mindiff.column == NULL && o->pairing.column == NULL)
		return x;
	if (!l->binary)
		tool_usage("--mindiff and --pairing want one label of 0 and 1");
	if (o->mindiff.column != NULL) {
		one_group_refuse(o->mindiff.column, &set->group_value, file);
		x.mindiff = o->mindiff.strength;
		x.group = set->group_of;
		x.ngroup = set->group_value.n;
	}
	if (o->pairing.column != NULL) {
		one_group_refuse(o->pairing.column, &set->twin_value, file);
		x.pairing = o->pairing.strength;
		x.twins = &twins->matrix;
	}
	return x;
}
