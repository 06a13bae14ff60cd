/*
 * csv_header.h - the names of the columns: taken from the first file, held against
 * the others
 *
 * A name is never guessed, trimmed or repaired: an empty or a second one of the same
 * spelling is refused, because every choice by name after that would be a gamble.
 */
#ifndef IO_CSV_HEADER_H
#define IO_CSV_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/dialect.h"
#include "table/batch.h"

/* Zero-initialised is not yet taken. */
struct header {
	struct column *field; /* (nfield) */
	size_t nfield;
	struct arena names;
};

/* The first record of a file, and where its cells are. */
struct header_text {
	const char *file, *p;
	const uint32_t *off; /* (nfield + 1), as in table/batch.h */
	size_t nfield;
};

bool header_take(struct header *h, const struct header_text *t, const struct dialect *d,
    struct err *e);
bool header_agrees(const struct header *h, const struct header_text *t,
    const struct dialect *d, struct err *e);
void header_free(struct header *h);

#endif
