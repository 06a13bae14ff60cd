/*
 * packed.h - gzip data made to measure, and unpacked in pieces, for their unit test
 *
 * A member is built with every field a header may have and with every kind of block
 * deflate knows.  Beside its bytes stands what each of them is worth, which says what
 * must happen when it is changed.
 */
#ifndef TESTS_UNIT_PACKED_H
#define TESTS_UNIT_PACKED_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"
#include "io/gzip.h"

static uint64_t dice_state = 88172645463325252u;

/* One of 0 ... n - 1 (xorshift, Marsaglia 2003). */
__attribute__((unused)) static unsigned
dice(unsigned n)
{
	dice_state ^= dice_state << 13;
	dice_state ^= dice_state >> 7;
	dice_state ^= dice_state << 17;
	return (unsigned)((dice_state >> 11) % n);
}

struct bytes {
	unsigned char *p;
	size_t n, room;
};

__attribute__((unused)) static void
bytes_add(struct bytes *b, const void *p, size_t n)
{
	b->p = mem_grow(b->p, &b->room, b->n + n + 1, 1);
	if (n > 0)
		memcpy(b->p + b->n, p, n);
	b->n += n;
}

__attribute__((unused)) static void
bytes_free(struct bytes *b)
{
	free(b->p);
	*b = (struct bytes){ 0 };
}

/* What happens when a byte of packed data is changed. */
enum worth {
	VITAL = 1, /* it is damage */
	TEXT,      /* nothing, unless it becomes 0 */
	NOTHING,
	ANYTHING, /* nothing, or damage, or the data end early; but never other data */
	TRUSTED   /* no checksum covers it: it may lead past a whole member, unnoticed */
};

struct packed {
	struct bytes gz, worth; /* as long as one another */
	struct bytes text;      /* what is in it */
};

__attribute__((unused)) static void
packed_free(struct packed *p)
{
	bytes_free(&p->gz);
	bytes_free(&p->worth);
	bytes_free(&p->text);
}

static void
packed_add(struct packed *p, const void *bytes, size_t n, enum worth worth)
{
	unsigned char w = (unsigned char)worth;

	bytes_add(&p->gz, bytes, n);
	for (size_t i = 0; i < n; i++)
		bytes_add(&p->worth, &w, 1);
}

static void
packed_number(struct packed *p, uint32_t x, int bytes, enum worth worth)
{
	for (int i = 0; i < bytes; i++, x >>= 8) {
		unsigned char byte = x & 0xff;

		packed_add(p, &byte, 1, worth);
	}
}

static void
packed_word(struct packed *p, unsigned length, enum worth worth, enum worth end)
{
	while (length-- > 0)
		packed_number(p, 1 + dice(255), 1, worth);
	packed_number(p, 0, 1, end);
}

/* Text flag, checksum, extra field, name and comment, or some of them. */
__attribute__((unused)) static void
packed_header(struct packed *p, unsigned flags, unsigned most_extra)
{
	size_t start = p->gz.n;
	enum worth idle = flags & 2 ? ANYTHING : NOTHING; /* 16 bits may agree */
	enum worth guide = flags & 2 ? ANYTHING : TRUSTED;

	packed_add(p, "\x1f\x8b\x08", 3, VITAL);
	packed_number(p, flags, 1, guide);
	packed_number(p, dice(1u << 31), 4, idle);
	packed_number(p, dice(65536), 2, idle);
	if (flags & 4) {
		unsigned n = dice(most_extra);

		packed_number(p, n, 2, guide);
		while (n-- > 0)
			packed_number(p, dice(256), 1, idle);
	}
	if (flags & 8)
		packed_word(p, dice(20), flags & 2 ? ANYTHING : TEXT, guide);
	if (flags & 16)
		packed_word(p, dice(50), flags & 2 ? ANYTHING : TEXT, guide);
	if (flags & 2)
		packed_number(p,
		    crc32(0, p->gz.p + start, (unsigned)(p->gz.n - start)) & 0xffff, 2,
		    VITAL);
}

static void
packed_trailer(struct packed *p, const unsigned char *text, size_t n)
{
	packed_number(p, (uint32_t)crc32(0, text, (unsigned)n), 4, VITAL);
	packed_number(p, (uint32_t)n, 4, VITAL);
}

/* A member by zlib at some level and with flushes in between, as pigz makes them. */
__attribute__((unused)) static void
packed_member(struct packed *p, const unsigned char *text, size_t n)
{
	static const int flush[] = { Z_NO_FLUSH, Z_NO_FLUSH, Z_PARTIAL_FLUSH,
		Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_BLOCK };
	z_stream z = { 0 };
	size_t at = 0;
	int verdict;

	packed_header(p, dice(3) == 0 ? 0 : dice(32), dice(4) == 0 ? 40000 : 20);
	if (deflateInit2(&z, (int)dice(10), Z_DEFLATED, -9 - (int)dice(7),
		1 + (int)dice(9), (int)dice(5)) != Z_OK)
		abort();
	do {
		unsigned char out[5000];
		size_t piece = dice(3) == 0 ? dice(1000) : n - at;

		piece = piece < n - at ? piece : n - at;
		z.next_in = (unsigned char *)(uintptr_t)(text + at);
		z.avail_in = (unsigned)piece;
		do {
			z.next_out = out;
			z.avail_out = sizeof(out);
			verdict =
			    deflate(&z, at + piece == n ? Z_FINISH : flush[dice(6)]);
			packed_add(p, out, sizeof(out) - z.avail_out, ANYTHING);
		} while (z.avail_out == 0 && verdict != Z_STREAM_END);
		at += piece - z.avail_in;
	} while (verdict != Z_STREAM_END);
	deflateEnd(&z);
	packed_trailer(p, text, n);
	bytes_add(&p->text, text, n);
}

__attribute__((unused)) static void
packed_stored_block(struct packed *p, const unsigned char *text, size_t n, bool last)
{
	packed_number(p, last, 1, ANYTHING);
	packed_number(p, (uint32_t)n, 2, ANYTHING);
	packed_number(p, ~(uint32_t)n, 2, ANYTHING);
	packed_add(p, text, n, ANYTHING);
}

/* A member that holds its text as it is, in blocks of several lengths, also 0. */
__attribute__((unused)) static void
packed_stored(struct packed *p, const unsigned char *text, size_t n)
{
	size_t at = 0, block;

	packed_header(p, dice(32), 300);
	do {
		block = dice(5) == 0 ? 0 : 1 + dice(dice(2) == 0 ? 10 : 65535);
		block = block < n - at ? block : n - at;
		packed_stored_block(p, text + at, block, at + block == n);
		at += block;
	} while (at < n);
	packed_trailer(p, text, n);
	bytes_add(&p->text, text, n);
}

enum verdict { GOOD, DAMAGED, EARLY, STUCK };

static size_t
piece_of(size_t most, size_t left)
{
	size_t n = 1 + (most > 1 ? dice((unsigned)most) : 0);

	return n < left ? n : left;
}

/*
 * The n bytes in pieces of at most so many, into room of at most so many.  Each piece
 * has memory of its own exact size, for the address sanitizer to watch.
 */
__attribute__((unused)) static enum verdict
unpack(struct gunzip *g, const unsigned char *p, size_t n, size_t most_in,
    size_t most_out, struct bytes *text)
{
	bool good = true;

	for (size_t at = 0, piece; good && at < n; at += piece) {
		struct gzip_step step;
		unsigned char *in;

		piece = piece_of(most_in, n - at);
		in = mem_resize(NULL, piece, 1);
		memcpy(in, p + at, piece);
		step = (struct gzip_step){ .in = in, .n_in = piece };
		do {
			size_t room = piece_of(most_out, SIZE_MAX);
			unsigned char *out = mem_resize(NULL, room, 1);

			step.out = out;
			step.n_out = room;
			good = gunzip_run(g, &step);
			bytes_add(text, out, room - step.n_out);
			free(out);
		} while (good && step.n_out == 0);
		free(in);
		if (good && step.n_in > 0)
			return STUCK;
	}
	if (!good)
		return DAMAGED;
	return gunzip_complete(g) ? GOOD : EARLY;
}

#endif
