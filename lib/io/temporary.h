/*
 * temporary.h - files that vanish unless they are put into place
 *
 * A temporary stands in the folder of the file it will replace, as a rename works
 * only inside one file system, and is called `.name.XXXXXX`.  It is removed when
 * the process ends by exit() or by a signal that can be caught, before
 * temporary_place() was called; SIGKILL leaves it behind, and nobody ever takes it
 * for a result.
 *
 * Failures set errno.
 */
#ifndef IO_TEMPORARY_H
#define IO_TEMPORARY_H

#include <stdbool.h>
#include <sys/stat.h>

struct temporary;

/*
 * Create one for `target`, open for writing at *fd.  `old` is the file there now,
 * whose mode (and owner, where we may) it takes; NULL when there is none, for the
 * mode that open(2) gives a new file.
 */
struct temporary *temporary_create(const char *target, const struct stat *old, int *fd);

bool temporary_place(struct temporary *t, const char *target); /* rename */
void temporary_remove(struct temporary *t); /* nothing when it was placed */

#endif
