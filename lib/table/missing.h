/*
 * missing.h - which cells hold no value
 *
 * An empty cell always is missing.  By default, in columns read as numbers only,
 * so are NA, N/A, NaN, nan, NULL and null: in text they may be classes of their
 * own (Namibia's country code, a level called None).  A list the user gives
 * replaces the default and holds for every column; it may name numbers (999).
 */
#ifndef TABLE_MISSING_H
#define TABLE_MISSING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"

struct missing {
	bool given;       /* by the user: holds in text too */
	bool has_numbers; /* some word is spelt as a number */
	size_t n;
	struct str *word;
};

extern const struct missing missing_default;

/* From a list as list.h reads it; "" names no word. */
bool missing_parse(struct missing *m, struct str text, struct err *e);
void missing_add(struct missing *m, struct str word);
void missing_copy(struct missing *to, const struct missing *from);
void missing_free(struct missing *m);

/* Is this cell missing when it is read as text, as a number? */
bool missing_text(const struct missing *m, struct str cell);
bool missing_number(const struct missing *m, struct str cell);

bool missing_same(const struct missing *a, const struct missing *b);

#endif
