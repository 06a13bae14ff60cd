/*
 * sink_target.c - where a sink's bytes go
 *
 * A symlink is followed by hand, link by link, and what it points at is replaced, so
 * that the link stays, and one that points at nothing creates its target.  The file
 * there may be anything but regular: then it is opened and written as it is.  A link
 * into /dev/fd (which is what /dev/stdout is) means a descriptor that we hold and is
 * duplicated: to open it again would start a regular file from its first byte.
 */
#include "io/sink_target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/descriptor.h"
#include "io/temporary.h"

enum { LINKS = 40 }; /* as many as Linux follows */

/* What the link at path holds; NULL with EINVAL when it is no link. */
static char *
link_read(const char *path)
{
	size_t room = 128;
	char *text = mem_alloc(room, 1);

	for (;;) {
		ssize_t n = readlink(path, text, room);

		if (n < 0) {
			int why = errno;

			free(text);
			errno = why;
			return NULL;
		}
		if ((size_t)n < room) {
			text[n] = '\0';
			return text;
		}
		room *= 2;
		text = mem_resize(text, room, 1);
	}
}

/* Where a link at path leads: its text is relative to the folder it stands in. */
static char *
link_resolve(const char *path, const char *text)
{
	const char *slash = strrchr(path, '/');
	size_t folder = text[0] == '/' || slash == NULL ? 0 : (size_t)(slash + 1 - path);
	size_t size = folder + strlen(text) + 1;
	char *there = mem_alloc(size, 1);

	snprintf(there, size, "%.*s%s", (int)folder, path, text);
	return there;
}

/* The number in a name like /dev/fd/3, or -1. */
static int
descriptor_named(const char *path)
{
	static const char *const folder[] = { "/dev/fd/", "/proc/self/fd/" };

	for (size_t i = 0; i < sizeof(folder) / sizeof(folder[0]); i++) {
		size_t n = strlen(folder[i]);
		const char *digits = path + n;

		if (strncmp(path, folder[i], n) == 0 && strlen(digits) >= 1 &&
		    strlen(digits) <= 6 && strspn(digits, "0123456789") == strlen(digits))
			return atoi(digits);
	}
	return -1;
}

/* The name behind all links; NULL with ELOOP when they do not end. */
static char *
links_follow(const char *path)
{
	char *here = mem_c_string(str_of(path));

	for (int i = 0; i < LINKS; i++) {
		char *text, *there;

		if (descriptor_named(here) >= 0)
			return here;
		text = link_read(here);
		if (text == NULL)
			return here;
		there = link_resolve(here, text);
		free(text);
		free(here);
		here = there;
	}
	free(here);
	errno = ELOOP;
	return NULL;
}

static bool
target_fail(const struct sink_target *t, const char *what, struct err *e)
{
	return fail(e, EXIT_SYSTEM, "%s: cannot %s: %s", t->name, what, strerror(errno));
}

/* Take over fd, or fail with errno. */
static bool
direct_take(struct sink_target *t, int fd, const char *what, struct err *e)
{
	struct stat file;
	int flags;

	t->fd = fd;
	if (fd < 0)
		return target_fail(t, what, e);
	flags = fcntl(fd, F_GETFL);
	if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY) {
		errno = EBADF;
		flags = -1;
	}
	if (flags < 0 || fstat(fd, &file) != 0)
		return target_fail(t, "write", e);
	t->pipe = S_ISFIFO(file.st_mode);
	if (t->pipe)
		descriptor_widen(fd);
	return true;
}

/* A regular file or none: `old` is the file there now, or NULL. */
static bool
temporary_take(struct sink_target *t, const struct stat *old, struct err *e)
{
	if (t->path[0] == '\0' || t->path[strlen(t->path) - 1] == '/') {
		errno = t->path[0] == '\0' ? ENOENT : EISDIR;
		return target_fail(t, "create", e);
	}
	if (old != NULL && access(t->path, W_OK) != 0)
		return target_fail(t, "write", e);
	t->temporary = temporary_create(t->path, old, &t->fd);
	if (t->temporary != NULL)
		return true;
	return target_fail(t, old == NULL ? "create" : "create a file beside it", e);
}

static bool
target_open_named(struct sink_target *t, struct err *e)
{
	struct stat file;
	bool exists;
	int held;

	t->path = links_follow(t->name);
	if (t->path == NULL)
		return target_fail(t, "create", e);
	held = descriptor_named(t->path);
	if (held >= 0)
		return direct_take(
		    t, fcntl(held, F_DUPFD_CLOEXEC, STDERR_FILENO + 1), "write", e);
	exists = stat(t->path, &file) == 0;
	if (exists && S_ISDIR(file.st_mode))
		return fail(e, EXIT_SYSTEM, "%s: is a directory", t->name);
	if (exists && !S_ISREG(file.st_mode))
		return direct_take(
		    t, open(t->path, O_WRONLY | O_CLOEXEC | O_NOCTTY), "open", e);
	return temporary_take(t, exists ? &file : NULL, e);
}

bool
sink_target_open(struct sink_target *t, const char *path, struct err *e)
{
	size_t n;

	t->fd = -1;
	t->standard = path == NULL || strcmp(path, "-") == 0;
	t->name = mem_c_string(str_of(t->standard ? "stdout" : path));
	n = strlen(t->name);
	t->compress = n > 3 && strcmp(t->name + n - 3, ".gz") == 0;
	return t->standard ? direct_take(t, STDOUT_FILENO, "write", e)
			   : target_open_named(t, e);
}

/*
 * Some file systems (NFS, quotas) tell of a failed write only when a descriptor is
 * closed.  Standard output is closed as a duplicate, so that its number stays taken.
 */
/* The folder a file lies in, and its name there. */
static const char *
folder_stat(const char *path, struct stat *folder)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL
			? mem_c_string(STR("."))
			: mem_c_string((struct str){ path, (size_t)(slash - path) + 1 });

	if (stat(dir, folder) != 0)
		*folder = (struct stat){ 0 };
	free(dir);
	return slash == NULL ? path : slash + 1;
}

bool
sink_target_same(const struct sink_target *a, const struct sink_target *b)
{
	struct stat fa, fb;

	if (a->temporary == NULL || b->temporary == NULL)
		return false;
	const char *na = folder_stat(a->path, &fa), *nb = folder_stat(b->path, &fb);
	return fa.st_dev == fb.st_dev && fa.st_ino == fb.st_ino && strcmp(na, nb) == 0;
}

bool
sink_target_close(struct sink_target *t)
{
	int fd = t->standard ? fcntl(t->fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1) : t->fd;
	bool synced = true;
	int why = 0;

	t->fd = -1;
	if (fd < 0) /* no number was free for the duplicate */
		return true;
	if (t->temporary != NULL && fsync(fd) != 0 && errno != EINVAL) {
		synced = false;
		why = errno;
	}
	if (close(fd) != 0 && errno != EINTR)
		return false;
	errno = why;
	return synced;
}

/* So that the new name, too, outlives a loss of power; not all file systems can. */
static bool
folder_sync(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);
	struct str text = { path, n };
	char *folder =
	    n == 0 ? mem_c_string(str_of(slash == NULL ? "." : "/")) : mem_c_string(text);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = true;

	free(folder);
	if (fd < 0)
		return true;
	if (fsync(fd) != 0)
		synced = errno != EIO && errno != ENOSPC && errno != EDQUOT;
	close(fd);
	return synced;
}

bool
sink_target_place(struct sink_target *t, struct err *e)
{
	if (t->temporary == NULL)
		return true;
	if (!temporary_place(t->temporary, t->path))
		return target_fail(t, "be put into place", e);
	if (!folder_sync(t->path))
		return target_fail(t, "be made durable", e);
	return true;
}

void
sink_target_free(struct sink_target *t)
{
	if (t->fd >= 0 && !t->standard)
		close(t->fd);
	if (t->temporary != NULL)
		temporary_remove(t->temporary);
	free(t->name);
	free(t->path);
}
