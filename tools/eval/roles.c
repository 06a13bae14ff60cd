/*
 * roles.c - which column is what, and so which task it is
 *
 * The task follows from the columns and the options, never from the cells: rows
 * that are added must not turn an accuracy into an rmse.
 */
#include <stdlib.h>
#include <string.h>

#include "eval.h"
#include "run/learn.h"
#include "table/select.h"

static const char prefix[] = "probability=";

bool
roles_need_look(const struct eval *ev)
{
	return ev->by != NULL && select_needs_kinds(str_of(ev->by));
}

/*
 * The one column that an option names.  A name with a comma in it needs no quotes
 * here, because nothing else could be meant.
 */
size_t
column_named(struct batch *header, const char *option, const char *text)
{
	struct str name = str_of(text);
	struct selection s;
	struct shown list;
	struct err e;
	size_t j;

	if (strchr(text, ',') != NULL && (j = batch_find(header, name)) != COLUMN_NONE)
		return j;
	if (select_needs_kinds(name))
		tool_usage("%s %s: one column is wanted, not a set", option,
		    shown(&list, name.p, name.n));
	if (!select_columns(&s, name, header, NULL, &e))
		run_fail(&e, NULL);
	if (s.n != 1)
		tool_usage("%s %s: one column is wanted, not %zu", option,
		    shown(&list, name.p, name.n), s.n);
	j = s.column[0];
	select_free(&s);
	return j;
}

/* The column an option names, or without the option one of that name, or none. */
static size_t
column_wanted(
    struct batch *header, const char *option, const char *text, const char *usual)
{
	if (text != NULL)
		return column_named(header, option, text);
	return usual != NULL ? batch_find(header, str_of(usual)) : COLUMN_NONE;
}

static void
groups_find(
    struct roles *r, const struct eval *ev, struct batch *header, struct reader *in)
{
	enum kind *kinds = NULL;
	struct selection s;
	struct err e;

	if (ev->by == NULL)
		return;
	if (roles_need_look(ev)) {
		kinds = kinds_look(in, NULL, &ev->common.missing);
		if (!reader_rewind(in, &e))
			run_fail(&e, NULL);
	}
	if (!select_columns(&s, str_of(ev->by), header, kinds, &e))
		run_fail(&e, NULL);
	r->nby = s.n;
	r->by = mem_alloc(s.n, sizeof(*r->by));
	r->by_name = mem_alloc(s.n, sizeof(*r->by_name));
	for (size_t i = 0; i < s.n; i++) {
		r->by[i] = s.column[i];
		r->by_name[i] = header->col[s.column[i]].name;
	}
	select_free(&s);
	free(kinds);
}

static void
class_columns_find(struct roles *r, const struct batch *header)
{
	size_t skip = sizeof(prefix) - 1;

	r->class = mem_alloc(header->ncol, sizeof(*r->class));
	for (size_t j = 0; j < header->ncol; j++) {
		struct str s = header->col[j].name;

		if (s.n < skip || memcmp(s.p, prefix, skip) != 0)
			continue;
		r->class[r->nclass].class = (struct str){ s.p + skip, s.n - skip };
		r->class[r->nclass++].column = j;
	}
}

static enum kind_of_task
task_find(const struct roles *r, const struct eval *ev)
{
	if (ev->query != NULL)
		return EVAL_RANKING;
	if (ev->labels.n > 1)
		return EVAL_LABELS;
	if (ev->task != EVAL_AUTO)
		return (enum kind_of_task)ev->task;
	if (r->score != COLUMN_NONE || ev->threshold != NULL || ev->fairness ||
	    label_rule_given(&ev->rule))
		return EVAL_BINARY;
	return r->nclass > 0 ? EVAL_CLASSES : EVAL_REGRESSION;
}

/* Is every option given one that the task knows? */
static void
options_check(const struct roles *r, const struct eval *ev)
{
	const struct {
		const char *option;
		bool given;
	} binary[] = {
		{ "--score", ev->score != NULL },
		{ "--threshold", ev->threshold != NULL },
		{ "--positive", ev->positive != NULL },
		{ "--negative", ev->negative != NULL },
		{ "--fairness", ev->fairness },
		{ ev->view->option, ev->view->needs_score },
	};

	if (r->task == EVAL_BINARY)
		return;
	for (size_t i = 0; i < sizeof(binary) / sizeof(*binary); i++)
		if (binary[i].given)
			tool_usage(
			    "%s is for two classes (--task binary)", binary[i].option);
	if (r->task == EVAL_REGRESSION && ev->view->option != NULL)
		tool_usage(
		    "%s is for classes (--task binary or classes)", ev->view->option);
}

/* Are the columns there that the task and the view cannot do without? */
static void
columns_check(const struct roles *r, const struct eval *ev, const struct batch *header)
{
	bool score = r->score != COLUMN_NONE;
	bool prediction = r->prediction != COLUMN_NONE;
	struct shown label;
	struct err e = { 0 };

	if (r->task == EVAL_BINARY && !score && ev->threshold != NULL)
		fail(&e, EXIT_DATA,
		    "%s: no column \"probability\" to hold against --threshold "
		    "(use --score)",
		    header->file);
	else if (r->task == EVAL_BINARY && !score && ev->view->needs_score)
		fail(&e, EXIT_DATA,
		    "%s: no column \"probability\", which %s needs (use --score)",
		    header->file, ev->view->option);
	else if (r->task == EVAL_BINARY && !score && !prediction)
		fail(&e, EXIT_DATA,
		    "%s: no column \"prediction\" or \"probability\" (use --prediction "
		    "or --score)",
		    header->file);
	else if (r->task == EVAL_BINARY && !prediction && ev->threshold == NULL &&
		 (ev->view->needs_prediction || ev->fairness))
		fail(&e, EXIT_DATA,
		    "%s: no column \"prediction\", which %s needs (use --prediction or "
		    "--threshold)",
		    header->file, ev->fairness ? "--fairness" : ev->view->option);
	else if (r->task != EVAL_BINARY && !prediction)
		fail(&e, EXIT_DATA, "%s: no column \"prediction\" (use --prediction)",
		    header->file);
	if (e.status != 0)
		run_fail(&e, NULL);
	if (r->label == r->prediction || r->label == r->score)
		tool_usage("-y %s: the label cannot be its own %s",
		    shown(&label, ev->label, strlen(ev->label)),
		    r->label == r->prediction ? "prediction" : "score");
}

/* Of tasks whose rows have one label and one prediction. */
static void
usual_find(struct roles *r, const struct eval *ev, struct batch *header)
{
	r->score = column_wanted(header, "--score", ev->score, "probability");
	r->prediction =
	    column_wanted(header, "--prediction", ev->prediction, "prediction");
	class_columns_find(r, header);
	r->task = task_find(r, ev);
	options_check(r, ev);
	if (ev->threshold != NULL)
		r->prediction = COLUMN_NONE;
	if (r->task != EVAL_BINARY)
		r->score = COLUMN_NONE;
	if (r->task != EVAL_CLASSES)
		r->nclass = 0;
	columns_check(r, ev, header);
	r->probability = r->score != COLUMN_NONE &&
			 str_equal(header->col[r->score].name, STR("probability"));
}

void
roles_find(struct roles *r, const struct eval *ev, struct reader *in)
{
	struct batch header = { .missing = &ev->common.missing };

	*r = (struct roles){
		.query = COLUMN_NONE, .score = COLUMN_NONE, .prediction = COLUMN_NONE
	};
	reader_header(in, &header);
	r->label = column_named(&header, "-y", ev->label);
	r->weight = column_wanted(&header, "-w", ev->weight, NULL);
	r->task = task_find(r, ev);
	if (r->task == EVAL_RANKING)
		ranking_find(r, ev, &header);
	else if (r->task == EVAL_LABELS)
		labels_find(r, ev, &header);
	else
		usual_find(r, ev, &header);
	groups_find(r, ev, &header, in);
	batch_free(&header);
}

void
roles_free(struct roles *r)
{
	free(r->by);
	free(r->by_name);
	free(r->class);
	free(r->many);
}
