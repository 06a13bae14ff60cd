/*
 * spool.c - see spool.h
 */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

bool
spool_open(struct spool *s)
{
	const char *chosen = getenv("TMPDIR");
	size_t size;
	char *path;

	s->size = 0;
	s->folder = chosen != NULL && chosen[0] != '\0' ? chosen : "/tmp";
	size = strlen(s->folder) + sizeof("/csvlearn.XXXXXX");
	path = mem_alloc(size, 1);
	snprintf(path, size, "%s/csvlearn.XXXXXX", s->folder);
	s->fd = mkstemp(path);
	if (s->fd >= 0) {
		unlink(path);
		fcntl(s->fd, F_SETFD, FD_CLOEXEC);
	}
	free(path);
	return s->fd >= 0;
}

bool
spool_write(struct spool *s, const void *p, size_t n)
{
	const char *from = p;

	for (size_t done = 0; done < n;) {
		ssize_t put =
		    pwrite(s->fd, from + done, n - done, (off_t)(s->size + done));

		if (put >= 0)
			done += (size_t)put;
		else if (errno != EINTR)
			return false;
	}
	s->size += n;
	return true;
}

ptrdiff_t
spool_read(const struct spool *s, void *p, size_t n, uint64_t at)
{
	ssize_t got;

	do
		got = pread(s->fd, p, n, (off_t)at);
	while (got < 0 && errno == EINTR);
	if (got == 0)
		errno = EIO;
	return got > 0 ? got : -1;
}

void
spool_close(struct spool *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}
