/*
 * sink.c - bytes out: whole or not at all
 *
 * Where writes to a pipe are cut, and why.  Linux fills a pipe by pages.  A write of
 * n bytes first tops up the last page with n mod 4096 bytes, if they fit, and then
 * takes new pages; when the pipe is full it waits between two pages, which is where a
 * kill finds a busy writer (pipe_write() in fs/pipe.c).  So
 *
 *   - a write of whole pages can be cut after each 4096th of its own bytes, wherever
 *     it started, and nowhere else;
 *   - a write of at most 4096 bytes goes in whole or not at all (PIPE_BUF; POSIX).
 *
 * We write runs of whole pages of which none ends in a newline.  A page that would is
 * written alone and without its newline, which then begins the next write.  What is
 * left below a page waits for more, or, when it must go out, goes without the newline
 * at its end.  Hence no cut leaves a newline as the last byte, with one exception that
 * cannot be helped: 4096 newlines in a row.  (Pages of 64 KiB change nothing, as they
 * are multiples of 4096.)  Only sink_finish() gives the last newline away.
 */
#include "io/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/descriptor.h"
#include "io/gzip.h"
#include "io/sink_target.h"
#include "io/temporary.h"

enum {
	BUFFER = 256 * 1024,
	LARGE = 32 * 1024, /* pieces worth a write of their own */
	AHEAD = 8 << 20,   /* bytes behind which the disk may stay before the end */
	PAGE = 4096
};

/* How much must go out of what is in the buffer? */
enum urge {
	WHEN_FULL, /* what is cheapest, but make room */
	NOW,       /* all but the newlines at the end */
	LAST       /* all */
};

struct sink {
	struct sink_target to;
	bool sent;   /* some byte may have reached the other side */
	bool failed; /* err says why */
	bool finished;
	struct err err;
	char *buf; /* `used` bytes of `room` */
	size_t used, room;
	uint64_t written, started; /* bytes, and those the disk was sent already */
	struct gzip *gzip;         /* NULL when not compressed */
	unsigned char *packed;
};

static bool
sink_start(struct sink *s, const char *path, struct err *e)
{
	if (!sink_target_open(&s->to, path, e))
		return false;
	s->room = BUFFER;
	s->buf = mem_alloc(s->room, 1);
	if (!s->to.compress)
		return true;
	s->packed = mem_alloc(BUFFER, 1);
	s->gzip = gzip_new();
	return s->gzip != NULL ||
	       fail(e, EXIT_SYSTEM, "%s: cannot start zlib", s->to.name);
}

struct sink *
sink_open(const char *path, struct err *e)
{
	struct sink *s = mem_alloc(1, sizeof(*s));

	if (sink_start(s, path, e))
		return s;
	sink_free(s);
	return NULL;
}

const char *
sink_name(const struct sink *s)
{
	return s->to.name;
}

bool
sink_keeps(const struct sink *s)
{
	return s->to.temporary != NULL;
}

/* Remember the first error; errno says what it was. */
static void
sink_fault(struct sink *s, const char *what)
{
	if (!s->failed)
		fail(&s->err, EXIT_SYSTEM, "%s: cannot %s: %s", s->to.name, what,
		    strerror(errno));
	s->failed = true;
	s->used = 0;
}

static void
put(struct sink *s, const void *p, size_t n)
{
	if (n == 0 || s->failed)
		return;
	s->sent = true;
	if (!descriptor_write(s->to.fd, p, n)) {
		sink_fault(s, "write");
		return;
	}
	s->written += n;
	if (s->to.temporary != NULL && s->written - s->started >= AHEAD) {
		descriptor_start_sync(s->to.fd, s->started, s->written - s->started);
		s->started = s->written;
	}
}

/* n without the newlines at the end of the n bytes at p. */
static size_t
without_newlines(const char *p, size_t n)
{
	while (n > 0 && p[n - 1] == '\n')
		n--;
	return n;
}

/* How many of the n bytes at p are whole pages that do not end in a newline? */
static size_t
safe_pages(const char *p, size_t n)
{
	size_t run = 0;

	while (n - run >= PAGE && p[run + PAGE - 1] != '\n')
		run += PAGE;
	return run;
}

/* As the head of this file has it.  Returns how many bytes went out. */
static size_t
put_pages(struct sink *s, const char *p, size_t n)
{
	size_t done = 0;

	while (n - done >= PAGE) {
		size_t run = safe_pages(p + done, n - done);

		if (run == 0)
			run = without_newlines(p + done, PAGE);
		if (run == 0)
			run = PAGE;
		put(s, p + done, run);
		done += run;
	}
	return done;
}

static void
put_packed(struct sink *s, const char *p, size_t n, bool last)
{
	struct gzip_step step = { .in = (const unsigned char *)p, .n_in = n };
	bool ended = false;

	do {
		step.out = s->packed;
		step.n_out = BUFFER;
		ended = gzip_run(s->gzip, &step, last);
		put(s, s->packed, BUFFER - step.n_out);
	} while (!s->failed && (last ? !ended : step.n_in > 0 || step.n_out == 0));
}

/* How many of n bytes at p must go out, when `done` of them have. */
static size_t
bytes_due(const struct sink *s, const char *p, size_t n, size_t done, enum urge urge)
{
	size_t due;

	if (urge == LAST || s->to.temporary != NULL)
		return n;
	if (urge == WHEN_FULL && s->to.pipe)
		return done;
	due = done + without_newlines(p + done, n - done);
	return due == 0 && urge == WHEN_FULL ? n : due;
}

/* Write of the n bytes at p what the urge asks for.  Returns how many that were. */
static size_t
put_urged(struct sink *s, const char *p, size_t n, enum urge urge)
{
	size_t done = 0, due;

	if (s->gzip != NULL) {
		put_packed(s, p, n, urge == LAST);
		return n;
	}
	if (s->to.pipe)
		done = put_pages(s, p, n);
	due = bytes_due(s, p, n, done, urge);
	put(s, p + done, due - done);
	return due;
}

/* The same for the buffer; what stays moves to its front. */
static void
sink_drain(struct sink *s, enum urge urge)
{
	size_t gone;

	if (s->failed)
		return;
	gone = put_urged(s, s->buf, s->used, urge);
	if (s->failed)
		return;
	memmove(s->buf, s->buf + gone, s->used - gone);
	s->used -= gone;
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

bool
sink_same(const struct sink *a, const struct sink *b)
{
	return sink_target_same(&a->to, &b->to);
}

/*
 * A large piece is written from where it is, to save a copy, after what waits in the
 * buffer was filled up to whole pages and is out of the way.
 */
void
sink_write(struct sink *s, const void *p, size_t n)
{
	const char *from = p;

	while (n > 0 && !s->failed) {
		bool large = n >= LARGE;
		size_t part = smaller(n, s->room - s->used);

		if (large && s->used == 0) {
			part = put_urged(s, from, n, WHEN_FULL);
		} else {
			if (large)
				part = smaller(part, PAGE - s->used % PAGE);
			memcpy(s->buf + s->used, from, part);
			s->used += part;
			if (large || part < n)
				sink_drain(s, WHEN_FULL);
		}
		from += part;
		n -= part;
	}
}

bool
sink_failed(struct sink *s, struct err *e)
{
	if (s->failed)
		*e = s->err;
	return s->failed;
}

void
sink_flush(struct sink *s)
{
	if (s->gzip == NULL)
		sink_drain(s, NOW);
}

bool
sink_finish(struct sink *s, struct err *e)
{
	sink_drain(s, LAST);
	if (!s->failed && !sink_target_close(&s->to))
		sink_fault(s, "write");
	if (s->failed) {
		*e = s->err;
		return false;
	}
	s->finished = true;
	return true;
}

bool
sink_publish(struct sink *s, struct err *e)
{
	return sink_target_place(&s->to, e);
}

bool
sink_commit(struct sink *s, struct err *e)
{
	bool done = sink_finish(s, e) && sink_publish(s, e);

	sink_free(s);
	return done;
}

/*
 * What waits in the buffer goes out in front of the poison, as the other side would
 * else see it in the middle of a cell.  When nothing went out yet, nothing does: no
 * bytes at all are refused as well.  A reader that is gone must not kill us now, as
 * the message that says why we give up is still to be printed.
 */
void
sink_abandon(struct sink *s, const char *poison)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;

	if (s == NULL)
		return;
	if (poison != NULL && s->sent && !s->failed && !s->finished && !s->to.temporary &&
	    s->gzip == NULL) {
		sink_write(s, poison, strlen(poison));
		sigaction(SIGPIPE, &ignore, &before);
		sink_drain(s, LAST);
		sigaction(SIGPIPE, &before, NULL);
	}
	sink_free(s);
}

void
sink_free(struct sink *s)
{
	if (s == NULL)
		return;
	sink_target_free(&s->to);
	gzip_free(s->gzip);
	free(s->packed);
	free(s->buf);
	free(s);
}
