/*
 * sink.h - bytes out: whole or not at all
 *
 * A sink to a regular file (or a new one) writes to a temporary file in the same
 * folder; sink_commit() flushes, fsyncs, renames it into place and fsyncs the
 * folder.  Until then nothing of the name exists or changes; a sink that is given up,
 * a die() and a deadly signal (INT, TERM, HUP and others; temporary.h) remove the
 * temporary.  A symlink is followed, the mode of a replaced file is kept; hard links to
 * it keep the old content.  A name ending in .gz is compressed (gzip without name and
 * time, so equal data give equal bytes).  Devices, FIFOs, /dev/fd/N and standard output
 * are written directly.  What can be known to go wrong (no such folder, no permission,
 * standard output closed) fails in sink_open(), before any input is read.
 *
 * Several sinks that belong together (output and state) are committed by
 * sink_finish() on each, which does everything that can fail, then sink_publish()
 * on each, which only renames.
 *
 * Pipes: a killed writer's last write may be cut at a page of the pipe.  Writes to a
 * pipe are cut so that no page ends in a newline, and no write does but the last one of
 * sink_finish(); so a stream cut off by death does not end in a newline, unless it holds
 * 4096 newlines in a row.  What else is written directly (sockets, devices) keeps the
 * second half of that: its writes do not end in a newline.
 *
 * Every byte's fate is known: a short write goes on, a failed one (also the last flush
 * and the close) fails with EXIT_SYSTEM.  A broken pipe kills by SIGPIPE as it does by
 * default, after temporaries were removed; with SIGPIPE ignored it is an error.
 */
#ifndef IO_SINK_H
#define IO_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct sink;

/* path "-" or NULL is standard output. */
struct sink *sink_open(const char *path, struct err *e);
const char *sink_name(const struct sink *s);
bool sink_same(
    const struct sink *a, const struct sink *b); /* the same file, in the end */

/* Does it become a file that stands there afterwards, rather than flow on? */
bool sink_keeps(const struct sink *s);

/*
 * Add n bytes.  Errors are remembered and reported by sink_failed() and
 * sink_finish(), so that writing needs no check at each cell; after an error
 * nothing more is written.
 */
void sink_write(struct sink *s, const void *p, size_t n);
bool sink_failed(struct sink *s, struct err *e); /* true and e filled on an error */

/*
 * Hand what is buffered to the kernel now (for a slow producer), but for the newlines
 * at its end.  A compressed sink does nothing here.
 */
void sink_flush(struct sink *s);

bool sink_finish(struct sink *s, struct err *e);  /* all that can fail */
bool sink_publish(struct sink *s, struct err *e); /* the rename; after finish */
bool sink_commit(struct sink *s, struct err *e);  /* finish, publish and free */

/*
 * Give up, and free: remove the temporary, or, where bytes went straight out, send what
 * is buffered and end the stream with `poison` (may be NULL), as far as the other side
 * still listens.  Where no byte went out yet none does, as an empty stream is refused
 * anyway.
 */
void sink_abandon(struct sink *s, const char *poison);
void sink_free(struct sink *s); /* after publish; before, it gives up without poison */

#endif
