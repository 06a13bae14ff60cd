/*
 * random_csv.h - short texts, mostly CSV, full of what can go wrong
 *
 * Half of them are records of random cells, quoted or not, with a byte or two changed;
 * the others are bytes of an alphabet of trouble.  In front of them stands a cell of
 * any length up to 64.
 */
#ifndef TESTS_UNIT_RANDOM_CSV_H
#define TESTS_UNIT_RANDOM_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 512 };

struct random_csv {
	uint64_t seed; /* not 0 */
	char delimiter;
	size_t n;
	char p[TEXT_MOST];
};

/* Longer loops are wanted: make check-long. */
__attribute__((unused)) static bool
long_run(void)
{
	const char *s = getenv("CSVLEARN_LONG");

	return s != NULL && strcmp(s, "0") != 0;
}

/* xorshift64*: a number below n. */
static size_t
below(struct random_csv *t, size_t n)
{
	t->seed ^= t->seed >> 12;
	t->seed ^= t->seed << 25;
	t->seed ^= t->seed >> 27;
	return (size_t)((t->seed * 0x2545F4914F6CDD1DULL) >> 33) % n;
}

static void
random_add(struct random_csv *t, char c)
{
	if (t->n < TEXT_MOST)
		t->p[t->n++] = c;
}

static char
trouble(struct random_csv *t)
{
	/* The five before NUL are bytes that matter, with their highest bit set. */
	static const char bytes[] =
	    "\"\"\"\",,,,\n\n\n\r\r\n a1;\t\xa2\xac\x8a\x8d\x80\0";

	return bytes[below(t, sizeof(bytes) - (below(t, 8) > 0 ? 2 : 1))];
}

static void
random_cell(struct random_csv *t)
{
	size_t n = below(t, 4) > 0 ? below(t, 4) : below(t, 70);
	bool quoted = below(t, 3) == 0;

	if (quoted)
		random_add(t, '"');
	while (n-- > 0) {
		char c = quoted ? trouble(t) : "ab1 2"[below(t, 5)];

		if (c == '"')
			random_add(t, c);
		random_add(t, c == '\0' && below(t, 8) > 0 ? '0' : c);
	}
	if (quoted)
		random_add(t, '"');
}

static void
random_records(struct random_csv *t)
{
	size_t nfield = 1 + below(t, 3), lines = below(t, 6);
	bool crlf = below(t, 4) == 0;

	while (lines-- > 0) {
		for (size_t i = 0; i < nfield; i++) {
			if (i > 0)
				random_add(t, t->delimiter);
			random_cell(t);
		}
		if (below(t, 40) == 0)
			random_add(t, t->delimiter);
		if (crlf)
			random_add(t, '\r');
		random_add(t, '\n');
	}
	for (size_t n = below(t, 3); n > 0 && t->n > 0; n--)
		if (below(t, 4) == 0)
			t->p[below(t, t->n)] = trouble(t);
	if (below(t, 8) == 0 && t->n > 0)
		t->n--;
}

__attribute__((unused)) static void
random_csv_next(struct random_csv *t)
{
	size_t pad = below(t, 3) == 0 ? below(t, 64) : 0;

	t->n = 0;
	t->delimiter = ",,,;\t "[below(t, 6)];
	while (t->n < pad)
		random_add(t, 'p');
	if (below(t, 2) == 0) {
		random_records(t);
		return;
	}
	for (size_t n = below(t, 2) == 0 ? below(t, 12) : below(t, 150); n > 0; n--)
		random_add(t, trouble(t));
}

#endif
