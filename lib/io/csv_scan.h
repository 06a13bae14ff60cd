/*
 * csv_scan.h - where the cells are: the fast path for regular records
 *
 * Looks at 64 bytes at a time and writes down where each field begins.  It knows
 * only what regular records look like: the right number of fields, quotes only
 * around whole fields, CR only before LF, no NUL.  At anything else it stops in
 * front of that record, and csv_strict.h gives the verdict; so the two never
 * disagree, which the unit test holds against random bytes.
 */
#ifndef IO_CSV_SCAN_H
#define IO_CSV_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scan {
	size_t rows;    /* whole records found */
	size_t used;    /* bytes of the block they take */
	bool irregular; /* the record at `used` is not a regular one */
	bool full;      /* off has no room for more */
	bool crlf;      /* some record ends in CRLF */
	bool split;     /* some LF may lie inside a cell: lines are not just rows */
};

/* Room that off must have at least: what 64 bytes may need. */
enum { CSV_SCAN_ROOM = 138 };

/*
 * p[0..n) begins with a record.  off[room] gets nfield + 1 offsets a record, laid
 * out as in table/batch.h; where it is full the scan stops.  n < 2^32 - 1.
 */
struct scan csv_scan(
    const char *p, size_t n, char delimiter, size_t nfield, uint32_t *off, size_t room);

/*
 * The same with as much room as it takes: *off grows.  A block whose cells are shorter
 * than expected is not scanned again from its beginning.
 */
struct scan csv_scan_all(
    const char *p, size_t n, char delimiter, size_t nfield, uint32_t **off, size_t *room);

/* How often does c stand in p[0..n)? */
size_t csv_scan_count(const char *p, size_t n, char c);

#endif
