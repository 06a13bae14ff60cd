/*
 * text_terms.c - from a cell to its terms
 */
#include <stdlib.h>
#include <string.h>

#include "op/text.h"

static bool
is_word(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '_' || c > 127;
}

/* The words of a cell, made small: neighbours, with a blank between, in one text. */
static size_t
words_cut(struct str cell, struct arena *mem, struct str **word)
{
	char *text = arena_alloc(mem, cell.n + 1, 1), *to = text;
	size_t n = 0;

	*word = arena_alloc(mem, cell.n / 2 + 1, sizeof(**word));
	for (size_t i = 0; i < cell.n;) {
		char *from = to;

		for (; i < cell.n && is_word((unsigned char)cell.p[i]); i++) {
			char c = cell.p[i];

			*to++ = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		}
		if (to > from) {
			(*word)[n++] = (struct str){ from, (size_t)(to - from) };
			*to++ = ' ';
		}
		while (i < cell.n && !is_word((unsigned char)cell.p[i]))
			i++;
	}
	return n;
}

/* Where the next character of UTF-8 begins; a stray byte is one of its own. */
static size_t
character_end(struct str s, size_t at)
{
	at++;
	while (at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* Runs of n characters of a word; a shorter word is one term. */
static size_t
runs_cut(struct str word, size_t n, struct str *term)
{
	size_t from = 0, to = 0, terms = 0;

	for (size_t i = 0; i < n && to < word.n; i++)
		to = character_end(word, to);
	for (;;) {
		term[terms++] = (struct str){ word.p + from, to - from };
		if (to >= word.n)
			return terms;
		from = character_end(word, from);
		to = character_end(word, to);
	}
}

static size_t
characters_cut(
    const struct str *word, size_t nword, size_t n, struct arena *mem, struct str **term)
{
	size_t room = 0, terms = 0;

	for (size_t i = 0; i < nword; i++)
		room += word[i].n;
	*term = arena_alloc(mem, room, sizeof(**term));
	for (size_t i = 0; i < nword; i++)
		terms += runs_cut(word[i], n, *term + terms);
	return terms;
}

size_t
terms_cut(const struct cutting *c, struct str cell, struct arena *mem, struct str **term)
{
	struct str *word;
	size_t nword = words_cut(cell, mem, &word), n = 0;

	if (c->characters > 0)
		return characters_cut(word, nword, c->characters, mem, term);
	if (c->grams == 1) {
		*term = word;
		return nword;
	}
	*term = arena_alloc(mem, nword * c->grams, sizeof(**term));
	for (size_t size = 1; size <= c->grams && size <= nword; size++)
		for (size_t i = 0; i + size <= nword; i++) {
			const struct str *last = &word[i + size - 1];

			(*term)[n++] = (struct str){ word[i].p,
				(size_t)(last->p + last->n - word[i].p) };
		}
	return n;
}

size_t
terms_split(const void *how, struct str cell, struct arena *mem, struct str **term)
{
	struct str *cut;
	size_t n = terms_cut(how, cell, mem, &cut);

	*term = arena_alloc(mem, n + 1, sizeof(**term));
	(*term)[0] = STR(" ");
	if (n > 0)
		memcpy(*term + 1, cut, n * sizeof(**term));
	return n + 1;
}
