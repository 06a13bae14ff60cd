/*
 * condition.h - gates on a result: METRIC<NUMBER, with <, <=, > or >=
 *
 *	csv-eval --fail-if 'auc<0.8'
 *	csv-eval --fail-if 'log_loss>prev+0.01' --previous old.csv
 *	csv-check --fail-if 'psi>0.25'
 *
 * What a metric is, the program knows; here it is a word.
 */
#ifndef RUN_CONDITION_H
#define RUN_CONDITION_H

#include <stdbool.h>

#include "base/mem.h"
#include "base/opt.h"

enum comparison { LESS, AT_MOST, GREATER, AT_LEAST };

struct condition {
	const char *text; /* as it was given */
	struct str metric;
	enum comparison is;
	double bound;
	bool previous; /* prev, prev+N, prev-N or prev*N: the bound is not known yet */
	double times, add;
};

/* Of all texts of --fail-if, (given->n), to be freed; what is none is a usage error. */
struct condition *conditions_read(const struct texts *given);

/* The previous value is x, and so the bound; of NaN every condition holds. */
void condition_settle(struct condition *c, double x);

/* For programs that know of no earlier report. */
void conditions_refuse_previous(const struct condition *c, size_t n);

bool condition_holds(const struct condition *c, double x);

/* Usage error: there is no such metric, but those named. */
_Noreturn void condition_unknown(
    const struct condition *c, const char *of_what, const char *names);

/* --fail-if 'auc<0.8': [where]it is 0.7, or `not defined` of a NaN. */
void condition_tell(const struct condition *c, const char *where, double x);

#endif
