/*
 * check.h - the parts of csv-check
 *
 *	check.c     options, main
 *	survey.c    one look at a table: a profile of every column
 *	schema.c    the rules of a schema, from a file
 *	infer.c     a schema from a survey
 *	hold.c      rows held against a schema: violations
 *	compare.c   two surveys: distances between columns
 *	join.c      two tables row by row, matched by a key
 *	age.c       how much later rows are than those a model learnt from
 */
#ifndef CHECK_H
#define CHECK_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"
#include "op/describe.h"
#include "run/condition.h"
#include "run/report.h"
#include "run/tool.h"

struct check { /* what the user chose */
	struct common common;
	bool infer;
	const char *schema, *versus, *age; /* files */
	const char *time;
	const char *environment;
	const char *columns, *key;
	struct texts not_in; /* LIST:ENVIRONMENT */
	struct texts fail_if;
	size_t max_domain, max_distinct, rows;
	double slack;
};

/* ---- survey.c ---- */

/* What one look at all rows told of the columns of a list (NULL: all). */
struct survey {
	struct describe d;
	struct profile *of; /* (d.columns.n) settled */
	uint64_t rows;
};

void survey_take(
    struct survey *s, const struct check *c, struct reader *in, size_t limit);
void survey_free(struct survey *s);

/* ---- schema.c ---- */

enum schema_type { TYPE_ANY, TYPE_TEXT, TYPE_NUMBER, TYPE_INTEGER };
extern const char *const schema_types[]; /* ends with NULL */

/* The rules of a column: a number that is not given is NaN. */
struct rules {
	struct str column; /* owned */
	enum schema_type type;
	double presence, in_domain; /* least shares */
	double least, most, mean_least, mean_most;
	struct dict domain; /* the values allowed; none: all */
	bool unique;
	struct str match; /* the expression as text; owned; p NULL: none */
	regex_t regex;
	struct dict not_in; /* environments without this column */
};

struct schema {
	size_t n, room;
	struct rules *of; /* (n) in the order of the file */
	struct dict columns;
	bool open; /* other columns may be there */
	uint64_t rows_least;
};

/* Ends the process on a fault, with the line of the schema. */
void schema_read(struct schema *s, const struct check *c);
void schema_free(struct schema *s);

/* ---- what csv-check does; each returns an exit status ---- */

int infer(const struct check *c, struct reader *in, struct report *out);
int hold(const struct check *c, struct reader *in, struct report *out);
int compare(const struct check *c, struct reader *in, struct report *out);
int join(const struct check *c, struct reader *in, struct report *out);
int age(const struct check *c, struct reader *in, struct report *out);

/* The file of --versus, opened as the input is. */
struct reader *reference_open(const struct check *c);

/* The usage errors of --fail-if, before any work. */
void compare_conditions_check(const struct condition *c, size_t n);

#endif
