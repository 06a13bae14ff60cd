/*
 * tool.c - see tool.h
 */
#include "run/tool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/descriptor.h"
#include "run/pipeline.h"
#include "run/progress.h"

#ifndef VERSION
#define VERSION "0.0.0"
#endif

#define AT(field) offsetof(struct common, field)

const struct opt options_input[] = {
	{ 'd', "delimiter", OPT_CHARACTER, AT(dialect.delimiter), "C",
	    "what separates cells: one character, or tab (default: comma; .tsv: tab)", 0,
	    true },
	{ 'H', "no-header", OPT_FLAG, AT(dialect.no_header), NULL,
	    "there is no header: columns are called 1, 2, ...", 0, true },
	{ 0, "trim", OPT_FLAG, AT(dialect.trim), NULL, "strip blanks around cells", 0,
	    true },
	{ 0, "na", OPT_TEXT, AT(na), "LIST",
	    "words that mean missing, instead of NA, NaN, ...", 0, true },
	{ 0, "unterminated", OPT_FLAG, AT(dialect.unterminated), NULL,
	    "accept piped input that does not end in a newline", 0, true },
	{ 0, "max-record", OPT_COUNT, AT(dialect.max_record), "BYTES",
	    "refuse longer records (default 16 MiB)", 1, true },
	{ 0, "block-size", OPT_COUNT, AT(dialect.block), "BYTES",
	    "read so much at a time (default 256 KiB); changes no result", 1, true },
	{ 'j', "jobs", OPT_COUNT, AT(jobs), "N",
	    "use N threads (default: one for each processor); changes no result", 1,
	    true },
	{ 0 },
};

const struct opt options_output[] = {
	{ 'o', "output", OPT_TEXT, AT(output), "FILE",
	    "write there instead of to standard output, whole or not at all", 0, true },
	{ 0 },
};

const struct opt options_format[] = {
	{ 0, "format", OPT_WORD, AT(format), "auto|csv|table|json",
	    "auto: a table on a terminal, CSV otherwise", 0, true },
	{ 0 },
};

const struct opt options_seed[] = {
	{ 's', "seed", OPT_SEED, AT(seed), "N",
	    "another choice of the same kind (default 1)", 0, false },
	{ 0 },
};

const struct opt options_messages[] = {
	{ 'q', "quiet", OPT_FLAG, AT(quiet), NULL, "no warnings", 0, true },
	{ 'v', "verbose", OPT_FLAG, AT(verbose), NULL, "say at the end what was read", 0,
	    true },
	{ 0, "progress", OPT_WORD, AT(progress), "auto|always|never",
	    "a line about progress on standard error", 0, true },
	{ 0 },
};

/* ---- starting ---- */

enum { TABLES = 8 };
static const struct tool *running;
static struct opt_table options_of_run[TABLES + 1]; /* for tool_end() to free */

static _Noreturn void
help(const struct tool *t, const struct opt_table *tables)
{
	printf("usage: %s %s\n\n%s\n\n%s\n", t->name, t->synopsis, t->brief, t->examples);
	opt_help(tables, stdout);
	printf("\nThe manual: man %s\n", t->name);
	if (fflush(stdout) != 0)
		die(EXIT_SYSTEM, "stdout: cannot write");
	exit(EXIT_SUCCESS);
}

void
tool_usage(const char *fmt, ...)
{
	char what[600];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	die_usage(running->synopsis, "%s", what);
}

void
tool_start_operands(const struct tool *t, const struct opt_table *tables,
    struct common *c, int argc, char **argv)
{
	struct err e;
	int first, asked;

	running = t;
	program_set(t->name);
	for (size_t i = 0; i < TABLES && tables[i].opt != NULL; i++)
		options_of_run[i] = tables[i];
	if (!descriptors_open())
		die(EXIT_SYSTEM, "cannot open /dev/null");
	if (!opt_parse(tables, argc, argv, &first, &asked, &c->given, &e))
		tool_usage("%s", e.msg);
	if (asked == 'h')
		help(t, tables);
	if (asked == 'V') {
		printf("%s (csvlearn) %s\n", t->name, VERSION);
		if (fflush(stdout) != 0)
			die(EXIT_SYSTEM, "stdout: cannot write");
		exit(EXIT_SUCCESS);
	}
	c->path = (const char *const *)argv + first;
	c->npath = (size_t)(argc - first);
	if (c->na == NULL)
		c->missing = missing_default;
	else if (!missing_parse(&c->missing, str_of(c->na), &e))
		tool_usage("--na: %s", e.msg);
	if (c->jobs > JOBS_MOST)
		tool_usage("--jobs %zu: at most %d", c->jobs, JOBS_MOST);
	pipeline_jobs(c->jobs);
	warn_quiet(c->quiet);
	progress_start(c->progress);
}

void
tool_input_named(const struct common *c)
{
	if (c->npath == 0 && isatty(STDIN_FILENO))
		tool_usage("no file is named and standard input is a terminal");
}

void
tool_start(const struct tool *t, const struct opt_table *tables, struct common *c,
    int argc, char **argv)
{
	tool_start_operands(t, tables, c, argc, argv);
	tool_input_named(c);
}

struct reader *
tool_reader(const struct common *c, bool again)
{
	struct err e;
	struct reader *r = reader_open(c->path, c->npath, &c->dialect, again, &e);

	if (r == NULL)
		run_fail(&e, NULL);
	return r;
}

void
tool_tick(struct reader *in)
{
	progress_tick(in);
}

/* ---- output ---- */

/* Streams begun and not ended: what a failure must poison. */
enum { OUTPUTS = 64 };
static struct output *begun[OUTPUTS];
static size_t nbegun;

struct output *
output_open(const char *path, char delimiter, const struct reader *in)
{
	struct output *o = mem_alloc(1, sizeof(*o));
	struct err e;

	if (path != NULL && in != NULL && reader_is_file(in, path))
		die(EXIT_USAGE, "%s is input and output", path);
	o->sink = sink_open(path, &e);
	if (o->sink == NULL)
		run_fail(&e, NULL);
	for (size_t i = 0; i < nbegun; i++)
		if (sink_same(begun[i]->sink, o->sink)) {
			sink_abandon(o->sink, NULL);
			tool_usage("%s is written twice", path);
		}
	o->writer = writer_new(o->sink, delimiter);
	o->in = in;
	if (nbegun == OUTPUTS)
		die(EXIT_USAGE, "more than %d outputs", OUTPUTS);
	begun[nbegun++] = o;
	return o;
}

static void
output_forget(const struct output *o)
{
	for (size_t i = 0; i < nbegun; i++)
		if (begun[i] == o)
			begun[i] = begun[--nbegun];
}

void
output_end(struct output *o, bool terminated)
{
	struct err e;

	progress_end(NULL, false);
	if (o->in != NULL && sink_keeps(o->sink))
		require_whole(o->in);
	writer_end(o->writer, terminated);
	if (!sink_finish(o->sink, &e)) {
		output_forget(o);
		run_fail(&e, NULL);
	}
}

void
output_publish(struct output *o)
{
	struct err e;

	output_forget(o);
	if (!sink_publish(o->sink, &e))
		run_fail(&e, NULL);
	writer_free(o->writer);
	sink_free(o->sink);
	free(o);
}

/* ---- ending ---- */

void
require_whole(const struct reader *in)
{
	if (!reader_terminated(in)) {
		struct err e;

		fail(&e, EXIT_DATA,
		    "%s: input ends without a newline: did the command before fail? "
		    "(--unterminated accepts it)",
		    reader_name(in));
		run_fail(&e, NULL);
	}
}

/* An unfinished quoted cell, which every strict reader of CSV refuses. */
static void
poison_text(char *text, size_t room, const char *msg)
{
	char plain[600];

	shown_text(plain, sizeof(plain), msg);
	for (char *p = plain; (p = strchr(p, '"')) != NULL;)
		*p = '\'';
	snprintf(text, room, "\n\"%s failed: %s", program_name(), plain);
}

void
err_locate(struct err *e, const struct batch *b)
{
	char msg[sizeof(e->msg)];

	if (e->row == ERR_NOWHERE || e->status != EXIT_DATA)
		return;
	memcpy(msg, e->msg, sizeof(msg));
	snprintf(e->msg, sizeof(e->msg), "%s:%llu: %.900s", b->file,
	    (unsigned long long)batch_line(b, e->row), msg);
	e->row = ERR_NOWHERE;
}

void
run_fail(struct err *e, const struct batch *b)
{
	char text[700];

	if (b != NULL)
		err_locate(e, b);
	progress_end(NULL, false);
	poison_text(text, sizeof(text), e->msg);
	for (size_t i = 0; i < nbegun; i++)
		sink_abandon(
		    begun[i]->sink, writer_begun(begun[i]->writer) ? text : NULL);
	nbegun = 0;
	if (e->status == EXIT_USAGE)
		tool_usage("%s", e->msg);
	die(e->status, "%s", e->msg);
}

int
tool_end(struct common *c, const struct reader *in, const struct notes *notes)
{
	progress_end(in, c->verbose);
	if (notes != NULL)
		notes_warn(notes);
	warn_end();
	opt_free(options_of_run);
	missing_free(&c->missing);
	free(c->given);
	c->given = NULL;
	return EXIT_SUCCESS;
}
