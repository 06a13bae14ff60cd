/*
 * csv_strict.c - the only file that includes csv.h
 *
 * libcsv is fed one byte at a time, so that its callbacks tell where cells end.
 * Its traps, each of which has a test: it trims blanks unless told that there are
 * none; lets garbage follow a closing quote unless strict; takes a lone CR for the
 * end of a record, and drops blank lines, so both are seen to before it looks; and
 * reports a quote open at the end only from csv_fini(), which must never be called
 * after an error.
 *
 * What libcsv says a cell holds is compared with what our own decoding of the raw
 * bytes gives; a difference would be a bug here, and is a fault rather than a guess.
 */
#include "io/csv_strict.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "table/batch.h"

struct guard {
	struct strict *s;
	const char *p;
	size_t at;    /* the byte being fed */
	size_t cell;  /* where the cell at hand begins */
	bool ended;   /* the record has */
	bool differs; /* libcsv's cell is not ours */
	struct arena mem;
};

static int
never_space(unsigned char c)
{
	(void)c;
	return 0;
}

static int
only_lf(unsigned char c)
{
	return c == '\n';
}

static void
offset_add(struct strict *s, size_t i, size_t at)
{
	s->off = mem_grow(s->off, &s->off_room, i + 1, sizeof(*s->off));
	s->off[i] = (uint32_t)at;
}

static void
on_field(void *text, size_t n, void *context)
{
	struct guard *g = context;
	size_t end = g->at;

	if (g->p[end] == '\n' && end > g->cell && g->p[end - 1] == '\r') {
		end--;
		g->s->crlf = true;
	}
	struct str raw = { g->p + g->cell, end - g->cell };
	struct str ours = field_decode(raw, &g->mem);
	if (!str_equal(ours, (struct str){ text, n }))
		g->differs = true;
	offset_add(g->s, g->s->nfield++, g->cell);
	offset_add(g->s, g->s->nfield, end + 1);
	g->cell = g->at + 1;
}

static void
on_record(int c, void *context)
{
	struct guard *g = context;

	(void)c;
	g->ended = true;
}

static enum strict_verdict
fault(struct strict *s, size_t at, const char *what)
{
	s->fault_at = at;
	s->fault = what;
	return STRICT_FAULT;
}

/* libcsv refused the byte at g->at: say why in the user's terms. */
static enum strict_verdict
refused(const struct guard *g, size_t n, bool at_end, char delimiter)
{
	const char *p = g->p;
	size_t i = g->at;

	if (p[g->cell] != '"')
		return fault(g->s, g->at,
		    "a quote inside a cell that does not begin with one (quote the whole "
		    "cell and double the quotes in it)");
	while (i < n && (p[i] == ' ' || p[i] == '\t') && p[i] != delimiter)
		i++;
	if (i == n && !at_end)
		return STRICT_MORE;
	if (i > g->at && i < n && (p[i] == delimiter || p[i] == '\n' || p[i] == '\r'))
		return fault(g->s, g->at,
		    "a blank between a closing quote and the separator (use --trim)");
	if (p[g->at] == ';')
		return fault(g->s, g->at,
		    "a ';' after a closing quote (if it separates cells, use -d ';')");
	return fault(g->s, g->at,
	    "text after a closing quote (double a quote inside a quoted cell)");
}

static enum strict_verdict
blank_line(struct strict *s, size_t used, bool crlf)
{
	offset_add(s, 0, 0);
	offset_add(s, 1, 1);
	s->nfield = 1;
	s->used = used;
	s->crlf = crlf;
	return STRICT_BLANK;
}

/* A quote is open, or the block ends in front of the record's end. */
static enum strict_verdict
no_end(struct guard *g, struct csv_parser *parser, bool at_end)
{
	if (!at_end)
		return STRICT_MORE;
	if (csv_fini(parser, NULL, NULL, NULL) == 0)
		return fault(g->s, g->at, "the record has no end");
	return fault(g->s, g->cell,
	    "a quote opens here and is never closed (was the file cut off?)");
}

static enum strict_verdict
feed(struct guard *g, struct csv_parser *parser, size_t n, bool at_end, char delimiter)
{
	bool inside = false;

	for (g->at = 0; g->at < n && !g->ended; g->at++) {
		char c = g->p[g->at];

		if (c == '\0')
			return fault(g->s, g->at, "a NUL byte (is this text?)");
		inside ^= c == '"';
		if (c == '\r' && !inside) {
			if (g->at + 1 == n && !at_end)
				return STRICT_MORE;
			if (g->at + 1 == n || g->p[g->at + 1] != '\n')
				return fault(g->s, g->at,
				    "a CR that no LF follows (an old Mac file? use tr "
				    "'\\r' '\\n')");
			continue;
		}
		if (csv_parse(parser, &c, 1, on_field, on_record, g) != 1)
			return refused(g, n, at_end, delimiter);
	}
	if (!g->ended)
		return no_end(g, parser, at_end);
	if (g->differs)
		return fault(
		    g->s, 0, "libcsv reads another cell here than csvlearn does");
	g->s->used = g->at;
	return STRICT_RECORD;
}

enum strict_verdict
csv_strict(const char *p, size_t n, bool at_end, char delimiter, struct strict *s)
{
	struct guard g = { .s = s, .p = p };
	struct csv_parser parser;
	enum strict_verdict verdict;

	s->nfield = 0;
	s->crlf = false;
	if (n > 0 && p[0] == '\n')
		return blank_line(s, 1, false);
	if (n > 1 && p[0] == '\r' && p[1] == '\n')
		return blank_line(s, 2, true);
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		mem_exhausted(sizeof(parser));
	csv_set_delim(&parser, (unsigned char)delimiter);
	csv_set_space_func(&parser, never_space);
	csv_set_term_func(&parser, only_lf);
	csv_set_blk_size(&parser, 1 << 16);
	verdict = feed(&g, &parser, n, at_end, delimiter);
	csv_free(&parser);
	arena_free(&g.mem);
	return verdict;
}
