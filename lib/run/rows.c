/*
 * rows.c - see rows.h
 */
#include "run/rows.h"

#include <stdlib.h>
#include <string.h>

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
key_text(const struct key *k, struct batch *b, size_t row)
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

/* ---- one table in, one table out ---- */

uint64_t
rows_stream(const struct chooser *c, struct reader *in, struct output *out)
{
	struct batch b = { .missing = c->missing };
	struct err e;
	size_t *rows = NULL, room = 0, n = 0;
	uint64_t nread = 0;
	int got;

	reader_header(in, &b);
	if (!c->choose(c->self, &b, NULL, &n, &e))
		run_fail(&e, NULL);
	if (!reader_no_header(in))
		writer_header(out->writer, &b);
	while ((got = reader_next(in, &b, &e)) > 0) {
		rows = mem_grow(rows, &room, b.nrow, sizeof(*rows));
		n = 0;
		bool good = c->choose(c->self, &b, rows, &n, &e);

		if (n == b.nrow)
			writer_batch(out->writer, &b);
		else
			writer_rows(out->writer, &b, rows, n);
		if (!good || sink_failed(out->sink, &e))
			run_fail(&e, &b);
		nread += b.nrow;
		tool_tick(in);
	}
	if (got < 0)
		run_fail(&e, NULL);
	batch_free(&b);
	free(rows);
	return nread;
}

void
rows_end(struct output *out, const struct reader *in)
{
	output_end(out, reader_terminated(in));
	output_publish(out);
}
