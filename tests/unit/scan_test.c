/*
 * scan_test.c - csv_scan.h and csv_strict.h against the grammar, on random bytes
 *
 * Inputs are short and full of what matters, and stand behind a first cell of any
 * length up to 64, so that everything comes to lie across the ends of chunks; then
 * behind good records, so that it lies across the ends of stretches.  All levels of
 * the scan that the processor has are tested in one run.
 */
#include "io/csv_scan.h"

#include <string.h>

#include "csv_grammar.h"
#include "random_csv.h"
#include "scan_agreement.h"
#include "tap.h"

enum { ROOM = 4 * TEXT_MOST };

static struct strict strict;
static struct record record;
static struct agreement agreement;
static char text[AGREEMENT_MOST];

static bool
complain(const struct random_csv *t, size_t at, const char *what)
{
	printf("# %s, delimiter '%c', at %zu of %zu: ", what, t->delimiter, at, t->n);
	for (size_t i = 0; i < t->n; i++)
		printf(t->p[i] < ' ' ? "\\%03o" : "%c", (unsigned char)t->p[i]);
	printf("\n");
	return false;
}

/* Does csv_strict() say of the record at p[at] what the grammar says? */
static bool
strict_agrees(const struct random_csv *t, size_t at, bool end)
{
	enum strict_verdict v =
	    csv_strict(t->p + at, t->n - at, end, t->delimiter, &strict);
	bool same = v == STRICT_FAULT;

	record_read(&record, t->p + at, t->n - at, end, t->delimiter);
	if (record.fault != NULL)
		return (same && strict.fault_at == record.fault_at &&
			   strcmp(strict.fault, record.fault) == 0) ||
		       complain(t, at, "another fault");
	if (record.more)
		return v == STRICT_MORE || complain(t, at, "the record goes on");
	same = v == (record.blank ? STRICT_BLANK : STRICT_RECORD) &&
	       strict.nfield == record.nfield && strict.used == record.used &&
	       strict.crlf == record.crlf;
	for (size_t i = 0; i < record.nfield && same; i++)
		same = strict.off[i] == record.from[i] &&
		       strict.off[i + 1] == record.to[i] + 1;
	return same || complain(t, at, "another record");
}

/* Does each level find the same rows, stopping in front of the same record? */
static bool
scan_agrees(const struct random_csv *t, size_t nfield, size_t room)
{
	const uint32_t *o = agreement.off[0];
	const char *what;
	struct scan s;
	size_t at = 0;

	agreement.delimiter = t->delimiter;
	agreement.nfield = nfield;
	if ((what = levels_disagree(&agreement, t->p, t->n, room)) != NULL)
		return complain(t, at, what);
	s = agreement.scan;
	for (size_t row = 0;; row++) {
		if (row == s.rows && s.used != at)
			return complain(t, at, "another number of bytes used");
		if (row == s.rows && s.full)
			return room < ROOM || complain(t, at, "full too early");
		if (at == t->n)
			return row == s.rows || complain(t, at, "rows behind the end");
		record_read(&record, t->p + at, t->n - at, false, t->delimiter);
		if (record.more || record.fault != NULL || record.nfield != nfield)
			return (row == s.rows &&
				   s.irregular == (!record.more || record.bad)) ||
			       complain(t, at, "the scan should stop here");
		if (row == s.rows)
			return complain(t, at, "the scan should go on");
		for (size_t i = 0; i <= nfield; i++, o++)
			if (i < nfield ? *o != at + record.from[i]
				       : *o != at + record.to[i - 1] + 1)
				return complain(t, at, "a field lies elsewhere");
		if (record.crlf && !s.crlf)
			return complain(t, at, "CRLF was not seen");
		if (!s.split && memchr(t->p + at, '\n', record.used - 1) != NULL)
			return complain(t, at, "a line end inside a cell was not seen");
		at += record.used;
	}
}

/* All records of the text, and every end it may be cut off at. */
static bool
text_agrees(const struct random_csv *t)
{
	size_t nfield = 0;

	for (size_t at = 0; at < t->n; at += record.used) {
		if (!strict_agrees(t, at, false))
			return false;
		if (record.more || record.fault != NULL)
			break;
		nfield = nfield == 0 ? record.nfield : nfield;
	}
	if (t->n > 0 && t->p[t->n - 1] == '\n' && !strict_agrees(t, 0, true))
		return false;
	for (size_t i = 1; i <= 3; i++)
		if (!scan_agrees(t, i, ROOM))
			return false;
	return (nfield <= 3 || scan_agrees(t, nfield, ROOM)) &&
	       scan_agrees(t, 1, CSV_SCAN_ROOM + 2 + t->n % 100);
}

static void
test_random(size_t times)
{
	struct random_csv t = { .seed = 1 };
	size_t i = 0;

	while (i < times) {
		random_csv_next(&t);
		if (!text_agrees(&t))
			break;
		i++;
	}
	ok(i == times, "scan, strict reading and grammar agree on %zu texts", times);
}

/* Read in blocks of 1 to 64 bytes, the text is what libcsv says it is. */
static void
test_blocks(size_t times)
{
	struct random_csv t = { .seed = 2 };
	const char *what = NULL;
	size_t i = 0;

	for (; i < times; i++) {
		random_csv_next(&t);
		agreement.delimiter = t.delimiter;
		agreement.nfield = 1 + below(&t, 3);
		what = readers_disagree(&agreement, t.p, t.n, 1 + i % 64);
		if (what != NULL && !complain(&t, 0, what))
			break;
	}
	ok(what == NULL, "libcsv and all levels agree on %zu texts in blocks of 1 to 64",
	    times);
}

/* Good records, the first one longer than the rest, so that they end at text[end]. */
static void
records_fill(char delimiter, size_t nfield, size_t begin, size_t end)
{
	size_t width = 2 * nfield, most = (end - begin) / width;

	if (most == 0)
		return;
	memset(text + begin, 'x', end - begin);
	for (size_t row = 0; row < most; row++)
		for (size_t i = 0; i < nfield; i++)
			text[end - row * width - 1 - 2 * i] = i == 0 ? '\n' : delimiter;
}

/* Is what csv_scan_all() finds, in room that grows, what the levels found last? */
static const char *
all_disagrees(size_t n)
{
	const struct scan *one = &agreement.scan;
	uint32_t *off = NULL;
	size_t room = 0;
	struct scan s =
	    csv_scan_all(text, n, agreement.delimiter, agreement.nfield, &off, &room);
	bool same = s.rows == one->rows && s.used == one->used && s.crlf == one->crlf &&
		    (s.split == one->split || s.irregular) &&
		    s.irregular == one->irregular && !s.full &&
		    memcmp(off, agreement.off[0],
			s.rows * (agreement.nfield + 1) * sizeof(*off)) == 0;

	free(off);
	return same ? NULL : "a scan with little room finds something else";
}

/* Random texts across the end of a stretch, with good records around them. */
static void
test_stretches(size_t times)
{
	struct random_csv t = { .seed = 3 };
	const char *what = NULL;

	for (size_t i = 0; i < times && what == NULL; i++) {
		size_t nfield = 1 + below(&t, 3), n;

		random_csv_next(&t);
		n = SCAN_STRETCH * (1 + below(&t, 2)) - below(&t, t.n + 1);
		records_fill(t.delimiter, nfield, 0, n);
		memcpy(text + n, t.p, t.n);
		n += t.n;
		records_fill(t.delimiter, nfield, n, n + SCAN_STRETCH);
		n += below(&t, SCAN_STRETCH);
		agreement.delimiter = t.delimiter;
		agreement.nfield = nfield;
		what = readers_disagree(&agreement, text, n, i % 2 == 0 ? 4000 : n);
		if (what == NULL && i % 2 == 1)
			what = all_disagrees(n);
		if (what != NULL)
			complain(&t, 0, what);
	}
	ok(what == NULL, "and on %zu texts across the ends of stretches", times);
}

/* Records of thousands of fields, and of one less and one more. */
static void
test_wide(void)
{
	const char *what = NULL;

	agreement.delimiter = ',';
	for (size_t k = 1; k <= 9000 && what == NULL; k += 1 + k / 3)
		for (size_t nfield = k < 2 ? 1 : k - 1; nfield <= k + 1; nfield++) {
			size_t n = 3 * k, rows;

			memset(text, ',', n);
			for (size_t row = 1; row <= 3; row++)
				text[k * row - 1] = '\n';
			agreement.nfield = nfield;
			what = levels_disagree(&agreement, text, n, AGREEMENT_ROOM);
			rows = agreement.scan.rows;
			if (what == NULL &&
			    (rows != (nfield == k ? 3 : 0) ||
				agreement.scan.irregular != (nfield != k)))
				what = "another number of rows";
			if (what == NULL)
				what = levels_disagree(
				    &agreement, text, k - 1, 3 * k + CSV_SCAN_ROOM);
			if (what == NULL && agreement.scan.irregular)
				what = "a record without an end is called irregular";
		}
	ok(what == NULL, "thousands of fields%s%s", what == NULL ? "" : ": ",
	    what == NULL ? "" : what);
}

/* Every byte that eight bytes of ends can make, at every place in 64. */
static void
test_masks(void)
{
	const char *what = NULL;
	size_t n = 0;

	for (int byte = 0; byte < 256; byte++)
		for (int i = 0; i < 8; i++)
			text[n++] = byte >> i & 1 ? '\n' : 'x';
	text[n++] = '\n';
	for (size_t from = 0; from < 64 && what == NULL; from++) {
		agreement.nfield = 1;
		what = readers_disagree(&agreement, text + from, n - from, n);
	}
	ok(what == NULL, "all masks of ends");
}

/* Every text of up to six bytes over an alphabet of seven, at each end of a chunk. */
static void
test_all_short(void)
{
	static const char alphabet[] = { '"', ',', '\n', '\r', 'a', ' ', '\0' };
	struct random_csv t = { .delimiter = ',' };
	size_t bad = 0;

	for (size_t code = 0; code < 7 * 7 * 7 * 7 * 7; code++)
		for (size_t pad = 60; pad < 65 && bad == 0; pad++) {
			size_t c = code;

			memset(t.p, 'x', pad - 1);
			t.p[pad - 1] = ',';
			for (size_t i = 0; i < 5; i++, c /= 7)
				t.p[pad + i] = alphabet[c % 7];
			t.p[pad + 5] = '\n';
			t.n = pad + 6;
			bad += !scan_agrees(&t, 2, ROOM) || !strict_agrees(&t, 0, true);
		}
	ok(bad == 0, "every five bytes across the end of a chunk");
}

/* Where csv_scan() stands still, its last bytes are as good as its first. */
static void
test_lengths(void)
{
	struct random_csv t = { .delimiter = ',' };
	size_t bad = 0;

	for (t.n = 0; t.n <= 300; t.n++)
		for (size_t kind = 0; kind < 4; kind++) {
			for (size_t i = 0; i < t.n; i++)
				t.p[i] = "\n,\" "[kind];
			bad += !scan_agrees(&t, 1, ROOM) || !scan_agrees(&t, 3, ROOM) ||
			       !scan_agrees(&t, 1, CSV_SCAN_ROOM + t.n);
		}
	ok(bad == 0, "nothing but newlines, commas, quotes, blanks");
}

static void
test_verdicts(void)
{
	static const struct {
		const char *text, *fault;
		size_t at;
	} bad[] = {
		{ "1,a\"b\n", fault_quote, 3 },
		{ "1, \"b\"\n", fault_quote, 3 },
		{ "1,\"a\"b\n", fault_text, 5 },
		{ "1,\"a\"\"\n", fault_open, 2 },
		{ "1,\"a\" \"\n", fault_text, 5 },
		{ "1,\"a\" ,2\n", fault_blank, 5 },
		{ "1,\"a\"\t\r\n", fault_blank, 5 },
		{ "1,\"a\n2,b\n", fault_open, 2 },
		{ "1,\"a\"\"\n2,b\n", fault_open, 2 },
		{ "1,a\r2,b\n", fault_cr, 3 },
		{ "1,a\r\r\n", fault_cr, 3 },
		{ "\r", fault_cr, 0 },
		{ "1,\"a\"\r", fault_cr, 5 },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		enum strict_verdict v =
		    csv_strict(bad[i].text, strlen(bad[i].text), true, ',', &strict);

		ok(v == STRICT_FAULT && strcmp(strict.fault, bad[i].fault) == 0 &&
			strict.fault_at == bad[i].at,
		    "case %zu: %s", i, bad[i].fault);
	}
	ok(csv_strict("a\0b\n", 4, true, ',', &strict) == STRICT_FAULT &&
		strict.fault_at == 1,
	    "a NUL in a cell");
	ok(csv_strict("\"\0\"\n", 4, true, ',', &strict) == STRICT_FAULT &&
		strict.fault_at == 1,
	    "a NUL in a quoted cell");
	ok(csv_strict("1,\"a\" ", 6, false, ',', &strict) == STRICT_MORE,
	    "blanks behind a quote are not judged before what follows them");
	ok(csv_strict(" a , b \n", 8, true, ',', &strict) == STRICT_RECORD &&
		strict.off[1] == 4 && strict.off[2] == 8,
	    "blanks belong to their cells");
}

static void
test_count(void)
{
	size_t bad = 0;

	for (size_t i = 0; i < 700; i++)
		text[i] = i * i % 7 < 3 ? ',' : 'x';
	for (size_t from = 0; from < 20; from++)
		for (size_t n = 0, count = 0; n < 600; n++) {
			bad += csv_scan_count(text + from, n, ',') != count;
			count += text[from + n] == ',';
		}
	memset(text, ',', 1000);
	ok(bad == 0 && csv_scan_count(text, 1000, ',') == 1000, "bytes are counted");
}

int
main(void)
{
	test_count();
	test_verdicts();
	test_lengths();
	test_all_short();
	test_masks();
	test_wide();
	test_stretches(long_run() ? 200000 : 5000);
	test_blocks(long_run() ? 2000000 : 100000);
	test_random(long_run() ? 2000000 : 100000);
	free(strict.off);
	free(agreement.strict.off);
	return tap_end();
}
