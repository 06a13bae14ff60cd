/*
 * csv_writer.c - see csv_writer.h
 */
#include "io/csv_writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "io/csv_format.h"

enum { ENOUGH = 16 * 1024 }; /* bytes of cells that are worth handing over */

struct writer {
	struct sink *to;
	struct buffer text; /* cells and records not yet handed over */
	char delimiter;
	bool begun;  /* a record was written: its newline is owed */
	bool in_row; /* a cell of the record at hand was written */
	bool empty;  /* ... and nothing but one empty cell so far */
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
	free(w->text.p);
	free(w);
}

char
writer_delimiter(const struct writer *w)
{
	return w->delimiter;
}

static void
hand_over(struct writer *w)
{
	sink_write(w->to, w->text.p, w->text.n);
	w->text.n = 0;
}

static void
put(struct writer *w, const char *p, size_t n)
{
	if (n > 0)
		memcpy(buffer_room(&w->text, n), p, n);
	w->text.n += n;
}

static void
row_begin(struct writer *w)
{
	if (w->begun)
		put(w, "\n", 1);
	w->begun = true;
}

/* ---- batches ---- */

void
writer_header(struct writer *w, const struct batch *b)
{
	row_begin(w);
	for (size_t j = 0; j < b->ncol; j++) {
		struct str spelling = b->col[j].spelling;

		if (j > 0)
			put(w, &w->delimiter, 1);
		if (spelling.p != NULL)
			put(w, spelling.p, spelling.n);
		else
			format_text(&w->text, b->col[j].name, w->delimiter);
	}
	hand_over(w);
}

void
writer_lines(struct writer *w, const struct buffer *lines)
{
	size_t skip = w->begun ? 0 : 1;

	if (lines->n == 0)
		return;
	if (w->text.n > 0)
		hand_over(w);
	w->begun = true;
	sink_write(w->to, lines->p + skip, lines->n - skip);
}

void
writer_batch(struct writer *w, const struct batch *b)
{
	struct buffer lines = { 0 };

	format_batch(&lines, b, w->delimiter);
	writer_lines(w, &lines);
	free(lines.p);
}

void
writer_rows(struct writer *w, const struct batch *b, const size_t *rows, size_t n)
{
	struct buffer lines = { 0 };

	format_rows(&lines, b, rows, n, w->delimiter);
	writer_lines(w, &lines);
	free(lines.p);
}

/* ---- cells ---- */

static void
cell_begin(struct writer *w, bool empty)
{
	if (w->in_row) {
		put(w, &w->delimiter, 1);
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
	format_text(&w->text, s, w->delimiter);
}

void
writer_number(struct writer *w, double x)
{
	cell_begin(w, isnan(x));
	format_number(&w->text, x);
}

void
writer_count(struct writer *w, unsigned long long x)
{
	cell_begin(w, false);
	w->text.n += num_print_count(x, buffer_room(&w->text, NUM_WIDTH));
}

void
writer_end_row(struct writer *w)
{
	if (w->empty)
		put(w, "\"\"", 2);
	w->in_row = false;
	w->empty = false;
	if (w->text.n >= ENOUGH)
		hand_over(w);
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
		put(w, "\n", 1);
	hand_over(w);
}
