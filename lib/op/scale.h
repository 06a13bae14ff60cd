/*
 * scale.h - what the operator (scale.c) and its methods (scale_methods.c) share
 */
#ifndef OP_SCALE_H
#define OP_SCALE_H

#include "op/column.h"
#include "op/op.h"

enum { SCALE_FACTS = 4 };

/* One method on one column: chosen, then learnt. */
struct scaling {
	const struct method *method;
	struct str args;          /* as they were given, "0:p99"; owned */
	double fact[SCALE_FACTS]; /* in the order of the rule's names */
	unsigned known;           /* bit i: fact i was loaded */
	struct str indicator;     /* the name of that column, if there is one; owned */
	bool blanks;              /* a value without a result is left missing */
	double floor;             /* of logarithms: what lies below counts as this */

	/* By -g, in the order of the groups' numbers; method NULL: that of all rows
	 * holds. */
	size_t groups, group_room;
	struct scaling *group;   /* (groups) owned */
	struct scaling *loading; /* the one that facts are about, or NULL */

	size_t asked; /* how many landmarks at most */
	size_t landmarks, landmark_room;
	double *landmark; /* (landmarks) they do not fall; owned */
};

struct scale {
	struct subjects subjects; /* first: see op/column.h */
	struct grouping by;
	const char *by_given;
	bool clamp, indicator;
	size_t ddof;
	struct scaling *of; /* (subjects.n) */
	size_t room;
};

/* What a method is: one of these behind its row in scale_methods[]. */
struct scale_rule {
	const char *fact[SCALE_FACTS];
	/* Read the parameters; say what must be known of the column. */
	bool (*choose)(
	    struct scaling *s, const struct list *args, unsigned *needs, struct err *e);
	bool (*settle)(const struct scale *all, struct scaling *s, struct tally *t,
	    struct str column, struct err *e);
	double (*formula)(const struct scale *all, const struct scaling *s, double x);
	double (*undo)(const struct scale *all, const struct scaling *s, double y);
	const char *refused; /* what to say where the formula has no value */
	bool limits;         /* what it changes is worth an indicator */
	bool has_landmarks;  /* these are learnt, too */
	bool along_row;      /* no formula: see scale_unit_rows() */
};

extern const struct method scale_methods[]; /* ends with a row without name */

const struct scale_rule *scale_rule_of(const struct scaling *s);

/* Rules that stand in files of their own. */
extern const struct scale_rule scale_log, scale_log1p, scale_log10, scale_log2,
    scale_signedlog, scale_power, scale_uniform, scale_normal, scale_unit, scale_clip;

void scaling_landmark(struct scaling *s, double x); /* at the end */

/* ---- scale_group.c ---- */

/* Facts of every group beside those of all rows. */
bool scale_groups_settle(struct scale *all, struct tallies *t, struct err *e);

/* ... as facts: scale,x,group,Oslo and what was learnt there. */
void scale_groups_save(const struct scale *all, const struct scaling *s,
    struct str column, struct state_out *out);
bool scale_group_load(struct scale *all, struct scaling *s, const struct facts *step,
    const struct fact *f, struct err *e);
bool scale_groups_loaded(const struct scaling *s);
void scale_groups_free(struct scaling *s);

/* That of a row's group, if it has facts of its own. */
static inline const struct scaling *
scale_of_group(const struct scaling *of_all, uint32_t group)
{
	if (group >= of_all->groups || of_all->group[group].method == NULL)
		return of_all;
	return &of_all->group[group];
}

/*
 * --unit: fact[0] is the norm, fact[1] tells the sets of columns apart; a state's
 * "args" hold both.
 */
enum { SCALE_UNIT_ARGS = 64 };
size_t scale_unit_args(const struct scaling *s, char text[SCALE_UNIT_ARGS]);

/* Divide the numbers of every row of n columns by their norm. */
void scale_unit_rows(const struct scaling *s, double *const *x, size_t n, size_t nrow);

/* Of a method without parameters that learns nothing. */
bool scale_choose_none(
    struct scaling *s, const struct list *args, unsigned *needs, struct err *e);

#endif
