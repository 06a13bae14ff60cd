/*
 * sink_test.c - lib/io/sink, the bytes: every one arrives or an error does, and a pipe
 * is never cut behind a newline
 *
 * write(2) is interposed.  It records what a watched descriptor gets, holds each call
 * against the rules of sink.c for pipes, and can be made to fail.
 */
#include "io/sink.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>

#include "base/mem.h"
#include "io/descriptor.h"
#include "scratch.h"
#include "tap.h"

enum { PAGE = 4096 };

static struct {
	int fd;  /* -1 for none */
	char *p; /* what it got */
	size_t n, room;
	bool cuttable; /* the last call could be cut behind a newline */
	int bad;       /* how many before it could */
	unsigned calls;
	size_t longest; /* a call takes no more; 0 is any */
	bool interrupted;
	int calls_until_full; /* fail then with ENOSPC; -1 is never */
} watch = { .fd = -1, .calls_until_full = -1 };

static void
watch_start(int fd)
{
	free(watch.p);
	memset(&watch, 0, sizeof(watch));
	watch.fd = fd;
	watch.calls_until_full = -1;
}

static bool
call_cuttable(const char *p, size_t n)
{
	if (n <= PAGE)
		return p[n - 1] == '\n';
	if (n % PAGE != 0)
		return true;
	for (size_t end = PAGE; end <= n; end += PAGE)
		if (p[end - 1] == '\n')
			return true;
	return false;
}

static ssize_t
watch_call(const char *p, size_t n)
{
	if (watch.interrupted && watch.calls++ % 2 == 0) {
		errno = EINTR;
		return -1;
	}
	if (watch.calls_until_full >= 0 && watch.calls_until_full-- == 0) {
		errno = ENOSPC;
		return -1;
	}
	watch.bad += watch.cuttable;
	watch.cuttable = call_cuttable(p, n);
	if (watch.longest > 0 && n > watch.longest)
		n = watch.longest;
	watch.p = mem_grow(watch.p, &watch.room, watch.n + n, 1);
	memcpy(watch.p + watch.n, p, n);
	watch.n += n;
	return (ssize_t)n;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	struct iovec part = { (void *)(uintptr_t)p, n };

	return fd == watch.fd ? watch_call(p, n) : writev(fd, &part, 1);
}

static bool
watch_got(const void *p, size_t n)
{
	return watch.n == n && (n == 0 || memcmp(watch.p, p, n) == 0);
}

/* Standard output onto the writing end of a pipe, and back; tests report between. */
static int out_saved, out_reader;

static void
out_to_pipe(void)
{
	int end[2];

	fflush(stdout);
	out_saved = dup(1);
	scratch_need(out_saved > 2 && pipe(end) == 0, "make a pipe");
	dup2(end[1], 1);
	close(end[1]);
	out_reader = end[0];
}

static void
out_restore(void)
{
	dup2(out_saved, 1);
	close(out_saved);
	close(out_reader);
}

enum { MANY = 1500000 };
static char many[MANY];

static unsigned
random_next(void)
{
	static unsigned x = 1;

	x = x * 1103515245 + 12345;
	return x >> 16;
}

/* Rows of `length` bytes, or, if that is 0, of any up to 200. */
static void
many_fill(size_t length)
{
	size_t left = length;

	for (size_t i = 0; i < MANY; i++) {
		if (length == 0 && left == 0)
			left = 1 + random_next() % 200;
		else if (left == 0)
			left = length;
		many[i] = --left == 0 ? '\n' : (char)('a' + i % 26);
	}
	many[MANY - 1] = '\n';
}

/* All of it in pieces, with some flushes. */
static void
many_write(struct sink *s, size_t piece)
{
	for (size_t at = 0; at < MANY;) {
		size_t n = MANY - at < piece ? MANY - at : piece;

		sink_write(s, many + at, n);
		at += n;
		if (random_next() % 64 == 0)
			sink_flush(s);
	}
}

/*
 * Rows whose length divides a page are the hard case: all pages end alike.  The last
 * call alone may end in a newline, and only when sink_finish() makes it.
 */
static void
test_pages(void)
{
	static const size_t length[] = { 2, 3, 16, 64, 100, PAGE / 2, PAGE - 1, PAGE,
		PAGE + 1, 3 * PAGE, 0 };
	static const size_t piece[] = { 37, 5000, 100000, 1 << 20 };

	for (size_t i = 0; i < 44; i++) {
		struct err e = { 0 };
		struct sink *s;
		int bad;

		many_fill(length[i / 4]);
		out_to_pipe();
		watch_start(1);
		s = sink_open(NULL, &e);
		many_write(s, piece[i % 4]);
		bad = watch.bad + watch.cuttable;
		bool done = sink_commit(s, &e);
		bad += watch.bad;
		watch.fd = -1;
		out_restore();
		ok(done && bad == 0 && watch_got(many, MANY),
		    "rows of %zu in pieces of %zu (%d bad)", length[i / 4], piece[i % 4],
		    bad);
	}
}

static void
test_newlines_only(void)
{
	struct err e = { 0 };
	struct sink *s;

	memset(many, '\n', MANY);
	for (int i = 0; i < 2; i++) {
		if (i == 0)
			out_to_pipe();
		int device = open("/dev/null", O_WRONLY);
		watch_start(i == 0 ? 1 : device + 1);
		s = sink_open(i == 0 ? "-" : "/dev/null", &e);
		many_write(s, 10000);
		bool done = sink_commit(s, &e);
		watch.fd = -1;
		close(device);
		if (i == 0)
			out_restore();
		ok(done && watch_got(many, MANY), "nothing but newlines, %s",
		    i == 0 ? "pipe" : "device");
	}
}

static void
test_flush(void)
{
	struct err e = { 0 };
	struct sink *s;
	bool held, went;

	out_to_pipe();
	watch_start(1);
	s = sink_open("-", &e);
	sink_write(s, "a,b\n1,2\n\n", 9);
	sink_flush(s);
	held = watch_got("a,b\n1,2", 7);
	sink_write(s, "3", 1);
	sink_flush(s);
	went = watch_got("a,b\n1,2\n\n3", 10);
	sink_write(s, "\n", 1);
	bool done = sink_commit(s, &e);
	watch.fd = -1;
	out_restore();
	ok(held, "a flush holds the newlines at the end back");
	ok(went, "they go out in front of what follows");
	ok(done && watch_got("a,b\n1,2\n\n3\n", 11), "the last one goes with the end");
}

/*
 * The kernel itself: a child fills a pipe that nobody reads and is killed while it
 * waits for room.  Its rows divide a page, so that plain writes would end in one.
 */
static void
test_kill(void)
{
	struct timespec moment = { 0, 500000 };
	int newlines = 0;
	static char left[1 << 20];

	for (size_t length = 2; length <= 1024; length *= 2) {
		ssize_t n = 0, got;
		int size = 0;
		pid_t child;

		many_fill(length);
		out_to_pipe();
		child = fork();
		if (child == 0) {
			struct err e;
			struct sink *s = sink_open("-", &e);

			many_write(s, 3 * length);
			_exit(9);
		}
		close(1);
		for (int i = 0; i < 200 && size < 60000; i++) {
			nanosleep(&moment, NULL);
			ioctl(out_reader, FIONREAD, &size);
		}
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		while ((got = read(out_reader, left + n, sizeof(left) - (size_t)n)) > 0)
			n += got;
		out_restore();
		newlines += n < 50000 || left[n - 1] == '\n';
	}
	ok(newlines == 0, "a killed writer's stream ends in no newline (%d)", newlines);
}

static void
test_faults(void)
{
	struct err e = { 0 };
	struct sink *s;
	bool done;

	many_fill(0);
	out_to_pipe();
	watch_start(1);
	watch.interrupted = true;
	watch.longest = 1000;
	s = sink_open("-", &e);
	many_write(s, 5000);
	done = sink_commit(s, &e);
	watch.fd = -1;
	out_restore();
	ok(done && watch_got(many, MANY), "short and interrupted writes");
	for (int i = 0; i < 3; i++) {
		int call[] = { 0, 1, 5 };
		size_t after;

		out_to_pipe();
		watch_start(1);
		watch.calls_until_full = call[i];
		s = sink_open("-", &e);
		many_write(s, 5000);
		bool known = sink_failed(s, &e);
		after = watch.n;
		sink_write(s, "more", 4);
		sink_flush(s);
		done = sink_commit(s, &e);
		watch.fd = -1;
		out_restore();
		ok(known && !done && e.status == EXIT_SYSTEM && watch.n == after &&
			strcmp(e.msg, "stdout: cannot write: No space left on device") ==
			    0,
		    "full at call %d: %s", call[i], e.msg);
	}
	s = sink_open("/dev/full", &e);
	sink_write(s, "a\n", 2);
	ok(!sink_failed(s, &e) && !sink_commit(s, &e) &&
		strcmp(e.msg, "/dev/full: cannot write: No space left on device") == 0,
	    "full at the last flush");
}

/* A pipe whose reader sleeps at first, set to give up instead of waiting. */
static void
test_nonblocking(void)
{
	struct err e = { 0 };
	struct sink *s;
	size_t n = 0;
	char *p;
	pid_t reader;
	bool done;

	out_to_pipe();
	reader = fork();
	if (reader == 0) {
		struct timespec wait = { 0, 20000000 };
		static char part[70000];
		FILE *f = fopen("drained", "w");
		ptrdiff_t got;

		close(1);
		nanosleep(&wait, NULL);
		while ((got = descriptor_read(out_reader, part, sizeof(part))) > 0)
			fwrite(part, 1, (size_t)got, f);
		_exit(fclose(f));
	}
	fcntl(1, F_SETFL, O_NONBLOCK);
	s = sink_open("-", &e);
	many_write(s, 100000);
	done = sink_commit(s, &e);
	out_restore();
	waitpid(reader, NULL, 0);
	p = file_read("drained", &n);
	ok(done && n == MANY && memcmp(p, many, MANY) == 0, "a non-blocking pipe");
	free(p);
}

static void
test_reader_gone(void)
{
	struct err e = { 0 };
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		signal(SIGPIPE, SIG_DFL);
		out_to_pipe();
		close(out_reader);
		struct sink *s = sink_open("-", &e);
		sink_write(s, "a\n", 2);
		sink_commit(s, &e);
		_exit(0);
	}
	waitpid(child, &status, 0);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE, "a broken pipe kills");
	signal(SIGPIPE, SIG_IGN);
	out_to_pipe();
	close(out_reader);
	out_reader = -1;
	struct sink *s = sink_open("-", &e);
	sink_write(s, "a\n", 2);
	bool done = sink_commit(s, &e);
	out_restore();
	ok(!done && strcmp(e.msg, "stdout: cannot write: Broken pipe") == 0 &&
		e.status == EXIT_SYSTEM,
	    "unless it is ignored: %s", e.msg);
	signal(SIGPIPE, SIG_DFL);
}

/* What a sink given up after n bytes has sent. */
static bool
abandoned_sends(size_t flushed, const char *poison, const char *sends)
{
	struct err e;
	struct sink *s;

	out_to_pipe();
	watch_start(1);
	s = sink_open("-", &e);
	sink_write(s, "a,b\n", flushed);
	sink_flush(s);
	sink_write(s, "1,2\n", 4);
	sink_abandon(s, poison);
	watch.fd = -1;
	out_restore();
	return watch_got(sends, strlen(sends));
}

static void
test_abandon(void)
{
	struct err e = { 0 };
	struct sink *s;

	ok(abandoned_sends(4, "\"failed", "a,b\n1,2\n\"failed"),
	    "poison behind the rows");
	ok(abandoned_sends(0, "\"failed", ""), "nothing when nothing had gone out");
	ok(abandoned_sends(4, NULL, "a,b"), "no poison, and no newline either");
	out_to_pipe();
	s = sink_open("-", &e);
	sink_write(s, "a\nb", 3);
	sink_flush(s);
	close(out_reader);
	out_reader = -1;
	sink_abandon(s, "\"failed");
	out_restore();
	ok(true, "a reader that is gone does not kill who gives up");
	sink_abandon(NULL, "x");
}

static void
test_standard(void)
{
	struct err e = { 0 };
	struct sink *s;
	int saved;

	fflush(stdout);
	saved = dup(1);
	close(1);
	s = sink_open("-", &e);
	bool closed =
	    s == NULL && strcmp(e.msg, "stdout: cannot write: Bad file descriptor") == 0;
	scratch_need(descriptors_open() && fcntl(1, F_GETFD) >= 0, "open descriptor 1");
	memset(&e, 0, sizeof(e));
	s = sink_open("-", &e);
	bool placeholder =
	    s == NULL && strcmp(e.msg, "stdout: cannot write: Bad file descriptor") == 0;
	bool refused = write(1, "x", 1) < 0 && errno == EBADF;
	int next = open("/dev/null", O_RDONLY);
	dup2(saved, 1);
	close(saved);
	close(next);
	ok(closed && e.status == EXIT_SYSTEM, "standard output closed");
	ok(placeholder && refused, "its place taken, writing still fails");
	ok(next > 2, "and no file lands there");
}

int
main(void)
{
	scratch_enter();
	test_pages();
	test_newlines_only();
	test_flush();
	test_kill();
	test_faults();
	test_nonblocking();
	test_reader_gone();
	test_abandon();
	test_standard();
	free(watch.p);
	scratch_leave();
	return tap_end();
}
