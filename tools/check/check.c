/*
 * csv-check - is this table what it should be?
 *
 * A fold.  A schema is inferred from one table and others are held against it; or two
 * tables are compared, column by column as distributions, or row by row.
 */
#include "check.h"

#include <stdlib.h>

enum { MAX_DOMAIN = 100, MAX_DISTINCT = 100000, ROWS = 1000 };

#define AT(field) offsetof(struct check, field)

static const struct opt options[] = {
	{ 0, "infer", OPT_FLAG, AT(infer), NULL, "write a schema that the input keeps", 0,
	    false },
	{ 0, "schema", OPT_TEXT, AT(schema), "FILE",
	    "hold the input against it; a row for each violation", 0, false },
	{ 0, "versus", OPT_TEXT, AT(versus), "FILE",
	    "how far is the input from this reference?  A row for each column", 0,
	    false },
	{ 0, "age", OPT_TEXT, AT(age), "FILE",
	    "how many days later are the rows than those this model learnt from?", 0,
	    false },
	{ 0, "time", OPT_TEXT, AT(time), "COL", "with --age: the column of times", 0,
	    false },
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST",
	    "only these columns (default: all)", 0, false },
	{ 'k', "key", OPT_TEXT, AT(key), "LIST",
	    "with --versus: match rows by these columns, and compare their cells", 0,
	    false },
	{ 0, "environment", OPT_TEXT, AT(environment), "WORD",
	    "with --schema: where the input is from (see not_in)", 0, false },
	{ 0, "rows", OPT_COUNT, AT(rows), "N",
	    "with --schema: show so many violations of each rule (default 1000)", 1,
	    false },
	{ 0, "not-in", OPT_TEXTS, AT(not_in), "LIST:WORD",
	    "with --infer: columns that need not be there in an environment", 0, false },
	{ 0, "slack", OPT_REAL, AT(slack), "S",
	    "with --infer: widen ranges by this part of their width, and lower shares", 0,
	    false },
	{ 0, "max-domain", OPT_COUNT, AT(max_domain), "N",
	    "with --infer: list the values of a text column up to N (default 100)", 0,
	    false },
	{ 0, "max-distinct", OPT_COUNT, AT(max_distinct), "N",
	    "tell apart so many values of a column (default 100000)", 1, false },
	{ 0, "fail-if", OPT_TEXTS, AT(fail_if), "CONDITION",
	    "with --versus or --age: exit 1 where it is so, as psi>0.25 or age>30", 0,
	    false },
	{ 0 },
};

static const struct tool tool = { "csv-check", "is this table what it should be?",
	"--infer | --schema FILE | --versus FILE | --age FILE [options] [file ...]",
	"  csv-check --infer train.csv > schema.csv\n"
	"  csv-check --schema schema.csv new.csv\n" };

/* Each option goes with one of the four. */
static void
usage_check(const struct check *c)
{
	int ways =
	    c->infer + (c->schema != NULL) + (c->versus != NULL) + (c->age != NULL);

	if (ways != 1)
		tool_usage("what to do? one of --infer, --schema FILE, --versus FILE "
			   "and --age FILE");
	if (!c->infer && (c->not_in.n > 0 || c->slack > 0))
		tool_usage("--not-in and --slack go with --infer");
	if (c->schema == NULL && c->environment != NULL)
		tool_usage("--environment goes with --schema");
	if (c->schema != NULL && c->columns != NULL)
		tool_usage("with --schema the columns are those of the schema");
	if ((c->age != NULL) != (c->time != NULL))
		tool_usage("--age and --time go together");
	if (c->age != NULL && c->columns != NULL)
		tool_usage("--age looks at the column of --time alone");
	if (c->versus == NULL && c->key != NULL)
		tool_usage("--key goes with --versus");
	if (c->versus == NULL && c->age == NULL && c->fail_if.n > 0)
		tool_usage("--fail-if goes with --versus or --age");
}

static void
check_start(struct check *c, int argc, char **argv)
{
	const struct opt_table tables[] = {
		{ options, c },
		{ options_input, &c->common },
		{ options_output, &c->common },
		{ options_format, &c->common },
		{ options_messages, &c->common },
		{ NULL, NULL },
	};

	tool_start(&tool, tables, &c->common, argc, argv);
	usage_check(c);
}

struct reader *
reference_open(const struct check *c)
{
	struct err e;
	struct reader *in = reader_open(&c->versus, 1, &c->common.dialect, false, &e);

	if (in == NULL)
		run_fail(&e, NULL);
	return in;
}

int
main(int argc, char **argv)
{
	struct check c = {
		.common = COMMON_DEFAULT,
		.max_domain = MAX_DOMAIN,
		.max_distinct = MAX_DISTINCT,
		.rows = ROWS,
	};
	int answer, status;

	check_start(&c, argc, argv);
	struct reader *in = tool_reader(&c.common, false);
	struct report *out = report_open(&c.common, in);
	if (c.infer)
		answer = infer(&c, in, out);
	else if (c.age != NULL)
		answer = age(&c, in, out);
	else if (c.schema != NULL)
		answer = hold(&c, in, out);
	else if (c.key != NULL)
		answer = join(&c, in, out);
	else
		answer = compare(&c, in, out);
	status = tool_end(&c.common, in, NULL);
	reader_close(in);
	return status != EXIT_SUCCESS ? status : answer;
}
