/*
 * csv_header.c - column names, checked
 */
#include "io/csv_header.h"

#include <stdlib.h>
#include <string.h>

#include "base/dict.h"
#include "base/num.h"

static struct str
cell(const struct header_text *t, size_t i)
{
	return (struct str){ t->p + t->off[i], (size_t)(t->off[i + 1] - 1 - t->off[i]) };
}

static bool
names_check(const struct header *h, const char *file, struct err *e)
{
	struct dict seen = { 0 };
	struct shown s;
	bool good = true;

	for (size_t i = 0; i < h->nfield && good; i++) {
		struct str name = h->field[i].name;
		size_t at = dict_add(&seen, name);

		if (name.n == 0)
			good = fail(
			    e, EXIT_DATA, "%s:1: column %zu has no name", file, i + 1);
		else if (at != i)
			good = fail(e, EXIT_DATA,
			    "%s:1: two columns are called \"%s\": %zu and %zu", file,
			    shown(&s, name.p, name.n), at + 1, i + 1);
	}
	dict_clear(&seen);
	return good;
}

/* A table of one column whose name holds another separator is rarely meant. */
static void
hint_delimiter(const struct header *h, const char *file, char delimiter)
{
	struct str name = h->field[0].name;

	if (h->nfield != 1 || delimiter != ',' || name.n == 0)
		return;
	if (memchr(name.p, ';', name.n) != NULL)
		warn("%s: one column only, and its name holds ';': use -d ';'?", file);
	else if (memchr(name.p, '\t', name.n) != NULL)
		warn("%s: one column only, and its name holds tabs: use -d tab?", file);
}

static struct str
position_name(struct header *h, size_t i)
{
	char text[NUM_WIDTH];

	return arena_keep(&h->names, (struct str){ text, num_print_count(i + 1, text) });
}

bool
header_take(
    struct header *h, const struct header_text *t, const struct dialect *d, struct err *e)
{
	h->nfield = t->nfield;
	h->field = mem_alloc(h->nfield, sizeof(*h->field));
	for (size_t i = 0; i < h->nfield; i++) {
		struct column *c = &h->field[i];

		c->face = FACE_FIELD;
		c->field = (uint32_t)i;
		if (d->no_header) {
			c->name = position_name(h, i);
			continue;
		}
		c->spelling = arena_keep(&h->names, cell(t, i));
		c->name = field_decode(c->spelling, &h->names);
	}
	if (d->no_header)
		return true;
	hint_delimiter(h, t->file, d->delimiter);
	return names_check(h, t->file, e);
}

bool
header_agrees(const struct header *h, const struct header_text *t,
    const struct dialect *d, struct err *e)
{
	struct shown a, b;

	if (t->nfield != h->nfield)
		return fail(e, EXIT_DATA,
		    "%s:1: %zu column%s, but the first file has %zu", t->file, t->nfield,
		    t->nfield == 1 ? "" : "s", h->nfield);
	for (size_t i = 0; i < h->nfield && !d->no_header; i++) {
		struct arena mem = { 0 };
		struct str name = field_decode(cell(t, i), &mem), want = h->field[i].name;
		bool same = str_equal(name, want);

		shown(&a, name.p, name.n);
		arena_free(&mem);
		if (!same)
			return fail(e, EXIT_DATA,
			    "%s:1: column %zu is \"%s\", but in the first file it is "
			    "\"%s\"",
			    t->file, i + 1, a.s, shown(&b, want.p, want.n));
	}
	return true;
}

void
header_free(struct header *h)
{
	free(h->field);
	arena_free(&h->names);
	*h = (struct header){ 0 };
}
