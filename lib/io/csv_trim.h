/*
 * csv_trim.h - blanks around cells, taken out before anything looks at the bytes
 *
 * For --trim: blanks (spaces and, unless it separates, tabs) behind a separator or
 * before one disappear, outside quotes; quoted blanks stay, that is what quotes
 * are for.  Line ends are never touched, so line numbers hold.
 */
#ifndef IO_CSV_TRIM_H
#define IO_CSV_TRIM_H

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialised but for delimiter is the beginning of a file. */
struct trim {
	char delimiter;
	enum { TRIM_START, TRIM_PLAIN, TRIM_QUOTED, TRIM_CLOSED } place;
	char *pending; /* blanks that may turn out to be inside a cell */
	size_t npending, room;
};

/* Trim n bytes at p into out, which has room for n + t->npending; returns how many. */
size_t trim_bytes(struct trim *t, const char *p, size_t n, char *out);
void trim_free(struct trim *t);

#endif
