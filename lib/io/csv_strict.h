/*
 * csv_strict.h - one record at a time, by libcsv: the authority on what CSV is
 *
 * libcsv alone is too kind.  This guard around it refuses what the format does not
 * allow (csvlearn-csv(5)) and tracks what libcsv does not tell, where each cell is:
 * blanks are part of a cell, only LF or CRLF end a record, a blank line is seen, a
 * CR elsewhere, a NUL and every misplaced quote are faults.  Slow (a call for each
 * byte), so it reads headers and what csv_scan.h hands over.
 */
#ifndef IO_CSV_STRICT_H
#define IO_CSV_STRICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum strict_verdict {
	STRICT_RECORD, /* a whole record: nfield, used and off are set */
	STRICT_BLANK,  /* a line without a byte: used is set, nfield 1, one empty cell */
	STRICT_MORE,   /* the record goes on behind p[n - 1] */
	STRICT_FAULT   /* not CSV: fault and fault_at are set */
};

struct strict {
	size_t nfield, used;
	uint32_t *off; /* (nfield + 1), as in table/batch.h; free() it */
	size_t off_room;
	bool crlf;
	size_t fault_at;   /* which byte is to blame */
	const char *fault; /* what is wrong and what to do, without the place */
};

/*
 * The record at p.  at_end: nothing follows p[n - 1], which then must be the LF
 * that ends a record unless a quote is open or a CR stands there.  *s may be reused from
 * call to call.
 */
enum strict_verdict csv_strict(
    const char *p, size_t n, bool at_end, char delimiter, struct strict *s);

#endif
