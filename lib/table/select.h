/*
 * select.h - column lists: which columns of a table a user means
 *
 * An item of a list is, in this order of precedence,
 *
 *	age           the column of that name
 *	3             a position, counted from 1
 *	age..hours    a range of names or positions, also 3.. and ..4
 *	/^cap/        every name that a POSIX extended regular expression matches
 *	@all @numeric @text    a set
 *	#3  "3"       surely the position, surely the name
 *
 * A number that is a column's name as well as another's position is refused, with
 * both spellings.  All unknown names are reported at once, each with the nearest.
 * Columns come in the order of the list, and each once.
 */
#ifndef TABLE_SELECT_H
#define TABLE_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "table/batch.h"

/* What a look at all rows told about a column, for @numeric and @text. */
enum kind { KIND_EMPTY, KIND_NUMBER, KIND_TEXT };

struct selection {
	size_t n, room;
	size_t *column; /* (n) indices into the header */
};

/* Does the list name a set that a look at the rows must settle? */
bool select_needs_kinds(struct str list);

/*
 * Resolve a list against a header.  kinds[ncol] may be NULL when
 * select_needs_kinds() said no.  EXIT_USAGE for a list that cannot be read,
 * EXIT_DATA for columns that are not there.  A list whose p is NULL is none, and
 * means all columns; @all might be the name of one.
 */
bool select_columns(struct selection *s, struct str list, struct batch *header,
    const enum kind *kinds, struct err *e);
void select_free(struct selection *s);

#endif
