/*
 * source_test.c - lib/io/source: files, pipes, second looks, and what goes wrong
 *
 * read(2) and pwrite(2) are interposed, so that calls can be interrupted, come up short
 * or fail as they do on a bad day.
 */
#include "io/source.h"

#include <errno.h>
#include <signal.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>

#include "io/descriptor.h"
#include "look.h"
#include "scratch.h"
#include "tap.h"

static struct {
	bool interrupted;      /* each second read fails with EINTR */
	size_t longest_read;   /* 0 is any */
	int reads_until_eio;   /* fail then; -1 is never */
	int writes_until_full; /* fail then with ENOSPC; -1 is never */
	unsigned calls;
} fault = { .reads_until_eio = -1, .writes_until_full = -1 };

static void
fault_none(void)
{
	memset(&fault, 0, sizeof(fault));
	fault.reads_until_eio = fault.writes_until_full = -1;
}

ssize_t
read(int fd, void *p, size_t n)
{
	struct iovec part = { p, n };

	if (fault.interrupted && fault.calls++ % 2 == 0) {
		errno = EINTR;
		return -1;
	}
	if (fault.reads_until_eio >= 0 && fault.reads_until_eio-- == 0) {
		errno = EIO;
		return -1;
	}
	if (fault.longest_read > 0 && n > fault.longest_read)
		part.iov_len = fault.longest_read;
	return readv(fd, &part, 1);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	struct iovec part = { (void *)(uintptr_t)p, n };

	if (fault.writes_until_full >= 0 && fault.writes_until_full-- == 0) {
		errno = ENOSPC;
		return -1;
	}
	return lseek(fd, at, SEEK_SET) == at ? writev(fd, &part, 1) : -1;
}

static void
test_plain(void)
{
	static const size_t piece[] = { 1, 7, 4096, 300000, 1 << 20 };

	file_write("many.csv", many, MANY);
	for (size_t i = 0; i < 5; i++)
		ok(look_is("many.csv", piece[i], many, MANY), "read by %zu bytes",
		    piece[i]);
	fault.longest_read = 1;
	fault.interrupted = true;
	ok(look_is("many.csv", 4096, many, MANY), "short and interrupted reads");
	ok(look_is("members.gz", 65536, many, MANY), "the same with gzip");
	fault_none();
	file_write("empty.csv", "", 0);
	ok(look_is("empty.csv", 10, "", 0), "an empty file");
	file_write("p.csv", "P", 1);
	ok(look_is("p.csv", 10, "P", 1), "the beginning of a magic and no more");
	file_write("bz.csv", "BZh1,b\n", 7);
	ok(look_is("bz.csv", 10, "BZh1,b\n", 7), "a header that is nearly a magic");
}

static void
test_formats(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *says;
	} of[] = {
		{ "\x28\xb5\x2f\xfd....", 8, "zstd data: use zstdcat FILE | csv-test" },
		{ "\xfd\x37zXZ\0..", 8, "xz data: use xzcat FILE |" },
		{ "BZh91AY&SY..", 12, "bzip2 data: use bzcat FILE |" },
		{ "BZh9\x17rE8P\x90....", 14, "bzip2 data: use bzcat FILE |" },
		{ "\x04\x22\x4d\x18..", 6, "lz4 data: use lz4cat FILE |" },
		{ "PK\3\4......", 10, "zip data: use unzip -p FILE |" },
	};

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		file_write("x.csv", of[i].bytes, of[i].n);
		ok(look_fails("x.csv", EXIT_DATA, of[i].says), "%s", of[i].says);
	}
	file_write("text.csv.gz", "a,b\n", 4);
	ok(look_fails("text.csv.gz", EXIT_DATA, "holds no gzip data"), "text named .gz");
	file_write("text.csv.gz", "", 0);
	ok(look_fails("text.csv.gz", EXIT_DATA, "holds no gzip data"),
	    "nothing named .gz");
}

/* Standard input from fd, which is closed. */
static void
stdin_from(int fd)
{
	scratch_need(fd >= 0 && dup2(fd, 0) == 0, "set standard input");
	close(fd);
}

static void
test_refused(void)
{
	mkdir("folder", 0777);
	ok(look_fails("folder", EXIT_SYSTEM, "folder: is a directory"), "a directory");
	ok(look_fails("none.csv", EXIT_SYSTEM,
	       "none.csv: cannot open: No such file or directory"),
	    "a missing file");
	stdin_from(open("folder", O_RDONLY));
	ok(look_fails("-", EXIT_SYSTEM, "stdin: is a directory"), "a directory as stdin");
	close(0);
	ok(look_fails("-", EXIT_SYSTEM, "stdin: cannot read: Bad file descriptor"),
	    "standard input closed");
	ok(descriptors_open() && fcntl(0, F_GETFD) == 0, "its number is taken");
	ok(look_fails("-", EXIT_SYSTEM, "stdin: cannot read: Bad file descriptor"),
	    "and reading still fails");
	fault.reads_until_eio = 2;
	ok(look_fails(
	       "many.csv", EXIT_SYSTEM, "many.csv: cannot read: Input/output error"),
	    "an error in mid-stream is no end");
	fault_none();
}

/* Standard input from a pipe that a child fills, n bytes at p in pieces. */
static void
stdin_piped(const void *p, size_t n, size_t piece, long wait_ns)
{
	struct timespec wait = { 0, wait_ns };
	int end[2];

	scratch_need(pipe(end) == 0, "make a pipe");
	fflush(stdout);
	if (fork() == 0) {
		close(end[0]);
		for (size_t at = 0; at < n; at += piece) {
			if (wait_ns > 0)
				nanosleep(&wait, NULL);
			descriptor_write(end[1], (const char *)p + at,
			    n - at < piece ? n - at : piece);
		}
		_exit(0);
	}
	close(end[1]);
	stdin_from(end[0]);
}

static void
test_pipe(void)
{
	stdin_piped(many, MANY, 65536, 0);
	ok(look_is("-", 5000, many, MANY), "a pipe");
	wait(NULL);
	stdin_piped(small_gz, SMALL_GZ, 1, 0);
	ok(look_is("-", 5000, "a,b\n1,2\n", 8), "gzip byte by byte through a pipe");
	wait(NULL);
	stdin_piped("a,b\n1,2\n", 8, 2, 3000000);
	fcntl(0, F_SETFL, O_NONBLOCK);
	ok(look_is("-", 5000, "a,b\n1,2\n", 8), "a non-blocking pipe that is slow");
	wait(NULL);
}

/* One look, up to `first` bytes of it, then a second and a third to the end. */
static bool
looks_agree(const char *path, size_t first, const void *p, size_t n)
{
	struct got g = { .last = 0 };
	struct source *s = source_open(path, true, &g.e);
	bool same = s != NULL;

	if (same && first > 0)
		got_read(&g, s, 1000, first);
	same = same && g.n <= n && memcmp(g.p == NULL ? "" : g.p, p, g.n) == 0;
	for (int i = 2; same && i <= 3; i++) {
		g.n = 0;
		same = source_rewind(s, &g.e);
		if (same)
			got_read(&g, s, 1000, SIZE_MAX);
		same = same && got_is(&g, p, n) && source_size(s) == source_position(s);
	}
	if (g.e.status != 0)
		printf("# %s\n", g.e.msg);
	source_close(s);
	free(g.p);
	return same;
}

static void
test_rewind(void)
{
	static const size_t first[] = { 0, 1, 100000, SIZE_MAX };

	for (size_t i = 0; i < 4; i++) {
		ok(looks_agree("many.csv", first[i], many, MANY), "file again (%zu)",
		    first[i]);
		ok(looks_agree("members.gz", first[i], many, MANY), "gzip again");
		stdin_piped(many, MANY, 3000, 0);
		ok(looks_agree("-", first[i], many, MANY), "pipe again");
		wait(NULL);
		stdin_piped(small_gz, SMALL_GZ, 1, 0);
		ok(looks_agree("-", first[i], "a,b\n1,2\n", 8), "gzip in a pipe again");
		wait(NULL);
	}
	stdin_from(open("many.csv", O_RDONLY));
	lseek(0, 1234, SEEK_SET);
	ok(looks_agree("-", 5000, many + 1234, MANY - 1234),
	    "from where others left off");
}

static void
test_rewind_refused(void)
{
	struct err e = { 0 };
	struct source *s;

	stdin_piped("a\n", 2, 2, 0);
	s = source_open("-", false, &e);
	ok(s != NULL && !source_rewind(s, &e) && strstr(e.msg, "read twice") != NULL,
	    "a pipe that was not kept");
	source_close(s);
	wait(NULL);
	setenv("TMPDIR", "/nowhere", 1);
	ok(source_open("-", true, &e) == NULL && e.status == EXIT_SYSTEM &&
		strstr(e.msg, "stdin: cannot keep a copy in /nowhere: No such") != NULL,
	    "no folder for the copy of a pipe: %s", e.msg);
	unsetenv("TMPDIR");
	stdin_piped(many, MANY, 65536, 0);
	s = source_open("-", true, &e);
	fault.writes_until_full = 3;
	struct got g = { .last = 0 };
	got_read(&g, s, 1000, SIZE_MAX);
	ok(got_failed(&g, EXIT_SYSTEM, "copy in /tmp: No space left on device"),
	    "the disk fills up with the copy");
	fault_none();
	free(g.p);
	source_close(s);
	close(0);
	wait(NULL);
}

/* Change a file between or during two looks; says how the second went. */
static bool
change_noticed(bool during, void (*change)(void))
{
	struct got g = { .last = 0 };
	struct source *s;
	bool noticed;

	file_write("changes.csv", many, MANY);
	s = source_open("changes.csv", true, &g.e);
	got_read(&g, s, 65536, SIZE_MAX);
	if (!during)
		change();
	noticed = !source_rewind(s, &g.e);
	if (during && !noticed) {
		got_read(&g, s, 65536, g.n + 70000);
		change();
		got_read(&g, s, 65536, SIZE_MAX);
		noticed = g.last == -1;
	}
	noticed =
	    noticed && strcmp(g.e.msg, "changes.csv: changed while it was read") == 0;
	source_close(s);
	free(g.p);
	return noticed;
}

static void
change_size(void)
{
	file_write("changes.csv", many, MANY - 1);
}

static void
change_time(void)
{
	struct timespec at[2] = { { 1000000000, 1 }, { 1000000000, 1 } };

	utimensat(AT_FDCWD, "changes.csv", at, 0);
}

static void
change_nothing(void)
{
}

static void
test_changed(void)
{
	ok(change_noticed(false, change_size), "another size at rewind");
	ok(change_noticed(false, change_time), "another time at rewind");
	ok(change_noticed(true, change_size), "another size in the second look");
	ok(change_noticed(true, change_time), "another time in the second look");
	ok(!change_noticed(true, change_nothing), "no change is no change");
}

static void
test_facts(void)
{
	struct err e = { 0 };
	struct source *s = source_open("many.csv", false, &e);
	char bytes[100];

	ok(strcmp(source_name(s), "many.csv") == 0 && source_is_regular(s), "a file");
	ok(source_size(s) == MANY && source_position(s) == 0, "its size is known");
	ok(source_read(s, bytes, 100, &e) == 100 && source_position(s) >= 100,
	    "position");
	ok(source_read(s, bytes, 0, &e) == 0, "no bytes asked for, none given");
	scratch_need(
	    symlink("many.csv", "link.csv") == 0 && link("many.csv", "hard.csv") == 0,
	    "make links");
	ok(source_is_file(s, "many.csv") && source_is_file(s, "link.csv") &&
		source_is_file(s, "hard.csv"),
	    "the same file by three names");
	ok(!source_is_file(s, "small.csv") && !source_is_file(s, "none.csv") &&
		!source_is_file(s, "-"),
	    "other files are not it");
	source_close(s);
	s = source_open("/dev/null", false, &e);
	ok(!source_is_file(s, "/dev/null") && !source_is_regular(s) &&
		source_size(s) == 0,
	    "a device is never input and output file in one");
	source_close(s);
	stdin_piped("a\n", 2, 2, 0);
	s = source_open("-", false, &e);
	ok(!source_is_regular(s) && strcmp(source_name(s), "stdin") == 0, "a pipe");
	source_close(s);
	wait(NULL);
	source_close(NULL);
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	program_set("csv-test");
	scratch_enter();
	many_fill();
	members_write();
	test_plain();
	test_formats();
	test_refused();
	test_pipe();
	test_rewind();
	test_rewind_refused();
	test_changed();
	test_facts();
	scratch_leave();
	return tap_end();
}
