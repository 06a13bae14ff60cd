/*
 * csv-describe - a row of statistics for each column
 *
 * Reads its input once and holds no text of it.  A column is numeric when every cell
 * with a value is a number, which nobody can know before the last row; so both
 * readings are learnt side by side until one is refuted (stat/profile.h).
 *
 * What is learnt is that of an operator (op/describe.h), one accumulator for each
 * group of rows, so it can be saved, merged and printed later.
 */
#include <stdlib.h>
#include <string.h>

#include "groups.h"
#include "op/describe.h"
#include "print.h"
#include "run/filter.h"
#include "run/learn.h"
#include "run/pipeline.h"

struct program {
	struct common common;
	const char *columns, *exclude, *by, *label, *positive, *negative, *fit, *apply;
	bool no_output, partial;

	struct describe chosen;
	struct recipe recipe; /* one step: what is learnt */
	struct selection by_columns;
	struct groups groups;
	struct profile **acc; /* (nacc) of each group; without -g there is one */
	size_t nacc, acc_room;
};

#define AT(field) offsetof(struct program, field)

static const struct opt options[] = {
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST", "the columns to describe", 0,
	    false },
	{ 'x', "exclude", OPT_TEXT, AT(exclude), "LIST", "all columns but these", 0,
	    false },
	{ 'g', "by", OPT_TEXT, AT(by), "LIST", "describe each group of rows by itself", 0,
	    false },
	{ 'y', "label", OPT_TEXT, AT(label), "COL",
	    "a binary label: look for columns that leak it", 0, false },
	{ 0, "positive", OPT_TEXT, AT(positive), "LIST", "labels that count as 1", 0,
	    false },
	{ 0, "negative", OPT_TEXT, AT(negative), "LIST",
	    "labels that count as 0, all others as 1", 0, false },
	{ 0 },
};

static const struct opt options_fit[] = {
	{ 'f', "fit", OPT_TEXT, AT(fit), "FILE", "write what was learnt to FILE", 0,
	    true },
	{ 'a', "apply", OPT_TEXT, AT(apply), "FILE",
	    "print what was learnt earlier; no input is read", 0, true },
	{ 'n', "no-output", OPT_FLAG, AT(no_output), NULL, "learn only, print no report",
	    0, true },
	{ 0, "partial", OPT_FLAG, AT(partial), NULL,
	    "with -n -f: write counts to merge later (csv-apply --merge)", 0, true },
	{ 0 },
};

static const struct tool tool = { "csv-describe",
	"Describe each column: type, missing, mean, sd, percentiles, and what looks odd",
	"[options] [file ...]",
	"  csv-describe train.csv\n"
	"  csv-describe -y bought --percentiles 1,50,99 train.csv\n" };

/* ---- what is asked for ---- */

static void
options_check(const struct program *p)
{
	if (p->columns != NULL && p->exclude != NULL)
		tool_usage("-c and -x exclude each other");
	if (p->label == NULL && (p->positive != NULL || p->negative != NULL))
		tool_usage("--positive and --negative need the label (-y)");
	if (p->fit != NULL && p->by != NULL)
		tool_usage("-f does not go with -g: a state has one row for a column "
			   "(describe each group's rows by themselves)");
	if (p->no_output && p->fit == NULL)
		tool_usage("-n without -f would do nothing");
	if (p->no_output && p->common.output != NULL)
		tool_usage("-n prints no report, so it takes no -o");
	if (p->fit != NULL && strcmp(p->fit, "-") == 0 && !p->no_output)
		tool_usage("-f - needs -n: report and state cannot both go to standard "
			   "output");
	if (p->partial && !(p->no_output && p->fit != NULL))
		tool_usage("--partial goes with -n -f FILE");
}

/* -a alone says everything but how to print. */
static void
apply_check(const struct program *p)
{
	if (*p->common.given != '\0' || p->fit != NULL || p->no_output || p->partial ||
	    p->common.na != NULL)
		tool_usage("-a prints what was learnt: it goes with no columns, "
			   "percentiles, groups, label, --na, -f or -n");
	if (p->common.npath > 0)
		tool_usage("-a reads no input: %s is not looked at", p->common.path[0]);
}

/*
 * The columns of a list.  Kinds that are not known yet (kinds NULL) are taken for
 * empty, which is enough to find names that are not there before any work is done.
 */
static struct selection
columns_of(struct batch *header, const char *list, const enum kind *kinds)
{
	enum kind *unknown = mem_alloc(header->ncol, sizeof(*unknown));
	struct selection s;
	struct err e;

	if (!select_columns(
		&s, str_of(list), header, kinds != NULL ? kinds : unknown, &e))
		run_fail(&e, NULL);
	free(unknown);
	return s;
}

/* Which columns the report is about (shown[ncol]). */
static void
columns_choose(
    const struct program *p, struct batch *header, const enum kind *kinds, bool *shown)
{
	const char *list = p->columns != NULL ? p->columns : p->exclude;

	for (size_t j = 0; j < header->ncol; j++)
		shown[j] = p->columns == NULL;
	for (size_t i = 0; p->columns == NULL && i < p->by_columns.n; i++)
		shown[p->by_columns.column[i]] = false;
	if (list == NULL)
		return;
	struct selection s = columns_of(header, list, kinds);
	for (size_t i = 0; i < s.n; i++)
		shown[s.column[i]] = p->columns != NULL;
	select_free(&s);
}

/* Does a set (@numeric) leave open what the report is about until all was read? */
static bool
kinds_decide(const struct program *p)
{
	const char *list = p->columns != NULL ? p->columns : p->exclude;

	return list != NULL && select_needs_kinds(str_of(list));
}

static void
roles_plan(struct program *p, struct batch *header)
{
	struct err e;

	if (p->by != NULL)
		p->by_columns = columns_of(header, p->by, NULL);
	if (p->by != NULL && select_needs_kinds(str_of(p->by)))
		tool_usage("-g: @numeric and @text are not known before all is read");
	p->groups.by = &p->by_columns;
	if (p->label == NULL)
		return;
	struct selection s = columns_of(header, p->label, NULL);
	if (s.n != 1)
		tool_usage("-y: one column is the label");
	p->chosen.label = mem_keep(header->col[s.column[0]].name);
	select_free(&s);
	if (!label_rule_parse(&p->chosen.rule, p->positive, p->negative, &e))
		run_fail(&e, NULL);
}

/* The step that will be learnt. */
static void
plan(struct program *p, struct batch *header)
{
	bool *shown = mem_alloc(header->ncol, sizeof(*shown));
	struct job job = { .column = mem_alloc(header->ncol, sizeof(*job.column)) };
	struct start st = { .n = 1, .job = &job, .header = header };
	struct step *s = recipe_add(&p->recipe, &op_describe);
	struct err e;

	roles_plan(p, header);
	columns_choose(p, header, NULL, shown);
	for (size_t j = 0; j < header->ncol; j++)
		if (shown[j] || kinds_decide(p))
			job.column[job.n++] = header->col[j].name;
	memcpy(s->self, &p->chosen, sizeof(p->chosen));
	s->options = mem_c_string(str_of(p->common.given));
	s->columns = header_hash(header);
	missing_copy(&s->missing, &p->common.missing);
	if (!op_describe.start(s->self, &st, &e))
		run_fail(&e, NULL);
	free(job.column);
	free(shown);
}

/* ---- reading ---- */

/* What a thread learns: an accumulator for each of its groups. */
struct hand {
	struct groups groups;
	struct profile **acc; /* (nacc) */
	size_t nacc, acc_room;
};

static void
accumulators_grow(const struct program *p, struct hand *h, size_t n)
{
	const void *self = p->recipe.step->self;

	h->acc = mem_grow(h->acc, &h->acc_room, n, sizeof(struct profile *));
	while (h->nacc < n)
		h->acc[h->nacc++] = op_describe.accumulator->begin(self);
}

static void *
hand_new(void *self)
{
	struct program *p = self;
	struct hand *h = mem_alloc(1, sizeof(*h));

	h->groups.by = &p->by_columns;
	if (p->by == NULL)
		accumulators_grow(p, h, 1);
	return h;
}

static bool
learn_groups(const struct program *p, struct hand *h, struct block *k,
    const struct describe_look *look, struct err *e)
{
	struct groups *g = &h->groups;
	bool good = groups_sort(g, &k->batch, e);

	k->note = groups_arrivals(g, &k->batch);
	if (!good)
		return false;
	accumulators_grow(p, h, g->n);
	for (size_t i = 0; i < g->n; i++) {
		size_t n = g->start[i + 1] - g->start[i];

		if (n > 0 && !describe_learn(h->acc[i], p->recipe.step->self, look,
				 g->rows + g->start[i], n, e))
			return false;
	}
	return true;
}

static bool
learn(void *self, void *hand, struct block *k, struct err *e)
{
	const struct program *p = self;
	const struct describe *d = p->recipe.step->self;
	struct hand *h = hand;
	struct describe_look look;

	if (!describe_look(d, &k->batch, &look, e))
		return false;
	if (p->by != NULL)
		return learn_groups(p, h, k, &look, e);
	return describe_learn(h->acc[0], d, &look, NULL, k->batch.nrow, e);
}

static bool
admit(void *self, struct block *k, struct err *e)
{
	struct program *p = self;

	return k->note == NULL || groups_admit(&p->groups, k->note, &k->batch, e);
}

/* What a thread has learnt goes to what all have. */
static void
hand_end(void *self, void *hand)
{
	struct program *p = self;
	const struct accumulator *a = op_describe.accumulator;
	struct hand *h = hand;
	size_t ngroup = p->by != NULL ? p->groups.n : 1;

	p->acc = mem_grow(p->acc, &p->acc_room, ngroup, sizeof(struct profile *));
	while (p->nacc < ngroup)
		p->acc[p->nacc++] = NULL;
	for (size_t i = 0; i < h->nacc; i++) {
		size_t to = p->by != NULL ? groups_find(&p->groups, &h->groups, i) : 0;

		if (p->acc[to] == NULL) {
			p->acc[to] = h->acc[i];
			continue;
		}
		a->merge(p->acc[to], p->recipe.step->self, h->acc[i]);
		a->free(h->acc[i], p->recipe.step->self);
	}
	groups_free(&h->groups);
	free(h->acc);
	free(h);
}

static void
read_all(struct program *p, struct reader *in)
{
	struct pipeline all = { .self = p,
		.missing = &p->common.missing,
		.hand = hand_new,
		.hand_end = hand_end,
		.work = learn,
		.take = admit };

	p->recipe.step->rows = pipeline_run(&all, in);
	require_whole(in);
}

/* A column's kind is that of all its groups together; those not asked for go. */
static void
kinds_settle(struct program *p, struct batch *header)
{
	enum kind *kind = mem_alloc(header->ncol, sizeof(*kind));
	bool *shown = mem_alloc(header->ncol, sizeof(*shown));

	for (size_t i = 0; i < p->nacc; i++)
		for (size_t j = 0; j < header->ncol; j++) {
			enum profile_type type = profile_type(&p->acc[i][j]);

			if (type == PROFILE_TEXT)
				kind[j] = KIND_TEXT;
			else if (type != PROFILE_EMPTY && kind[j] != KIND_TEXT)
				kind[j] = KIND_NUMBER;
		}
	columns_choose(p, header, kind, shown);
	describe_keep(p->recipe.step->self, shown, p->acc, p->nacc);
	free(kind);
	free(shown);
}

/* ---- the story ---- */

static void
settle(struct program *p, size_t group)
{
	struct step *s = p->recipe.step;
	struct err e;

	if (!op_settle(&op_describe, s->self, p->acc[group], s->rows / p->nacc, &e))
		run_fail(&e, NULL);
	op_describe.accumulator->free(p->acc[group], s->self);
}

static void
report_groups(struct program *p, struct report *r)
{
	const struct groups *g = &p->groups;
	size_t nby = p->by_columns.n;
	size_t *order = groups_order(g);

	for (size_t i = 0; i < p->nacc; i++) {
		size_t group = nby > 0 ? order[i] : 0;
		const struct str *value = nby > 0 ? g->value + group * nby : NULL;

		settle(p, group);
		if (r != NULL)
			print_rows(r, p->recipe.step->self, value, nby);
	}
	free(order);
}

/* Nothing is printed or published before all was read and found good. */
static void
describe(struct program *p, struct reader *in)
{
	struct batch header = { .missing = &p->common.missing };
	struct report *report = NULL;
	struct output *state = NULL;

	reader_header(in, &header);
	plan(p, &header);
	if (!p->no_output)
		report = report_open(&p->common, in);
	if (p->fit != NULL)
		state = output_open(p->fit, ',', in);
	if (report != NULL)
		print_header(report, p->recipe.step->self, &header, &p->by_columns);
	read_all(p, in);
	if (kinds_decide(p))
		kinds_settle(p, &header);
	if (p->partial)
		p->recipe.step->acc = p->acc[0];
	else
		report_groups(p, report);
	if (state != NULL) {
		state_put(&p->recipe, state);
		output_end(state, false);
	}
	if (report != NULL)
		report_end(report);
	if (state != NULL)
		output_publish(state);
	batch_free(&header);
}

static void
print_state(struct program *p)
{
	static const struct selection ungrouped;
	struct state st = { 0 };
	struct err e;

	if (!state_read(&st, p->apply, &e) ||
	    !recipe_load_fold(&p->recipe, &st, &op_describe, &e))
		run_fail(&e, NULL);
	if (p->recipe.n > 1) {
		fact_fail(&st.step[1], NULL, &e,
		    "a second description (print them one by one)");
		run_fail(&e, NULL);
	}
	struct report *r = report_open(&p->common, NULL);
	print_header(r, p->recipe.step->self, NULL, &ungrouped);
	print_rows(r, p->recipe.step->self, NULL, 0);
	report_end(r);
	state_free(&st);
}

int
main(int argc, char **argv)
{
	struct program p = { .common = COMMON_DEFAULT };
	struct opt_table tables[] = {
		{ options, &p },
		{ op_describe.options, &p.chosen },
		{ options_fit, &p },
		{ options_input, &p.common },
		{ options_output, &p.common },
		{ options_format, &p.common },
		{ options_messages, &p.common },
		{ NULL, NULL },
	};
	struct reader *in = NULL;

	tool_start_operands(&tool, tables, &p.common, argc, argv);
	if (p.apply != NULL) {
		apply_check(&p);
		print_state(&p);
	} else {
		options_check(&p);
		tool_input_named(&p.common);
		in = tool_reader(&p.common, false);
		describe(&p, in);
	}
	int status = tool_end(&p.common, in, NULL);

	groups_free(&p.groups);
	select_free(&p.by_columns);
	recipe_free(&p.recipe);
	free(p.acc);
	reader_close(in);
	return status;
}
