/*
 * buffer.h - bytes that are added at the end of
 *
 * Whoever adds many small pieces asks for room once and then writes:
 *
 *	char *to = buffer_room(b, most);
 *	b->n += print(to);                 at most `most` bytes
 *
 * Zero-initialised is empty.  The bytes move when room is made, so no pointer into
 * them outlives that.  Emptying is b->n = 0 and keeps the memory; free(b->p) ends it.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>

#include "base/mem.h"

struct buffer {
	char *p; /* n bytes, with room for more */
	size_t n, room;
};

/* Where the next byte goes, with room for at least `more`. */
static inline char *
buffer_room(struct buffer *b, size_t more)
{
	if (b->room - b->n < more)
		b->p = mem_grow(b->p, &b->room, b->n + more, 1);
	return b->p + b->n;
}

#endif
