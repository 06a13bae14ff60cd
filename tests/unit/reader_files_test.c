/*
 * reader_files_test.c - csv_reader.h: several files, second looks, and sheer size
 */
#include "io/csv_reader.h"

#include <time.h>

#include "reader_input.h"
#include "tap.h"

/* ---- several files ---- */

static void
three_write(void)
{
	text_write("1.csv", "a,b\n1,2\n3,\"4\n\"\n\n");
	text_write("2.csv", "\"a\",b\r\n5,6");
	file_write("3.csv",
	    "\xef\xbb\xbf"
	    "a,b\n\n",
	    8);
}

static void
test_files(void)
{
	struct dialect d = plain;
	struct reading r;
	size_t bad = 0;

	three_write();
	for (d.block = 1; d.block < 30; d.block++) {
		r = reading_by_reader(three, 3, &d);
		bad += !rows_are(&r, "/0 2|1|2/1 3|3|\"4\n\"/2 2|5|6");
		reading_free(&r);
	}
	ok(bad == 0, "three files, one without its last newline, one without rows");
	text_write("2.csv", "a,b\n5,6\n7\n");
	r = reading_by_reader(three, 3, &plain);
	ok(r.e.status == EXIT_DATA &&
		strcmp(r.e.msg, "2.csv:3: 1 field where the header has 2") == 0,
	    "a fault in the second");
	reading_free(&r);
	text_write("2.csv", "a,c\n5,6\n");
	r = reading_by_reader(three, 3, &plain);
	ok(strcmp(r.e.msg, "2.csv:1: column 2 is \"c\", but in the first file it is "
			   "\"b\"") == 0,
	    "another header");
	reading_free(&r);
	text_write("2.csv", "a\n5\n");
	r = reading_by_reader(three, 3, &plain);
	ok(strcmp(r.e.msg, "2.csv:1: 1 column, but the first file has 2") == 0,
	    "a shorter header");
	reading_free(&r);
	text_write("2.csv", "");
	r = reading_by_reader(three, 3, &plain);
	ok(r.e.status == EXIT_DATA && strncmp(r.e.msg, "2.csv: empty input", 18) == 0,
	    "an empty file between others");
	reading_free(&r);
	unlink("2.csv");
	r = reading_by_reader(three, 3, &plain);
	ok(r.e.status == EXIT_SYSTEM && r.n == 0, "a file that is not there, at once");
	reading_free(&r);
}

/* ---- looking twice ---- */

/* After `batches` batches back to the start: all rows, in the same way. */
static bool
again(const char *const *paths, size_t n, size_t batches, const struct reading *want)
{
	struct dialect d = plain;
	struct reading got = { 0 };
	struct batch b = { 0 };
	struct reader *in;
	struct err e;
	bool same = true;

	d.block = 7;
	in = reader_open(paths, n, &d, true, &e);
	for (size_t look = 0; look < 3 && same; look++) {
		for (size_t i = 0; i < batches && reader_next(in, &b, &e) > 0; i++)
			;
		same = reader_rewind(in, &e);
		reading_rest(&got, in);
		same = same && reading_same(&got, want) && reader_rewind(in, &e);
		reading_free(&got);
	}
	batch_free(&b);
	reader_close(in);
	return same;
}

static void
test_again(void)
{
	static const char *const mixed[] = { "1.csv", "-", "3.csv" };
	struct reading want;

	three_write();
	want = reading_by_reader(three, 3, &plain);
	for (size_t batches = 0; batches < 6; batches++) {
		ok(again(three, 3, batches, &want), "files, again after %zu batches",
		    batches);
		standard_input("a,b\n5,6\n", 8);
		ok(again(mixed, 3, batches, &want), "a pipe among them");
	}
	standard_input("a\n1", 3);
	struct reader *in = reader_open(NULL, 0, &plain, true, &want.e);
	struct batch b = { 0 };
	while (reader_next(in, &b, &want.e) > 0)
		;
	ok(!reader_terminated(in) && reader_rewind(in, &want.e) && !reader_terminated(in),
	    "a second look does not make a pipe whole");
	batch_free(&b);
	reader_close(in);
	reading_free(&want);
}

/* ---- size ---- */

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A record of n bytes, as one quoted cell of many lines, in front of another. */
static double
long_record(size_t n, bool in_header, size_t at_once)
{
	struct dialect d = plain;
	const char *first = in_header ? "" : "a\n";
	char *text = mem_alloc(n + 16, 1);
	size_t at = strlen(first);
	struct reading r;
	double start;

	memcpy(text, first, at);
	memset(text + at, 'x', n);
	for (size_t i = at + 50; i < at + n; i += 50)
		text[i] = '\n';
	text[at] = text[at + n - 1] = '"';
	memcpy(text + at + n, "\n2\n", 3);
	file_write("long.csv", text, at + n + 3);
	d.max_record = 32 << 20;
	longest_read = at_once;
	start = seconds();
	r = read_file("long.csv", &d);
	start = seconds() - start;
	longest_read = 0;
	ok(r.e.status == 0 && r.n > (in_header ? 1 : n) && r.batches > 0 &&
		r.n < 2 * n + 100,
	    "a %s of %zu MiB, %zu bytes at a time (%.2f s)",
	    in_header ? "header" : "record", n >> 20, at_once, start);
	reading_free(&r);
	free(text);
	return start;
}

static void
test_long_records(void)
{
	double small, large;

	long_record(20 << 20, true, 0);
	small = long_record(5 << 20, false, 4096);
	large = long_record(20 << 20, false, 4096);
	ok(large < 16 * small + 0.5, "four times the length costs about four times");
	ok(long_record(1 << 20, false, 64) < 5, "a few bytes at a time");
}

static void
test_wide(void)
{
	enum { WIDE = 100000 };
	char *text = mem_alloc(WIDE, 16);
	size_t n = 0;
	struct reading r;
	double start;

	for (size_t i = 0; i < WIDE; i++)
		n += (size_t)sprintf(text + n, "c%zu%c", i, i + 1 < WIDE ? ',' : '\n');
	for (size_t row = 0; row < 4; row++)
		for (size_t i = 0; i < WIDE; i++) {
			text[n++] = '1';
			text[n++] = i + 1 < WIDE ? ',' : '\n';
		}
	file_write("wide.csv", text, n);
	start = seconds();
	r = read_file("wide.csv", &plain);
	start = seconds() - start;
	ok(r.e.status == 0 && r.n == 4 * (2 * WIDE + 4) && start < 2,
	    "100000 columns (%.2f s)", start);
	reading_free(&r);
	free(text);
}

/* What is there is answered while the pipe is still open. */
static void
test_prompt(void)
{
	struct batch b = { 0 };
	struct reader *in;
	struct err e;
	int end[2];

	scratch_need(pipe(end) == 0 && write(end[1], "a\n1\n", 4) == 4, "fill a pipe");
	dup2(end[0], STDIN_FILENO);
	close(end[0]);
	alarm(20);
	longest_read = 1;
	in = reader_open(NULL, 0, &plain, false, &e);
	ok(in != NULL, "a short header is read while the pipe is open");
	ok(reader_next(in, &b, &e) == 1 && b.nrow == 1, "and so is a row");
	longest_read = 0;
	alarm(0);
	close(end[1]);
	ok(reader_next(in, &b, &e) == 0, "and then the end");
	batch_free(&b);
	reader_close(in);
}

int
main(void)
{
	scratch_enter();
	test_files();
	test_again();
	test_prompt();
	test_long_records();
	test_wide();
	scratch_leave();
	return tap_end();
}
