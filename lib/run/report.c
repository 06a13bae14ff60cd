/*
 * report.c - cells, kept until the end and then printed in one of three ways
 */
#include "run/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/num.h"
#include "base/utf8.h"

enum { FORMAT_AUTO, FORMAT_CSV, FORMAT_TABLE, FORMAT_JSON };

enum {
	GAP = 2,        /* between the columns of a table */
	DIGITS = 6,     /* of a number with a fraction, in a table */
	TEXT_WIDTH = 40 /* of a text in a table, but for the last column */
};

enum cell_kind { CELL_MISSING, CELL_TEXT, CELL_NUMBER, CELL_COUNT };

struct cell {
	enum cell_kind kind;
	union {
		struct str text;
		double number;
		unsigned long long count;
	};
};

struct report {
	struct output *out;
	int format;
	size_t width; /* of the terminal, or SIZE_MAX */
	size_t ncol, col_room;
	struct str *column;
	size_t n, room, row; /* cells in all, and in the rows that are done */
	struct cell *cell;   /* (n) row by row */
	struct arena mem;
};

struct report *
report_open(const struct common *c, const struct reader *in)
{
	struct report *r = mem_alloc(1, sizeof(*r));
	bool to_stdout = c->output == NULL || strcmp(c->output, "-") == 0;
	struct winsize window;

	r->width = SIZE_MAX;
	r->format = c->format == FORMAT_AUTO ? FORMAT_CSV : c->format;
	if (to_stdout && isatty(STDOUT_FILENO)) {
		if (c->format == FORMAT_AUTO)
			r->format = FORMAT_TABLE;
		if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0)
			r->width = window.ws_col;
	}
	char delimiter = c->dialect.delimiter != '\0' ? c->dialect.delimiter : ',';
	if (in != NULL)
		delimiter = reader_delimiter(in);
	r->out = output_open(c->output, delimiter, in);
	return r;
}

void
report_column(struct report *r, struct str name)
{
	r->column = mem_grow(r->column, &r->col_room, r->ncol + 1, sizeof(*r->column));
	r->column[r->ncol++] = arena_keep(&r->mem, name);
}

static void
put_cell(struct report *r, struct cell cell)
{
	r->cell = mem_grow(r->cell, &r->room, r->n + 1, sizeof(*r->cell));
	r->cell[r->n++] = cell;
}

void
report_text(struct report *r, struct str s)
{
	struct cell cell = { .kind = s.n == 0 ? CELL_MISSING : CELL_TEXT };

	cell.text = arena_keep(&r->mem, s);
	put_cell(r, cell);
}

void
report_number(struct report *r, double x)
{
	put_cell(r,
	    (struct cell){ .kind = isnan(x) ? CELL_MISSING : CELL_NUMBER, .number = x });
}

void
report_count(struct report *r, unsigned long long n)
{
	put_cell(r, (struct cell){ .kind = CELL_COUNT, .count = n });
}

void
report_missing(struct report *r)
{
	put_cell(r, (struct cell){ .kind = CELL_MISSING });
}

void
report_end_row(struct report *r)
{
	r->row += r->ncol;
	while (r->n < r->row)
		report_missing(r);
}

/* ---- CSV ---- */

static void
print_csv(const struct report *r)
{
	struct writer *w = r->out->writer;

	for (size_t j = 0; j < r->ncol; j++)
		writer_text(w, r->column[j]);
	writer_end_row(w);
	for (size_t i = 0; i < r->n; i++) {
		const struct cell *cell = &r->cell[i];

		switch (cell->kind) {
		case CELL_MISSING:
			writer_text(w, STR(""));
			break;
		case CELL_TEXT:
			writer_text(w, cell->text);
			break;
		case CELL_NUMBER:
			writer_number(w, cell->number);
			break;
		case CELL_COUNT:
			writer_count(w, cell->count);
			break;
		}
		if ((i + 1) % r->ncol == 0)
			writer_end_row(w);
	}
}

/* ---- JSON ---- */

static void
put(const struct report *r, const char *text)
{
	sink_write(r->out->sink, text, strlen(text));
}

/* A string of RFC 8259, which must be Unicode: what is not becomes U+FFFD. */
static void
put_json_text(const struct report *r, struct str s)
{
	char escape[8];

	put(r, "\"");
	for (size_t i = 0, len; i < s.n; i += len) {
		len = utf8_length(s.p + i, s.n - i);
		if (len == 0) {
			len = 1;
			put(r, "\xef\xbf\xbd");
		} else if (s.p[i] == '"' || s.p[i] == '\\') {
			snprintf(escape, sizeof(escape), "\\%c", s.p[i]);
			put(r, escape);
		} else if ((unsigned char)s.p[i] < 0x20) {
			snprintf(escape, sizeof(escape), "\\u%04x", s.p[i]);
			put(r, escape);
		} else {
			sink_write(r->out->sink, s.p + i, len);
		}
	}
	put(r, "\"");
}

static void
put_json_cell(const struct report *r, const struct cell *cell)
{
	char text[NUM_WIDTH];

	switch (cell->kind) {
	case CELL_MISSING:
		put(r, "null");
		break;
	case CELL_TEXT:
		put_json_text(r, cell->text);
		break;
	case CELL_NUMBER:
		sink_write(r->out->sink, text, num_print(cell->number, text));
		break;
	case CELL_COUNT:
		sink_write(r->out->sink, text, num_print_count(cell->count, text));
		break;
	}
}

static void
print_json(const struct report *r)
{
	put(r, "[");
	for (size_t i = 0; i < r->n; i++) {
		size_t j = i % r->ncol;

		put(r, j > 0 ? ", " : i > 0 ? ",\n{" : "\n{");
		put_json_text(r, r->column[j]);
		put(r, ": ");
		put_json_cell(r, &r->cell[i]);
		if (j + 1 == r->ncol)
			put(r, "}");
	}
	put(r, "\n]\n");
}

/* ---- a table for the eye ---- */

/* Whole numbers stay; of the others, what lies behind the sixth digit goes. */
static double
cut_fraction(double x)
{
	double size = fabs(x), power = 1;
	int places = DIGITS;

	if (size < 1e-15 || size >= 1e15)
		return x;
	for (; size >= 1 && places > 0; size /= 10)
		places--;
	for (; size < 0.1; size *= 10)
		places++;
	for (int i = 0; i < places; i++)
		power *= 10;
	return round(x * power) / power;
}

/* Text with what a terminal might obey spelt out, and cut behind `most` bytes. */
static struct str
show_text(struct arena *mem, struct str s, size_t most)
{
	char *out = arena_alloc(mem, 4 * s.n + 3, 1);
	size_t n = 0, i = 0;

	while (i < s.n && i < most) {
		size_t len = utf8_printable(s.p + i, s.n - i);

		if (len == 0) {
			snprintf(out + n, 5, "\\x%02x", (unsigned char)s.p[i++]);
			n += 4;
			continue;
		}
		memcpy(out + n, s.p + i, len);
		n += len;
		i += len;
	}
	for (size_t dots = i < s.n ? 3 : 0; dots > 0; dots--)
		out[n++] = '.';
	return (struct str){ out, n };
}

static struct str
show_cell(struct arena *mem, const struct cell *cell, size_t most)
{
	char *out;

	switch (cell->kind) {
	case CELL_TEXT:
		return show_text(mem, cell->text, most);
	case CELL_NUMBER:
		out = arena_alloc(mem, NUM_WIDTH, 1);
		return (struct str){ out, num_print(cut_fraction(cell->number), out) };
	case CELL_COUNT:
		out = arena_alloc(mem, NUM_WIDTH, 1);
		return (struct str){ out, num_print_count(cell->count, out) };
	case CELL_MISSING:
		break;
	}
	return (struct str){ 0 };
}

/* Characters; a wide one (Chinese, emoji) counts once. */
static size_t
width_of(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

struct line {
	char *p;
	size_t n, room;
};

struct layout {
	struct str *shown;       /* (nrow + 1, ncol) the names first */
	size_t *width;           /* (ncol) 0: a column without any value, left out */
	bool *number;            /* (ncol) to the right */
	size_t nrow, ncol, lead; /* lead: columns repeated in each piece */
	struct line line;
	struct arena mem;
};

static struct layout
lay_out(const struct report *r)
{
	struct layout l = { .nrow = r->n / r->ncol, .ncol = r->ncol };

	l.shown = mem_alloc((l.nrow + 1) * l.ncol, sizeof(*l.shown));
	l.width = mem_alloc(l.ncol, sizeof(*l.width));
	l.number = mem_alloc(l.ncol, sizeof(*l.number));
	for (size_t i = 0; i < r->n; i++) {
		size_t j = i % l.ncol, most = j + 1 < l.ncol ? TEXT_WIDTH : SIZE_MAX;
		struct str s = show_cell(&l.mem, &r->cell[i], most);

		l.shown[l.ncol + i] = s;
		if (width_of(s) > l.width[j])
			l.width[j] = width_of(s);
		l.number[j] |= r->cell[i].kind >= CELL_NUMBER;
	}
	for (size_t j = 0; j < l.ncol; j++) {
		struct str s = show_text(&l.mem, r->column[j], TEXT_WIDTH);

		l.shown[j] = s;
		if ((l.width[j] > 0 || l.nrow == 0) && width_of(s) > l.width[j])
			l.width[j] = width_of(s);
	}
	while (l.lead < l.ncol && !l.number[l.lead])
		l.lead++;
	if (l.lead == l.ncol)
		l.lead = 0;
	return l;
}

static void
line_add(struct line *line, struct str s, size_t left, size_t right)
{
	size_t end = line->n + left + s.n;

	line->p = mem_grow(line->p, &line->room, end + right, 1);
	memset(line->p + line->n, ' ', left);
	if (s.n > 0)
		memcpy(line->p + line->n + left, s.p, s.n);
	memset(line->p + end, ' ', right);
	line->n = end + right;
}

/* Columns [0, lead) and [from, to) of one row, without blanks at its end. */
static void
put_row(const struct report *r, struct layout *l, size_t row, size_t from, size_t to)
{
	struct line *line = &l->line;

	line->n = 0;
	for (size_t j = 0; j < to; j++) {
		struct str s = l->shown[row * l->ncol + j];

		if (l->width[j] == 0 || (j >= l->lead && j < from))
			continue;
		size_t pad = l->width[j] - width_of(s);
		line_add(line, s, l->number[j] ? pad : 0, (l->number[j] ? 0 : pad) + GAP);
	}
	while (line->n > 0 && line->p[line->n - 1] == ' ')
		line->n--;
	sink_write(r->out->sink, line->p, line->n);
	put(r, "\n");
}

/* The end of a piece that begins with column `from`: as many as fit, at least one. */
static size_t
piece_end(const struct report *r, const struct layout *l, size_t from)
{
	size_t used = 0, to = from;

	for (size_t j = 0; j < l->lead; j++)
		used += l->width[j] > 0 ? l->width[j] + GAP : 0;
	while (to < l->ncol && (to == from || used + l->width[to] <= r->width)) {
		used += l->width[to] > 0 ? l->width[to] + GAP : 0;
		to++;
	}
	return to;
}

static void
print_table(const struct report *r)
{
	struct layout l = lay_out(r);

	for (size_t from = l.lead, to; from < l.ncol; from = to) {
		to = piece_end(r, &l, from);
		while (to < l.ncol && l.width[to] == 0)
			to++;
		if (from > l.lead)
			put(r, "\n");
		for (size_t row = 0; row <= l.nrow; row++)
			put_row(r, &l, row, from, to);
	}
	free(l.shown);
	free(l.width);
	free(l.number);
	free(l.line.p);
	arena_free(&l.mem);
}

/* ---- ending ---- */

void
report_end(struct report *r)
{
	static void (*const print[])(const struct report *r) = {
		[FORMAT_CSV] = print_csv,
		[FORMAT_TABLE] = print_table,
		[FORMAT_JSON] = print_json,
	};

	print[r->format](r);
	output_end(r->out, true);
	output_publish(r->out);
	free(r->column);
	free(r->cell);
	arena_free(&r->mem);
	free(r);
}
