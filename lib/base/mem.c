/*
 * mem.c - allocation that does not fail, and arenas
 */
#define _DEFAULT_SOURCE /* madvise(), which POSIX does not have */
#include "base/mem.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/err.h"

/* Arenas take memory in chunks that double, from this up to this many bytes. */
enum { CHUNK_FIRST = 1 << 10, CHUNK_LAST = 1 << 25 };

enum { MUCH = 8 << 20 }; /* bytes that are worth large pages, and pages of their own */

struct arena_chunk {
	struct arena_chunk *older;
	size_t size, used;
	alignas(16) char bytes[];
};

struct str
str_of(const char *c_string)
{
	return (struct str){ c_string, strlen(c_string) };
}

bool
str_equal(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

int
str_order(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

void
mem_exhausted(size_t bytes)
{
	die(EXIT_SYSTEM, "out of memory (%zu bytes)", bytes);
}

static size_t
bytes_of(size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX)
		mem_exhausted(SIZE_MAX);
	return bytes > 0 ? bytes : 1;
}

static void *
or_die(void *p, size_t bytes)
{
	if (p == NULL)
		mem_exhausted(bytes);
	return p;
}

/*
 * Ask for large pages where there is much: each page that is touched for the first time
 * costs as much as a thousand numbers read from it.  Only advice, on whole pages.
 */
static void *
in_large_pages(void *p, size_t bytes)
{
#ifdef MADV_HUGEPAGE
	enum { PAGE = 4096 };
	uintptr_t from = ((uintptr_t)p + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
	uintptr_t to = ((uintptr_t)p + bytes) & ~(uintptr_t)(PAGE - 1);

	if (p != NULL && bytes >= MUCH)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
	(void)bytes;
#endif
	return p;
}

void *
mem_alloc(size_t count, size_t size)
{
	size_t bytes = bytes_of(count, size);

	return in_large_pages(or_die(calloc(1, bytes), bytes), bytes);
}

/*
 * What has pages of its own can grow without being copied.  The C library gives such
 * pages to what is large, but what counts as large it learns from what is freed, up to
 * tens of megabytes; so it is told.
 */
static void
growth_prepare(size_t bytes)
{
#ifdef M_MMAP_THRESHOLD
	if (bytes >= MUCH)
		(void)mallopt(M_MMAP_THRESHOLD, MUCH);
#else
	(void)bytes;
#endif
}

void *
mem_resize(void *p, size_t count, size_t size)
{
	size_t bytes = bytes_of(count, size);

	growth_prepare(bytes);
	return in_large_pages(or_die(realloc(p, bytes), bytes), bytes);
}

struct str
mem_keep(struct str s)
{
	char *p = mem_alloc(s.n + 1, 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

char *
mem_c_string(struct str s)
{
	return (char *)mem_keep(s).p;
}

void *
mem_grow(void *p, size_t *room, size_t need, size_t size)
{
	if (need <= *room)
		return p;
	size_t more = *room < SIZE_MAX / 2 ? *room * 2 : SIZE_MAX;
	*room = need > more ? need : more;
	if (*room < 8)
		*room = 8;
	return mem_resize(p, *room, size);
}

static struct arena_chunk *
chunk_new(struct arena_chunk *older, size_t need)
{
	size_t size = older == NULL ? CHUNK_FIRST : older->size * 2;
	struct arena_chunk *c;

	if (size > CHUNK_LAST)
		size = CHUNK_LAST;
	if (size < need)
		size = need;
	c = in_large_pages(or_die(malloc(sizeof(*c) + size), size), size);
	c->older = older;
	c->size = size;
	c->used = 0;
	return c;
}

void *
arena_alloc(struct arena *a, size_t count, size_t size)
{
	size_t bytes = bytes_of(count, size);
	struct arena_chunk *c = a->chunk;

	bytes = bytes_of((bytes + 15) / 16, 16);
	if (c == NULL || c->size - c->used < bytes)
		a->chunk = c = chunk_new(c, bytes);
	c->used += bytes;
	return c->bytes + c->used - bytes;
}

struct str
arena_keep(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n, 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

/*
 * The newest chunk stays; where one was not enough, the next round gets a single
 * one that holds what this round needed, so a steady state allocates nothing.
 */
void
arena_reset(struct arena *a)
{
	struct arena_chunk *c = a->chunk;
	size_t total = 0;

	if (c == NULL)
		return;
	if (c->older != NULL) {
		for (struct arena_chunk *i = c; i != NULL; i = i->older)
			total += i->used;
		arena_free(a);
		a->chunk = c = chunk_new(NULL, total);
	}
	c->used = 0;
}

void
arena_free(struct arena *a)
{
	while (a->chunk != NULL) {
		struct arena_chunk *older = a->chunk->older;

		free(a->chunk);
		a->chunk = older;
	}
}
