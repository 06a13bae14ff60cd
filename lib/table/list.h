/*
 * list.h - comma-separated lists on the command line
 *
 * Items may be quoted as in CSV, so that a name can hold a comma or a colon:
 * 'age,"Cost: Total",fare'.  Between slashes (a regular expression) commas and
 * colons are ordinary too.
 */
#ifndef TABLE_LIST_H
#define TABLE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"

struct item {
	struct str text; /* unquoted */
	bool quoted;
};

struct list {
	size_t n, room;
	struct item *item;
	struct arena mem;
};

/*
 * Split at `separator`, ',' or ':', outside quotes and slashes.  EXIT_USAGE for a
 * quote that is not closed, and for an empty item between commas (between colons it
 * is a parameter left out).
 */
bool list_parse(struct list *l, struct str text, char separator, struct err *e);
void list_add(struct list *l, struct str text); /* at the end; copied */
void list_free(struct list *l);

/* The bytes of `text` before its first colon outside quotes and slashes. */
struct str list_head(struct str text);
struct str list_rest(struct str text); /* what is behind it; p NULL: no colon */

#endif
