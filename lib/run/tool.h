/*
 * tool.h - what every program shares: options, start, input, output, end
 *
 * A program is its struct tool, its option tables and a story told in these verbs.
 * The common options live in struct common; a program lists the tables it takes.
 * From here on errors end the process: run_fail() says what happened, poisons the
 * streams that were begun (csvlearn-csv(5)) and exits with the error's status.
 */
#ifndef RUN_TOOL_H
#define RUN_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/opt.h"
#include "io/csv_reader.h"
#include "io/csv_writer.h"
#include "table/missing.h"
#include "table/notes.h"

enum { SEED_DEFAULT = 1 };

struct tool {
	const char *name;     /* "csv-scale" */
	const char *brief;    /* one line, no full stop */
	const char *synopsis; /* "[options] [file ...]" */
	const char *examples; /* two lines, each "  command\n" */
};

struct common {
	/* chosen */
	struct dialect dialect;
	const char *na;
	const char *output;
	size_t jobs; /* threads; 0: as many as there are processors */
	bool quiet, verbose;
	int progress; /* 0 auto, 1 always, 2 never */
	int format;   /* folds: 0 auto, 1 csv, 2 table, 3 json */
	uint64_t seed;

	/* found by tool_start() */
	char *given; /* the options that shape a result, as text */
	const char *const *path;
	size_t npath;
	struct missing missing;
};

#define COMMON_DEFAULT                                                   \
	{                                                                \
		.dialect = { .max_record = MAX_RECORD, .block = BLOCK }, \
		.seed = SEED_DEFAULT                                     \
	}

/* Tables of options whose offsets point into a struct common. */
extern const struct opt options_input[], options_output[], options_messages[],
    options_format[], options_seed[];

/*
 * Parse the command line; --help, --version and usage errors end here.  Operands
 * become c->path[].  Without operands standard input is read, and a terminal there
 * is a usage error too.
 */
void tool_start(const struct tool *t, const struct opt_table *tables, struct common *c,
    int argc, char **argv);

/* For programs whose operands are not input files. */
void tool_start_operands(const struct tool *t, const struct opt_table *tables,
    struct common *c, int argc, char **argv);

/* Without operands standard input is read: a usage error if it is a terminal. */
void tool_input_named(const struct common *c);

_Noreturn void tool_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

struct reader *tool_reader(const struct common *c, bool again);

/* For loops of their own (pipeline.h has the usual one): keep the progress line alive. */
void tool_tick(struct reader *in);

/*
 * Output as a table of CSV: opened at once, so that a folder that cannot be written
 * is noticed before any work; ended by output_end(), which is where the last newline
 * and every late error surface.
 */
struct output {
	struct sink *sink;
	struct writer *writer;
	const struct reader *in; /* what its rows come from, or NULL */
};

struct output *output_open(const char *path, char delimiter, const struct reader *in);
void output_end(struct output *o, bool terminated); /* all but the rename */
void output_publish(struct output *o);

/*
 * A fold, a state and a file of rows commit what was read: refuse piped input that
 * ends without a newline, unless --unterminated.  output_end() does so for files.
 */
void require_whole(const struct reader *in);

/* An error in row e->row of b becomes one with file and line. */
void err_locate(struct err *e, const struct batch *b);

/* Say e and end the process; b (may be NULL) tells file and line of e->row. */
_Noreturn void run_fail(struct err *e, const struct batch *b);

/*
 * Notes, held-back warnings and, with -v, what was read: then the exit status.  The
 * lists that options collected, c->given and c->missing are gone after it.
 */
int tool_end(struct common *c, const struct reader *in, const struct notes *notes);

#endif
