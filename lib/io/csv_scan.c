/*
 * csv_scan.c - regular records, 64 bytes at a time
 *
 * For each 64 bytes five bit masks say where quotes, delimiters, LF, CR and NUL
 * are.  The exclusive or of all quote bits up to a place (a prefix sum without
 * carries) says whether it lies inside quotes; what is left of delimiters and LF
 * outside quotes are the ends of fields.  Langdale & Lemire, "Parsing gigabytes of
 * JSON per second", VLDB Journal 28 (2019), describe the method.
 */
#include "io/csv_scan.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct masks {
	uint64_t quote, delimiter, lf, cr, nul;
};

#ifdef __SSE2__
static inline uint64_t
equal_mask(const __m128i v[4], char c)
{
	__m128i want = _mm_set1_epi8(c);
	uint64_t mask = 0;

	for (int i = 0; i < 4; i++)
		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], want))
			<< (16 * i);
	return mask;
}

static inline struct masks
masks_of(const char *p, char delimiter)
{
	__m128i v[4];

	for (int i = 0; i < 4; i++)
		v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
	return (struct masks){ equal_mask(v, '"'), equal_mask(v, delimiter),
		equal_mask(v, '\n'), equal_mask(v, '\r'), equal_mask(v, '\0') };
}
#else
static inline struct masks
masks_of(const char *p, char delimiter)
{
	struct masks m = { 0 };

	for (int i = 0; i < 64; i++) {
		m.quote |= (uint64_t)(p[i] == '"') << i;
		m.delimiter |= (uint64_t)(p[i] == delimiter) << i;
		m.lf |= (uint64_t)(p[i] == '\n') << i;
		m.cr |= (uint64_t)(p[i] == '\r') << i;
		m.nul |= (uint64_t)(p[i] == '\0') << i;
	}
	return m;
}
#endif

/* Bit i of the result is the exclusive or of bits 0..i. */
static inline uint64_t
prefix_xor(uint64_t x)
{
	x ^= x << 1;
	x ^= x << 2;
	x ^= x << 4;
	x ^= x << 8;
	x ^= x << 16;
	x ^= x << 32;
	return x;
}

/* What one 64 bytes must know of those before: each 0 or 1, inside 0 or all ones. */
struct carry {
	uint64_t inside;  /* a quote is open */
	uint64_t end;     /* the last byte ended a field, or the record begins here */
	uint64_t closing; /* ... was a quote that closed, or opened and closed */
	uint64_t cr;      /* ... was a CR outside quotes */
};

/*
 * The ends of fields in these 64 bytes, and in *bad where a record stops being
 * regular: a quote that opens behind anything but the end of a field or a closing
 * quote (the two of ""), anything but an end, CR or quote behind a closing one,
 * anything but LF behind a CR, and NUL.
 */
static inline uint64_t
field_ends(const struct masks *m, struct carry *c, uint64_t *bad)
{
	uint64_t inside = prefix_xor(m->quote) ^ c->inside;
	uint64_t ends = (m->delimiter | m->lf) & ~inside;
	uint64_t opening = m->quote & inside;
	uint64_t closing = m->quote & ~inside;
	uint64_t cr = m->cr & ~inside;
	uint64_t behind_end = ends << 1 | c->end;
	uint64_t behind_closing = closing << 1 | c->closing;
	uint64_t behind_cr = cr << 1 | c->cr;

	*bad = (opening & ~(behind_end | behind_closing)) |
	       (behind_closing & ~(ends | cr | opening)) | (behind_cr & ~m->lf) | m->nul;
	c->inside = 0 - (inside >> 63);
	c->end = ends >> 63;
	c->closing = closing >> 63;
	c->cr = cr >> 63;
	return ends;
}

struct writing {
	uint32_t *to;  /* where the next offset goes */
	uint32_t *row; /* the first offset of the record at hand */
};

/* Write down the ends of fields; false at a record with the wrong number of them. */
static inline bool
ends_write(struct writing *w, uint64_t ends, uint64_t lf, uint32_t base, const char *p,
    size_t nfield, struct scan *s)
{
	while (ends != 0) {
		unsigned bit = (unsigned)__builtin_ctzll(ends);
		uint32_t at = base + bit;

		ends &= ends - 1;
		*w->to++ = at + 1;
		if ((lf >> bit & 1) == 0)
			continue;
		if ((size_t)(w->to - w->row) != nfield + 1)
			return false;
		if (at > w->row[0] && p[at - 1] == '\r') {
			w->to[-1] = at;
			s->crlf = true;
		}
		s->rows++;
		s->used = at + 1;
		w->row = w->to;
		*w->to++ = at + 1;
	}
	return true;
}

struct scan
csv_scan(
    const char *p, size_t n, char delimiter, size_t nfield, uint32_t *off, size_t room)
{
	struct scan s = { 0 };
	struct carry c = { .end = 1 };
	struct writing w = { off + 1, off };
	char last[64];

	off[0] = 0;
	for (size_t i = 0; i < n; i += 64) {
		const char *chunk = p + i;
		uint64_t valid = ~(uint64_t)0, bad;

		if (room - (size_t)(w.to - off) < CSV_SCAN_ROOM) {
			s.full = true;
			break;
		}
		if (n - i < 64) {
			/* Blanks behind the end cannot make a regular record irregular
			 * once what they show is masked out. */
			memset(last, ' ', sizeof(last));
			memcpy(last, chunk, n - i);
			chunk = last;
			valid = ((uint64_t)1 << (n - i)) - 1;
		}
		struct masks m = masks_of(chunk, delimiter);
		m.delimiter &= valid;
		uint64_t ends = field_ends(&m, &c, &bad);
		bad &= valid;
		s.split |= (m.lf & ~ends) != 0;
		if (bad != 0)
			ends &= (bad & -bad) - 1;
		if (!ends_write(&w, ends, m.lf, (uint32_t)i, p, nfield, &s) || bad != 0) {
			s.irregular = true;
			break;
		}
	}
	return s;
}
