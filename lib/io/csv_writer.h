/*
 * csv_writer.h - a table out as CSV, record by record
 *
 * The newline of a record is written in front of the next one, so the last newline
 * is missing until writer_end() vouches for the whole; a writer that dies leaves a
 * stream that no one takes for a finished one (csvlearn-csv(5)).  Write errors are
 * the sink's to remember.
 *
 * How batches become text is csv_format.h's business; it can be done elsewhere and
 * the text handed in by writer_lines().
 */
#ifndef IO_CSV_WRITER_H
#define IO_CSV_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "io/sink.h"
#include "table/batch.h"

struct writer;

struct writer *writer_new(struct sink *to, char delimiter);
void writer_free(struct writer *w);
char writer_delimiter(const struct writer *w);

/* The names of the batch's columns as a record. */
void writer_header(struct writer *w, const struct batch *b);

/* Records as csv_format.h makes them, a newline in front of each. */
void writer_lines(struct writer *w, const struct buffer *lines);

/* The same from a batch: all rows, or those of rows[n], in that order. */
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
