/*
 * csv_writer.h - batches out as CSV
 *
 * Runs of untouched columns leave in one copy, separators, quotes and all; what was
 * made is printed as its shortest text, quoted only where it must be.
 *
 * The newline of a record is written in front of the next one, so the last newline
 * is missing until writer_end() vouches for the whole; a writer that dies leaves a
 * stream that no one takes for a finished one (csvlearn-csv(5)).  Write errors are
 * the sink's to remember.
 */
#ifndef IO_CSV_WRITER_H
#define IO_CSV_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "io/sink.h"
#include "table/batch.h"

struct writer;

struct writer *writer_new(struct sink *to, char delimiter);
void writer_free(struct writer *w);

/* The names of the batch's columns as a record. */
void writer_header(struct writer *w, const struct batch *b);

/* All rows, or those of rows[n], in that order. */
void writer_batch(struct writer *w, const struct batch *b);
void writer_rows(struct writer *w, const struct batch *b, const size_t *rows, size_t n);

/* Cell by cell, for tables that are made rather than passed on. */
void writer_text(struct writer *w, struct str s);
void writer_number(struct writer *w, double x); /* NaN is an empty cell */
void writer_count(struct writer *w, unsigned long long x);
void writer_end_row(struct writer *w);

bool writer_begun(const struct writer *w); /* has anything been written? */

/* The last newline, unless the input was not known to be whole. */
void writer_end(struct writer *w, bool terminated);

#endif
