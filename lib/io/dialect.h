/*
 * dialect.h - how the CSV at hand is spelt, and how it is cut into blocks
 */
#ifndef IO_DIALECT_H
#define IO_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct dialect {
	char delimiter;    /* 0: comma, or tab where the file's name ends in .tsv */
	bool no_header;    /* columns are named 1..n */
	bool trim;         /* blanks around cells do not count */
	bool unterminated; /* accept piped input that does not end in a newline */
	size_t max_record; /* bytes */
	size_t block;      /* bytes of input a batch holds; results do not depend on it */
};

/* Offsets in a block are 32 bits wide, and a block may hold two records. */
enum { MAX_RECORD = 16 << 20, RECORD_LIMIT = 1 << 30, BLOCK = 256 << 10 };

/* Fill in what was left open, for a first file of this name.  EXIT_USAGE. */
bool dialect_settle(struct dialect *d, const char *path, struct err *e);

#endif
