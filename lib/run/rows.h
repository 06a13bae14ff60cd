/*
 * rows.h - what the row verbs share: same columns, other rows
 *
 * scrub, split and balance read batches, decide for each row, and write the rows that
 * stay, byte for byte.  They never stand in a recipe: what is right for the rows one
 * learns from is the classic leak on those one is tested with.
 */
#ifndef RUN_ROWS_H
#define RUN_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "run/pipeline.h"
#include "run/tool.h"
#include "table/select.h"

/* ---- what identifies a row ---- */

/* Some columns of the input, in the order of the list, or all of them. */
struct key {
	size_t n;
	size_t *column; /* (n) fields of the input; owned */
};

/*
 * A list of NULL is the whole record.  kinds as in table/select.h: without them
 * @numeric and @text are refused, since what a key is may not depend on other rows.
 */
bool key_resolve(struct key *k, const char *list, struct batch *header,
    const enum kind *kinds, struct err *e);
void key_free(struct key *k);

/* The hash that decides about a row, as base/hash.h freezes it; d is the thread's own. */
uint64_t key_draw(const struct key *k, struct draw *d, struct batch *b, size_t row);

/*
 * The cells of the key as one text that is the same for equal cells and for no others
 * of this input: as CSV, with quotes only where they must be.  Most often these are the
 * bytes as they came, and nothing is copied.  It lives as long as the batch's rows.
 */
struct str key_text(const struct key *k, struct batch *b, size_t row);

/*
 * The decoded cells, each behind its length, as one text that no other cells have: the
 * same in whatever dialect a file is written.  Lives as long as the batch's rows.
 */
struct str key_cells(const struct key *k, struct batch *b, size_t row);

/* The same for people: the decoded cells with commas between them. */
struct str key_shown(const struct key *k, struct batch *b, size_t row);

/*
 * What a row weighs: the number in column j, or 1 where that is COLUMN_NONE.  Missing,
 * no number and below 0 are faults.
 */
bool row_weight(struct batch *b, size_t j, size_t row, double *w, struct err *e);

/* ---- one table in, one table out ---- */

/*
 * What decides which rows stay, in two parts as in pipeline.h.  The header comes first,
 * for columns to be found or added.  choose() puts the rows that stay, rising, into
 * k->row; on a fault it returns false with the rows before it decided.  What depends
 * on the rows before is settle()'s, in order: counts, and with `takes_away` it may
 * leave rows out of k->row, too.
 */
struct chooser {
	void *self;
	const struct missing *missing; /* the words that count */
	bool (*header)(void *self, struct batch *b, struct err *e);
	bool (*choose)(void *self, void *hand, struct block *k, struct err *e);
	bool (*settle)(void *self, struct block *k, struct err *e); /* or NULL */
	bool takes_away;
	void *(*hand)(void *self); /* NULL: there are none */
	void (*hand_end)(void *self, void *hand);
};

/* Write the rows of `in` that stay; returns how many were read.  Ends on a fault. */
uint64_t rows_stream(const struct chooser *c, struct reader *in, struct output *out);

/* A hand for those that draw: see base/hash.h.  self is not looked at. */
void draw_hand_end(void *self, void *hand);

/* End and publish an output whose input may be cut short: a filter's end. */
void rows_end(struct output *out, const struct reader *in);

#endif
