/*
 * list.c - splitting lists, with quotes as in CSV
 */
#include "table/list.h"

#include <stdlib.h>
#include <string.h>

/* Where the quote or slash at p[i] is closed, or text.n. */
static size_t
guard_end(struct str text, size_t i)
{
	char guard = text.p[i];

	for (i++; i < text.n; i++) {
		if (guard == '/' && text.p[i] == '\\') {
			i++;
		} else if (text.p[i] == guard) {
			if (guard == '/' || i + 1 == text.n || text.p[i + 1] != '"')
				return i;
			i++;
		}
	}
	return text.n;
}

/*
 * Where the item at p[i] ends: at one of two separators or the end of the text; -1
 * where a quoted one has no end, or does not end there.  A quote or a slash protects only
 * where it begins the item, so that N/A and 5" are items, and a slash only with a
 * second one.
 */
static size_t
item_end(struct str text, size_t i, char separator, char other)
{
	bool quoted = i < text.n && text.p[i] == '"';
	size_t close = text.n;

	if (quoted || (i < text.n && text.p[i] == '/'))
		close = guard_end(text, i);
	if (quoted && close == text.n)
		return (size_t)-1;
	if (close < text.n)
		i = close + 1;
	if (quoted && i < text.n && text.p[i] != separator && text.p[i] != other)
		return (size_t)-1;
	while (i < text.n && text.p[i] != separator && text.p[i] != other)
		i++;
	return i;
}

static struct str
unquote(struct arena *mem, struct str s)
{
	char *out = arena_alloc(mem, s.n, 1);
	size_t n = 0;

	for (size_t i = 1; i + 1 < s.n; i++) {
		out[n++] = s.p[i];
		if (s.p[i] == '"')
			i++;
	}
	return (struct str){ out, n };
}

bool
list_parse(struct list *l, struct str text, char separator, struct err *e)
{
	struct shown buf;

	*l = (struct list){ 0 };
	for (size_t i = 0; i <= text.n; i++) {
		size_t end = item_end(text, i, separator, separator);
		struct str s = { text.p + i, end - i };
		bool quoted = i < text.n && text.p[i] == '"';

		if (end == (size_t)-1) {
			list_free(l);
			return fail(e, EXIT_USAGE,
			    "list \"%s\": a quoted item has no closing quote, or text "
			    "behind it",
			    shown(&buf, text.p, text.n));
		}
		if (s.n == 0 && separator == ',') {
			list_free(l);
			return fail(e, EXIT_USAGE, "list \"%s\": an item is empty",
			    shown(&buf, text.p, text.n));
		}
		l->item = mem_grow(l->item, &l->room, l->n + 1, sizeof(*l->item));
		l->item[l->n].quoted = quoted;
		l->item[l->n++].text =
		    quoted ? unquote(&l->mem, s) : arena_keep(&l->mem, s);
		i = end;
	}
	return true;
}

void
list_add(struct list *l, struct str text)
{
	l->item = mem_grow(l->item, &l->room, l->n + 1, sizeof(*l->item));
	l->item[l->n++] = (struct item){ .text = arena_keep(&l->mem, text) };
}

void
list_free(struct list *l)
{
	free(l->item);
	arena_free(&l->mem);
	*l = (struct list){ 0 };
}

struct str
list_head(struct str text)
{
	size_t i = 0;

	/* Items are separated by commas here; a colon ends the list. */
	for (;;) {
		size_t end = item_end(text, i, ',', ':');

		if (end == (size_t)-1 || end == text.n)
			return text;
		if (text.p[end] == ':')
			return (struct str){ text.p, end };
		i = end + 1;
	}
}

struct str
list_rest(struct str text)
{
	struct str head = list_head(text);

	if (head.n == text.n)
		return (struct str){ 0 };
	return (struct str){ text.p + head.n + 1, text.n - head.n - 1 };
}
