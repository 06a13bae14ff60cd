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
#include "describe.h"

#include <stdlib.h>
#include <string.h>

#include "print.h"
#include "run/filter.h"
#include "run/learn.h"

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
	{ 0, "by-block", OPT_COUNT, AT(by_block), "N",
	    "describe each stretch of N rows by itself", 1, false },
	{ 'w', "weight", OPT_TEXT, AT(weight), "COL",
	    "how often each row counts: weighted statistics of columns of numbers", 0,
	    false },
	{ 0 },
};

/* What is printed in place of the report. */
static const struct opt options_view[] = {
	{ 0, "top", OPT_COUNT, AT(top), "K", "the K most frequent values of each column",
	    1, false },
	{ 0, "histogram", OPT_COUNT, AT(histogram), "N",
	    "numbers counted in N cells of equal width", 1, false },
	{ 0, "correlation", OPT_FLAG, AT(correlation), NULL,
	    "each two columns of numbers, or each with the label (-y)", 0, false },
	{ 0, "advise", OPT_FLAG, AT(advise), NULL,
	    "a command for each column that suits what it holds", 0, true },
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

/* Those that read and print by themselves. */
static bool
is_other_fold(const struct program *p)
{
	return p->correlation || p->weight != NULL;
}

static void
views_check(const struct program *p)
{
	int views = (p->top > 0) + (p->histogram > 0) + p->correlation + p->advise +
		    (p->weight != NULL);

	if (views > 1)
		tool_usage(
		    "--top, --histogram, --correlation, --advise and -w are prints "
		    "of their own: one at a time");
	if (p->by != NULL && p->by_block > 0)
		tool_usage("-g and --by-block exclude each other");
	if (p->fit != NULL && (view_chosen(p) || is_other_fold(p) || p->by_block > 0))
		tool_usage("-f keeps the report, and goes with no --top, --histogram, "
			   "--correlation, --by-block or -w");
	if (is_other_fold(p) && (grouped(p) || p->exclude != NULL))
		tool_usage("--correlation and -w go with no -g, --by-block or -x");
	if (p->weight != NULL && (p->label != NULL || p->chosen.quantile_type != 0))
		tool_usage("-w goes with no label and no --quantile-type");
	if (p->chosen.quantile_type > 9)
		tool_usage("--quantile-type is a number from 1 to 9 (Hyndman and Fan)");
}

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
	views_check(p);
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

static void
roles_plan(struct program *p, struct batch *header)
{
	struct err e;

	if (p->by != NULL)
		p->by_columns = columns_of(header, p->by, NULL);
	if (p->by != NULL && select_needs_kinds(str_of(p->by)))
		tool_usage("-g: @numeric and @text are not known before all is read");
	p->groups.by = &p->by_columns;
	p->groups.block = p->by_block;
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

/* The rows of one group, in the form asked for; its accumulator is spent. */
static void
group_print(
    struct program *p, size_t group, const struct group_value *value, struct report *r)
{
	const struct describe *d = p->recipe.step->self;

	if (view_chosen(p)) {
		view_rows(p, p->acc[group], value, r);
		op_describe.accumulator->free(p->acc[group], d);
		return;
	}
	settle(p, group);
	if (r != NULL && p->advise)
		advise_rows(d, value, r);
	else if (r != NULL)
		print_rows(r, d, value->value, value->n);
}

static void
report_groups(struct program *p, struct report *r)
{
	const struct groups *g = &p->groups;
	size_t width = grouped(p) ? groups_width(g) : 0;
	size_t *order = groups_order(g);

	for (size_t i = 0; i < p->nacc; i++) {
		size_t group = width > 0 ? order[i] : 0;
		struct group_value value = { g->value + group * width, width };

		group_print(p, group, &value, r);
	}
	free(order);
}

/* The names of the report's columns. */
static void
header_print(struct program *p, struct report *r, const struct batch *header)
{
	if (p->by_block > 0)
		report_column(r, STR("first_row"));
	if (!view_chosen(p) && !p->advise) {
		print_header(r, p->recipe.step->self, header, &p->by_columns);
		return;
	}
	print_groups(r, header, &p->by_columns);
	report_column(r, STR("column"));
	if (p->advise)
		advise_header(r);
	else
		view_header(p, r);
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
		header_print(p, report, &header);
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
	static const struct group_value ungrouped;
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
	header_print(p, r, NULL);
	if (p->advise)
		advise_rows(p->recipe.step->self, &ungrouped, r);
	else
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
		{ options_view, &p },
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
		in = tool_reader(&p.common, is_other_fold(&p));
		if (p.correlation)
			correlate(&p, in);
		else if (p.weight != NULL)
			weigh(&p, in);
		else
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
