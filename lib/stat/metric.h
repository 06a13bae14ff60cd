/*
 * metric.h - how good predictions are: a table of metrics, one row each
 *
 *	struct summary *s = summary_new(TASK_BINARY, &examples);
 *	for (const struct metric *m = metrics; m->name != NULL; m++)
 *		if (m->task == TASK_BINARY)
 *			show(m->name, m->of(s));
 *	summary_free(s);
 *
 * All metrics are functions of the multiset of examples: sums are exact, so the
 * order of rows does not show in any bit.  A weight of 2 is the row twice and a
 * weight of 0 is no row, for every metric but those that are about rows: n and
 * log_loss_clipped count the rows whose weight is above 0, and to bias_se, bias_z and
 * bias_p a row is one draw, however heavy.
 *
 * A metric that is not defined for the examples (precision without a predicted
 * positive, AUC of one class, r2 of a constant) is NaN, which is printed as an
 * empty cell, and so is one whose value is too large for a double.  No metric is
 * infinite.
 *
 * The definitions stand with each function in metric.c; the sums behind them are
 * made in metric_binary.c and metric_regression.c.  A new metric is one function
 * and one row in metric.c.
 */
#ifndef STAT_METRIC_H
#define STAT_METRIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

enum task { TASK_BINARY, TASK_REGRESSION };

/*
 * The examples of one group.  Arrays of n finite numbers; weight is never NULL;
 * score is NULL when there are no scores (binary only), predicted is NULL when
 * there are no predictions.
 *
 * A score need not be a probability to be ranked.  But if one score lies outside
 * [0, 1], then the metrics that judge probabilities (log_loss, log_loss_clipped,
 * brier and its parts, ece, mce, bias and its test) are not defined.
 */
struct examples {
	size_t n;
	const double *label;     /* binary: 0 or 1; regression: any number */
	const double *predicted; /* binary: 0 or 1; regression: any number */
	const double *score;     /* binary: probability of the positive class */
	const double *weight;    /* >= 0 */
};

/*
 * What several metrics share, found once for a group, in O(n log n) time at most.
 * Keeps no pointer into the examples.
 */
struct summary;
struct summary *summary_new(enum task task, const struct examples *x);

/* What only some metrics need, and takes its time. */
enum { LOOK_RANKING = 1, LOOK_PROBABILITY = 2, LOOK_BUCKETS = 4, LOOK_ALL = 7 };

/* With the looks that are asked for; metrics that need others are NaN. */
struct summary *summary_look(enum task task, const struct examples *x, unsigned looks);
void summary_free(struct summary *s);

/* How sure a metric is told: by which formula of interval.h, or by drawing rows. */
enum sure {
	BY_DRAWS,
	BY_NOTHING,     /* a count, about chance, or what drawing rows makes worse */
	BY_PLACEMENTS,  /* an area */
	SHARE_OF_ALL,   /* a share: of which rows? */
	SHARE_OF_LABEL, /* ... those whose label is the class */
	SHARE_OF_PREDICTED
};

struct metric {
	const char *name;  /* "auc" */
	const char *brief; /* one line for help and man page */
	enum task task;
	bool higher_is_better, lower_is_better; /* neither: counts, bias */
	bool needs_score;                       /* NaN without scores */
	bool needs_prediction;                  /* NaN without predictions */
	bool needs_probability; /* NaN where a score lies outside [0, 1] */
	unsigned looks;         /* of summary_look(), that it needs */
	enum sure sure;
	size_t class; /* of SHARE_OF_LABEL and SHARE_OF_PREDICTED */
	double (*of)(const struct summary *s);
};

extern const struct metric metrics[]; /* ends with a row without a name */

/* The row of that name, or NULL. */
const struct metric *metric_find(enum task task, struct str name);

#endif
