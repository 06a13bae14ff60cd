/*
 * opt.h - option tables: one row parses, checks, stores and explains an option
 *
 * A row says where its value goes by the offset of a field in a struct of chosen
 * values, so there are no option globals.  A program's options are several tables
 * (its own, and those it shares with others) and the struct behind each.
 *
 * --help prints a line for each row; man.bats holds every page against it.
 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "base/mem.h"

enum opt_kind {
	OPT_FLAG,      /* bool: set to true */
	OPT_TEXT,      /* const char *: the last one counts */
	OPT_TEXTS,     /* struct texts: all of them, in order */
	OPT_COUNT,     /* size_t, at least `least` */
	OPT_SEED,      /* uint64_t */
	OPT_REAL,      /* double, at least `least` */
	OPT_CHARACTER, /* char: one byte, or the word tab */
	OPT_WORD,      /* int: index of the word in `arg`, a|b|c */
	OPT_OPTIONAL,  /* const char *: what follows `=`, or ""; long form only */
	OPT_USE        /* struct uses: option and text, in the order of all uses */
};

struct opt {
	char letter; /* 0: long form only */
	const char *name;
	enum opt_kind kind;
	size_t offset;
	const char *arg; /* what help calls the value; NULL for a flag */
	const char *brief;
	double least;
	bool incidental; /* names files or shapes messages: not part of a state's options
			  */
};

/* A table, ended by a row without a name, and the struct its offsets point into. */
struct opt_table {
	const struct opt *opt;
	void *into;
};

struct texts {
	size_t n, room;
	const char **text;
};

struct use {
	const char *option;
	struct str text;
};

struct uses {
	size_t n, room;
	struct use *use;
};

/*
 * Parse argv by the tables (ended by one whose opt is NULL).  Options may stand
 * anywhere; operands are moved to argv[*first .. argc).  *given gets the text of all
 * options that shape a result, in order, as a shell would read them; free() it.
 * --help and --version are the caller's: *asked is 'h' or 'V' and parsing stops.
 */
bool opt_parse(const struct opt_table *tables, int argc, char **argv, int *first,
    int *asked, char **given, struct err *e);

/* Give back what the rows OPT_TEXTS and OPT_USE collected, which is then empty. */
void opt_free(const struct opt_table *tables);

/* A line for each option. */
void opt_help(const struct opt_table *tables, FILE *to);

#endif
