/*
 * reader_input.h - what a reader is given in its tests, and what it should make of it
 *
 * read(2) is interposed, so that it can be made to give a few bytes at a time.
 */
#ifndef TESTS_UNIT_READER_INPUT_H
#define TESTS_UNIT_READER_INPUT_H

#include <sys/uio.h>

#include "reading.h"
#include "scratch.h"

static const struct dialect plain = {
	.delimiter = ',', .max_record = MAX_RECORD, .block = BLOCK
};
/* Not static: with fortified headers clang takes read() for an inline function. */
size_t longest_read; /* 0 is any */

ssize_t
read(int fd, void *p, size_t n)
{
	struct iovec part = { p,
		longest_read > 0 && n > longest_read ? longest_read : n };

	return readv(fd, &part, 1);
}

__attribute__((unused)) static void
text_write(const char *path, const char *text)
{
	file_write(path, text, strlen(text));
}

/* Make the bytes what standard input gives.  They must fit into a pipe. */
__attribute__((unused)) static void
standard_input(const char *p, size_t n)
{
	int end[2];

	scratch_need(pipe(end) == 0 && write(end[1], p, n) == (ssize_t)n, "fill a pipe");
	dup2(end[0], STDIN_FILENO);
	close(end[0]);
	close(end[1]);
}

__attribute__((unused)) static struct reading
read_file(const char *path, const struct dialect *d)
{
	return reading_by_reader(&path, 1, d);
}

__attribute__((unused)) static struct reading
read_text(const char *text, const struct dialect *d)
{
	text_write("t.csv", text);
	return read_file("t.csv", d);
}

__attribute__((unused)) static bool
rows_are(const struct reading *r, const char *want)
{
	char text[400] = "";
	size_t n = 0;

	for (size_t i = 0; i < r->n && n + 1 < sizeof(text); i++)
		text[n++] = r->p[i] == '\1' ? '|' : r->p[i] == '\2' ? '/' : r->p[i];
	text[n] = '\0';
	if (r->e.status == 0 && strcmp(text, want) == 0)
		return true;
	printf("# \"%s\", status %d, %s\n", text, r->e.status,
	    r->e.status != 0 ? r->e.msg : "");
	return false;
}

__attribute__((unused)) static bool
text_gives(const char *text, const struct dialect *d, const char *rows)
{
	struct reading r = read_text(text, d);
	bool good = rows_are(&r, rows);

	reading_free(&r);
	return good;
}

__attribute__((unused)) static bool
text_fails(const char *text, const struct dialect *d, const char *msg)
{
	struct reading r = read_text(text, d);
	bool good = r.e.status == EXIT_DATA && strcmp(r.e.msg, msg) == 0;

	if (!good)
		printf("# status %d, %s\n", r.e.status, r.e.status ? r.e.msg : "");
	reading_free(&r);
	return good;
}

__attribute__((unused)) static const char *const three[] = { "1.csv", "2.csv", "3.csv" };

#endif
