/*
 * csv_trim.c - a filter of bytes with four places it can be in
 */
#include "io/csv_trim.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static bool
is_blank(const struct trim *t, char c)
{
	return (c == ' ' || c == '\t') && c != t->delimiter;
}

static size_t
release(struct trim *t, char *out)
{
	size_t n = t->npending;

	if (n > 0)
		memcpy(out, t->pending, n);
	t->npending = 0;
	return n;
}

size_t
trim_bytes(struct trim *t, const char *p, size_t n, char *out)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		char c = p[i];
		bool ends = c == t->delimiter || c == '\n' || c == '\r';

		if (t->place == TRIM_QUOTED) {
			if (c == '"')
				t->place = TRIM_CLOSED;
		} else if (is_blank(t, c)) {
			if (t->place != TRIM_START) {
				t->pending =
				    mem_grow(t->pending, &t->room, t->npending + 1, 1);
				t->pending[t->npending++] = c;
			}
			continue;
		} else if (ends) {
			t->npending = 0;
			t->place = TRIM_START;
		} else {
			/* Blanks behind a closing quote, and then text: the reader's
			 * fault to find, so they are left where they are. */
			to += release(t, out + to);
			if (c == '"' &&
			    (t->place == TRIM_START || t->place == TRIM_CLOSED))
				t->place = TRIM_QUOTED;
			else
				t->place = TRIM_PLAIN;
		}
		out[to++] = c;
	}
	return to;
}

void
trim_free(struct trim *t)
{
	free(t->pending);
	*t = (struct trim){ .delimiter = t->delimiter };
}
