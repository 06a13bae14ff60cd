/*
 * sample_memory.c - see sample_memory.h
 */
#define _DEFAULT_SOURCE /* for madvise(), which POSIX does not have */

#include "stat/sample_memory.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/mem.h"

#define HUGE_PAGE ((size_t)1 << 21)

/* What was given back, each with the next one in its first bytes. */
struct given {
	struct given *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct given *given;
static char *slab; /* what is left of the last one */
static size_t slab_left;

void *
large_memory(size_t count, size_t size)
{
	void *p;

	if (count < HUGE_PAGE / size)
		return mem_resize(NULL, count, size);
	if (count > SIZE_MAX / 2 / size ||
	    posix_memalign(&p, HUGE_PAGE, count * size) != 0)
		mem_exhausted(count);
#ifdef MADV_HUGEPAGE
	/* Advice: where it is not taken, small pages do. */
	(void)madvise(p, count * size / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
	return p;
}

void *
chunk_memory_take(void)
{
	void *p;

	pthread_mutex_lock(&lock);
	if (given != NULL) {
		p = given;
		given = given->next;
	} else {
		if (slab_left == 0) {
			slab = large_memory(HUGE_PAGE, 1);
			slab_left = HUGE_PAGE;
		}
		p = slab;
		slab += SAMPLE_BYTES;
		slab_left -= SAMPLE_BYTES;
	}
	pthread_mutex_unlock(&lock);
	return p;
}

void
chunk_memory_give(void *p)
{
	struct given *g = p;

	pthread_mutex_lock(&lock);
	g->next = given;
	given = g;
	pthread_mutex_unlock(&lock);
}
