/*
 * gzip_zlib.c - zlib: packs, and unpacks where isa-l is not at hand
 *
 * Packing is always zlib's, so that equal data give equal bytes wherever a program was
 * built.  zlib takes its memory from mem.c, so that it cannot fail half way and running
 * out of memory is the same event here as everywhere.
 */
#include "io/gzip.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

#define ZLIB_CONST /* input that zlib promises not to change */
#include <zlib.h>

#include "base/mem.h"
#include "io/inflate.h"

enum {
	GZIP_FORMAT = 16 + MAX_WBITS, /* zlib's way of asking for gzip and no other */
	RAW_FORMAT = -MAX_WBITS,      /* and for the packed data alone */
	GZIP_LEVEL = 6,
	GZIP_MEMORY = 8
};

struct gzip {
	z_stream z;
};

static void *
zlib_alloc(void *unused, unsigned count, unsigned size)
{
	(void)unused;
	return mem_alloc(count, size);
}

static void
zlib_release(void *unused, void *p)
{
	(void)unused;
	free(p);
}

/* zlib counts in unsigned int. */
static unsigned
zlib_count(size_t n)
{
	return n > UINT_MAX ? UINT_MAX : (unsigned)n;
}

static void
step_load(z_stream *z, const struct gzip_step *step)
{
	z->next_in = step->in;
	z->avail_in = zlib_count(step->n_in);
	z->next_out = step->out;
	z->avail_out = zlib_count(step->n_out);
}

static void
step_store(const z_stream *z, struct gzip_step *step)
{
	step->n_in -= (size_t)(z->next_in - step->in);
	step->in = z->next_in;
	step->n_out -= (size_t)(z->next_out - step->out);
	step->out = z->next_out;
}

struct gzip *
gzip_new(void)
{
	struct gzip *g = mem_alloc(1, sizeof(*g));

	g->z.zalloc = zlib_alloc;
	g->z.zfree = zlib_release;
	if (deflateInit2(&g->z, GZIP_LEVEL, Z_DEFLATED, GZIP_FORMAT, GZIP_MEMORY,
		Z_DEFAULT_STRATEGY) != Z_OK) {
		free(g);
		return NULL;
	}
	return g;
}

bool
gzip_run(struct gzip *g, struct gzip_step *step, bool last)
{
	int verdict;

	step_load(&g->z, step);
	verdict = deflate(&g->z, last ? Z_FINISH : Z_NO_FLUSH);
	step_store(&g->z, step);
	return verdict == Z_STREAM_END;
}

void
gzip_free(struct gzip *g)
{
	if (g == NULL)
		return;
	deflateEnd(&g->z);
	free(g);
}

#ifndef UNPACK_BY_ISAL

enum { TRAILER = 8 };

struct inflate {
	z_stream z;
	bool unpacked; /* the trailer comes next, or goes on */
	uint32_t crc, length;
	unsigned char trailer[TRAILER];
	size_t n_trailer;
};

struct inflate *
inflate_new(void)
{
	struct inflate *f = mem_alloc(1, sizeof(*f));

	f->z.zalloc = zlib_alloc;
	f->z.zfree = zlib_release;
	if (inflateInit2(&f->z, RAW_FORMAT) != Z_OK) {
		free(f);
		return NULL;
	}
	return f;
}

void
inflate_start(struct inflate *f)
{
	inflateReset(&f->z);
	f->unpacked = false;
	f->crc = f->length = 0;
	f->n_trailer = 0;
}

static uint32_t
four_bytes(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static enum inflate_verdict
trailer_take(struct inflate *f, struct gzip_step *step)
{
	for (; f->n_trailer < TRAILER; step->n_in--) {
		if (step->n_in == 0)
			return INFLATE_MORE;
		f->trailer[f->n_trailer++] = *step->in++;
	}
	return four_bytes(f->trailer) == f->crc && four_bytes(f->trailer + 4) == f->length
		   ? INFLATE_END
		   : INFLATE_MISMATCH;
}

/* crc32_z() counts in size_t; the length is meant modulo 2^32. */
static int
data_take(struct inflate *f, struct gzip_step *step)
{
	const unsigned char *out = step->out;
	int verdict;

	step_load(&f->z, step);
	verdict = inflate(&f->z, Z_NO_FLUSH);
	step_store(&f->z, step);
	f->crc = (uint32_t)crc32_z(f->crc, out, (size_t)(step->out - out));
	f->length += (uint32_t)(step->out - out);
	return verdict;
}

enum inflate_verdict
inflate_run(struct inflate *f, struct gzip_step *step)
{
	while (!f->unpacked) {
		int verdict = data_take(f, step);

		if (verdict == Z_BUF_ERROR) /* no input, or no room */
			return INFLATE_MORE;
		if (verdict != Z_OK && verdict != Z_STREAM_END)
			return INFLATE_INVALID;
		f->unpacked = verdict == Z_STREAM_END;
	}
	return trailer_take(f, step);
}

void
inflate_free(struct inflate *f)
{
	if (f == NULL)
		return;
	inflateEnd(&f->z);
	free(f);
}

#endif
