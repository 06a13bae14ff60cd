/*
 * csv-screen - what each column alone tells of the label, and which one tells too much
 *
 * A fold, for before anything is learnt: columns worth a look stand first, and those that
 * nearly tell the label are named, as they most likely were not known before it was.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run/report.h"
#include "screen.h"

/* From here on a column is named a leak. */
#define LEAK_AUC 0.99
#define LEAK_SHARE 0.95

#define AT(field) offsetof(struct screen, field)

static const struct opt options[] = {
	{ 'y', "label", OPT_TEXT, AT(label), "COL", "the column to be told", 0, false },
	{ 0, "positive", OPT_TEXT, AT(positive), "V[,V...]",
	    "these labels are the positive class, all others are not", 0, false },
	{ 0, "negative", OPT_TEXT, AT(negative), "V[,V...]",
	    "these labels are the negative class, all others are not", 0, false },
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST",
	    "the columns to look at (default: all)", 0, false },
	{ 'x', "exclude", OPT_TEXT, AT(exclude), "LIST", "all columns but these", 0,
	    false },
	{ 0 },
};

static const struct tool tool = { "csv-screen",
	"what each column alone tells of the label, and which one tells too much",
	"-y COL [options] [file ...]",
	"  csv-screen -y bought --positive yes train.csv\n"
	"  csv-screen -y price -x id,note train.csv\n" };

static void
start(struct screen *s, int argc, char **argv)
{
	const struct opt_table tables[] = { { options, s }, { options_input, &s->common },
		{ options_output, &s->common }, { options_format, &s->common },
		{ options_messages, &s->common }, { NULL, NULL } };
	struct err e;

	tool_start(&tool, tables, &s->common, argc, argv);
	if (s->label == NULL)
		tool_usage("-y says which column is to be told");
	if (s->columns != NULL && s->exclude != NULL)
		tool_usage("-c and -x exclude each other");
	if (!label_rule_parse(&s->rule, s->positive, s->negative, &e))
		tool_usage("%s", e.msg);
}

static void
tellings_report(const struct table *t, const struct telling *x, struct report *out)
{
	static const char *const names[] = { "column", "kind", "missing", "auc",
		"rank_correlation", "mutual_information", "by_chance", "share" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		report_column(out, str_of(names[i]));
	for (size_t i = 0; i < t->n; i++) {
		report_text(out, x[i].column->name);
		report_text(out, x[i].column->numbers ? STR("number") : STR("text"));
		report_count(out, x[i].missing);
		report_number(out, x[i].auc);
		report_number(out, x[i].rank);
		report_number(out, x[i].mutual);
		report_number(out, x[i].chance);
		report_number(out, x[i].share);
		report_end_row(out);
	}
}

static void
leaks_warn(const struct table *t, const struct telling *x)
{
	struct shown s;

	for (size_t i = 0; i < t->n; i++) {
		struct str name = x[i].column->name;
		bool auc = !isnan(x[i].auc) && fmax(x[i].auc, 1 - x[i].auc) >= LEAK_AUC;

		if (auc || fabs(x[i].rank) >= LEAK_AUC ||
		    (x[i].told >= LEAK_SHARE && x[i].sound))
			warn("column \"%s\" alone nearly tells the label: was it known "
			     "before the label was? if not, leave it out (csv-select "
			     "-x)",
			    shown(&s, name.p, name.n));
		if (x[i].rare)
			warn("column \"%s\" has too many different texts to say what it "
			     "tells (csv-onehot --min-count, or csv-target)",
			    shown(&s, name.p, name.n));
	}
}

int
main(int argc, char **argv)
{
	struct screen s = { .common = COMMON_DEFAULT };
	struct table t = { 0 };

	start(&s, argc, argv);
	struct reader *in = tool_reader(&s.common, true);
	struct report *out = report_open(&s.common, in);
	table_read(&t, &s, in);
	struct telling *x = table_tell(&t);
	tellings_report(&t, x, out);
	report_end(out);
	leaks_warn(&t, x);
	int status = tool_end(&s.common, in, NULL);
	free(x);
	table_free(&t);
	reader_close(in);
	label_rule_free(&s.rule);
	return status;
}
