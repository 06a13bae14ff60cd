/*
 * shelf.c - see shelf.h
 */
#include "base/shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/mem.h"

#define CHUNK ((size_t)64 << 20) /* a multiple of any page */

/*
 * The room is taken on the disk at once: a full one is an error here, and not a signal
 * when a page is written out.
 */
static bool
chunk_open(struct shelf *s, size_t bytes)
{
	size_t size = (bytes + CHUNK - 1) / CHUNK * CHUNK;
	void *at;

	if (!s->open && !spool_open(&s->file))
		return false;
	s->open = true;
	errno = posix_fallocate(s->file.fd, (off_t)s->file.size, (off_t)size);
	if (errno != 0)
		return false;
	at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, s->file.fd,
	    (off_t)s->file.size);
	if (at == MAP_FAILED)
		return false;
	s->file.size += size;
	s->map = mem_grow(s->map, &s->map_room, s->nmap + 1, sizeof(*s->map));
	s->map[s->nmap++] = (struct shelf_map){ at, size };
	s->chunk = at;
	s->used = 0;
	s->size = size;
	return true;
}

void *
shelf_alloc(struct shelf *s, size_t count, size_t size)
{
	size_t bytes;

	if (count > 0 && size > (SIZE_MAX - CHUNK) / count)
		mem_exhausted(SIZE_MAX);
	bytes = (count * size + 15) / 16 * 16;
	if (s->size - s->used < bytes && !chunk_open(s, bytes))
		return NULL;
	s->used += bytes;
	return s->chunk + s->used - bytes;
}

void
shelf_free(struct shelf *s)
{
	for (size_t i = 0; i < s->nmap; i++)
		munmap(s->map[i].at, s->map[i].size);
	free(s->map);
	if (s->open)
		spool_close(&s->file);
	*s = (struct shelf){ 0 };
}
