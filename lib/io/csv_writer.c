/*
 * csv_writer.c - a plan of pieces for a batch, then row by row along it
 *
 * Cells are small and many, so they go straight into a stretch of the sink's buffer
 * that is asked for now and then, not once for each cell.
 */
#include "io/csv_writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

enum { STRETCH = 16 * 1024 };

struct writer {
	struct sink *to;
	char *start, *at, *end; /* the stretch: [start, at) is written */
	char delimiter;
	bool begun;  /* a record was written: its newline is owed */
	bool in_row; /* a cell of the record at hand was written */
	bool empty;  /* ... and nothing but one empty cell so far */
	struct piece *piece;
	size_t room;
};

/* Some neighbouring columns of the output: fields to copy, or one column made. */
struct piece {
	uint32_t first, last; /* fields, where made is NULL */
	const struct column *made;
};

struct writer *
writer_new(struct sink *to, char delimiter)
{
	struct writer *w = mem_alloc(1, sizeof(*w));

	w->to = to;
	w->delimiter = delimiter;
	return w;
}

void
writer_free(struct writer *w)
{
	if (w == NULL)
		return;
	free(w->piece);
	free(w);
}

/* Hand over what was written into the stretch, and let go of it. */
static void
stretch_end(struct writer *w)
{
	if (w->at != w->start)
		sink_advance(w->to, (size_t)(w->at - w->start));
	w->start = w->at = w->end = NULL;
}

/* n bytes to write at, n <= STRETCH; w->at is to be moved by those used. */
static inline char *
stretch(struct writer *w, size_t n)
{
	if ((size_t)(w->end - w->at) < n) {
		stretch_end(w);
		w->start = w->at = sink_room(w->to, STRETCH);
		w->end = w->at + STRETCH;
	}
	return w->at;
}

/* Most cells are shorter than a call of memcpy() is worth. */
static inline void
copy(char *to, const char *p, size_t n)
{
	uint64_t head, tail;

	if (n > 16) {
		memcpy(to, p, n);
	} else if (n >= 8) {
		memcpy(&head, p, 8);
		memcpy(&tail, p + n - 8, 8);
		memcpy(to, &head, 8);
		memcpy(to + n - 8, &tail, 8);
	} else {
		for (size_t i = 0; i < n; i++)
			to[i] = p[i];
	}
}

static inline void
put(struct writer *w, const char *p, size_t n)
{
	if (n > STRETCH) {
		stretch_end(w);
		sink_write(w->to, p, n);
		return;
	}
	copy(stretch(w, n), p, n);
	w->at += n;
}

static inline void
put_byte(struct writer *w, char c)
{
	*stretch(w, 1) = c;
	w->at++;
}

static void
put_quoted(struct writer *w, struct str s)
{
	put_byte(w, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			put_byte(w, '"');
		put_byte(w, s.p[i]);
	}
	put_byte(w, '"');
}

static bool
needs_quotes(const struct writer *w, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '"' || s.p[i] == w->delimiter || s.p[i] == '\n' ||
		    s.p[i] == '\r')
			return true;
	return false;
}

static void
put_text(struct writer *w, struct str s)
{
	if (needs_quotes(w, s))
		put_quoted(w, s);
	else
		put(w, s.p, s.n);
}

static inline void
put_number(struct writer *w, double x)
{
	if (x == 0 || x == 1) {
		/* Indicators and flags: too many to print the long way. */
		if (x == 1 || !signbit(x)) {
			put_byte(w, x == 1 ? '1' : '0');
			return;
		}
	}
	if (!isnan(x)) {
		char *to = stretch(w, NUM_WIDTH);

		w->at = to + num_print(x, to);
	}
}

static inline void
row_begin(struct writer *w)
{
	if (w->begun)
		put_byte(w, '\n');
	w->begun = true;
}

/* ---- batches ---- */

static size_t
plan(struct writer *w, const struct batch *b)
{
	size_t n = 0;

	w->piece = mem_grow(w->piece, &w->room, b->ncol, sizeof(*w->piece));
	for (size_t j = 0; j < b->ncol; j++) {
		const struct column *c = &b->col[j];

		if (c->face != FACE_FIELD) {
			w->piece[n++] = (struct piece){ .made = c };
		} else if (n > 0 && w->piece[n - 1].made == NULL &&
			   w->piece[n - 1].last + 1 == c->field) {
			w->piece[n - 1].last++;
		} else {
			w->piece[n++] =
			    (struct piece){ .first = c->field, .last = c->field };
		}
	}
	return n;
}

static inline void
write_made(struct writer *w, const struct column *c, size_t row, bool alone)
{
	struct str s;

	switch (c->face) {
	case FACE_NUMBER:
		/* A record of one empty cell would be a blank line: many readers drop it.
		 */
		if (alone && isnan(c->num[row]))
			put(w, "\"\"", 2);
		else
			put_number(w, c->num[row]);
		break;
	case FACE_TEXT:
		s = c->text[row];
		if (alone && s.n == 0)
			put(w, "\"\"", 2);
		else
			put_text(w, s);
		break;
	case FACE_INDICATOR:
		put_byte(w, c->code[row] == c->is ? '1' : '0');
		break;
	case FACE_FIELD:
		break;
	}
}

static inline void
write_row(struct writer *w, const struct batch *b, size_t npiece, size_t row)
{
	const uint32_t *off = b->off + row * (b->nfield + 1);

	row_begin(w);
	for (size_t i = 0; i < npiece; i++) {
		const struct piece *p = &w->piece[i];

		if (i > 0)
			put_byte(w, w->delimiter);
		if (p->made != NULL)
			write_made(w, p->made, row, b->ncol == 1);
		else
			put(w, b->block + off[p->first],
			    off[p->last + 1] - 1 - off[p->first]);
	}
	/* A cell taken out of a wider record alone; one that came as a blank line
	 * stays what it was. */
	if (b->ncol == 1 && b->nfield > 1 && w->piece[0].made == NULL &&
	    off[w->piece[0].first + 1] - 1 == off[w->piece[0].first])
		put(w, "\"\"", 2);
}

/* Every record as it came and LF behind each: one copy for the whole block. */
static bool
write_block(struct writer *w, const struct batch *b, size_t npiece)
{
	size_t end;

	if (npiece != 1 || w->piece[0].made != NULL || b->crlf || b->nrow == 0 ||
	    w->piece[0].first != 0 || w->piece[0].last + 1 != b->nfield)
		return false;
	end = b->off[b->nrow * (b->nfield + 1) - 1] - 1;
	row_begin(w);
	put(w, b->block + b->off[0], end - b->off[0]);
	return true;
}

void
writer_header(struct writer *w, const struct batch *b)
{
	row_begin(w);
	for (size_t j = 0; j < b->ncol; j++) {
		if (j > 0)
			put_byte(w, w->delimiter);
		if (b->col[j].spelling.p != NULL)
			put(w, b->col[j].spelling.p, b->col[j].spelling.n);
		else
			put_text(w, b->col[j].name);
	}
	stretch_end(w);
}

void
writer_batch(struct writer *w, const struct batch *b)
{
	size_t npiece = plan(w, b);

	if (!write_block(w, b, npiece))
		for (size_t r = 0; r < b->nrow; r++)
			write_row(w, b, npiece, r);
	stretch_end(w);
}

void
writer_rows(struct writer *w, const struct batch *b, const size_t *rows, size_t n)
{
	size_t npiece = plan(w, b);

	for (size_t i = 0; i < n; i++)
		write_row(w, b, npiece, rows[i]);
	stretch_end(w);
}

/* ---- cells ---- */

static void
cell_begin(struct writer *w, bool empty)
{
	if (w->in_row) {
		put_byte(w, w->delimiter);
		w->empty = false;
	} else {
		row_begin(w);
		w->empty = empty;
	}
	w->in_row = true;
}

void
writer_text(struct writer *w, struct str s)
{
	cell_begin(w, s.n == 0);
	put_text(w, s);
	stretch_end(w);
}

void
writer_number(struct writer *w, double x)
{
	cell_begin(w, isnan(x));
	put_number(w, x);
	stretch_end(w);
}

void
writer_count(struct writer *w, unsigned long long x)
{
	char *to;

	cell_begin(w, false);
	to = stretch(w, NUM_WIDTH);
	w->at = to + num_print_count(x, to);
	stretch_end(w);
}

void
writer_end_row(struct writer *w)
{
	if (w->empty)
		put(w, "\"\"", 2);
	w->in_row = false;
	w->empty = false;
	stretch_end(w);
}

bool
writer_begun(const struct writer *w)
{
	return w->begun;
}

void
writer_end(struct writer *w, bool terminated)
{
	if (w->begun && terminated)
		put_byte(w, '\n');
	stretch_end(w);
}
