/*
 * spool.h - a temporary file without a name: written at its end, read anywhere
 *
 * For what is too much for memory, or comes from a pipe and is needed again.  Nobody
 * can find the file, and it is gone when the process ends, however it ends.  It takes
 * its room in $TMPDIR, else in /tmp.
 *
 * Failures set errno; a write that failed leaves the spool as it was.
 */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spool {
	int fd;             /* -1: not open */
	const char *folder; /* where it takes its room, for messages */
	uint64_t size;
};

bool spool_open(struct spool *s);
bool spool_write(struct spool *s, const void *p, size_t n);

/* Up to n of the bytes from `at` on, at least one; -1 on an error. */
ptrdiff_t spool_read(const struct spool *s, void *p, size_t n, uint64_t at);

void spool_close(struct spool *s);

#endif
