/*
 * csv_format.h - the rows of a batch as text, in memory
 *
 * Runs of untouched columns are copied in one piece, separators, quotes and all, and
 * runs of untouched rows likewise; what was made is printed as its shortest text,
 * quoted only where it must be.
 *
 * Each row begins with the newline that ends the one before it (csv_writer.h says
 * why), so rows formatted apart, by several threads, are joined by laying them one
 * behind the other.
 *
 * Formatting looks at the batch and adds to the buffer, and that is all.
 */
#ifndef IO_CSV_FORMAT_H
#define IO_CSV_FORMAT_H

#include <stddef.h>

#include "base/buffer.h"
#include "table/batch.h"

/* All rows, or those of rows[n], in that order. */
void format_batch(struct buffer *to, const struct batch *b, char delimiter);
void format_rows(struct buffer *to, const struct batch *b, const size_t *rows, size_t n,
    char delimiter);

/* One cell of text, or of a number: NaN is an empty cell. */
void format_text(struct buffer *to, struct str s, char delimiter);
void format_number(struct buffer *to, double x);

#endif
