/*
 * temporary.c - files that vanish unless they are put into place
 *
 * The names of all temporaries are on one list, for the handler of deadly signals
 * and for exit() to unlink.  A handler may run at any moment, in any thread, so the
 * list only grows: an entry is complete before it is linked in, is never freed and
 * is merely marked when its file is placed or removed.  A run makes few of them.
 * Between the creation of the file and its entry no signal may come in, which is
 * why they are blocked there.
 */
#include "io/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

struct temporary {
	char *path;
	atomic_bool stands; /* is to be removed at the end */
	struct temporary *next;
};

static struct temporary *_Atomic temporaries;

/*
 * Signals whose default is death and that a user, a shell, a closed terminal, a
 * pipe, or a limit sends.  (Those of a program's own faults are left alone.)
 */
static const int deadly[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGALRM, SIGXCPU,
	SIGXFSZ };
enum { NDEADLY = sizeof(deadly) / sizeof(deadly[0]) };

static void
temporaries_remove(void)
{
	for (struct temporary *t = atomic_load(&temporaries); t != NULL; t = t->next)
		if (atomic_exchange(&t->stands, false))
			unlink(t->path);
}

/* The second signal waits until we return, and then kills, as the first would have. */
static void
die_by_signal(int number)
{
	temporaries_remove();
	signal(number, SIG_DFL);
	raise(number);
}

/* A signal that is ignored (nohup) or handled by somebody else stays so. */
static void
signals_catch(void)
{
	struct sigaction ours = { .sa_handler = die_by_signal };
	struct sigaction theirs;

	sigfillset(&ours.sa_mask);
	for (int i = 0; i < NDEADLY; i++)
		if (sigaction(deadly[i], NULL, &theirs) == 0 &&
		    theirs.sa_handler == SIG_DFL)
			sigaction(deadly[i], &ours, NULL);
}

/*
 * Six letters that others hardly pick at this moment.  open(2) with O_EXCL decides,
 * so they need not be secret, only spread; the mixer is that of splitmix64 (Steele,
 * Lea and Flood 2014).
 */
static void
name_end(char *out)
{
	static const char letter[] =
	    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	static atomic_uint count;
	struct timespec now;
	uint64_t h;

	clock_gettime(CLOCK_REALTIME, &now);
	h = (uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 30 ^ (uint64_t)getpid() << 44;
	h += (atomic_fetch_add(&count, 1) + 1) * UINT64_C(0x9e3779b97f4a7c15);
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	h ^= h >> 31;
	for (int i = 0; i < 6; i++, h /= sizeof(letter) - 1)
		out[i] = letter[h % (sizeof(letter) - 1)];
}

/* folder/.name.XXXXXX, with a long name cut so that the whole stays a legal one. */
static char *
path_beside(const char *target)
{
	const char *slash = strrchr(target, '/');
	const char *name = slash == NULL ? target : slash + 1;
	size_t folder = (size_t)(name - target);
	size_t size = folder + strlen(name) + sizeof("..XXXXXX");
	char *path = mem_alloc(size, 1);

	snprintf(path, size, "%.*s.%.200s.XXXXXX", (int)folder, target, name);
	return path;
}

/* open(2) of a name that was free, in *path, whose last six letters are chosen here. */
static int
path_open(char *path, mode_t mode)
{
	char *end = path + strlen(path) - 6;

	for (int attempt = 0; attempt < 100; attempt++) {
		int fd;

		name_end(end);
		fd = open(
		    path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/*
 * Owner first, as a change of owner takes mode bits away.  Only root may give a file
 * to somebody else; otherwise it becomes ours, as with an editor.  A file system
 * without modes says EPERM.
 */
static bool
mode_keep(int fd, const struct stat *old)
{
	if (fchown(fd, old->st_uid, old->st_gid) != 0)
		errno = 0;
	return fchmod(fd, old->st_mode & 0777) == 0 || errno == EPERM;
}

static void
list_add(struct temporary *t)
{
	static bool first = true;

	if (first) {
		atexit(temporaries_remove);
		signals_catch();
		first = false;
	}
	atomic_init(&t->stands, true);
	t->next = atomic_load(&temporaries);
	atomic_store(&temporaries, t);
}

struct temporary *
temporary_create(const char *target, const struct stat *old, int *fd)
{
	struct temporary *t = mem_alloc(1, sizeof(*t));
	sigset_t all, before;
	int why;

	t->path = path_beside(target);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	*fd = path_open(t->path, old == NULL ? 0666 : old->st_mode & 0600);
	why = errno;
	if (*fd >= 0)
		list_add(t);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (*fd < 0) {
		free(t->path);
		free(t);
		errno = why;
		return NULL;
	}
	if (old != NULL && !mode_keep(*fd, old)) {
		why = errno;
		close(*fd);
		temporary_remove(t);
		errno = why;
		return NULL;
	}
	return t;
}

bool
temporary_place(struct temporary *t, const char *target)
{
	if (rename(t->path, target) != 0)
		return false;
	atomic_store(&t->stands, false);
	return true;
}

void
temporary_remove(struct temporary *t)
{
	if (atomic_exchange(&t->stands, false))
		unlink(t->path);
}
