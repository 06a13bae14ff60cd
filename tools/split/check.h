/*
 * check.h - is any record, or any key, in two files?
 *
 * Hashes are enough to say no: equal keys have equal hashes, so files without a hash
 * in common have no key in common, without a doubt.  Where two files do share a hash,
 * the earlier files are read again for a row with the very same cells, so that a
 * collision of hashes is never taken for a shared key.
 *
 * Memory: 16 to 32 bytes for each distinct key.
 */
#ifndef SPLIT_CHECK_H
#define SPLIT_CHECK_H

#include "run/tool.h"

/* The exit status; prints the first key shared, and where.  keys: a list or NULL. */
int check_files(struct common *c, const char *keys);

#endif
