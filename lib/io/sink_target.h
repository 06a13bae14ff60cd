/*
 * sink_target.h - where a sink's bytes go: a temporary to be put into place, or
 * straight into a device, a FIFO, a descriptor
 *
 * The part of sink.c that deals with names.  See sink.h for what is promised.
 */
#ifndef IO_SINK_TARGET_H
#define IO_SINK_TARGET_H

#include <stdbool.h>

#include "base/err.h"

struct temporary;

struct sink_target {
	int fd;        /* for writing; -1 once closed */
	bool standard; /* fd is standard output and stays open */
	bool pipe;     /* fd is a pipe or FIFO */
	bool compress; /* the name ends in .gz */
	char *name;    /* as messages show it */
	char *path;    /* what a temporary will become: symlinks are followed */
	struct temporary *temporary; /* NULL when bytes go straight out */
};

/*
 * A path of "-" or NULL is standard output.  Everything that can be known to go wrong
 * is found here, before any input is read.  When it fails, sink_target_free() is
 * still due.
 */
bool sink_target_open(struct sink_target *t, const char *path, struct err *e);

/* Will both put a file into the same place, however it is spelt? */
bool sink_target_same(const struct sink_target *a, const struct sink_target *b);

/* Have the bytes on the disk and close; false with errno set. */
bool sink_target_close(struct sink_target *t);

bool sink_target_place(struct sink_target *t, struct err *e);

void sink_target_free(struct sink_target *t); /* removes a temporary not placed */

#endif
