/*
 * notes.h - what applying a recipe counts for the user, told once at the end
 *
 * Operators are const while they are applied, so that many threads can share one;
 * what they notice about the data (cells of unseen categories, values clamped) is
 * counted here, in the hands of the caller, and merges by adding.
 */
#ifndef TABLE_NOTES_H
#define TABLE_NOTES_H

#include <stdint.h>

#include "base/dict.h"

/* Zero-initialised is empty. */
struct notes {
	struct dict what; /* keys: a column and a remark */
	uint64_t *count;
	size_t room;
};

/*
 * Count `times` occurrences of a remark on a column; notes may be NULL.  Remarks are
 * told in the order in which they were first counted, so count those that did not
 * occur, too: else the order would show how the input was cut.
 */
void notes_add(struct notes *n, struct str column, const char *remark, uint64_t times);
void notes_merge(struct notes *n, const struct notes *other);

/* Notes of one thread's own, and their end: added to n and freed. */
struct notes *notes_new(void);
void notes_collect(struct notes *n, struct notes *own);

/* As warnings: `column "city": 12 cells hold a category not seen in fitting`. */
void notes_warn(const struct notes *n);
void notes_free(struct notes *n);

#endif
