/*
 * csv_grammar.h - one record of CSV, a byte at a time, as csvlearn-csv(5) has it
 *
 * What csv_strict.c and csv_scan.c are held against: no libcsv, no blocks, no speed.
 */
#ifndef TESTS_UNIT_CSV_GRAMMAR_H
#define TESTS_UNIT_CSV_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/mem.h"

enum { FIELDS = 600 };

struct record {
	size_t nfield, used;
	bool blank, crlf;
	bool bad;                        /* at fault, though it is not yet known why */
	bool more;                       /* no end in sight, and the bytes are not all */
	size_t from[FIELDS], to[FIELDS]; /* the fields as spelt */
	const char *fault;               /* NULL: it is a record */
	size_t fault_at;
};

static const char fault_quote[] =
    "a quote inside a cell that does not begin with one (quote the whole cell and "
    "double the quotes in it)";
static const char fault_blank[] =
    "a blank between a closing quote and the separator (use --trim)";
static const char fault_text[] =
    "text after a closing quote (double a quote inside a quoted cell)";
static const char fault_semicolon[] =
    "a ';' after a closing quote (if it separates cells, use -d ';')";
static const char fault_open[] =
    "a quote opens here and is never closed (was the file cut off?)";
static const char fault_cr[] =
    "a CR that no LF follows (an old Mac file? use tr '\\r' '\\n')";
static const char fault_nul[] = "a NUL byte (is this text?)";

static void
record_fault(struct record *r, size_t at, const char *fault)
{
	r->fault = fault;
	r->fault_at = at;
}

/* The end of the field at p[i], or where it is at fault; n: its end is not there. */
static size_t
field_read(struct record *r, const char *p, size_t i, size_t n, char delimiter)
{
	size_t start = i;
	bool quoted = i < n && p[i] == '"';

	for (i += quoted; i < n && quoted; i++) {
		if (p[i] == '"' && i + 1 < n && p[i + 1] == '"')
			i++;
		else if (p[i] == '"')
			quoted = false;
		if (p[i] == '\0')
			record_fault(r, i, fault_nul);
		if (r->fault != NULL)
			return i;
	}
	if (quoted) {
		record_fault(r, start, fault_open);
		return n;
	}
	for (; i < n && p[i] != delimiter && p[i] != '\n'; i++) {
		size_t after = i;

		if (p[i] == '\0')
			record_fault(r, i, fault_nul);
		else if (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n')
			return i;
		else if (p[i] == '\r')
			record_fault(r, i, fault_cr);
		else if (p[start] == '"') {
			while (after < n && (p[after] == ' ' || p[after] == '\t') &&
			       p[after] != delimiter)
				after++;
			record_fault(r, i,
			    after < n && (p[after] == delimiter || p[after] == '\n' ||
					     p[after] == '\r')
				? fault_blank
			    : p[i] == ';' ? fault_semicolon
					  : fault_text);
		} else if (p[i] == '"') {
			record_fault(r, i, fault_quote);
		}
		if (r->fault != NULL)
			return i;
	}
	return i;
}

/* Would the bytes behind p[n - 1] change the fault? */
static bool
undecided(const struct record *r, const char *p, size_t n, char delimiter)
{
	size_t i = r->fault_at;

	if (r->fault == fault_cr)
		return i + 1 == n;
	while (r->fault == fault_text && i < n && (p[i] == ' ' || p[i] == '\t') &&
	       p[i] != delimiter)
		i++;
	return r->fault == fault_text && i == n;
}

/* The record at p; end: the n bytes are all there are. */
__attribute__((unused)) static void
record_read(struct record *r, const char *p, size_t n, bool end, char delimiter)
{
	size_t i = 0;

	r->nfield = 0;
	r->fault = NULL;
	r->bad = r->more = r->crlf = r->blank = false;
	for (;;) {
		r->from[r->nfield] = i;
		i = field_read(r, p, i, n, delimiter);
		if (!end && (i == n || undecided(r, p, n, delimiter))) {
			r->bad = r->fault == fault_text;
			r->fault = NULL;
			r->more = true;
		}
		if (r->fault != NULL || r->more)
			return;
		r->to[r->nfield++] = i;
		if (p[i] != delimiter)
			break;
		i++;
	}
	r->crlf = p[i] == '\r';
	r->used = i + 1 + r->crlf;
	r->blank = i == 0;
}

#endif
