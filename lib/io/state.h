/*
 * state.h - what was learnt, as CSV: one fact a row, steps one after the other
 *
 *	op,item,key,value
 *	scale,,begin,1
 *	scale,,rows,32561
 *	scale,age,method,zscore
 *	scale,age,mean,38.58164675532078
 *	scale,age,sd,13.640223192304274
 *	scale,,end,0f3c...            the XXH64 of the step's bytes, begin to here
 *
 * A repeated header row is skipped, so states concatenate with cat.  A step that is
 * cut off or was changed is refused, and so is a newer version.  What the facts of
 * an operator mean is its own business; csvlearn-state(5) lists them all.
 *
 * Memory: a state being written keeps the step at hand; one being read keeps all.
 */
#ifndef IO_STATE_H
#define IO_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/sink.h"

enum { STATE_VERSION = 1 };

/* ---- writing ---- */

struct state_out;

struct state_out *state_out_new(struct sink *to); /* writes the header row */
void state_begin(struct state_out *o, const char *op);
void state_text(struct state_out *o, struct str item, const char *key, struct str value);
void state_number(struct state_out *o, struct str item, const char *key, double value);
void state_count(struct state_out *o, struct str item, const char *key, uint64_t value);
void state_end(struct state_out *o);
void state_out_free(struct state_out *o);

/* ---- reading ---- */

struct fact {
	struct str item, key, value;
	uint64_t line;
};

struct facts { /* one step */
	struct str op;
	const char *file;
	uint64_t line; /* of its begin */
	size_t n, room;
	struct fact *fact; /* (n) between begin and end */
};

/* Zero-initialised is empty. */
struct state {
	size_t n, room;
	struct facts *step; /* (n) */
	struct arena mem;   /* every text of the facts */
};

/* Append the steps of a file ("-": standard input). */
bool state_read(struct state *s, const char *path, struct err *e);
void state_free(struct state *s);

/* fail() with `prep.st:12: ` before the message. */
bool fact_fail(const struct facts *step, const struct fact *f, struct err *e,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The value as a finite number, as a whole number; or fail. */
bool fact_number(
    const struct facts *step, const struct fact *f, double *x, struct err *e);
bool fact_count(
    const struct facts *step, const struct fact *f, uint64_t *n, struct err *e);

/* How many rows the step has seen; 0 where it does not say. */
uint64_t facts_rows(const struct facts *step);

/*
 * For keys that hold numbers (tally:0:n): the digits of s up to a colon or its end, as
 * a number; s is left behind them.
 */
bool key_number(struct str *s, uint64_t *n);

static inline bool
fact_is(const struct fact *f, const char *key)
{
	return str_equal(f->key, str_of(key));
}

#endif
