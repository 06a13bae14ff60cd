/*
 * table.h - a batch of a few rows from text, for tests of what works on batches
 */
#ifndef TESTS_UNIT_TABLE_H
#define TESTS_UNIT_TABLE_H

#include <stdlib.h>
#include <string.h>

#include "io/csv_reader.h"
#include "scratch.h"

struct table {
	struct reader *in;
	struct batch b; /* the header's first, then the rows' */
	struct err e;
};

/* The header of CSV text, delimited by commas; rows follow by table_rows(). */
__attribute__((unused)) static void
table_open(struct table *t, const char *text)
{
	static const struct dialect d = { .max_record = MAX_RECORD, .block = BLOCK };
	const char *path = "table.csv";

	file_write(path, text, strlen(text));
	*t = (struct table){ .in = reader_open(&path, 1, &d, false, &t->e) };
	scratch_need(t->in != NULL, "read a table");
	reader_header(t->in, &t->b);
}

__attribute__((unused)) static void
table_rows(struct table *t)
{
	scratch_need(reader_next(t->in, &t->b, &t->e) > 0, "read its rows");
}

__attribute__((unused)) static void
table_close(struct table *t)
{
	batch_free(&t->b);
	reader_close(t->in);
}

__attribute__((unused)) static bool
is(struct str s, const char *want)
{
	return str_equal(s, str_of(want));
}

#endif
