/*
 * pseudonym.c - see pseudonym.h
 */
#include "pseudonym.h"

#include <stdlib.h>
#include <string.h>

#include "io/source.h"
#include "personal.h"
#include "table/list.h"

enum { LETTERS = 16 }; /* of a name: 4 bits each */

/* ---- the key ---- */

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool
key_parse(unsigned char key[SIPHASH_KEY], const char *text, size_t n)
{
	if (n > 0 && text[n - 1] == '\n')
		n--;
	if (n != 2 * SIPHASH_KEY)
		return false;
	for (size_t i = 0; i < SIPHASH_KEY; i++) {
		int high = hex_digit(text[2 * i]), low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		key[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

bool
pseudonyms_key(struct pseudonyms *p, const char *path, struct err *e)
{
	char text[2 * SIPHASH_KEY + 2]; /* a newline, and one byte too many */
	struct source *s = source_open(path, false, e);
	size_t n = 0;
	ptrdiff_t got = 0;

	if (s == NULL)
		return false;
	do {
		got = source_read(s, text + n, sizeof(text) - n, e);
		n += got > 0 ? (size_t)got : 0;
	} while (got > 0 && n < sizeof(text));
	source_close(s);
	if (got < 0)
		return false;
	return key_parse(p->key, text, n) ||
	       fail(e, EXIT_DATA,
		   "%s: a key is 32 hexadecimal digits and no more (od -An -vtx1 -N16 "
		   "/dev/urandom | tr -d ' ' makes one)",
		   path);
}

/* ---- the columns ---- */

bool
pseudonyms_check(const struct uses *lists, struct err *e)
{
	unsigned kinds;

	for (size_t i = 0; i < lists->n; i++)
		if (!personal_kinds("hash", list_rest(lists->use[i].text), &kinds, e))
			return false;
	return true;
}

/* A column named twice has one place, for the kinds of both. */
static void
pseudonym_add(struct pseudonyms *p, size_t column, unsigned kinds)
{
	size_t i = 0;

	while (i < p->n && p->of[i].column != column)
		i++;
	if (i == p->n) {
		p->of = mem_grow(p->of, &p->room, p->n + 1, sizeof(*p->of));
		p->of[p->n++] = (struct pseudonym){ .column = column };
	}
	p->of[i].kinds |= kinds;
}

bool
pseudonyms_resolve(struct pseudonyms *p, const struct uses *lists, struct batch *header,
    const enum kind *kinds, struct err *e)
{
	for (size_t i = 0; i < lists->n; i++) {
		struct selection s;
		unsigned wanted;

		if (!personal_kinds("hash", list_rest(lists->use[i].text), &wanted, e) ||
		    !select_columns(&s, list_head(lists->use[i].text), header, kinds, e))
			return false;
		for (size_t k = 0; k < s.n; k++)
			pseudonym_add(p, s.column[k], wanted);
		select_free(&s);
	}
	return true;
}

/* ---- cells ---- */

static struct str
name_make(const struct pseudonyms *p, struct str cell, int kind, struct arena *mem)
{
	uint64_t hash = siphash(p->key, cell.p, cell.n);
	size_t n = strlen(personal_names[kind]);
	char *text = arena_alloc(mem, n + 1 + LETTERS, 1);

	memcpy(text, personal_names[kind], n);
	text[n++] = '-';
	for (int i = 0; i < LETTERS; i++)
		text[n++] = (char)('a' + (hash >> (60 - 4 * i) & 15));
	return (struct str){ text, n };
}

uint64_t *
pseudonyms_give(const struct pseudonyms *p, struct batch *b, bool count_only)
{
	uint64_t *cells = arena_alloc(&b->mem, p->n, sizeof(*cells));

	for (size_t i = 0; i < p->n; i++) {
		size_t j = p->of[i].column;
		struct str *name = arena_alloc(&b->mem, b->nrow, sizeof(*name));

		cells[i] = 0;
		for (size_t r = 0; r < b->nrow; r++) {
			int kind;

			name[r] = batch_cell(b, j, r);
			kind = personal_find(name[r], p->of[i].kinds);
			if (kind < 0)
				continue;
			cells[i]++;
			name[r] = name_make(p, name[r], kind, &b->mem);
		}
		if (!count_only)
			memcpy(batch_set_text(b, j), name, b->nrow * sizeof(*name));
	}
	return cells;
}

void
pseudonyms_free(struct pseudonyms *p)
{
	free(p->of);
	*p = (struct pseudonyms){ 0 };
}
