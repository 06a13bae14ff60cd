/*
 * csv_scan_plain.c - the scan in C for any processor: eight bytes at a time
 */
#include "base/bytes.h"
#include "io/csv_scan_masks.h"

/*
 * Bit i: is byte i of v the one that all of `same` are?  The highest bit of each byte
 * says so, and a multiplication brings the eight of them together.
 */
static inline uint64_t
equal_eight(uint64_t v, uint64_t same)
{
	const uint64_t low = 0x7f7f7f7f7f7f7f7f;

	v ^= same;
	v = ~(((v & low) + low) | v | low);
	return (v >> 7) * 0x0102040810204080 >> 56;
}

static inline uint64_t
equal_mask(const char *p, char c)
{
	uint64_t same = (unsigned char)c * UINT64_C(0x0101010101010101), mask = 0;

	for (int i = 0; i < 8; i++)
		mask |= equal_eight(bytes_load(p + 8 * i), same) << 8 * i;
	return mask;
}

void
scan_find_plain(struct scanning *w)
{
	struct carry c = w->carry;
	const char *p = w->bytes;
	size_t k = 0;

	for (; k < w->nmask && c.bad == 0; k++, p += 64) {
		struct masks m = { equal_mask(p, '"'),
			equal_mask(p, w->delimiter) & w->valid, equal_mask(p, '\n'),
			equal_mask(p, '\r'), equal_mask(p, '\0') };
		uint64_t ends = scan_ends(&m, scan_prefix(m.quote), w->valid, &c);

		c.lfs += scan_count(ends & m.lf);
		w->mask[k] = ends;
	}
	w->carry = c;
	w->nmask = k;
}

void
scan_put_plain(struct scanning *w)
{
	uint32_t *end = w->end, next = (uint32_t)w->at + 1;

	for (size_t k = 0; k < w->nmask; k++, next += 64)
		for (uint64_t bits = w->mask[k]; bits != 0; bits &= bits - 1)
			*end++ = next + (uint32_t)__builtin_ctzll(bits);
	w->nend = (size_t)(end - w->end);
}
