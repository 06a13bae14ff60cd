/*
 * look.h - a whole look at a source and what it gave, for its unit tests
 */
#ifndef TESTS_UNIT_LOOK_H
#define TESTS_UNIT_LOOK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/gzip.h"
#include "io/source.h"
#include "scratch.h"

/* What a source gave: its bytes, or the error. */
struct got {
	char *p;
	size_t n, room;
	ptrdiff_t last;
	struct err e;
};

__attribute__((unused)) static void
got_read(struct got *g, struct source *s, size_t piece, size_t limit)
{
	g->last = 1;
	while (g->last > 0 && g->n < limit) {
		g->p = mem_grow(g->p, &g->room, g->n + piece, 1);
		g->last = source_read(s, g->p + g->n, piece, &g->e);
		if (g->last > 0)
			g->n += (size_t)g->last;
	}
}

__attribute__((unused)) static bool
got_is(const struct got *g, const void *p, size_t n)
{
	return g->last == 0 && g->n == n && (n == 0 || memcmp(g->p, p, n) == 0);
}

__attribute__((unused)) static bool
got_failed(const struct got *g, int status, const char *text)
{
	if (g->last == -1 && g->e.status == status && strstr(g->e.msg, text) != NULL)
		return true;
	printf("# last %td, status %d, message \"%s\"\n", g->last, g->e.status, g->e.msg);
	return false;
}

/* A whole look at a file, in pieces. */
__attribute__((unused)) static struct got
look(const char *path, size_t piece)
{
	struct got g = { .last = -1 };
	struct source *s = source_open(path, false, &g.e);

	if (s != NULL)
		got_read(&g, s, piece, SIZE_MAX);
	source_close(s);
	return g;
}

__attribute__((unused)) static bool
look_is(const char *path, size_t piece, const void *p, size_t n)
{
	struct got g = look(path, piece);
	bool same = got_is(&g, p, n);

	if (g.last < 0)
		printf("# %s\n", g.e.msg);
	free(g.p);
	return same;
}

__attribute__((unused)) static bool
look_fails(const char *path, int status, const char *text)
{
	struct got g = look(path, 100);
	bool failed = got_failed(&g, status, text);

	free(g.p);
	return failed;
}

enum { MANY = 300000 };
static char many[MANY]; /* rows that do not repeat soon */

__attribute__((unused)) static void
many_fill(void)
{
	unsigned x = 1;

	for (size_t i = 0; i < MANY; i++) {
		x = x * 1103515245 + 12345;
		many[i] = "0123456789,abc\n\n"[x >> 28];
	}
}

/* `a,b\n1,2\n` by gzip -n. */
static const unsigned char small_gz[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0xd4,
	0x49, 0xe2, 0x32, 0xd4, 0x31, 0xe2, 2, 0, 0x7b, 7, 0x97, 0x0a, 8, 0, 0, 0 };
enum { SMALL_GZ = sizeof(small_gz) };

/* One member of n bytes at p, at out; how long it is. */
__attribute__((unused)) static size_t
member(const char *p, size_t n, unsigned char *out)
{
	struct gzip *g = gzip_new();
	struct gzip_step step = { (const unsigned char *)p, n, out, MANY };

	scratch_need(gzip_run(g, &step, true), "compress");
	gzip_free(g);
	return MANY - step.n_out;
}

/* `many` in members that end inside rows, with empty ones between them. */
__attribute__((unused)) static size_t
members_pack(unsigned char *out)
{
	size_t n = 0;

	for (size_t at = 0; at < MANY; at += 50000) {
		n += member(many + at, 50000, out + n);
		n += member("", 0, out + n);
	}
	return n;
}

__attribute__((unused)) static void
members_write(void)
{
	unsigned char *packed = mem_alloc(2 * MANY, 1);

	file_write("members.gz", packed, members_pack(packed));
	free(packed);
}

#endif
