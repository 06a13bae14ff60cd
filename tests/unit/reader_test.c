/*
 * reader_test.c - csv_reader.h: blocks of any size, as a file and as a pipe
 */
#include "io/csv_reader.h"

#include "random_csv.h"
#include "reader_input.h"
#include "tap.h"

/* ---- random texts ---- */

/* One text in some dialect, cut into blocks of some size, as a file or a pipe. */
static bool
agrees(struct random_csv *t)
{
	struct dialect d = plain;
	bool pipe = below(t, 2) == 0, same;
	struct reading got, want;

	d.delimiter = t->delimiter;
	d.no_header = true;
	d.block = below(t, 4) == 0 ? BLOCK : 1 + below(t, 64);
	if (below(t, 4) == 0)
		d.max_record = 1 + below(t, 80);
	longest_read = below(t, 3) == 0 ? 1 + below(t, 5) : 0;
	want = reading_by_grammar(pipe ? "stdin" : "r.csv", t->p, t->n, pipe, &d);
	if (pipe) {
		standard_input(t->p, t->n);
		got = reading_by_reader(NULL, 0, &d);
	} else {
		file_write("r.csv", t->p, t->n);
		got = read_file("r.csv", &d);
	}
	longest_read = 0;
	/* Writing over a file takes the disk's time; writing another does not. */
	unlink("r.csv");
	same = reading_same(&got, &want);
	if (!same)
		printf("# block %zu, longest record %zu, %zu bytes\n", d.block,
		    d.max_record, t->n);
	reading_free(&got);
	reading_free(&want);
	return same;
}

static void
test_random(size_t times)
{
	struct random_csv t = { .seed = 7 };
	size_t i = 0;

	while (i < times) {
		random_csv_next(&t);
		if (t.n > 0 && !agrees(&t))
			break;
		i++;
	}
	ok(i == times, "%zu random texts, in blocks from 1 byte up", times);
}

static void
test_blocks(void)
{
	static const char text[] =
	    "a,\"b\nc\",d\r\n1,\"x\"\"\n\n,y\",3\n,,\r\n4,\"\",6\n7,8,9";
	struct reading want =
	    reading_by_grammar("b.csv", text, sizeof(text) - 1, false, &plain);
	size_t bad = 0;

	file_write("b.csv", text, sizeof(text) - 1);
	ok(rows_are(&want, "/0 3|1|\"x\"\"\n\n,y\"|3/1 6|||/2 7|4|\"\"|6/3 8|7|8|9"),
	    "the grammar reads as a person does");
	for (size_t block = 1; block < 200; block++) {
		struct dialect d = plain;
		struct reading got;

		d.block = block;
		got = read_file("b.csv", &d);
		bad += !reading_same(&got, &want);
		reading_free(&got);
	}
	ok(bad == 0, "the same cells and lines with every block size");
	reading_free(&want);
}

/* Records whose lengths are about that of a block. */
static void
test_edges(void)
{
	size_t bad = 0;
	char *text = mem_alloc(3 * BLOCK + 100, 1);

	for (size_t over = 0; over < 7; over++)
		for (size_t kind = 0; kind < 3; kind++) {
			size_t n = BLOCK - 4 + over;
			struct reading got, want;

			memset(text, 'x', n);
			memcpy(text, "a,b\n1,", 6);
			memcpy(text + n, &"\r\n\"\n\",\n"[2 * kind], 2);
			memset(text + n + 2, 'y', BLOCK);
			text[n + 2 + BLOCK] = '\n';
			file_write("e.csv", text, n + 3 + BLOCK);
			want = reading_by_grammar(
			    "e.csv", text, n + 3 + BLOCK, false, &plain);
			got = read_file("e.csv", &plain);
			bad += !reading_same(&got, &want);
			reading_free(&got);
			reading_free(&want);
		}
	ok(bad == 0, "line ends, quotes and commas around the end of a block");
	free(text);
}

/* ---- headers ---- */

static void
test_headers(void)
{
	struct dialect d = plain;
	struct reader *in;
	struct batch b = { 0 };
	struct err e;
	const char *path = "t.csv";

	ok(text_fails("a,,c\n", &d, "t.csv:1: column 2 has no name"), "no name");
	ok(text_fails("a,\"\"\n", &d, "t.csv:1: column 2 has no name"), "a quoted none");
	ok(text_fails(
	       "a,b,\"a\"\n", &d, "t.csv:1: two columns are called \"a\": 1 and 3"),
	    "a name twice, spelt in two ways");
	ok(text_gives("a,A, a\n1,2,3\n", &d, "/0 2|1|2|3"), "names are bytes");
	ok(text_fails("", &d,
	       "t.csv: empty input, not even a header (did the command before fail?)"),
	    "nothing at all");
	ok(text_gives("a,b\n", &d, "") && text_gives("a,b", &d, ""), "only a header");
	ok(text_gives("\xef\xbb\xbf\"a\",b\n1,2\n", &d, "/0 2|1|2"), "a byte order mark");
	ok(text_fails("\xff\xfe"
		      "a\n",
	       &d, "t.csv: UTF-16 or UTF-32 text (convert it with iconv -t UTF-8)"),
	    "the mark of UTF-16");
	file_write("t.csv", "\"x\n\"\"y\",\"b\"\n", 13);
	in = reader_open(&path, 1, &d, false, &e);
	reader_header(in, &b);
	ok(b.ncol == 2 && str_equal(b.col[0].name, STR("x\n\"y")) &&
		str_equal(b.col[0].spelling, STR("\"x\n\"\"y\"")) &&
		str_equal(b.col[1].name, STR("b")) && b.nrow == 0,
	    "names are decoded, and keep their spelling");
	batch_free(&b);
	reader_close(in);
	d.no_header = true;
	ok(text_gives("\n1\n", &d, "/0 1|/1 2|1"),
	    "-H, and a first cell that is missing");
	ok(text_fails("1,2\n3\n", &d, "t.csv:2: 1 field where the first record has 2"),
	    "a short record under -H");
}

static void
test_max_record(void)
{
	struct dialect d = plain;

	d.max_record = 10;
	ok(text_gives("a,b\n1234,6789\n", &d, "/0 2|1234|6789"), "a record of 10 bytes");
	ok(text_fails("a,b\n1,2\n1234,67890\n", &d,
	       "t.csv:3: a record longer than 10 bytes (is a quote open? otherwise use "
	       "--max-record)"),
	    "and one of 11");
	ok(text_fails("abcde,ghijk\n1,2\n", &d,
	       "t.csv:1: a record longer than 10 bytes (is a quote open? otherwise use "
	       "--max-record)"),
	    "a header of 11");
	d.max_record = (size_t)RECORD_LIMIT + 1;
	struct reading r = read_text("a\n", &d);
	ok(r.e.status == EXIT_USAGE &&
		strcmp(r.e.msg, "--max-record 1073741825: more than 1 GiB") == 0,
	    "more than offsets can hold");
	reading_free(&r);
	d.max_record = RECORD_LIMIT;
	d.block = SIZE_MAX;
	ok(text_gives("a\n1\n", &d, "/0 2|1"), "a block size beyond all memory");
}

/* ---- blank lines and ends ---- */

static void
test_blank_lines(void)
{
	struct dialect d = plain;
	char *text = mem_alloc(3 * BLOCK, 1);
	struct reading r;

	ok(text_gives("a,b\n1,2\n\n\r\n\n", &d, "/0 2|1|2"), "blank lines at the end");
	ok(text_fails("a,b\n1,2\n\n\n3,4\n", &d,
	       "t.csv:3: 1 field where the header has 2 (a blank line)"),
	    "blank lines in between");
	ok(text_fails("a,b\r\n\r\n3,4\r\n", &d,
	       "t.csv:2: 1 field where the header has 2 (a blank line)"),
	    "a blank line that ends in CRLF");
	ok(text_fails("a,b\n1,2\n\n\r", &d,
	       "t.csv:3: 1 field where the header has 2 (a blank line)"),
	    "blank lines, and a CR that ends none");
	ok(text_gives("a\n\n1\n\r\n", &d, "/0 2|/1 3|1/2 4|"),
	    "in one column a blank line is a missing cell");
	memset(text, '\n', 3 * BLOCK);
	memcpy(text, "a,b\n", 4);
	file_write("t.csv", text, 3 * BLOCK);
	r = read_file("t.csv", &d);
	ok(rows_are(&r, ""), "blank lines beyond a block");
	reading_free(&r);
	text[3 * BLOCK - 1] = 'x';
	file_write("t.csv", text, 3 * BLOCK);
	r = read_file("t.csv", &d);
	ok(r.e.status == EXIT_DATA &&
		strcmp(r.e.msg, "t.csv:2: 1 field where the header has 2 (a blank "
				"line)") == 0,
	    "and then a byte");
	reading_free(&r);
	free(text);
}

static void
test_ends(void)
{
	static const struct {
		const char *text;
		bool trim, whole;
	} end[] = {
		{ "a\n1\n", false, true },
		{ "a\n1", false, false },
		{ "a", false, false },
		{ "a,b\n1,2\n\n", false, true },
		{ "a\n1\n ", true, false },
		{ "a\n1 \n", true, true },
	};
	struct dialect d = plain;

	for (size_t i = 0; i < sizeof(end) / sizeof(*end); i++) {
		struct reading r;

		d.trim = end[i].trim;
		standard_input(end[i].text, strlen(end[i].text));
		r = reading_by_reader(NULL, 0, &d);
		ok(r.e.status == 0 && r.terminated == end[i].whole, "a pipe that ends %s",
		    end[i].whole ? "well" : "in a line");
		reading_free(&r);
	}
	d.unterminated = true;
	standard_input("a\n1", 3);
	struct reading r = reading_by_reader(NULL, 0, &d);
	ok(r.terminated, "--unterminated");
	reading_free(&r);
	r = read_text("a\n1", &plain);
	ok(r.terminated, "a file may lack its last newline");
	reading_free(&r);
	ok(text_fails("a,b\n1,2\r", &plain,
	       "t.csv:2: a CR that no LF follows (an old Mac file? use tr '\\r' '\\n')"),
	    "but not have a CR for it");
}

/* ---- trimming ---- */

static void
test_trim(void)
{
	struct dialect d = plain;
	size_t bad = 0;

	d.trim = true;
	for (d.block = 1; d.block < 40; d.block++) {
		longest_read = d.block % 3;
		bad +=
		    !text_gives(" a ,\t\"b\" \n  1 2\t ,  \" x \"  \r\n \t,\"\" \n 3,4  ",
			&d, "/0 2|1 2|\" x \"/1 3||\"\"/2 4|3|4");
	}
	longest_read = 0;
	ok(bad == 0, "blanks around cells, cut anywhere");
	d.block = BLOCK;
	text_write("1.csv", "a,b\n1,2 ");
	text_write("2.csv", " a,b \n3,\"4\"  ");
	text_write("3.csv", "a ,b\n5,6");
	struct reading r = reading_by_reader(three, 3, &d);
	ok(rows_are(&r, "/0 2|1|2/1 2|3|\"4\"/2 2|5|6"), "each file begins anew");
	reading_free(&r);
	ok(text_fails("a,b\n1, \"x\" y\n", &d,
	       "t.csv:2: text after a closing quote (double a quote inside a quoted "
	       "cell)"),
	    "text behind a quote and a blank");
	ok(text_fails("a,b\n \"x\"\" \" , 1\"\"\n", &d,
	       "t.csv:2: a quote inside a cell that does not begin with one (quote the "
	       "whole cell and double the quotes in it)"),
	    "a quote misplaced");
	ok(text_gives("a\n \n1\n", &d, "/0 2|/1 3|1"),
	    "a line of blanks is a blank line");
	d.delimiter = '\t';
	ok(text_gives("a\tb\n 1 \t\n\t 2\n", &d, "/0 2|1|/1 3||2"),
	    "a tab that separates is no blank");
	d.delimiter = ' ';
	ok(text_gives("a b\n\t1\t \t\n", &d, "/0 2|1|"), "nor is such a space");
}

int
main(void)
{
	scratch_enter();
	test_headers();
	test_max_record();
	test_blank_lines();
	test_ends();
	test_blocks();
	test_edges();
	test_trim();
	test_random(long_run() ? 300000 : 15000);
	scratch_leave();
	return tap_end();
}
