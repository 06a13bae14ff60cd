/*
 * reading.h - a whole table as text, as a reader gives it and as it should
 *
 * A reading lists rows with the line they begin on and their cells as they were
 * spelt, and ends with the message, if there is one.  reading_by_reader() has it from
 * csv_reader.h; reading_by_grammar() from the bytes, by csv_grammar.h and the rules of
 * csvlearn-csv(5), without a block, a scan or libcsv.
 */
#ifndef TESTS_UNIT_READING_H
#define TESTS_UNIT_READING_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_grammar.h"
#include "io/csv_reader.h"

struct reading {
	char *p;
	size_t n, room;
	struct err e;
	bool too_long; /* ... may be said instead of the message */
	bool terminated;
	size_t batches;
};

__attribute__((unused)) static void
reading_add(struct reading *r, const char *p, size_t n)
{
	r->p = mem_grow(r->p, &r->room, r->n + n + 1, 1);
	if (n > 0)
		memcpy(r->p + r->n, p, n);
	r->n += n;
}

__attribute__((unused)) static void
reading_row(struct reading *r, uint64_t row, uint64_t line)
{
	char text[64];

	reading_add(r, text,
	    (size_t)snprintf(text, sizeof(text), "\2%llu %llu", (unsigned long long)row,
		(unsigned long long)line));
}

__attribute__((unused)) static void
reading_cell(struct reading *r, const char *p, size_t n)
{
	reading_add(r, "\1", 1);
	reading_add(r, p, n);
}

__attribute__((unused)) static void
reading_free(struct reading *r)
{
	free(r->p);
	*r = (struct reading){ 0 };
}

__attribute__((unused)) static void
reading_batch(struct reading *r, const struct batch *b)
{
	for (size_t i = 0; i < b->nrow; i++) {
		reading_row(r, b->first + i, batch_line(b, i));
		for (size_t f = 0; f < b->nfield; f++) {
			struct str s = batch_field(b, f, i);

			reading_cell(r, s.p, s.n);
		}
	}
	r->batches++;
}

/* All there is from here on. */
__attribute__((unused)) static void
reading_rest(struct reading *r, struct reader *in)
{
	struct batch b = { 0 };
	int got;

	r->e.status = 0;
	while ((got = reader_next(in, &b, &r->e)) > 0)
		reading_batch(r, &b);
	if (got == 0)
		r->e.status = 0;
	r->terminated = reader_terminated(in);
	batch_free(&b);
}

__attribute__((unused)) static struct reading
reading_by_reader(const char *const *paths, size_t n, const struct dialect *d)
{
	struct reading r = { 0 };
	struct reader *in = reader_open(paths, n, d, false, &r.e);

	if (in != NULL)
		reading_rest(&r, in);
	reader_close(in);
	return r;
}

/* ---- as it should be ---- */

struct text {
	const char *file;
	char *p; /* a newline is supplied at its end */
	size_t n, at;
	uint64_t line;
};

__attribute__((format(printf, 4, 5), unused)) static void
text_fault(struct reading *r, const struct text *t, size_t behind, const char *fmt, ...)
{
	uint64_t line = t->line;
	char what[600];
	va_list ap;

	for (size_t i = 0; i < behind; i++)
		line += t->p[t->at + i] == '\n';
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	fail(&r->e, EXIT_DATA, "%s:%llu: %s", t->file, (unsigned long long)line, what);
}

__attribute__((unused)) static bool
text_is_blank(const struct text *t)
{
	for (size_t i = t->at; i < t->n; i++)
		if (t->p[i] != '\n' &&
		    !(t->p[i] == '\r' && i + 1 < t->n && t->p[i + 1] == '\n'))
			return false;
	return true;
}

/* Is there a record, with *nfield fields (0: any number)?  The end is no fault. */
__attribute__((unused)) static bool
text_record(struct reading *r, struct text *t, struct record *rec, size_t *nfield,
    const struct dialect *d)
{
	if (t->at == t->n)
		return false;
	record_read(rec, t->p + t->at, t->n - t->at, true, d->delimiter);
	/* Where it is found to be long first is as good. */
	r->too_long = t->n - t->at > d->max_record;
	if (rec->fault != NULL) {
		text_fault(r, t, rec->fault_at, "%s", rec->fault);
		return false;
	}
	if (*nfield == 0)
		*nfield = rec->nfield;
	if (rec->blank && *nfield > 1 && text_is_blank(t))
		return false;
	if (rec->nfield != *nfield) {
		text_fault(r, t, 0, "%zu field%s where the %s has %zu%s", rec->nfield,
		    rec->nfield == 1 ? "" : "s", d->no_header ? "first record" : "header",
		    *nfield, rec->blank ? " (a blank line)" : "");
		return false;
	}
	r->too_long = rec->used > d->max_record;
	if (r->too_long)
		text_fault(r, t, 0,
		    "a record longer than %zu bytes (is a quote open? otherwise use "
		    "--max-record)",
		    d->max_record);
	return !r->too_long;
}

/* n bytes at p as the data rows of a file, the header's names being good. */
__attribute__((unused)) static struct reading
reading_by_grammar(
    const char *file, const char *p, size_t n, bool pipe, const struct dialect *d)
{
	struct reading r = { .terminated = !pipe || (n > 0 && p[n - 1] == '\n') };
	struct text t = { .file = file, .p = mem_alloc(n + 1, 1), .n = n, .line = 1 };
	struct record rec = { 0 };
	size_t nfield = 0;
	uint64_t row = 0;

	if (n > 0)
		memcpy(t.p, p, n);
	if (n > 0 && p[n - 1] != '\n' && p[n - 1] != '\r')
		t.p[t.n++] = '\n';
	for (bool header = !d->no_header; text_record(&r, &t, &rec, &nfield, d);
	     header = false) {
		if (!header)
			reading_row(&r, row++, t.line);
		for (size_t i = 0; i < rec.nfield && !header; i++)
			reading_cell(
			    &r, t.p + t.at + rec.from[i], rec.to[i] - rec.from[i]);
		for (size_t i = 0; i < rec.used; i++)
			t.line += t.p[t.at + i] == '\n';
		t.at += rec.used;
	}
	free(t.p);
	return r;
}

/* ---- are they the same? ---- */

__attribute__((unused)) static bool
message_same(const struct reading *got, const struct reading *want)
{
	const char *colon;

	if (got->e.status != want->e.status || got->e.status == 0)
		return got->e.status == want->e.status;
	if (strcmp(got->e.msg, want->e.msg) == 0)
		return true;
	/* The file, if not the line, and what is said instead. */
	colon = strchr(want->e.msg, ':');
	return want->too_long && colon != NULL &&
	       strncmp(got->e.msg, want->e.msg, (size_t)(colon - want->e.msg)) == 0 &&
	       strstr(got->e.msg, ": a record longer than ") != NULL;
}

__attribute__((unused)) static bool
reading_same(const struct reading *got, const struct reading *want)
{
	bool same =
	    got->n == want->n && (got->n == 0 || memcmp(got->p, want->p, got->n) == 0);

	if (same && message_same(got, want) &&
	    (got->e.status != 0 || got->terminated == want->terminated))
		return true;
	printf("# got  %.*s\n#   %d \"%s\" %d\n# want %.*s\n#   %d \"%s\" %d\n",
	    (int)(got->n % 500), got->n > 0 ? got->p : "", got->e.status,
	    got->e.status ? got->e.msg : "", got->terminated, (int)(want->n % 500),
	    want->n > 0 ? want->p : "", want->e.status, want->e.status ? want->e.msg : "",
	    want->terminated);
	return false;
}

#endif
