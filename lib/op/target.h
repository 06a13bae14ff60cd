/*
 * target.h - what the operator (target.c) and its facts (target_state.c) share
 *
 * A category becomes the mean of the label over its rows, drawn towards the mean of all
 * rows as if `smooth` more rows had that:
 *
 *	value = (sum of its labels + smooth * prior) / (its rows + smooth)
 *
 * (Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes",
 * 2001).  A row that took part in its own value would tell a model its own label, so the
 * rows that are learnt from get values in which their fold has no part (cross-fitting).
 * This is the one map whose output while it learns is not what its state gives for the
 * same rows; those out-of-fold values are known only until the process ends.
 *
 * Sums are exact, so neither order nor cuts show.  Memory while learning: 16 bytes for
 * each row and column, besides the categories.
 */
#ifndef OP_TARGET_H
#define OP_TARGET_H

#include "base/dict.h"
#include "op/op.h"
#include "table/labels.h"
#include "table/list.h"

enum { FOLDS_LEAST = 2, FOLDS_MOST = 1000 };

/* A column's categories; the empty one stands for missing cells. */
struct encoding {
	struct str column; /* owned */
	bool known;        /* the prior was loaded */
	double prior;
	struct dict level; /* by bytes */
	double *value;     /* (level.n) */
	size_t room;

	/* Of the rows that were learnt from; NULL otherwise. */
	double *prior_out; /* (folds) */
	double *value_out; /* (level.n, folds) */
};

struct target {
	const char *label_given, *positive, *negative, *key_given;
	size_t folds;
	double smooth;
	uint64_t seed;
	struct str label; /* owned */
	struct label_rule rule;
	struct list key; /* names; n == 0: the whole row */
	size_t n, room;
	struct encoding *of;
};

/* What was seen: a category, the fold of its row and the label. */
struct sighting {
	uint32_t level, fold;
	double y;
};

struct sightings {
	struct dict level; /* in the order of their coming */
	size_t n, room;
	struct sighting *of;

	/* While a partial is loaded: the category that facts are about. */
	size_t at;
};

struct encoding *encoding_add(struct target *t, struct str column);
void sighting_add(struct sightings *s, size_t level, size_t fold, double y);

/* For op_target and its accumulator, which is a struct sightings[t->n]. */
void target_save(const void *self, struct state_out *out, bool settled);
bool target_load(
    void *self, const struct facts *step, const struct fact *f, struct err *e);
bool target_loaded(void *self, const struct facts *step, bool settled, struct err *e);
bool target_partial_save(
    void *acc, const void *self, struct state_out *out, struct err *e);
bool target_partial_load(void *acc, const void *self, const struct facts *step,
    const struct fact *f, struct err *e);
bool target_partial_loaded(
    void *acc, const void *self, const struct facts *step, struct err *e);

#endif
