/*
 * bytes.h - eight bytes of text as one word, the same value on every machine
 *
 * The first byte in memory is the lowest of the word.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdint.h>
#include <string.h>

static inline uint64_t
bytes_ordered(uint64_t v)
{
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? v : __builtin_bswap64(v);
}

static inline uint64_t
bytes_load(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return bytes_ordered(v);
}

static inline void
bytes_store(char *p, uint64_t v)
{
	v = bytes_ordered(v);
	memcpy(p, &v, sizeof(v));
}

/* The n bytes at p, 0 < n <= 8, without a look at the next; the rest of v is 0. */
static inline uint64_t
bytes_load_few(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	uint32_t first, last;
	size_t half = n / 2;

	if (n < 4)
		return u[0] | (uint64_t)u[half] << (8 * half) |
		       (uint64_t)u[n - 1] << (8 * (n - 1));
	memcpy(&first, p, 4);
	memcpy(&last, p + n - 4, 4);
	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__) {
		first = __builtin_bswap32(first);
		last = __builtin_bswap32(last);
	}
	return first | (uint64_t)last << (8 * (n - 4));
}

#endif
