/*
 * batch.h - a run of rows, held by column; the unit everything works on
 *
 * A batch is one block of the input: the bytes as they came, where each cell
 * begins, and the columns.  A table without rows is a batch with nrow == 0, so
 * headers need no second path.
 *
 * A column has two faces.  It is text until somebody asks for numbers: looking is
 * batch_numbers() or batch_cell(), and leaves the bytes alone; changing is
 * batch_set_numbers(), batch_set_text() or batch_set_indicator().  A column nobody
 * changed leaves byte for byte as it came.  Missing is an empty cell in text and
 * NaN in numbers; there is no bitmap and no type to disagree with the data.
 *
 * A third face serves one-hot encoding: an indicator is 1 in the rows where
 * code[row] == is.  Its thousands of columns share one array of codes, so they
 * cost a row 4 bytes, not 8 for each column.
 *
 * Cells of the input: field f of row r is the bytes
 *
 *	block[off[r * (nfield + 1) + f] .. off[r * (nfield + 1) + f + 1] - 1)
 *
 * as they were spelt, quotes and all: one byte of separator lies between two
 * fields, so neighbouring fields can be copied in one piece.  Behind the last cell
 * NUM_SLACK bytes (base/num.h) can be read, whatever they hold.
 *
 * Memory: a batch owns its block and offsets (reused from block to block) and an
 * arena that is reset with every block; column names belong to the reader or to
 * the step that made them, and outlive the batch.
 */
#ifndef TABLE_BATCH_H
#define TABLE_BATCH_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "table/missing.h"

#define MISSING NAN
#define COLUMN_NONE ((size_t)-1)

enum face {
	FACE_FIELD,    /* a field of the input, untouched */
	FACE_NUMBER,   /* num is what it holds */
	FACE_TEXT,     /* text is what it holds */
	FACE_INDICATOR /* 1 where code[row] == is, else 0 */
};

struct column {
	struct str name;
	struct str spelling; /* the header's cell as it came; p NULL: made here */
	enum face face;
	uint32_t field;
	uint32_t is;
	const uint32_t *code;         /* (nrow) */
	double *num;                  /* (nrow) NUMBER, or what the last look found */
	struct str *text;             /* (nrow) TEXT */
	const struct missing *looked; /* the missing words of that look */
};

struct batch {
	size_t nrow, ncol;
	struct column *col; /* in the order of output */

	/* where the rows came from; filled by the reader */
	char *block;
	size_t block_room;
	uint32_t *off; /* (nrow, nfield + 1) */
	size_t off_room;
	size_t nfield;
	const struct column *field; /* (nfield) the columns as they were read */
	const char *file;
	uint64_t line;  /* in that file, of the block's first byte */
	uint64_t first; /* number of row 0, over the whole input */
	bool crlf;      /* some record of the block ends in CRLF */

	bool positions; /* there is no header: the names as read are 1, 2, ... */

	const struct missing *missing; /* the words that count now; never NULL */
	struct notes *notes;           /* what apply counts for the user; may be NULL */

	struct arena mem;
	size_t col_room, next; /* next: where batch_find() looks first */
	struct dict *names;    /* made when looking in order fails */
};

/* Back to the columns as they were read, with at most nrow rows. */
void batch_rewind(struct batch *b, size_t nrow);
void batch_free(struct batch *b);

/* ---- looking ---- */

/* The column of this name, or COLUMN_NONE.  Cheap when asked for in order. */
size_t batch_find(struct batch *b, struct str name);

/* The same, but failing with the nearest name: no column "agee" (did you mean ...). */
bool batch_need(struct batch *b, struct str name, size_t *j, struct err *e);

/*
 * Column j as numbers, missing as NaN: (nrow), to look at only.  NULL when a cell
 * is not a number, with its row in e.
 */
const double *batch_numbers(struct batch *b, size_t j, struct err *e);

/* One cell as text, decoded.  Lives as long as the batch's rows. */
struct str batch_cell(struct batch *b, size_t j, size_t row);

/* Is the cell missing when read as text?  Of one row, or of all: (nrow). */
bool batch_is_missing(struct batch *b, size_t j, size_t row);
bool *batch_missing(struct batch *b, size_t j);

/* A field as it was spelt. */
static inline struct str
batch_field(const struct batch *b, size_t field, size_t row)
{
	const uint32_t *o = b->off + row * (b->nfield + 1) + field;

	return (struct str){ b->block + o[0], (size_t)(o[1] - 1 - o[0]) };
}

/* What a field's spelling means: quotes taken off.  Allocates only for "". */
struct str field_decode(struct str spelt, struct arena *mem);

/* The line of the input on which a row begins. */
uint64_t batch_line(const struct batch *b, size_t row);

/* fail_at() with `column "name": ` before the message. */
bool batch_fail(const struct batch *b, size_t j, size_t row, struct err *e,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* ---- changing ---- */

/*
 * Column j now holds numbers (or text): the array (nrow) to fill in.  A column
 * looked at as numbers may be filled in place: the array of batch_numbers() may be
 * the one returned here.
 */
double *batch_set_numbers(struct batch *b, size_t j);
struct str *batch_set_text(struct batch *b, size_t j);

/* Column j is 1 where code[row] == is.  The array is the batch's (batch_codes). */
void batch_set_indicator(struct batch *b, size_t j, const uint32_t *code, uint32_t is);
uint32_t *batch_codes(struct batch *b); /* (nrow), from the arena */

/*
 * Put n new columns in the place of `gone` columns from j on.  They have names and
 * no face yet: set each.  A name that exists already, and one that comes twice, fails.
 */
bool batch_replace(struct batch *b, size_t j, size_t gone, const struct str *names,
    size_t n, struct err *e);

void batch_rename(struct batch *b, size_t j, struct str name);

/* Keep just these columns, in this order. */
void batch_keep(struct batch *b, const size_t *j, size_t n);

#endif
