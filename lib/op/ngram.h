/*
 * ngram.h - what the operator (ngram.c) and its facts (ngram_state.c) share
 *
 * Of each column of texts a model of model/ngram.h; applied, a text gets four numbers at
 * the right end: how many tokens it has and how many of these were not learnt, the
 * logarithm of its probability, and its perplexity.
 *
 * Memory while learning: each different text once.
 */
#ifndef OP_NGRAM_H
#define OP_NGRAM_H

#include "model/ngram.h"
#include "op/column.h"
#include "op/op.h"

enum { NGRAM_COLUMNS = 4 };

struct ngram_of { /* a column */
	const struct method *method;
	struct ngram model;              /* order 0: not yet known */
	struct str pending;              /* loading: a run whose count follows; owned */
	struct str names[NGRAM_COLUMNS]; /* of the new columns; owned */
};

struct ngrams {
	struct subjects subjects; /* first: see op/column.h */
	size_t min_count;
	size_t next; /* these: see options[] */
	const char *after;
	bool perplexity;
	struct ngram_of *of; /* (subjects.n) */
	size_t room;
};

extern const struct method ngram_methods[]; /* ends with a row without name */

struct ngram_of *ngrams_add(struct ngrams *v, const struct method *m, struct str column);

void ngrams_save(const void *self, struct state_out *out, bool settled);
bool ngrams_load(
    void *self, const struct facts *step, const struct fact *f, struct err *e);
bool ngrams_loaded(void *self, const struct facts *step, bool settled, struct err *e);

#endif
