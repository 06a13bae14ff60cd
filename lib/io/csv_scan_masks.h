/*
 * csv_scan_masks.h - what a regular record is: private to csv_scan.c and its levels
 *
 * For each 64 bytes five bit masks say where quotes, delimiters, LF, CR and NUL are.
 * The exclusive or of all quote bits up to a place (a prefix sum without carries) says
 * whether it lies inside quotes; what is left of delimiters and LF outside quotes are
 * the ends of fields.  Langdale & Lemire, "Parsing gigabytes of JSON per second", VLDB
 * Journal 28 (2019), describe the method.
 *
 * The block is scanned in stretches of a few KiB, and a stretch in three steps:
 *
 *	find    a mask of the ends of fields for each 64 bytes of it
 *	put     the places of the ends, one behind the other, whatever they end, for to
 *	        ask that of each would cost more than all the rest
 *	settle  as a regular record has so many fields, it is known which of the ends
 *	        must be LF; and no others are, if there are as many LF as records
 *
 * The first two are what a level does with the instructions it has.  What follows from
 * the masks is said here, once, and inlined into each level; the third is csv_scan.c's.
 */
#ifndef IO_CSV_SCAN_MASKS_H
#define IO_CSV_SCAN_MASKS_H

#include "base/cpu.h"
#include "io/csv_scan.h"

enum { SCAN_STRETCH = 4096, SCAN_SLACK = 8, SCAN_ENDS = SCAN_STRETCH + SCAN_SLACK };

/* What one 64 bytes must know of those before: each 0 or 1, inside 0 or all ones. */
struct carry {
	uint64_t inside;  /* a quote is open */
	uint64_t end;     /* the last byte ended a field, or the record begins here */
	uint64_t closing; /* ... was a quote that closed, or opened and closed */
	uint64_t cr;      /* ... was a CR outside quotes */
	uint64_t split;   /* not 0: there was an LF inside quotes */
	uint64_t bad;     /* not 0: a record stopped being regular here */
	size_t lfs;       /* how many of the ends were LF */
};

/* A scan under way. */
struct scanning {
	const char *p;
	size_t n;
	char delimiter;
	size_t nfield;

	size_t at, to;     /* the stretch at hand */
	const char *bytes; /* (64 * nmask) of it */
	uint64_t valid;    /* which of the last 64 there are */
	struct carry carry;
	uint64_t mask[SCAN_STRETCH / 64]; /* (nmask) found: the ends in each 64 bytes */
	size_t nmask;                     /* a level lowers it where carry.bad is set */
	uint32_t end[SCAN_ENDS];          /* (nend) put: one more than their places */
	size_t nend;

	uint32_t *out, *limit; /* where the next offset goes, and no further than that */
	size_t lacking;        /* ends that the record at hand has not had yet */
	bool lost;             /* it has the wrong number of them: nothing goes out */
	struct scan s;
	char tail[64]; /* the last bytes of all, a stretch of their own, and blanks */
};

/* The levels.  SCAN_SLACK elements behind the ends may be written as well. */
void scan_find_plain(struct scanning *w);
void scan_find_sse2(struct scanning *w);
void scan_find_avx2(struct scanning *w);
void scan_put_plain(struct scanning *w);
void scan_put_avx2(struct scanning *w);

/* csv_scan() at a level that the processor has. */
struct scan csv_scan_at(enum cpu_level level, const char *p, size_t n, char delimiter,
    size_t nfield, uint32_t *off, size_t room);

struct masks {
	uint64_t quote, delimiter, lf, cr, nul;
};

/* May 64 bytes without quote, CR and NUL be taken by scan_ends_calm()? */
static inline bool
scan_is_calm(const struct carry *c)
{
	return (c->inside | c->closing | c->cr) == 0;
}

static inline uint64_t
scan_ends_calm(const struct masks *m, struct carry *c)
{
	uint64_t ends = m->delimiter | m->lf;

	c->end = ends >> 63;
	return ends;
}

/*
 * The ends of fields in 64 bytes; inside is the prefix sum of m->quote.  Where a record
 * stops being regular c->bad is set, and the ends are those before.
 *
 * Two neighbours are at odds where the second opens a quote or the first closes one,
 * but not both (the "" in a quoted cell).  That is regular if an end stands before the
 * opening quote, or an end or CR behind the closing one; and as the other of the two
 * is a quote, it does not matter which of them is the end.
 */
static inline uint64_t
scan_ends(const struct masks *m, uint64_t inside, uint64_t valid, struct carry *c)
{
	inside ^= c->inside;
	uint64_t ends = (m->delimiter | m->lf) & ~inside;
	uint64_t opening = m->quote & inside;
	uint64_t closing = m->quote & ~inside;
	uint64_t cr = m->cr & ~inside;
	uint64_t odds = opening ^ (closing << 1 | c->closing);
	uint64_t bad = (odds & ~(ends << 1 | c->end | ends | cr)) |
		       ((cr << 1 | c->cr) & ~m->lf) | m->nul;

	bad &= valid;
	c->inside = 0 - (inside >> 63);
	c->end = ends >> 63;
	c->closing = closing >> 63;
	c->cr = cr >> 63;
	c->split |= m->lf & inside;
	c->bad = bad;
	return bad == 0 ? ends : ends & ((bad & -bad) - 1);
}

/* How many bits are set; compilers know this for the instruction it is. */
static inline size_t
scan_count(uint64_t bits)
{
	bits -= bits >> 1 & 0x5555555555555555;
	bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
	bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f;
	return (size_t)(bits * 0x0101010101010101 >> 56);
}

/* Bit i of the result is the exclusive or of bits 0..i. */
static inline uint64_t
scan_prefix(uint64_t x)
{
	for (int i = 1; i < 64; i *= 2)
		x ^= x << i;
	return x;
}

#endif
