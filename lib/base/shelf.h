/*
 * shelf.h - an arena in a temporary file: memory that the system may write out
 *
 * For what is too much for memory and is read again and again.  The file is mapped, so
 * what fits into memory is read from there, and of what does not the system keeps what
 * was used last.  It has no name and is gone when the process ends (spool.h).
 *
 * Memory: pages of the file, which the system takes back when it wants them.
 */
#ifndef BASE_SHELF_H
#define BASE_SHELF_H

#include "base/spool.h"

struct shelf {
	struct spool file; /* opened by the first piece */
	bool open;
	char *chunk; /* the one in use: mapped, `size` bytes */
	size_t used, size;
	size_t nmap, map_room;
	struct shelf_map {
		void *at;
		size_t size;
	} * map;
};

/* Aligned to 16, holding zeros; NULL sets errno.  Zero-initialised is ready. */
void *shelf_alloc(struct shelf *s, size_t count, size_t size);
void shelf_free(struct shelf *s);

#endif
