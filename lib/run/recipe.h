/*
 * recipe.h - steps in a row: what one state file or several hold
 *
 * A step is an operator with what it chose and learnt, the words that mean missing
 * for it, and where it came from (provenance: options, rows, the header's hash; no
 * file, time or machine, so equal data give equal bytes).
 */
#ifndef RUN_RECIPE_H
#define RUN_RECIPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "op/op.h"

struct step {
	const struct op *op;
	void *self;             /* owned */
	void *acc;              /* a partial's accumulator; owned; NULL once settled */
	struct missing missing; /* the user's words; .given false: the default */
	char *options;          /* owned */
	uint64_t rows, columns; /* rows learnt from; hash of the header */
};

/* Zero-initialised is empty. */
struct recipe {
	size_t n, room;
	struct step *step;
	bool backwards; /* undo the steps, the last one first */
};

/* A new step at the end, with a zeroed private struct. */
struct step *recipe_add(struct recipe *r, const struct op *op);

/* The step, whole, from another recipe, which no longer owns it. */
void recipe_move(struct recipe *to, struct step *s);

/* Run the first n steps over a batch. */
bool recipe_apply(const struct recipe *r, size_t n, struct batch *b, struct err *e);

/*
 * The same; but where a row is at fault, make the batch what the steps give for the
 * rows before the first faulty one, so that how the input was cut does not show.
 * The fault then is e, its row counted in the batch as it was.
 */
bool recipe_apply_whole(const struct recipe *r, struct batch *b, struct err *e);

/* The first n steps must do without this column (see op.h). */
void recipe_forget(struct recipe *r, size_t n, struct str column);

bool recipe_save(const struct recipe *r, struct state_out *out, struct err *e);

/*
 * Append the steps of a state.  partial: accept partials, which apply() cannot use, and
 * nothing else; otherwise accept settled maps, but no folds.
 */
bool recipe_load(struct recipe *r, const struct state *s, bool partial, struct err *e);

/* Append the settled steps of a state, all of which must be of this fold. */
bool recipe_load_fold(
    struct recipe *r, const struct state *s, const struct op *fold, struct err *e);

void recipe_free(struct recipe *r);

/* XXH64 over the column names of a header, each with a NUL. */
uint64_t header_hash(const struct batch *header);

#endif
