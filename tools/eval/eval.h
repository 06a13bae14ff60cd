/*
 * eval.h - the parts of csv-eval
 *
 * The options become roles (which column is what, and so which task it is), the
 * rows become arrays, the arrays are cut into parts (all rows, and each group of
 * -g), and a view of every part goes into the report:
 *
 *	eval.c       options, main
 *	roles.c      the columns and the task
 *	rows.c       reading
 *	parts.c      -g
 *	measure.c    the metrics of a task; --fail-if
 *	classes.c    the metrics of more than two classes
 *	interval.c   --ci, and the differences of --versus
 *	versus.c     reading the other file of --versus
 *	fairness.c   --fairness
 *	previous.c   --previous
 *	worst.c      --worst
 *	compare.c    --compare
 *	verdict.c    --verdict
 *	labels.c     several -y
 *	ranking.c    --query
 *	view.c       what is shown of a part: the metrics, or a curve
 */
#ifndef EVAL_H
#define EVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"
#include "io/csv_reader.h"
#include "run/condition.h"
#include "run/report.h"
#include "run/tool.h"
#include "stat/interval.h"
#include "stat/metric.h"
#include "stat/threshold.h"
#include "table/labels.h"
#include "table/list.h"

/* In the order of the words of --task; the last two follow from -y and --query. */
enum kind_of_task {
	EVAL_AUTO,
	EVAL_BINARY,
	EVAL_CLASSES,
	EVAL_REGRESSION,
	EVAL_LABELS, /* several at once */
	EVAL_RANKING
};

enum { CUTS_MOST = 100 };

struct eval { /* what the user chose */
	struct common common;
	struct texts labels; /* label is the first of them */
	const char *label, *prediction, *score, *weight, *by;
	const char *positive, *negative, *threshold, *reference, *previous;
	int task;
	struct texts fail_if;
	const char *versus, *worst, *query, *at, *metrics;
	bool ci;
	size_t bootstrap; /* draws */
	bool roc, pr, confusion, calibration, sweep, gains, fairness, compare, verdict;
	size_t min_n; /* rows of a group that is compared */

	/* found in the above */
	struct label_rule rule;
	const struct view *view;
	double cut;                  /* --threshold as a number, or NaN */
	struct aim aim;              /* --threshold in words, or no kind */
	struct condition *condition; /* (fail_if.n) */
	struct list metric;          /* --metric; want: &metric, or NULL for all */
	const struct list *want;
	size_t cut_at[CUTS_MOST], ncut; /* --at */
};

/* ---- roles.c ---- */

struct class_column { /* probability=setosa */
	struct str class;
	size_t column;
};

struct label_columns { /* of one of several labels */
	const char *name;
	size_t label, prediction, score;
};

struct roles { /* columns, or COLUMN_NONE */
	enum kind_of_task task;
	size_t label, prediction, score, weight, query;
	bool probability; /* every score must lie in [0, 1] */
	size_t nby;
	size_t *by;          /* (nby) */
	struct str *by_name; /* (nby) */
	size_t nclass;
	struct class_column *class; /* (nclass) of several classes */
	size_t nlabel;
	struct label_columns *many; /* (nlabel) of several labels */
};

/* Is the input read twice, because -g names a set? */
bool roles_need_look(const struct eval *ev);

/* The one column that an option names; a usage error if it names others. */
size_t column_named(struct batch *header, const char *option, const char *text);

/* Ends the process where columns are missing or options do not fit the task. */
void roles_find(struct roles *r, const struct eval *ev, struct reader *in);
void roles_free(struct roles *r);

/* ---- rows.c ---- */

/* What another model says of the same rows: --versus. */
struct rival {
	double *predicted, *score; /* (n); NULL: there is none */
	double **more;
	bool ranks_only;
	double chosen;
};

/*
 * Of several classes, label and predicted are numbers of classes, and score is the
 * probability that was given to the class of the label.  Of several labels, label tells
 * their sets apart and `more` has three arrays for each of them: label, prediction and
 * probability (labels.c).  Of rankings rows become queries when all are read, and `more`
 * has an array for each measure (ranking.c).
 */
struct rows {
	size_t n, room;
	double *label, *predicted, *score, *weight; /* (n); NULL: there is none */
	bool ranks_only;                            /* some score is no probability */
	double chosen; /* what --threshold in words came to, or NaN */
	struct rival rival;
	size_t nmore;
	double **more;   /* (nmore, n); NULL: there is none */
	uint32_t *query; /* (n) a key of queries */
	struct dict queries;
	struct query_facts *facts; /* (facts_n) what its rows agree in */
	size_t facts_n, facts_room;
	uint32_t *group;    /* (n) with -g: a key of groups */
	struct dict groups; /* "city=Leeds" */
	struct dict classes;
};

/*
 * All rows of `in`, which must be whole; ends the process on a fault.  rows is empty, but
 * for the classes known before.  like: rows whose labels these must have, one by one, and
 * whose weights they get; or NULL.
 */
void rows_read(struct rows *rows, const struct eval *ev, const struct roles *r,
    struct reader *in, const struct rows *like);
void rows_free(struct rows *rows);

/* ---- versus.c ---- */

/* --versus: what the other file says of the rows becomes their rival. */
void rival_read(struct rows *rows, const struct eval *ev, const struct roles *r);

/* ---- parts.c ---- */

struct part { /* all rows, or those of a group */
	enum kind_of_task task;
	struct str name; /* empty: all */
	struct examples x;
	bool ranks_only;
	double chosen;
	const struct part *versus; /* the same rows as the rival sees them, or NULL */
	const struct str *class;   /* (nclass) of several classes, by bytes */
	size_t nclass;
	double *const *more; /* (nmore, x.n) see struct rows */
	size_t nmore;
	const struct eval *ev;
};

struct parts {
	size_t n;
	struct part *part;   /* (n) all rows first, then the groups by their bytes */
	struct part *versus; /* (n) or NULL */
	struct str *class;   /* owned, what the parts point to */
	struct arena mem;
};

/* A name for the group of a row, such as city=Leeds; lives as long as the batch. */
struct str group_name(const struct roles *r, struct batch *b, size_t row);

/*
 * Puts the rows of a group together and classes in order; rows are then the parts'.  Of
 * several labels, each is a part of its own behind the part that it is of.
 */
void parts_cut(
    struct parts *p, struct rows *rows, const struct eval *ev, enum kind_of_task task);
void parts_free(struct parts *p);

/* ---- measure.c ---- */

struct value {
	struct str name;
	double x; /* NaN: not defined */
	enum sure sure;
	size_t class; /* of which it is a share */
};

struct values {
	size_t n, room;
	struct value *value;
	struct arena mem; /* of names that are made */
};

void values_add(struct values *v, struct str name, double x, enum sure s, size_t class);
/* The metrics of a part, in the order of `want`; NULL: all of the task. */
void values_of(struct values *v, const struct part *p, const struct list *want);
void values_free(struct values *v);

/* Usage errors for metrics that the task does not have: of --metric and --fail-if. */
void metrics_check(struct eval *ev, enum kind_of_task task);

/* 1: more of the metric is better, -1: less is, 0: neither can be said. */
int metric_better(const struct eval *ev, enum kind_of_task task, struct str name);

/* --fail-if: the metrics of all rows that it is about, and what it says of them. */
void conditions_measure(struct values *v, const struct eval *ev, const struct part *p);
bool conditions_hold(const struct eval *ev, const struct values *v);

/* ---- classes.c ---- */

extern const char *const class_metrics[];      /* of all classes; ends with NULL */
extern const char *const each_class_metrics[]; /* of one: precision=setosa */
void classes_values(struct values *v, const struct part *p);

/* ---- interval.c ---- */

struct difference {
	double versus, difference; /* the rival's value, and how much less it is */
	struct interval interval;  /* of the difference */
	double p;                  /* how likely one so far from 0 comes by chance */
};

/* Of each of the values of the part, (v->n). */
struct difference *differences_of(
    const struct values *v, const struct part *p, const struct eval *ev);
struct interval *intervals_of(
    const struct values *v, const struct part *p, const struct eval *ev);

/* ---- fairness.c ---- */

/* Rates of each group, and how far they are apart, which goes to summary, too. */
void fairness_show(struct report *out, const struct eval *ev, const struct parts *p,
    struct values *summary);
bool fairness_known(struct str metric);    /* of the summary */
extern const char *const fairness_metrics; /* their names, for people */

/* ---- worst.c ---- */

void worst_check(const struct eval *ev, enum kind_of_task task); /* of the metric */
void worst_show(struct report *out, const struct eval *ev, const struct parts *p);

/* ---- compare.c ---- */

/* The whole program with --compare; returns its status. */
int compare_reports(struct common *common);

/* ---- verdict.c ---- */

/* The same with --verdict. */
int verdict_report(struct common *common);

/* ---- labels.c ---- */

enum { LABEL_ARRAYS = 3 }; /* of rows.more, for each label */

void labels_check(const struct eval *ev); /* of the options */
void labels_find(struct roles *r, const struct eval *ev, struct batch *header);
bool labels_read(struct rows *t, const struct eval *ev, const struct roles *r,
    struct batch *b, size_t n, struct err *e);
/* When all rows are read: scores that a label does not have are gone. */
void labels_settle(struct rows *t, const struct roles *r);
void labels_values(struct values *v, const struct part *p);

/* What one label of a part is: two classes. */
struct part label_part(const struct part *p, size_t label);

/* ---- ranking.c ---- */

void ranking_check(struct eval *ev);
void ranking_find(struct roles *r, const struct eval *ev, struct batch *header);
bool ranking_read(
    struct rows *t, const struct roles *r, struct batch *b, size_t n, struct err *e);

/* Behind weights and groups, which must be the same for all rows of a query. */
bool queries_read(struct rows *t, const struct roles *r, struct batch *b, struct err *e);

/* The rows become queries in the order of their names. */
void ranking_fold(struct rows *t, const struct eval *ev);
void ranking_values(struct values *v, const struct part *p);

/* ---- previous.c ---- */

/* Do --previous and the conditions go together?  Then the bounds are read. */
void previous_check(const struct eval *ev);
void previous_read(struct eval *ev);

/* ---- view.c ---- */

enum { VIEW_COLUMNS = 11 }; /* and one for the group */

struct view {
	const char *option; /* NULL: the metrics */
	bool needs_score, needs_prediction;
	const char *column[VIEW_COLUMNS];
	void (*show)(struct report *out, const struct eval *ev, const struct part *p);
};

const struct view *view_chosen(const struct eval *ev); /* a usage error if several */
void view_columns(struct report *out, const struct eval *ev);

#endif
