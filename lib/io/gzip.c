/*
 * gzip.c - gzip streams, packed and unpacked piece by piece
 *
 * zlib takes its memory from mem.c, so that it cannot fail half way and running
 * out of memory is the same event here as everywhere.
 */
#include "io/gzip.h"

#include <limits.h>
#include <stdlib.h>

#define ZLIB_CONST /* input that zlib promises not to change */
#include <zlib.h>

#include "base/mem.h"

enum {
	GZIP_FORMAT = 16 + MAX_WBITS, /* zlib's way of asking for gzip and no other */
	GZIP_LEVEL = 6,
	GZIP_MEMORY = 8
};

struct gunzip {
	z_stream z;
	enum { MEMBER, BETWEEN, PADDING } where;
	const char *damage; /* NULL while all is well */
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

struct gunzip *
gunzip_new(void)
{
	struct gunzip *g = mem_alloc(1, sizeof(*g));

	g->z.zalloc = zlib_alloc;
	g->z.zfree = zlib_release;
	if (inflateInit2(&g->z, GZIP_FORMAT) != Z_OK)
		g->damage = "zlib does not start";
	g->where = MEMBER;
	return g;
}

/*
 * Behind a member: is there another?  Its first byte is left for inflate().  Zeros
 * are padding (tapes, disk images), and behind padding only more of it may come, as
 * gzip(1) has it.
 */
static bool
member_begins(struct gunzip *g)
{
	z_stream *z = &g->z;

	while (z->avail_in > 0 && *z->next_in == 0) {
		g->where = PADDING;
		z->next_in++;
		z->avail_in--;
	}
	if (z->avail_in == 0)
		return false;
	if (g->where == PADDING || *z->next_in != 0x1f) {
		g->damage = "bytes follow its end that are not gzip";
		return false;
	}
	inflateReset(z);
	g->where = MEMBER;
	return true;
}

/* The loop of gunzip_run(), on zlib's own counts. */
static void
members_inflate(struct gunzip *g)
{
	z_stream *z = &g->z;

	while (g->where == MEMBER || member_begins(g)) {
		int verdict = inflate(z, Z_NO_FLUSH);

		if (verdict == Z_STREAM_END) {
			g->where = BETWEEN;
		} else if (verdict == Z_BUF_ERROR) { /* no input, or no room */
			return;
		} else if (verdict != Z_OK) {
			g->damage = z->msg != NULL ? z->msg : zError(verdict);
			return;
		}
	}
}

bool
gunzip_run(struct gunzip *g, struct gzip_step *step)
{
	if (g->damage != NULL)
		return false;
	step_load(&g->z, step);
	members_inflate(g);
	step_store(&g->z, step);
	return g->damage == NULL;
}

const char *
gunzip_damage(const struct gunzip *g)
{
	return g->damage;
}

bool
gunzip_complete(const struct gunzip *g)
{
	return g->where != MEMBER;
}

void
gunzip_restart(struct gunzip *g)
{
	inflateReset(&g->z);
	g->where = MEMBER;
	g->damage = NULL;
}

void
gunzip_free(struct gunzip *g)
{
	if (g == NULL)
		return;
	inflateEnd(&g->z);
	free(g);
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
