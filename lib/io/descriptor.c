/*
 * descriptor.c - read(2) and write(2) as one wants them
 */
#define _GNU_SOURCE /* sync_file_range() and F_SETPIPE_SZ, which only Linux has */
#include "io/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/* After a failed call: may it be tried again? */
static bool
worth_another(int fd, short event)
{
	struct pollfd wait = { .fd = fd, .events = event };

	if (errno == EINTR)
		return true;
	if (errno != EAGAIN && errno != EWOULDBLOCK)
		return false;
	return poll(&wait, 1, -1) >= 0 || errno == EINTR;
}

ptrdiff_t
descriptor_read(int fd, void *p, size_t n)
{
	ssize_t got;

	do
		got = read(fd, p, n);
	while (got < 0 && worth_another(fd, POLLIN));
	return got;
}

bool
descriptor_write(int fd, const void *p, size_t n)
{
	const char *from = p;

	while (n > 0) {
		ssize_t put = write(fd, from, n);

		if (put < 0) {
			if (!worth_another(fd, POLLOUT))
				return false;
			continue;
		}
		from += put;
		n -= (size_t)put;
	}
	return true;
}

void
descriptor_start_sync(int fd, uint64_t from, uint64_t n)
{
#ifdef SYNC_FILE_RANGE_WRITE
	(void)sync_file_range(fd, (off_t)from, (off_t)n, SYNC_FILE_RANGE_WRITE);
#else
	(void)fd;
	(void)from;
	(void)n;
#endif
}

void
descriptor_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	enum { WIDE = 1 << 20 };

	(void)fcntl(fd, F_SETPIPE_SZ, WIDE);
#else
	(void)fd;
#endif
}

bool
descriptors_open(void)
{
	/* In rising order, as open(2) takes the lowest number that is free. */
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			continue;
		if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			return false;
	}
	return true;
}
