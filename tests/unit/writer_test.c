/*
 * writer_test.c - csv_writer.h: untouched, made and lone cells, and the last newline
 */
#include "io/csv_writer.h"

#include <math.h>
#include <stdio.h>

#include "table.h"
#include "tap.h"

struct written {
	struct sink *sink;
	struct writer *w;
	struct err e;
};

static void
written_open(struct written *out, char delimiter)
{
	out->sink = sink_open("out.csv", &out->e);
	scratch_need(out->sink != NULL, "write a file");
	out->w = writer_new(out->sink, delimiter);
}

/* End it well, and hold the file against what it should be. */
static bool
written_is(struct written *out, const char *want)
{
	size_t n = 0;
	char *got;
	bool same;

	writer_end(out->w, true);
	writer_free(out->w);
	if (!sink_commit(out->sink, &out->e))
		return false;
	got = file_read("out.csv", &n);
	same = n == strlen(want) && memcmp(got, want, n) == 0;
	if (!same)
		printf("# wrote \"%.*s\"\n", (int)(n < 400 ? n : 400), got);
	free(got);
	return same;
}

/* The table as it is, or only some of its columns. */
static bool
passes(const char *text, const size_t *columns, size_t n, const char *want)
{
	struct written out;
	struct table t;
	bool same;

	table_open(&t, text);
	if (n > 0)
		batch_keep(&t.b, columns, n);
	written_open(&out, ',');
	writer_header(out.w, &t.b);
	while (reader_next(t.in, &t.b, &t.e) > 0) {
		if (n > 0)
			batch_keep(&t.b, columns, n);
		writer_batch(out.w, &t.b);
	}
	same = written_is(&out, want);
	table_close(&t);
	return same;
}

static void
test_untouched(void)
{
	static const char text[] = "a,\"b\",c\n1,\"x, \"\"y\"\"\",007\n,\"\", z\n";
	static const size_t cba[] = { 2, 1, 0 }, bc[] = { 1, 2 }, a[] = { 0 },
			    b[] = { 1 };

	ok(passes(text, NULL, 0, text), "all of it, byte for byte");
	ok(passes(text, cba, 3, "c,\"b\",a\n007,\"x, \"\"y\"\"\",1\n z,\"\",\n"),
	    "turned around");
	ok(passes(text, bc, 2, "\"b\",c\n\"x, \"\"y\"\"\",007\n\"\", z\n"), "neighbours");
	ok(passes("a,b\r\n1,\"x\r\ny\"\r\n\r\n", NULL, 0, "a,b\n1,\"x\r\ny\"\n"),
	    "CRLF becomes LF, but not in a cell");
	ok(passes(text, a, 1, "a\n1\n\"\"\n"), "a missing cell alone is no blank line");
	ok(passes(text, b, 1, "\"b\"\n\"x, \"\"y\"\"\"\n\"\"\n"), "nor is a quoted one");
	ok(passes("a\n1\n\n2\n\n", NULL, 0, "a\n1\n\n2\n\n"),
	    "but what came as a blank line leaves as one");
	ok(passes("a\r\n1\r\n\r\n2\n", NULL, 0, "a\n1\n\n2\n"),
	    "whatever ends the lines");
	ok(passes("a,b\n", NULL, 0, "a,b\n"), "a header");
}

static void
test_made(void)
{
	static const struct str text[] = { { "plain", 5 }, { "a\"b", 3 }, { "a,b", 3 },
		{ "a\nb", 3 }, { "\r", 1 }, { "", 0 }, { " ", 1 }, { ";", 1 } };
	static const struct str names[] = { { "x:y", 3 }, { "z,\"", 3 }, { "i", 1 } };
	enum { ROWS = 8 };
	static const double number[ROWS] = { 0, 1, -0.0, 0.1, MISSING, 1e300, -5, 12345 };
	struct written out;
	struct table t;
	uint32_t *code;

	table_open(&t, "a,b\n1,\n2,\n3,\n4,\n5,\n6,\n7,\n8,\n");
	scratch_need(batch_replace(&t.b, 1, 1, names, 3, &t.e), "make columns");
	written_open(&out, ';');
	writer_header(out.w, &t.b);
	table_rows(&t);
	scratch_need(t.b.nrow == ROWS && batch_replace(&t.b, 1, 1, names, 3, &t.e),
	    "make columns");
	memcpy(batch_set_numbers(&t.b, 1), number, sizeof(number));
	memcpy(batch_set_text(&t.b, 2), text, sizeof(text));
	code = batch_codes(&t.b);
	for (uint32_t i = 0; i < ROWS; i++)
		code[i] = i % 3;
	batch_set_indicator(&t.b, 3, code, 1);
	writer_batch(out.w, &t.b);
	ok(written_is(&out,
	       "a;x:y;\"z,\"\"\";i\n1;0;plain;0\n2;1;\"a\"\"b\";1\n3;-0;a,b;0\n"
	       "4;0.1;\"a\nb\";0\n5;;\"\r\";1\n6;1e+300;;0\n7;-5; ;0\n"
	       "8;12345;\";\";1\n"),
	    "numbers, text and indicators, quoted where the delimiter asks for it");
	table_close(&t);
}

/* Indicators side by side are put together; not those of other codes, or out of order. */
static void
test_indicators(void)
{
	static const struct str names[] = { { "a1", 2 }, { "a2", 2 }, { "a4", 2 },
		{ "a5", 2 }, { "a0", 2 }, { "b0", 2 }, { "b1", 2 }, { "b2", 2 },
		{ "b3", 2 } };
	static const uint32_t is[] = { 1, 2, 4, 5, 0, 0, 1, 2, 3 };
	enum { INDICATORS = sizeof(is) / sizeof(is[0]), OF_A = 5 };
	struct written out;
	struct table t;
	uint32_t *a, *b;

	table_open(&t, "x,y\n1,\n2,\n3,\n4,\n5,\n6,\n7,\n");
	table_rows(&t);
	scratch_need(batch_replace(&t.b, 1, 1, names, INDICATORS, &t.e), "make columns");
	written_open(&out, ',');
	writer_header(out.w, &t.b);
	a = batch_codes(&t.b);
	b = batch_codes(&t.b);
	for (uint32_t r = 0; r < t.b.nrow; r++) {
		a[r] = r; /* 3 and 6 are no column's */
		b[r] = r == 0 ? UINT32_MAX : r % 4;
	}
	for (size_t i = 0; i < INDICATORS; i++)
		batch_set_indicator(&t.b, 1 + i, i < OF_A ? a : b, is[i]);
	writer_batch(out.w, &t.b);
	ok(written_is(&out,
	       "x,a1,a2,a4,a5,a0,b0,b1,b2,b3\n1,0,0,0,0,1,0,0,0,0\n"
	       "2,1,0,0,0,0,0,1,0,0\n3,0,1,0,0,0,0,0,1,0\n4,0,0,0,0,0,0,0,0,1\n"
	       "5,0,0,1,0,0,1,0,0,0\n6,0,0,0,1,0,0,1,0,0\n7,0,0,0,0,0,0,0,1,0\n"),
	    "indicators in runs");
	table_close(&t);
}

/* One column that was made: a record of nothing would be a blank line. */
static void
test_alone(void)
{
	struct written out;
	struct table t;

	table_open(&t, "a\n1\n2\n");
	table_rows(&t);
	double *x = batch_set_numbers(&t.b, 0);
	x[0] = MISSING;
	x[1] = 3;
	written_open(&out, ',');
	writer_batch(out.w, &t.b);
	ok(written_is(&out, "\"\"\n3\n"), "a missing number alone");
	struct str *s = batch_set_text(&t.b, 0);
	s[0] = (struct str){ NULL, 0 };
	s[1] = STR("x");
	written_open(&out, ',');
	writer_batch(out.w, &t.b);
	ok(written_is(&out, "\"\"\nx\n"), "a missing text alone");
	table_close(&t);
}

static void
test_rows(void)
{
	static const size_t rows[] = { 2, 0 };
	struct written out;
	struct table t;

	table_open(&t, "a,b\n1,2\n3,4\n5,6\n");
	table_rows(&t);
	written_open(&out, ',');
	writer_rows(out.w, &t.b, rows, 2);
	writer_rows(out.w, &t.b, rows, 0);
	ok(written_is(&out, "5,6\n1,2\n"), "some rows, in another order");
	table_close(&t);
}

static void
test_cells(void)
{
	struct written out;

	written_open(&out, ',');
	ok(!writer_begun(out.w), "nothing is written");
	writer_text(out.w, STR("a,b"));
	writer_number(out.w, 0.5);
	writer_number(out.w, MISSING);
	writer_count(out.w, 18446744073709551615ULL);
	writer_end_row(out.w);
	writer_text(out.w, STR(""));
	writer_end_row(out.w);
	writer_number(out.w, MISSING);
	writer_end_row(out.w);
	writer_text(out.w, STR(""));
	writer_text(out.w, STR(""));
	writer_end_row(out.w);
	ok(writer_begun(out.w), "something is");
	ok(written_is(&out, "\"a,b\",0.5,,18446744073709551615\n\"\"\n\"\"\n,\n"),
	    "cell by cell");
	written_open(&out, ',');
	ok(written_is(&out, ""), "nothing at all has no newline");
}

static void
test_newline(void)
{
	struct written out;

	written_open(&out, ',');
	writer_text(out.w, STR("a"));
	writer_end_row(out.w);
	writer_end(out.w, false);
	writer_free(out.w);
	ok(sink_commit(out.sink, &out.e) && file_holds("out.csv", "a", 1),
	    "the last newline is held back where nobody vouches for the whole");
}

/* Cells of every length around that of a stretch, and whole tables of small ones. */
static void
test_lengths(void)
{
	enum { MOST = 3 << 16 };
	static const size_t length[] = { 0, 1, 7, 8, 9, 15, 16, 17, 4095, 16383, 16384,
		16385, 65537 };
	static const size_t back[] = { 1, 0 };
	char *in = mem_alloc(MOST, 1), *want = mem_alloc(MOST, 1);
	size_t bad = 0;

	for (size_t i = 0; i < sizeof(length) / sizeof(*length); i++)
		for (size_t rows = 1; rows < 3; rows++) {
			size_t n = (size_t)sprintf(in, "a,b\n");
			size_t to = (size_t)sprintf(want, "b,a\n");

			for (size_t r = 0; r < rows; r++) {
				memset(in + n, '1' + (int)r, length[i]);
				n += length[i];
				n += (size_t)sprintf(in + n, ",%zu\n", r);
				to += (size_t)sprintf(want + to, "%zu,", r);
				memset(want + to, '1' + (int)r, length[i]);
				to += length[i];
				to += (size_t)sprintf(want + to, "\n");
			}
			bad += !passes(in, NULL, 0, in) || !passes(in, back, 2, want);
		}
	ok(bad == 0, "long cells and short");
	size_t n = (size_t)sprintf(in, "a,b\n"), to = (size_t)sprintf(want, "b,a\n");
	for (size_t i = 0; n + 40 < MOST; i++) {
		n += (size_t)sprintf(in + n, "%zu,\"%zu\"\n", i, i * i);
		to += (size_t)sprintf(want + to, "\"%zu\",%zu\n", i * i, i);
	}
	ok(passes(in, NULL, 0, in) && passes(in, back, 2, want), "many rows");
	free(in);
	free(want);
}

int
main(void)
{
	scratch_enter();
	test_untouched();
	test_made();
	test_indicators();
	test_alone();
	test_rows();
	test_cells();
	test_newline();
	test_lengths();
	scratch_leave();
	return tap_end();
}
