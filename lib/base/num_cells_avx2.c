/*
 * num_cells_avx2.c - num_parse_cells() with wide instructions
 *
 * Sixteen bytes are loaded from where a cell begins.  One shuffle moves its digits to
 * the right end and takes out the point and all that is not the cell's; three steps of
 * multiply and add make pairs, fours and eights of them.  There is no branch on length,
 * sign, point or an empty cell, so the work on several cells overlaps.
 */
#include "base/num.h"

#include "base/cpu.h"
#include "base/num_read.h"

#if CPU_HAS_AVX2

#include <immintrin.h>

/* For each place of 16, which digit of a number of n stands there: from &first[n] on. */
static const signed char first[2 * 16] = { -16, -15, -14, -13, -12, -11, -10, -9, -8, -7,
	-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

CPU_AVX2 static inline __m128i
load(const void *p)
{
	return _mm_loadu_si128(p);
}

/* Sixteen bytes of text, less '0'. */
CPU_AVX2 static inline __m128i
text_load(const char *p)
{
	return _mm_sub_epi8(load(p), _mm_set1_epi8('0'));
}

/* A bit for each point. */
CPU_AVX2 static inline unsigned
points_of(__m128i text)
{
	return (unsigned)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(text, _mm_set1_epi8('.' - '0')));
}

/* The first n digits of text, 0 to 16, to the right end; the byte at `gap` is none. */
CPU_AVX2 static inline __m128i
digits_align(__m128i text, size_t n, unsigned gap)
{
	__m128i from = load(first + n);

	from = _mm_sub_epi8(from, _mm_cmpgt_epi8(from, _mm_set1_epi8((char)(gap - 1))));
	return _mm_shuffle_epi8(text, from);
}

CPU_AVX2 static inline __m128i
not_digits(__m128i digits)
{
	return _mm_subs_epu8(digits, _mm_set1_epi8(9));
}

CPU_AVX2 static inline uint64_t
digits_value(__m128i digits)
{
	__m128i v = _mm_maddubs_epi16(digits, _mm_set1_epi16(10 | 1 << 8));
	uint64_t eights;

	v = _mm_madd_epi16(v, _mm_set1_epi32(100 | 1 << 16));
	v = _mm_packus_epi32(v, v);
	v = _mm_madd_epi16(v, _mm_set1_epi32(10000 | 1 << 16));
	eights = (uint64_t)_mm_cvtsi128_si64(v);
	return (eights & 0xffffffff) * 100000000 + (eights >> 32);
}

/* Seventeen to NUM_PLAIN bytes: those in front of the last sixteen, and these. */
CPU_AVX2 static inline bool
long_read(const char *p, unsigned n, double *x)
{
	unsigned ahead = n - 16, point, in_head, in_tail;
	__m128i head = text_load(p), tail = text_load(p + ahead), wrong;
	size_t places;
	uint64_t w;

	point = points_of(head) & ((1u << ahead) - 1);
	point |= points_of(tail) << ahead;
	point = _tzcnt_u32(point | 1u << n);
	in_head = point < ahead;
	in_tail = !in_head & (point < n);
	if (n - in_head - in_tail > NUM_DIGITS)
		return false;
	head = digits_align(head, ahead - in_head, point);
	tail = digits_align(tail, 16 - in_tail, in_head ? 16 : point - ahead);
	wrong = _mm_or_si128(not_digits(head), not_digits(tail));
	if (!_mm_testz_si128(wrong, wrong))
		return false;
	w = digits_value(head) * (in_tail ? 1000000000000000 : 10000000000000000);
	w += digits_value(tail);
	places = in_head | in_tail ? n - 1 - point : 0;
	return decimal_value_long(w, places, x);
}

/* One cell; false if it is to be looked at again.  An empty one is 0 / NaN, which is NaN.
 */
CPU_AVX2 static inline bool
cell_read(const char *p, size_t size, double *x)
{
	bool minus, sign = sign_read(*p, &minus) & (size > 0);
	size_t n = size - sign, digits, places;
	unsigned point;
	__m128i text, wrong;
	double value;

	p += sign;
	if (n <= 16) {
		text = text_load(p);
		point = _tzcnt_u32(points_of(text) | 1u << n);
		digits = n - (point < n);
		places = digits - point;
		text = digits_align(text, digits, point);
		wrong = not_digits(text);
		if (!_mm_testz_si128(wrong, wrong) | ((digits == 0) != (size == 0)))
			return false;
		places = size == 0 ? NUM_EXACT_POWER + 1 : places;
		if (!decimal_value(digits_value(text), places, &value))
			return false;
	} else if (n > NUM_PLAIN || !long_read(p, (unsigned)n, &value)) {
		return false;
	}
	*x = sign_put(value, minus & sign);
	return true;
}

CPU_AVX2 size_t
num_parse_cells_avx2(
    const char *block, const uint32_t *off, size_t stride, size_t n, double *x)
{
	return cells_read(block, off, stride, n, x, cell_read);
}

#endif
