/*
 * sample_memory.h - memory for chunks, and for much at once (private to sample*.c)
 *
 * Chunks are many and of one size.  They are cut from slabs the size of a huge page,
 * which the kernel is asked to use, where it knows how: one fault then brings in what
 * takes 512 with small pages, and faults are what filling memory costs.  What is given
 * back waits for the next chunk of whatever sample; any thread may ask.
 */
#ifndef STAT_SAMPLE_MEMORY_H
#define STAT_SAMPLE_MEMORY_H

#include <stddef.h>

enum { SAMPLE_BYTES = 1 << 16 }; /* of a chunk */

void *chunk_memory_take(void); /* SAMPLE_BYTES, not zeroed */
void chunk_memory_give(void *p);

/* Not zeroed, in huge pages if it is as large as one; free() it. */
void *large_memory(size_t count, size_t size);

#endif
