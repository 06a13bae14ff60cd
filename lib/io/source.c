/*
 * source.c - bytes in: files, standard input, gzip
 *
 * Three layers, each a function that gives up to n bytes, 0 at the end and -1 on an
 * error: raw_read() knows descriptors and the copy of a pipe, and counts; plain_read()
 * hands raw bytes on, and gzip_read() unpacks them.  Which of the two it is, the first
 * bytes decide, in the first read of each look.
 *
 * A pipe is kept as it came in, packed data too, so that a second look takes the same
 * way as the first.  It need not have been read to its end before: the copy is read
 * as far as it goes, then the pipe goes on being read and copied.
 */
#include "io/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/spool.h"
#include "io/descriptor.h"
#include "io/gzip.h"

enum { BUFFER = 256 * 1024 };

struct source {
	char *name;
	int fd;
	struct stat opened; /* as the file was when we came */
	off_t start;        /* where we came in: not 0 when others read before us */

	enum { UNJUDGED, PLAIN, GZIP } format;
	struct gunzip *gunzip; /* NULL until it is needed */
	unsigned char *buf;    /* raw bytes; those in [from, to) wait to be handed on */
	size_t from, to;

	unsigned look;     /* 1 for the first */
	uint64_t position; /* raw bytes read in this look */
	uint64_t length;   /* raw bytes in all, once `ended` */
	bool ended;        /* the end was seen, in this look or an earlier one */

	struct spool copy; /* of a pipe, if it is open */
};

/* A file format by its first bytes; the byte at `any` may be anything. */
struct magic {
	const char *bytes;
	size_t n, any;
	const char *format, *unpack; /* NULL for gzip, which we unpack ourselves */
};

#define NEVER ((size_t)-1)

static const struct magic magics[] = {
	{ "\x1f\x8b", 2, NEVER, "gzip", NULL },
	{ "\x28\xb5\x2f\xfd", 4, NEVER, "zstd", "zstdcat FILE" },
	{ "\xfd\x37zXZ\0", 6, NEVER, "xz", "xzcat FILE" },
	{ "BZh?1AY&SY", 10, 3, "bzip2", "bzcat FILE" },
	{ "BZh?\x17rE8P\x90", 10, 3, "bzip2", "bzcat FILE" },
	{ "\x04\x22\x4d\x18", 4, NEVER, "lz4", "lz4cat FILE" },
	{ "PK\3\4", 4, NEVER, "zip", "unzip -p FILE" },
};
enum { NMAGIC = sizeof(magics) / sizeof(magics[0]) };

/* Do the n bytes at p begin like the magic, as far as they go? */
static bool
magic_begins(const struct magic *m, const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n && i < m->n; i++)
		if (i != m->any && p[i] != (unsigned char)m->bytes[i])
			return false;
	return true;
}

static const struct magic *
magic_of(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < NMAGIC; i++)
		if (n >= magics[i].n && magic_begins(&magics[i], p, n))
			return &magics[i];
	return NULL;
}

/* Could more bytes make one of them a magic? */
static bool
magic_possible(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < NMAGIC; i++)
		if (n < magics[i].n && magic_begins(&magics[i], p, n))
			return true;
	return false;
}

static bool
fail_reading(const struct source *s, struct err *e)
{
	return fail(e, EXIT_SYSTEM, "%s: cannot read: %s", s->name, strerror(errno));
}

static bool
fail_copying(const struct source *s, struct err *e)
{
	return fail(e, EXIT_SYSTEM,
	    "%s: cannot keep a copy in %s: %s (TMPDIR chooses another folder)", s->name,
	    s->copy.folder, strerror(errno));
}

static bool
copy_open(struct source *s, struct err *e)
{
	return spool_open(&s->copy) || fail_copying(s, e);
}

static struct source *
source_discard(struct source *s)
{
	source_close(s);
	return NULL;
}

struct source *
source_open(const char *path, bool keep, struct err *e)
{
	struct source *s = mem_alloc(1, sizeof(*s));
	bool standard = strcmp(path, "-") == 0;

	s->copy.fd = -1;
	s->look = 1;
	s->name = mem_c_string(str_of(standard ? "stdin" : path));
	s->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->fd < 0) {
		fail(e, EXIT_SYSTEM, "%s: cannot open: %s", s->name, strerror(errno));
		return source_discard(s);
	}
	if (fstat(s->fd, &s->opened) != 0) {
		fail_reading(s, e);
		return source_discard(s);
	}
	if (S_ISDIR(s->opened.st_mode)) {
		fail(e, EXIT_SYSTEM, "%s: is a directory", s->name);
		return source_discard(s);
	}
	if (source_is_regular(s)) {
		s->start = lseek(s->fd, 0, SEEK_CUR);
#ifdef POSIX_FADV_SEQUENTIAL
		(void)posix_fadvise(s->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
	} else if (keep && !copy_open(s, e)) {
		return source_discard(s);
	}
	if (S_ISFIFO(s->opened.st_mode))
		descriptor_widen(s->fd);
	s->buf = mem_alloc(BUFFER, 1);
	return s;
}

/*
 * A second look must see what the first saw.  Size and time of change betray a
 * change, but for one inside the clock's tick that keeps the size.
 */
static bool
file_unchanged(const struct source *s, struct err *e)
{
	struct stat now;

	if (!source_is_regular(s))
		return true;
	if (fstat(s->fd, &now) != 0)
		return fail_reading(s, e);
	if (now.st_size == s->opened.st_size &&
	    now.st_mtim.tv_sec == s->opened.st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == s->opened.st_mtim.tv_nsec)
		return true;
	return fail(e, EXIT_DATA, "%s: changed while it was read", s->name);
}

static bool
raw_end(struct source *s, struct err *e)
{
	if (s->look > 1 && !file_unchanged(s, e))
		return false;
	s->ended = true;
	s->length = s->position;
	return true;
}

/* The next bytes of the copy of a pipe; there are some. */
static ptrdiff_t
copy_read(struct source *s, void *p, size_t n, struct err *e)
{
	uint64_t left = s->copy.size - s->position;
	ptrdiff_t got;

	if (n > left)
		n = (size_t)left;
	got = spool_read(&s->copy, p, n, s->position);
	if (got < 0)
		fail_copying(s, e);
	return got;
}

/* Bytes as they are in the file.  The end of a pipe or terminal is seen only once. */
static ptrdiff_t
raw_read(struct source *s, void *p, size_t n, struct err *e)
{
	ptrdiff_t got;

	if (s->position < s->copy.size) {
		got = copy_read(s, p, n, e);
	} else if (s->ended && s->position >= s->length && !source_is_regular(s)) {
		return 0;
	} else {
		got = descriptor_read(s->fd, p, n);
		if (got < 0)
			fail_reading(s, e);
		if (got == 0 && !raw_end(s, e))
			return -1;
		if (got > 0 && s->copy.fd >= 0 &&
		    !spool_write(&s->copy, p, (size_t)got)) {
			fail_copying(s, e);
			return -1;
		}
	}
	if (got > 0)
		s->position += (uint64_t)got;
	return got;
}

static bool
named_gz(const char *name)
{
	size_t n = strlen(name);

	return n > 3 && strcmp(name + n - 3, ".gz") == 0;
}

/* With the first bytes in the buffer: which way from here? */
static bool
format_settle(struct source *s, struct err *e)
{
	const struct magic *m = magic_of(s->buf, s->to);
	bool cut_magic = s->to == 1 && s->buf[0] == 0x1f;

	if (m != NULL && m->unpack != NULL)
		return fail(e, EXIT_DATA, "%s: %s data: use %s | %s", s->name, m->format,
		    m->unpack, program_name());
	s->format = m != NULL || cut_magic ? GZIP : PLAIN;
	if (s->format == PLAIN && named_gz(s->name))
		return fail(e, EXIT_DATA,
		    "%s: holds no gzip data (fetch it again, or rename it if it is text)",
		    s->name);
	if (s->format == GZIP && s->gunzip == NULL)
		s->gunzip = gunzip_new();
	else if (s->format == GZIP)
		gunzip_restart(s->gunzip);
	return true;
}

/* Read no more than it takes to judge, so that a line typed in is not waited for. */
static bool
format_judge(struct source *s, struct err *e)
{
	while (magic_possible(s->buf, s->to)) {
		ptrdiff_t got = raw_read(s, s->buf + s->to, BUFFER - s->to, e);

		if (got < 0)
			return false;
		if (got == 0)
			break;
		s->to += (size_t)got;
	}
	return format_settle(s, e);
}

/* What judging left in the buffer, then straight to the caller. */
static ptrdiff_t
plain_read(struct source *s, void *p, size_t n, struct err *e)
{
	if (s->from == s->to)
		return raw_read(s, p, n, e);
	if (n > s->to - s->from)
		n = s->to - s->from;
	memcpy(p, s->buf + s->from, n);
	s->from += n;
	return (ptrdiff_t)n;
}

static ptrdiff_t
gzip_read(struct source *s, void *p, size_t n, struct err *e)
{
	for (;;) {
		struct gzip_step step = { s->buf + s->from, s->to - s->from, p, n };
		ptrdiff_t got;

		if (!gunzip_run(s->gunzip, &step)) {
			fail(e, EXIT_DATA,
			    "%s: gzip data is damaged: %s (fetch it again, or check with "
			    "gzip -t)",
			    s->name, gunzip_damage(s->gunzip));
			return -1;
		}
		s->from = s->to - step.n_in;
		if (step.n_out < n)
			return (ptrdiff_t)(n - step.n_out);
		got = raw_read(s, s->buf, BUFFER, e);
		if (got < 0)
			return -1;
		if (got == 0 && gunzip_complete(s->gunzip))
			return 0;
		if (got == 0) {
			fail(e, EXIT_DATA,
			    "%s: gzip data ends early: the file is cut off (fetch it "
			    "again, "
			    "or check with gzip -t)",
			    s->name);
			return -1;
		}
		s->from = 0;
		s->to = (size_t)got;
	}
}

ptrdiff_t
source_read(struct source *s, void *p, size_t n, struct err *e)
{
	if (n == 0)
		return 0;
	if (s->format == UNJUDGED && !format_judge(s, e))
		return -1;
	return s->format == GZIP ? gzip_read(s, p, n, e) : plain_read(s, p, n, e);
}

bool
source_rewind(struct source *s, struct err *e)
{
	if (!source_is_regular(s) && s->copy.fd < 0)
		return fail(e, EXIT_SYSTEM, "%s: cannot be read twice", s->name);
	if (!file_unchanged(s, e))
		return false;
	if (source_is_regular(s) && lseek(s->fd, s->start, SEEK_SET) < 0)
		return fail_reading(s, e);
	s->format = UNJUDGED;
	s->from = s->to = 0;
	s->position = 0;
	s->look++;
	return true;
}

const char *
source_name(const struct source *s)
{
	return s->name;
}

bool
source_is_regular(const struct source *s)
{
	return S_ISREG(s->opened.st_mode);
}

uint64_t
source_position(const struct source *s)
{
	return s->position;
}

uint64_t
source_size(const struct source *s)
{
	if (s->ended)
		return s->length;
	if (source_is_regular(s) && s->opened.st_size > s->start)
		return (uint64_t)(s->opened.st_size - s->start);
	return 0;
}

bool
source_is_file(const struct source *s, const char *path)
{
	struct stat other;
	int found =
	    strcmp(path, "-") == 0 ? fstat(STDOUT_FILENO, &other) : stat(path, &other);

	return found == 0 && source_is_regular(s) && other.st_dev == s->opened.st_dev &&
	       other.st_ino == s->opened.st_ino;
}

void
source_close(struct source *s)
{
	if (s == NULL)
		return;
	if (s->fd > STDERR_FILENO)
		close(s->fd);
	spool_close(&s->copy);
	gunzip_free(s->gunzip);
	free(s->buf);
	free(s->name);
	free(s);
}
