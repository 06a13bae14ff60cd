/*
 * disk.h - which rows repeat an earlier one, without a table of all keys
 *
 * Keys are written to temporary files by their hash, equal ones to the same file; then
 * one file after the other is gone through with a table of its own.  Keys are compared as
 * they are, not by hashes.
 *
 * Memory: the largest file (a 64th of all keys, if they are many and differ), and a bit
 * for each row.  Room on disk: the keys, and 16 bytes for each.
 */
#ifndef SCRUB_DISK_H
#define SCRUB_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"

struct disk;

struct disk *disk_new(struct err *e); /* NULL: no room for temporary files */
bool disk_add(struct disk *d, uint64_t row, struct str key, uint64_t hash, struct err *e);
bool disk_settle(struct disk *d, struct err *e); /* all rows are there */
bool disk_repeats(const struct disk *d, uint64_t row);
void disk_free(struct disk *d);

#endif
