/*
 * csv_scan_sse2.c - the scan with what every x86-64 has: 16 bytes at a time
 */
#include "io/csv_scan_masks.h"

#ifdef __SSE2__
#include <emmintrin.h>

static inline __m128i
equal(__m128i v, char c)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}

static inline uint64_t
equal_mask(const __m128i v[4], char c)
{
	uint64_t mask = 0;

	for (int i = 0; i < 4; i++)
		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(equal(v[i], c)) << (16 * i);
	return mask;
}

/* Is there no quote, CR or NUL? */
static inline bool
is_calm(const __m128i v[4])
{
	__m128i any = _mm_setzero_si128();

	for (int i = 0; i < 4; i++)
		any = _mm_or_si128(_mm_or_si128(any, equal(v[i], '"')),
		    _mm_or_si128(equal(v[i], '\r'), equal(v[i], '\0')));
	return _mm_movemask_epi8(any) == 0;
}

void
scan_find_sse2(struct scanning *w)
{
	struct carry c = w->carry;
	const __m128i *p = (const void *)w->bytes;
	const uint64_t valid = w->valid;
	const char delimiter = w->delimiter;
	size_t k = 0, nmask = scan_is_calm(&c) ? w->nmask : 0;

	for (; k < nmask; k++, p += 4) {
		const __m128i v[4] = { _mm_loadu_si128(p), _mm_loadu_si128(p + 1),
			_mm_loadu_si128(p + 2), _mm_loadu_si128(p + 3) };
		struct masks m = { .delimiter = equal_mask(v, delimiter) & valid,
			.lf = equal_mask(v, '\n') };

		if (!is_calm(v))
			break;
		c.lfs += scan_count(m.lf);
		w->mask[k] = scan_ends_calm(&m, &c);
	}
	for (; k < w->nmask && c.bad == 0; k++, p += 4) {
		const __m128i v[4] = { _mm_loadu_si128(p), _mm_loadu_si128(p + 1),
			_mm_loadu_si128(p + 2), _mm_loadu_si128(p + 3) };
		struct masks m = { equal_mask(v, '"'), equal_mask(v, delimiter) & valid,
			equal_mask(v, '\n'), equal_mask(v, '\r'), equal_mask(v, '\0') };
		uint64_t ends = scan_ends(&m, scan_prefix(m.quote), valid, &c);

		c.lfs += scan_count(ends & m.lf);
		w->mask[k] = ends;
	}
	w->carry = c;
	w->nmask = k;
}
#endif
