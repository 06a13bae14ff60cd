/*
 * impute.h - what the operator (impute.c) and its facts (impute_state.c) share
 */
#ifndef OP_IMPUTE_H
#define OP_IMPUTE_H

#include "op/column.h"
#include "op/grouping.h"
#include "op/op.h"

/* One column: the method chosen, and the value it learnt or was given. */
struct imputing {
	const struct method *method;
	struct str value; /* owned; p NULL until it is known */
	double number;    /* the value, where the column is read as numbers */

	/* By -g, in the order of the groups' numbers; value p NULL: that of all rows
	 * holds. */
	size_t groups, group_room;
	struct imputing *group;   /* (groups) owned */
	struct imputing *loading; /* the one that facts are about, or NULL */
};

struct impute {
	struct subjects subjects; /* first: see op/column.h */
	struct grouping by;
	bool indicator;
	const char *forward, *backward; /* see options[] */
	const char *by_given;
	struct imputing *of; /* (subjects.n) */
	size_t room;
	struct str *name; /* (subjects.n) of the indicators; owned; NULL without them */
};

/* What a method is: one of these behind its row in methods[]. */
struct impute_rule {
	unsigned needs; /* of the column; 0: the value is given, not learnt */
	bool numbers;   /* reads the column as numbers */
	/* t has values */
	bool (*settle)(struct imputing *s, struct tally *t, struct err *e);
};

extern const struct method impute_methods[]; /* ends with a row without name */

const struct impute_rule *impute_rule_of(const struct imputing *s);
struct imputing *imputing_add(
    struct impute *all, struct str column, const struct method *m);

void impute_value(struct imputing *s, struct str value);
void impute_number(struct imputing *s, double x);

/* Room for n groups, the new ones without a value. */
void impute_groups(struct imputing *s, size_t n);

/* The names of the indicators. */
void impute_names(struct impute *all);

void impute_save(const void *self, struct state_out *out, bool settled);
bool impute_load(
    void *self, const struct facts *step, const struct fact *f, struct err *e);
bool impute_loaded(void *self, const struct facts *step, bool settled, struct err *e);

#endif
