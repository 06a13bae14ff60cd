/*
 * csv_reader.h - bytes in, batches out
 *
 * Reads one or more files one after the other as one table; their headers must
 * agree.  reader_header() gives the table without rows; each reader_next() the next
 * run of whole records.  Where a batch is cut depends on dialect.block and shows
 * nowhere in a result.
 *
 * Refused with file and line (csvlearn-csv(5) has the list): records that are
 * short, long or not CSV, duplicate or empty column names, input without a byte.
 *
 * Memory: what is left of one block; a batch holds its own.
 */
#ifndef IO_CSV_READER_H
#define IO_CSV_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/dialect.h"
#include "table/batch.h"

struct reader;

/* paths[n]; n == 0 is standard input.  again: reader_rewind() will be wanted. */
struct reader *reader_open(const char *const *paths, size_t n, const struct dialect *d,
    bool again, struct err *e);

/* The header: a batch without rows.  Column names belong to the reader. */
void reader_header(struct reader *r, struct batch *b);

/* The next rows: 1, or 0 at the end of the last file, or -1 on an error. */
int reader_next(struct reader *r, struct batch *b, struct err *e);

/* Back to the first row. */
bool reader_rewind(struct reader *r, struct err *e);

bool reader_no_header(const struct reader *r);
char reader_delimiter(const struct reader *r);
const char *reader_name(const struct reader *r); /* of the first file */

/*
 * After the end: did the input end as a finished writer leaves it?  False for a pipe
 * without a newline at its end.
 */
bool reader_terminated(const struct reader *r);

/* Is any input this file on disk? */
bool reader_is_file(const struct reader *r, const char *path);

/* For progress: raw bytes read, bytes in all or 0, rows so far. */
void reader_progress(
    const struct reader *r, uint64_t *read, uint64_t *size, uint64_t *rows);

void reader_close(struct reader *r);

#endif
