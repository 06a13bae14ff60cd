/*
 * csv-fair - would a model say the same if an attribute were another?
 *
 * A fold, of two questions.  Rows that differ in the attribute alone are found (pairs.c),
 * or made: counterfactual fairness by flipping: the attribute's column is set to each of
 * its values in every row, the model, preparation and all, predicts again, and what
 * changes is counted (Kusner et al., "Counterfactual fairness", 2017, for attributes that
 * nothing else in the table depends on).
 */
#include <stdlib.h>
#include <string.h>

#include "base/dict.h"
#include "fair.h"
#include "run/filter.h"

#define AT(field) offsetof(struct fair, field)

static const struct opt options[] = {
	{ 'a', "apply", OPT_TEXTS, AT(apply), "FILE",
	    "the model, and what prepares its rows; may be repeated", 0, false },
	{ 0, "flip", OPT_TEXT, AT(flip), "COL[:V1:V2...]",
	    "set this column to these values (default: to each that occurs)", 0, false },
	{ 0, "pairs", OPT_TEXT, AT(pairs), "COL",
	    "compare rows that are alike in everything but this column", 0, false },
	{ 'x', "exclude", OPT_TEXT, AT(exclude), "LIST",
	    "with --pairs: columns in which they may differ", 0, false },
	{ 'y', "label", OPT_TEXT, AT(label), "COL",
	    "with --pairs and without a model: compare this column", 0, false },
	{ 0, "worst", OPT_TEXT, AT(worst), "FILE",
	    "write the rows that change most: row, from, to, before, after, difference",
	    0, false },
	{ 0, "top", OPT_COUNT, AT(top), "N", "so many of them (default 10)", 1, false },
	{ 0 },
};

static const struct tool tool = { "csv-fair",
	"would a model say the same if an attribute were another?",
	"-a FILE --flip COL | --pairs COL [options] [file ...]",
	"  csv-fair -a model.st --flip sex people.csv\n"
	"  csv-fair -a model.st --pairs sex -x id --worst worst.csv people.csv\n" };

static void
flip_parse(struct fair *f)
{
	struct str rest = list_rest(str_of(f->flip));
	struct err e;

	f->column = list_head(str_of(f->flip));
	if (rest.p != NULL && !list_parse(&f->values, rest, ':', &e))
		tool_usage("--flip: %s", e.msg);
}

static void
start(struct fair *f, struct recipe *r, int argc, char **argv)
{
	const struct opt_table tables[] = { { options, f }, { options_input, &f->common },
		{ options_output, &f->common }, { options_format, &f->common },
		{ options_messages, &f->common }, { NULL, NULL } };

	tool_start(&tool, tables, &f->common, argc, argv);
	if ((f->flip == NULL) == (f->pairs == NULL))
		tool_usage("--flip or --pairs names the column of the attribute");
	if (f->apply.n == 0 && (f->flip != NULL || f->label == NULL))
		tool_usage(
		    "-a names the model (or, with --pairs, -y a column to compare)");
	if (f->pairs == NULL && (f->exclude != NULL || f->label != NULL))
		tool_usage("-x and -y go with --pairs");
	if (f->apply.n > 0 && f->label != NULL)
		tool_usage("-y compares labels, where there is no model: leave -a out");
	if (f->worst != NULL && f->common.output != NULL &&
	    strcmp(f->worst, f->common.output) == 0)
		tool_usage("--worst %s: the report goes there", f->worst);
	if (f->pairs != NULL)
		f->column = str_of(f->pairs);
	else
		flip_parse(f);
	if (f->apply.n == 0)
		return;
	recipe_read(r, &f->apply, false);
	if (!op_is_model(r->step[r->n - 1].op))
		die(EXIT_DATA, "%s: its last step is %s, not a model",
		    f->apply.text[f->apply.n - 1], r->step[r->n - 1].op->name);
}

/* ---- values ---- */

static int
by_bytes(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

/* The values that occur, in the order of their bytes. */
static void
values_find(struct fair *f, const struct str *cell, size_t n, const struct reader *in)
{
	struct dict seen = { 0 };
	struct str *value;

	if (f->values.n > 0)
		return;
	for (size_t i = 0; i < n && seen.n <= VALUES_MOST; i++)
		dict_add(&seen, cell[i]);
	if (seen.n > VALUES_MOST)
		die(EXIT_DATA,
		    "%s: --flip %s: more than %d different values (name some, "
		    "COL:V1:V2)",
		    reader_name(in), f->flip, VALUES_MOST);
	value = mem_alloc(seen.n, sizeof(*value));
	for (size_t i = 0; i < seen.n; i++)
		value[i] = dict_key(&seen, i);
	if (seen.n > 0)
		qsort(value, seen.n, sizeof(*value), by_bytes);
	for (size_t i = 0; i < seen.n; i++)
		list_add(&f->values, value[i]);
	free(value);
	dict_clear(&seen);
}

/* ---- what changes ---- */

/* A row of the report: all rows with another value set to this one. */
static void
value_report(const struct model *m, const struct scores *before,
    const struct scores *after, const struct str *cell, struct str value,
    struct changes *worst, struct report *out)
{
	struct shift s;

	shift_start(&s);
	for (size_t i = 0; i < before->n; i++) {
		size_t at = i * before->k + answer_of(before, i);

		if (str_equal(cell[i], value))
			continue;
		shift_add(&s, after->score[at] - before->score[at],
		    says_otherwise(m, before, i, after, i));
		change_offer(worst, (struct change){ .row = i + 1,
					.from = cell[i],
					.to = value,
					.before = before->score[at],
					.after = after->score[at] });
	}
	report_text(out, value);
	shift_report(&s, out);
	shift_free(&s);
}

static void
flip_report(
    struct fair *f, const struct rescoring *r, struct changes *worst, struct report *out)
{
	struct arena mem = { 0 };
	size_t n;
	struct str *cell = column_cells(r, f->column, &n, &mem);
	struct scores before = { 0 }, after = { 0 };

	values_find(f, cell, n, r->in);
	rescore(r, &(struct replaced){ { 0 }, NULL, { 0 } }, &before);
	if (before.n == 0)
		die(EXIT_DATA, "%s: a header and no rows: there is nothing to try",
		    reader_name(r->in));
	report_column(out, STR("value"));
	shift_names(out);
	for (size_t i = 0; i < f->values.n; i++) {
		struct replaced x = { f->column, NULL, f->values.item[i].text };

		rescore(r, &x, &after);
		value_report(
		    rescoring_model(r), &before, &after, cell, x.all, worst, out);
	}
	/* Before the cells go: worst points to them. */
	worst_write(f, worst, false, r->in);
	scores_free(&before);
	scores_free(&after);
	free(cell);
	arena_free(&mem);
}

int
main(int argc, char **argv)
{
	struct fair f = { .common = COMMON_DEFAULT, .top = 10 };
	struct recipe recipe = { 0 };

	start(&f, &recipe, argc, argv);
	struct reader *in = tool_reader(&f.common, true);
	struct report *out = report_open(&f.common, in);
	struct rescoring r = {
		.recipe = &recipe, .in = in, .missing = &f.common.missing
	};
	struct changes worst = { .most = f.worst != NULL ? f.top : 0 };
	worst.of = mem_alloc(worst.most + 1, sizeof(*worst.of));
	if (f.pairs != NULL)
		pairs_report(&f, &r, &worst, out);
	else
		flip_report(&f, &r, &worst, out);
	report_end(out);
	int status = tool_end(&f.common, in, NULL);
	free(worst.of);
	list_free(&f.values);
	reader_close(in);
	recipe_free(&recipe);
	return status;
}
