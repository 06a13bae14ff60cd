/*
 * scan_agreement.h - one text, read by libcsv and by csv_scan() at all its levels
 *
 * For tests/unit/scan_test.c and tests/fuzz/scan_fuzz.c.
 */
#ifndef TESTS_UNIT_SCAN_AGREEMENT_H
#define TESTS_UNIT_SCAN_AGREEMENT_H

#include <string.h>

#include "base/cpu.h"
#include "io/csv_scan_masks.h"
#include "io/csv_strict.h"

enum { AGREEMENT_LEVELS = 3, AGREEMENT_MOST = 1 << 15 };
enum { AGREEMENT_ROOM = 2 * AGREEMENT_MOST + CSV_SCAN_ROOM }; /* is always enough */

struct agreement {
	char delimiter;
	size_t nfield;
	struct scan scan;            /* what they all found */
	struct strict strict;        /* the record that libcsv read last */
	enum strict_verdict verdict; /* ... and what it is */
	uint32_t off[AGREEMENT_LEVELS][2 * AGREEMENT_MOST + 2 * CSV_SCAN_ROOM];
};

/* Nothing is written here: what lies behind the room for offsets. */
static bool
is_untouched(const uint32_t *behind)
{
	size_t i = 0;

	while (i < CSV_SCAN_ROOM && behind[i] == UINT32_MAX)
		i++;
	return i == CSV_SCAN_ROOM;
}

/* Do all levels find the same in p[0..n), with so much room?  NULL, or what not. */
static const char *
levels_disagree(struct agreement *a, const char *p, size_t n, size_t room)
{
	for (int level = 0; level <= (int)cpu_level(); level++) {
		struct scan s;

		memset(a->off[level] + room, 0xff, CSV_SCAN_ROOM * sizeof(uint32_t));
		s = csv_scan_at((enum cpu_level)level, p, n, a->delimiter, a->nfield,
		    a->off[level], room);

		if (level == 0)
			a->scan = s;
		if (s.rows != a->scan.rows || s.used != a->scan.used)
			return "levels find different rows";
		if (s.irregular != a->scan.irregular || s.full != a->scan.full)
			return "levels stop for different reasons";
		if (s.crlf != a->scan.crlf || s.split != a->scan.split)
			return "levels see different ends of lines";
		if (s.rows * (a->nfield + 1) > room ||
		    !is_untouched(a->off[level] + room))
			return "more offsets than there is room for";
		if (memcmp(a->off[0], a->off[level],
			s.rows * (a->nfield + 1) * sizeof(a->off[0][0])) != 0)
			return "levels find different fields";
	}
	return NULL;
}

/* Does libcsv see a record with the right number of fields at p? */
static bool
libcsv_sees(struct agreement *a, const char *p, size_t n)
{
	a->verdict = csv_strict(p, n, false, a->delimiter, &a->strict);
	return (a->verdict == STRICT_RECORD || a->verdict == STRICT_BLANK) &&
	       a->strict.nfield == a->nfield;
}

/* Is the row at p[at] what libcsv read there? */
static const char *
row_disagrees(const struct agreement *a, const char *p, size_t at, const uint32_t *off)
{
	for (size_t i = 0; i <= a->nfield; i++)
		if (off[i] != at + a->strict.off[i])
			return "libcsv sees another cell";
	if (a->strict.crlf && !a->scan.crlf)
		return "a CRLF was not seen";
	if (!a->scan.split && memchr(p + at, '\n', a->strict.used - 1) != NULL)
		return "a line end inside a cell was not seen";
	return NULL;
}

/*
 * Read p[0..n) in blocks, as the reader does: what is left over of one is the beginning
 * of the next.  libcsv must see the same records and the same cells in them, and stop
 * where the scan does.  n <= AGREEMENT_MOST.
 */
static const char *
readers_disagree(struct agreement *a, const char *p, size_t n, size_t block)
{
	size_t at = 0, have = 0;
	bool row = libcsv_sees(a, p, n);
	const char *what;

	do {
		p += at;
		n -= at;
		have = n - (have - at) < block ? n : have - at + block;
		at = 0;
		if ((what = levels_disagree(a, p, have, AGREEMENT_ROOM)) != NULL)
			return what;
		for (size_t i = 0; i < a->scan.rows; i++) {
			if (!row || at + a->strict.used > have)
				return "libcsv sees no such record";
			if ((what = row_disagrees(
				 a, p, at, a->off[0] + i * (a->nfield + 1))) != NULL)
				return what;
			at += a->strict.used;
			row = libcsv_sees(a, p + at, n - at);
		}
		if (at != a->scan.used || a->scan.full)
			return "the scan does not say where it stops";
		if (row && (a->scan.irregular || at + a->strict.used <= have))
			return "the scan stops at a good record";
		if (have == n && !row && a->verdict != STRICT_MORE && !a->scan.irregular)
			return "the scan does not stop at a bad record";
	} while (have < n && (a->scan.rows > 0 || !a->scan.irregular));
	return NULL;
}

#endif
