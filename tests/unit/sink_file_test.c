/*
 * sink_file_test.c - lib/io/sink, the names: a file appears whole or not at all
 *
 * Whatever happens, the folder holds the old file or the new one and nothing else.
 * fsync(2) is interposed, so that it can fail.
 */
#include "io/sink.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "io/gzip.h"
#include "scratch.h"
#include "tap.h"

static int fsync_error; /* 0 for success */

int
fsync(int fd)
{
	(void)fd;
	errno = fsync_error;
	return fsync_error == 0 ? 0 : -1;
}

static bool
commit(const char *path, const char *text, struct err *e)
{
	struct sink *s = sink_open(path, e);

	if (s == NULL)
		return false;
	sink_write(s, text, strlen(text));
	return sink_commit(s, e);
}

static bool
holds(const char *path, const char *text)
{
	return file_holds(path, text, strlen(text));
}

static unsigned
mode_of(const char *path)
{
	struct stat file;

	return stat(path, &file) == 0 ? file.st_mode & 07777u : 0;
}

static bool
says(const struct err *e, const char *text)
{
	if (e->status == EXIT_SYSTEM && strcmp(e->msg, text) == 0)
		return true;
	printf("# status %d, message \"%s\"\n", e->status, e->msg);
	return false;
}

static void
test_new(void)
{
	struct err e = { 0 };
	struct sink *s;

	mkdir("new", 0777);
	s = sink_open("new/out.csv", &e);
	ok(strcmp(sink_name(s), "new/out.csv") == 0, "its name");
	sink_write(s, "a\n1\n", 4);
	sink_flush(s);
	ok(access("new/out.csv", F_OK) != 0 && folder_count("new") == 1, "not there yet");
	ok(sink_finish(s, &e) && access("new/out.csv", F_OK) != 0, "nor when finished");
	ok(sink_publish(s, &e) && holds("new/out.csv", "a\n1\n"), "there when published");
	sink_free(s);
	ok(folder_count("new") == 1, "and nothing beside it");
	s = sink_open("new/out.csv", &e);
	sink_write(s, "b\n", 2);
	sink_finish(s, &e);
	sink_abandon(s, "\"poison");
	ok(holds("new/out.csv", "a\n1\n") && folder_count("new") == 1,
	    "given up: the old");
	s = sink_open("new/other.csv", &e);
	sink_free(s);
	ok(folder_count("new") == 1, "given up: nothing");
	ok(commit("new/empty.csv", "", &e) && holds("new/empty.csv", ""),
	    "an empty file");
}

static void
test_mode(void)
{
	struct err e = { 0 };

	umask(027);
	ok(commit("mode.csv", "a\n", &e) && mode_of("mode.csv") == 0640, "mode by umask");
	chmod("mode.csv", 0604);
	ok(commit("mode.csv", "b\n", &e) && mode_of("mode.csv") == 0604, "mode is kept");
	umask(0777);
	ok(commit("dark.csv", "b\n", &e) && mode_of("dark.csv") == 0, "umask 777");
	umask(022);
	if (geteuid() == 0) {
		skip("root may write to any file");
		skip("root may write to any folder");
		return;
	}
	chmod("mode.csv", 0444);
	ok(!commit("mode.csv", "c\n", &e) &&
		says(&e, "mode.csv: cannot write: Permission denied"),
	    "a file that is not to be written");
	mkdir("closed", 0555);
	ok(!commit("closed/x.csv", "c\n", &e) &&
		says(&e, "closed/x.csv: cannot create: Permission denied"),
	    "a folder that is not to be written");
}

static void
test_symlink(void)
{
	struct err e = { 0 };
	struct stat link;

	mkdir("there", 0777);
	scratch_need(symlink("there/real.csv", "near.csv") == 0 &&
			 symlink("../near.csv", "there/far.csv") == 0 &&
			 symlink("round.csv", "round.csv") == 0,
	    "make symlinks");
	ok(commit("there/far.csv", "1\n", &e) && holds("there/real.csv", "1\n"),
	    "one that dangles, behind another: the target is created");
	ok(commit("near.csv", "2\n", &e) && holds("there/real.csv", "2\n"),
	    "the target is replaced");
	ok(lstat("near.csv", &link) == 0 && S_ISLNK(link.st_mode) &&
		folder_count("there") == 2,
	    "the link stays");
	ok(!commit("round.csv", "3\n", &e) &&
		says(&e, "round.csv: cannot create: Too many levels of symbolic links"),
	    "one that points at itself");
}

static void
test_refused(void)
{
	struct err e = { 0 };
	char name[300];

	ok(sink_open("none/m.st", &e) == NULL &&
		says(&e, "none/m.st: cannot create: No such file or directory"),
	    "no such folder");
	ok(sink_open("new", &e) == NULL && says(&e, "new: is a directory"),
	    "a directory");
	ok(sink_open("nothing/", &e) == NULL &&
		says(&e, "nothing/: cannot create: Is a directory"),
	    "a name that can only be a directory");
	ok(sink_open("", &e) == NULL &&
		says(&e, ": cannot create: No such file or directory"),
	    "no name");
	ok(sink_open("mode.csv/x", &e) == NULL &&
		says(&e, "mode.csv/x: cannot create: Not a directory"),
	    "a folder that is a file");
	ok(sink_open("/dev/fd/200", &e) == NULL &&
		says(&e, "/dev/fd/200: cannot write: Bad file descriptor"),
	    "a descriptor that is not open");
	memset(name, 'x', 255);
	name[255] = '\0';
	ok(commit(name, "a\n", &e) && holds(name, "a\n"), "the longest name");
}

static void
test_sync_fails(void)
{
	struct err e = { 0 };
	int before = folder_count("new");

	fsync_error = EIO;
	ok(!commit("new/out.csv", "b\n", &e) &&
		says(&e, "new/out.csv: cannot write: Input/output error"),
	    "a disk that does not take it");
	ok(holds("new/out.csv", "a\n1\n") && folder_count("new") == before,
	    "the old stays");
	fsync_error = EINVAL;
	ok(commit("new/out.csv", "a\n2\n", &e) && holds("new/out.csv", "a\n2\n"),
	    "a file system without fsync");
	fsync_error = 0;
}

static void
test_together(void)
{
	struct err e = { 0 };
	struct sink *output = sink_open("new/output.csv", &e);
	struct sink *state = sink_open("new/state.st", &e);

	sink_write(output, "o\n", 2);
	sink_write(state, "s\n", 2);
	ok(sink_finish(output, &e) && sink_finish(state, &e) &&
		access("new/output.csv", F_OK) != 0,
	    "two finished");
	ok(sink_publish(output, &e) && sink_publish(state, &e), "and published");
	sink_free(output);
	sink_free(state);
	ok(holds("new/output.csv", "o\n") && holds("new/state.st", "s\n"),
	    "both are there");
}

/* Devices, FIFOs and descriptors are written as they are. */
static void
test_direct(void)
{
	struct err e = { 0 };
	char path[64], got[8] = "";
	int end[2], fifo, status;
	struct stat device;

	ok(commit("/dev/null", "a\n", &e) && stat("/dev/null", &device) == 0 &&
		S_ISCHR(device.st_mode),
	    "/dev/null");
	scratch_need(pipe(end) == 0, "make a pipe");
	snprintf(path, sizeof(path), "/dev/fd/%d", end[1]);
	ok(commit(path, "a\n", &e) && read(end[0], got, 8) == 2, "/dev/fd/N");
	ok(fcntl(end[1], F_GETFD) >= 0, "which stays open");
	fflush(stdout);
	int saved = dup(1), file = open("appended", O_WRONLY | O_CREAT | O_APPEND, 0666);
	bool first = write(file, "old\n", 4) == 4;
	dup2(file, 1);
	bool done = commit("/dev/stdout", "new\n", &e);
	dup2(saved, 1);
	close(saved);
	close(file);
	ok(first && done && holds("appended", "old\nnew\n"),
	    "/dev/stdout appends as asked");
	scratch_need(mkfifo("fifo", 0666) == 0, "make a FIFO");
	fflush(stdout);
	if (fork() == 0)
		_exit(commit("fifo", "1\n2\n", &e) ? 0 : 1);
	fifo = open("fifo", O_RDONLY);
	memset(got, 0, sizeof(got));
	for (ssize_t n = 0, k = 1; k > 0 && n < 7; n += k)
		k = read(fifo, got + n, 7 - (size_t)n);
	wait(&status);
	ok(status == 0 && strcmp(got, "1\n2\n") == 0 && mode_of("fifo") != 0, "a FIFO");
	close(fifo);
	close(end[0]);
	close(end[1]);
}

/* How a child ends that has a temporary open; 0 lets it call exit(). */
static int
child_ends(int number, bool ignored)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct err e;
		struct sink *s[3];

		if (ignored)
			signal(number, SIG_IGN);
		for (int i = 0; i < 3; i++) {
			s[i] = sink_open(i == 0 ? "end/one.csv" : "end/two.csv", &e);
			sink_write(s[i], "x\n", 2);
			sink_flush(s[i]);
		}
		if (number != 0)
			raise(number);
		exit(folder_count("end") == 4 ? 7 : 8);
	}
	waitpid(child, &status, 0);
	return status;
}

static void
test_ends(void)
{
	static const int deadly[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGALRM };
	int status;

	mkdir("end", 0777);
	file_write("end/one.csv", "old\n", 4);
	for (int i = 0; i < 5; i++) {
		status = child_ends(deadly[i], false);
		ok(WIFSIGNALED(status) && WTERMSIG(status) == deadly[i] &&
			folder_count("end") == 1,
		    "signal %d kills, and the temporaries are gone", deadly[i]);
	}
	status = child_ends(SIGHUP, true);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 7,
	    "an ignored signal stays ignored");
	status = child_ends(0, false);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 7 && folder_count("end") == 1,
	    "exit() removes them too");
	status = child_ends(SIGKILL, false);
	ok(WIFSIGNALED(status) && folder_count("end") == 4, "SIGKILL leaves them");
	ok(holds("end/one.csv", "old\n"), "but the old file as it was");
}

static void
test_gzip(void)
{
	static char text[600000];
	static unsigned char out[sizeof(text) + 1];
	struct err e = { 0 };
	size_t n[2] = { 0, 0 };
	char *p[2];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "0123456789,\n"[i * i % 97 % 12];
	for (int i = 0; i < 2; i++) {
		const char *path = i == 0 ? "one.csv.gz" : "two.csv.gz";
		struct sink *s = sink_open(path, &e);
		size_t piece = i == 0 ? 50 : sizeof(text);

		for (size_t at = 0; at < sizeof(text); at += piece)
			sink_write(s, text + at, piece);
		ok(sink_commit(s, &e), "packed by %zu bytes", piece);
		p[i] = file_read(path, &n[i]);
	}
	struct gunzip *g = gunzip_new();
	struct gzip_step step = { (unsigned char *)p[0], n[0], out, sizeof(out) };
	ok(gunzip_run(g, &step) && gunzip_complete(g) && step.n_out == 1 &&
		memcmp(out, text, sizeof(text)) == 0,
	    "it unpacks to what went in");
	ok(n[0] == n[1] && memcmp(p[0], p[1], n[0]) == 0,
	    "equal data give equal bytes, however written");
	ok(memcmp(p[0] + 3, "\0\0\0\0\0", 5) == 0, "no name, no time");
	gunzip_free(g);
	free(p[0]);
	free(p[1]);
	ok(commit("none.csv.gz", "", &e) && !holds("none.csv.gz", ""), "nothing, packed");
}

int
main(void)
{
	/* A shell ignores it for what it runs in the background. */
	signal(SIGINT, SIG_DFL);
	scratch_enter();
	umask(022);
	test_new();
	test_mode();
	test_symlink();
	test_refused();
	test_sync_fails();
	test_together();
	test_direct();
	test_ends();
	test_gzip();
	scratch_leave();
	return tap_end();
}
