/*
 * dialect.h - how the CSV at hand is spelt, and how it is cut into blocks
 */
#ifndef IO_DIALECT_H
#define IO_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

struct dialect {
	char delimiter;    /* 0: comma, or tab where the file's name ends in .tsv */
	bool no_header;    /* columns are named 1..n */
	bool trim;         /* blanks around cells do not count */
	bool unterminated; /* accept piped input that does not end in a newline */
	size_t max_record; /* bytes */
	size_t block;      /* bytes of input a batch holds; results do not depend on it */
};

enum { MAX_RECORD = 16 << 20, BLOCK = 256 << 10 };

#endif
