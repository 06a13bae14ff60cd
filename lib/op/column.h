/*
 * column.h - learning column by column: the accumulator most operators share
 *
 * The private struct of such an operator begins with a struct subjects: which
 * columns to learn from, and what must be known of each (the bits of stat/tally.h).
 * Then `.accumulator = &column_accumulator`, and settle() finds the tallies in the same
 * order: tallies_of(acc).
 *
 * With `by` there are tallies for every group of rows besides, those with the same cells
 * in some columns; see grouping.h.
 */
#ifndef OP_COLUMN_H
#define OP_COLUMN_H

#include "base/dict.h"
#include "op/grouping.h"
#include "op/op.h"
#include "stat/tally.h"

struct subject {
	struct str column; /* owned */
	unsigned needs;    /* 0: nothing is learnt from it */

	/*
	 * With a label, TALLY_TEXTS counts pairs of cell and label: "4:Osloyes", the
	 * length of the cell in front.  `numbers`: the cell is the shortest text of its
	 * number.
	 */
	struct str label; /* owned; n == 0: none */
	bool numbers;
	bool lenient; /* a row without a label counts as one without a cell */

	/*
	 * Not NULL: TALLY_TEXTS counts the pieces that this makes of a cell with a value,
	 * each once for a cell; one of no pieces counts as missing.  mem is the batch's.
	 */
	size_t (*split)(
	    const void *how, struct str cell, struct arena *mem, struct str **piece);
	const void *how;
};

/* The two of a pair; false for a text that is none. */
bool pair_split(struct str pair, struct str *cell, struct str *label);

struct subjects {
	size_t n, room;
	struct subject *subject;
	const struct grouping *by; /* NULL: no groups */
};

/* What column_accumulator learns. */
struct tallies {
	struct tally *all;       /* (n) */
	struct dict group;       /* keys, in the order of their coming */
	struct tally **of_group; /* (group.n) each (n) */
	size_t room;
};

extern const struct accumulator column_accumulator;

/* Its partials (column_partial.c). */
bool column_save(void *acc, const void *self, struct state_out *out, struct err *e);
bool column_load(void *acc, const void *self, const struct facts *step,
    const struct fact *f, struct err *e);
bool column_loaded(void *acc, const void *self, const struct facts *step, struct err *e);

static inline struct tally *
tallies_of(void *acc)
{
	return ((struct tallies *)acc)->all;
}

void subjects_add(struct subjects *s, struct str column, unsigned needs);

/* The last subject's texts are counted with this label. */
void subjects_label(struct subjects *s, struct str label, bool numbers);
void subjects_relabel(struct subjects *s, struct str label); /* another one for it */
void subjects_free(struct subjects *s);

/*
 * The index of the subject a loaded fact is about, the last one added; facts of a
 * column stand together, its method first.  False and e for any other.
 */
bool subject_last(const struct subjects *s, const struct facts *step,
    const struct fact *f, size_t *i, struct err *e);

/* fail() unless the column had values to learn from. */
bool subject_has_values(const struct subject *s, const struct tally *t, struct err *e);

#endif
