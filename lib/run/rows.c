/*
 * rows.c - see rows.h
 */
#include "run/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "io/csv_format.h"

/* ---- what identifies a row ---- */

bool
key_resolve(struct key *k, const char *list, struct batch *header, const enum kind *kinds,
    struct err *e)
{
	struct selection s;
	struct shown buf;
	struct str text = list != NULL ? str_of(list) : (struct str){ 0 };

	*k = (struct key){ 0 };
	if (kinds == NULL && select_needs_kinds(text))
		return fail(e, EXIT_USAGE,
		    "\"%s\": a key cannot be a set that depends on all rows (name its "
		    "columns)",
		    shown(&buf, text.p, text.n));
	if (!select_columns(&s, text, header, kinds, e))
		return false;
	k->n = s.n;
	k->column = mem_alloc(s.n, sizeof(*k->column));
	memcpy(k->column, s.column, s.n * sizeof(*k->column));
	select_free(&s);
	return true;
}

void
key_free(struct key *k)
{
	free(k->column);
	*k = (struct key){ 0 };
}

uint64_t
key_draw(const struct key *k, struct draw *d, struct batch *b, size_t row)
{
	draw_start(d);
	for (size_t i = 0; i < k->n; i++)
		draw_cell(d, batch_cell(b, k->column[i], row));
	return draw_hash(d);
}

/* Do the columns stand side by side, so that their cells are one run of bytes? */
static bool
side_by_side(const struct key *k)
{
	for (size_t i = 1; i < k->n; i++)
		if (k->column[i] != k->column[i - 1] + 1)
			return false;
	return true;
}

/* What separates cells, as it stands behind one that is not the last of its record. */
static char
separator_of(const struct key *k, const struct batch *b, size_t row)
{
	size_t i = k->column[0] + 1 < b->nfield ? 0 : 1;
	struct str cell = batch_field(b, (uint32_t)k->column[i], row);

	return cell.p[cell.n];
}

static bool
must_be_quoted(struct str cell, char separator)
{
	for (size_t i = 0; i < cell.n; i++)
		if (cell.p[i] == separator || cell.p[i] == '"' || cell.p[i] == '\n' ||
		    cell.p[i] == '\r')
			return true;
	return false;
}

/* Two columns or more, one cell behind the other, each as the shortest CSV. */
static struct str
cells_join(const struct key *k, struct batch *b, size_t row)
{
	char separator = separator_of(k, b, row), *text, *p;
	size_t room = 0;

	for (size_t i = 0; i < k->n; i++)
		room += 1 + batch_field(b, (uint32_t)k->column[i], row).n;
	p = text = arena_alloc(&b->mem, room, 1);
	for (size_t i = 0; i < k->n; i++) {
		struct str spelt = batch_field(b, (uint32_t)k->column[i], row);
		struct str cell = field_decode(spelt, &b->mem);

		if (must_be_quoted(cell, separator))
			cell = spelt;
		if (i > 0)
			*p++ = separator;
		if (cell.n > 0)
			memcpy(p, cell.p, cell.n);
		p += cell.n;
	}
	return (struct str){ text, (size_t)(p - text) };
}

struct str
key_text(const struct key *k, struct batch *b, size_t row)
{
	const uint32_t *off = b->off + row * (b->nfield + 1);
	struct str s;

	if (k->n == 1)
		return field_decode(batch_field(b, (uint32_t)k->column[0], row), &b->mem);
	if (!side_by_side(k))
		return cells_join(k, b, row);
	s.p = b->block + off[k->column[0]];
	s.n = off[k->column[k->n - 1] + 1] - 1 - off[k->column[0]];
	return memchr(s.p, '"', s.n) == NULL ? s : cells_join(k, b, row);
}

/* A length in groups of 7 bits, lowest first; all but the last have the top bit. */
static char *
put_length(char *p, size_t n)
{
	for (; n >= 0x80; n >>= 7)
		*p++ = (char)(0x80 | (n & 0x7f));
	*p++ = (char)n;
	return p;
}

struct str
key_cells(const struct key *k, struct batch *b, size_t row)
{
	enum { LENGTH = 10 }; /* bytes that a length takes at most */
	size_t room = 0;
	char *text, *p;

	for (size_t i = 0; i < k->n; i++)
		room += LENGTH + batch_field(b, (uint32_t)k->column[i], row).n;
	p = text = arena_alloc(&b->mem, room, 1);
	for (size_t i = 0; i < k->n; i++) {
		struct str cell = batch_cell(b, k->column[i], row);

		p = put_length(p, cell.n);
		if (cell.n > 0)
			memcpy(p, cell.p, cell.n);
		p += cell.n;
	}
	return (struct str){ text, (size_t)(p - text) };
}

struct str
key_shown(const struct key *k, struct batch *b, size_t row)
{
	size_t room = 0, n = 0;
	char *text;

	for (size_t i = 0; i < k->n; i++)
		room += 1 + batch_field(b, (uint32_t)k->column[i], row).n;
	text = arena_alloc(&b->mem, room, 1);
	for (size_t i = 0; i < k->n; i++) {
		struct str cell = batch_cell(b, k->column[i], row);

		if (i > 0)
			text[n++] = ',';
		if (cell.n > 0)
			memcpy(text + n, cell.p, cell.n);
		n += cell.n;
	}
	return (struct str){ text, n };
}

bool
row_weight(struct batch *b, size_t j, size_t row, double *w, struct err *e)
{
	struct str cell;
	struct shown s;

	*w = 1;
	if (j == COLUMN_NONE)
		return true;
	cell = batch_cell(b, j, row);
	if (missing_number(b->missing, cell))
		return batch_fail(b, j, row, e, "a weight is missing");
	if (num_parse(cell.p, cell.n, w) != NUM_OK)
		return batch_fail(b, j, row, e,
		    "\"%s\" is not a number, and so no weight",
		    shown(&s, cell.p, cell.n));
	return *w >= 0 || batch_fail(b, j, row, e, "a weight is negative");
}

/* ---- one table in, one table out ---- */

struct rows_streaming {
	const struct chooser *c;
	struct output *out;
};

static void
rows_format(const struct rows_streaming *s, struct block *k)
{
	char delimiter = writer_delimiter(s->out->writer);

	if (k->nrow == k->batch.nrow)
		format_batch(&k->text[0], &k->batch, delimiter);
	else
		format_rows(&k->text[0], &k->batch, k->row, k->nrow, delimiter);
}

static bool
rows_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct rows_streaming *s = self;
	bool good = s->c->choose(s->c->self, hand, k, e);

	if (!s->c->takes_away)
		rows_format(s, k);
	return good;
}

static bool
rows_take(void *self, struct block *k, struct err *e)
{
	const struct rows_streaming *s = self;
	bool good = s->c->settle == NULL || s->c->settle(s->c->self, k, e);

	if (s->c->takes_away)
		rows_format(s, k);
	writer_lines(s->out->writer, &k->text[0]);
	return good && !sink_failed(s->out->sink, e);
}

static void *
rows_hand(void *self)
{
	const struct chooser *c = ((const struct rows_streaming *)self)->c;

	return c->hand != NULL ? c->hand(c->self) : NULL;
}

static void
rows_hand_end(void *self, void *hand)
{
	const struct chooser *c = ((const struct rows_streaming *)self)->c;

	if (c->hand_end != NULL)
		c->hand_end(c->self, hand);
}

uint64_t
rows_stream(const struct chooser *c, struct reader *in, struct output *out)
{
	struct rows_streaming s = { c, out };
	struct pipeline p = { .self = &s,
		.ntext = 1,
		.missing = c->missing,
		.hand = rows_hand,
		.hand_end = rows_hand_end,
		.work = rows_work,
		.take = rows_take };
	struct batch header = { .missing = c->missing };
	struct err e;

	reader_header(in, &header);
	if (!c->header(c->self, &header, &e))
		run_fail(&e, NULL);
	if (!reader_no_header(in))
		writer_header(out->writer, &header);
	batch_free(&header);
	return pipeline_run(&p, in);
}

void
draw_hand_end(void *self, void *hand)
{
	(void)self;
	draw_free(hand);
}

void
rows_end(struct output *out, const struct reader *in)
{
	output_end(out, reader_terminated(in));
	output_publish(out);
}
