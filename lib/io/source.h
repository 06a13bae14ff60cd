/*
 * source.h - bytes in: files, standard input, gzip
 *
 * A source is one input of a program, read from its first byte to its last,
 * perhaps more than once.  gzip is recognised by its magic bytes, whatever the
 * name, with any number of members; its checksums and lengths are verified, and a
 * truncated or damaged member, or bytes after the last one that are neither a
 * member nor zero padding, are errors.  The magic of zstd, xz and bzip2 is
 * recognised to say which tool unpacks it.  A name ending in .gz without gzip in
 * it is refused.
 *
 * A regular file (also as standard input, from where that stands) is read again after
 * source_rewind(), and a file whose size or time changed in between is refused.  A pipe
 * is kept in an unlinked temporary file ($TMPDIR, /tmp) while it is read the first time,
 * if `keep` was asked for; it need not have been read to its end.  Unpacking is gzip.h's.
 *
 * Reads are retried on EINTR and wait on EAGAIN; a missing file, a directory, a closed
 * descriptor and an I/O error fail with EXIT_SYSTEM, bad compressed data and a file that
 * changes with EXIT_DATA.  Content is judged in the first source_read(), not at open, so
 * that opening never waits for a pipe.  Memory is 256 KiB, and 90 KiB more for gzip.
 */
#ifndef IO_SOURCE_H
#define IO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct source;

/* path "-" is standard input, shown as "stdin".  keep: rewind will be wanted. */
struct source *source_open(const char *path, bool keep, struct err *e);

/* Up to n bytes into p: how many, 0 at the end (n > 0), -1 on an error. */
ptrdiff_t source_read(struct source *s, void *p, size_t n, struct err *e);

/* To the first byte again, from anywhere and any number of times. */
bool source_rewind(struct source *s, struct err *e);

const char *source_name(const struct source *s);

/*
 * True for a regular file: one whose end is known to be its end.  A pipe's end may
 * be its writer's death.
 */
bool source_is_regular(const struct source *s);

/* Raw bytes read in this look and in all (0 when unknown), for progress. */
uint64_t source_position(const struct source *s);
uint64_t source_size(const struct source *s);

/*
 * Are these two the same regular file, by whatever names?  For "input file is output
 * file"; a path of "-" is standard output.
 */
bool source_is_file(const struct source *s, const char *path);

void source_close(struct source *s); /* standard input stays open */

#endif
