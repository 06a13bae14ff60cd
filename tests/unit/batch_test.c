/*
 * batch_test.c - the two faces of a column, and the names of columns
 */
#include "table/batch.h"

#include <math.h>
#include <stdio.h>

#include "table.h"
#include "tap.h"

static const struct str none = { "", 0 };

static bool
failed(const struct err *e, size_t row, const char *msg)
{
	if (e->status == EXIT_DATA && e->row == row && strcmp(e->msg, msg) == 0)
		return true;
	printf("# status %d, row %zu: %s\n", e->status, e->row, e->msg);
	return false;
}

/* The names of the columns, with commas. */
static bool
names_are(const struct batch *b, const char *want)
{
	char text[200] = "";

	for (size_t j = 0; j < b->ncol; j++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%.*s",
		    j > 0 ? "," : "", (int)b->col[j].name.n, b->col[j].name.p);
	if (strcmp(text, want) == 0)
		return true;
	printf("# %s\n", text);
	return false;
}

static void
test_find(void)
{
	struct table t;
	struct batch *b = &t.b;
	size_t j;

	table_open(&t, "a,b,age,d\n1,2,3,4\n");
	ok(batch_find(b, STR("a")) == 0 && batch_find(b, STR("b")) == 1 &&
		batch_find(b, STR("d")) == 3,
	    "in order, with a gap");
	ok(batch_find(b, STR("b")) == 1 && batch_find(b, STR("a")) == 0 &&
		batch_find(b, STR("a")) == 0 && batch_find(b, STR("d")) == 3,
	    "out of order, twice, the last");
	ok(batch_find(b, STR("e")) == COLUMN_NONE && batch_find(b, none) == COLUMN_NONE &&
		batch_find(b, STR("a")) == 0,
	    "not there, and then there");
	ok(batch_need(b, STR("d"), &j, &t.e) && j == 3, "needed and there");
	ok(!batch_need(b, STR("agee"), &j, &t.e) &&
		failed(&t.e, ERR_NOWHERE,
		    "table.csv: no column \"agee\" (did you mean \"age\"?)"),
	    "needed and misspelt");
	ok(!batch_need(b, STR("zzzzzzzzz"), &j, &t.e) &&
		failed(&t.e, ERR_NOWHERE, "table.csv: no column \"zzzzzzzzz\""),
	    "needed and unlike any");
	table_rows(&t);
	ok(batch_find(b, STR("d")) == 3 && batch_find(b, STR("a")) == 0,
	    "again in the next batch");
	table_close(&t);
}

static void
test_columns(void)
{
	static const struct str two[] = { { "x", 1 }, { "y", 1 } };
	static const struct str twice[] = { { "x", 1 }, { "x", 1 } };
	static const size_t back[] = { 3, 0 };
	struct table t;
	struct batch *b = &t.b;

	table_open(&t, "a,b,c\n1,2,3\n");
	ok(batch_replace(b, 1, 1, two, 2, &t.e) && names_are(b, "a,x,y,c"),
	    "two in the place of one");
	ok(batch_find(b, STR("c")) == 3 && batch_find(b, STR("b")) == COLUMN_NONE &&
		batch_find(b, STR("x")) == 1,
	    "and found there");
	ok(!batch_replace(b, 0, 1, two, 1, &t.e) &&
		failed(&t.e, ERR_NOWHERE,
		    "table.csv: column \"x\" exists already (csv-select --rename the old "
		    "one)"),
	    "not a name that exists");
	ok(batch_replace(b, 1, 1, two, 1, &t.e) && names_are(b, "a,x,y,c"),
	    "but one that goes");
	ok(!batch_replace(b, 1, 2, twice, 2, &t.e) &&
		failed(&t.e, ERR_NOWHERE, "table.csv: column \"x\" would exist twice"),
	    "nor the same one twice");
	ok(batch_replace(b, 1, 2, NULL, 0, &t.e) && names_are(b, "a,c"), "none for two");
	ok(batch_replace(b, 2, 0, two, 2, &t.e) && names_are(b, "a,c,x,y"),
	    "two at the end");
	batch_rename(b, 1, STR("new"));
	ok(batch_find(b, STR("c")) == COLUMN_NONE && batch_find(b, STR("new")) == 1 &&
		b->col[1].spelling.p == NULL,
	    "a new name");
	batch_keep(b, back, 2);
	ok(names_are(b, "y,a") && batch_find(b, STR("a")) == 1 &&
		batch_find(b, STR("x")) == COLUMN_NONE,
	    "some, in another order");
	table_rows(&t);
	ok(names_are(b, "a,b,c") && is(batch_cell(b, 1, 0), "2"),
	    "the next batch has the columns that were read");
	table_close(&t);
}

static void
test_cells(void)
{
	struct table t;
	struct batch *b = &t.b;

	table_open(&t, "a,\"b\"\n\"x\"\"\n\"\"\",\r\n\"\",\"\"\"\"\r\n\"1\",\"a,b\"\r\n");
	table_rows(&t);
	ok(is(batch_cell(b, 0, 0), "x\"\n\"") &&
		is(batch_field(b, 0, 0), "\"x\"\"\n\"\"\""),
	    "quotes are taken off, and halved");
	ok(is(batch_cell(b, 1, 1), "\"") && is(batch_cell(b, 1, 2), "a,b"),
	    "a cell that is a quote, one that holds a comma");
	ok(batch_is_missing(b, 1, 0) && batch_is_missing(b, 0, 1) &&
		!batch_is_missing(b, 0, 0) && !batch_is_missing(b, 1, 1),
	    "empty cells are missing, quoted or not");
	ok(batch_line(b, 0) == 2 && batch_line(b, 1) == 4 && batch_line(b, 2) == 5,
	    "lines are counted in cells too");
	ok(b->crlf, "CRLF was seen");
	struct arena mem = { 0 };
	ok(is(field_decode(STR("\""), &mem), "\"") && is(field_decode(none, &mem), "") &&
		is(field_decode(STR("a\"\"b"), &mem), "a\"\"b"),
	    "what does not begin with a quote is as it is");
	arena_free(&mem);
	batch_fail(b, 1, 2, &t.e, "%d is odd", 3);
	ok(failed(&t.e, 2, "column \"b\": 3 is odd"), "a fault tells row and column");
	table_close(&t);
}

static void
test_numbers(void)
{
	struct table t;
	struct batch *b = &t.b;
	const double *x, *again;

	table_open(&t, "a,b,c\n1,\"2.5\",1e400\n,NA,7\n-0,null,x\n");
	table_rows(&t);
	x = batch_numbers(b, 0, &t.e);
	ok(x != NULL && x[0] == 1 && isnan(x[1]) && x[2] == 0 && signbit(x[2]),
	    "numbers, and a missing one");
	again = batch_numbers(b, 0, &t.e);
	ok(again == x && b->col[0].face == FACE_FIELD, "looked at once, and not changed");
	x = batch_numbers(b, 1, &t.e);
	ok(x != NULL && x[0] == 2.5 && isnan(x[1]) && isnan(x[2]),
	    "quoted, and the usual words");
	ok(!batch_is_missing(b, 1, 1), "which in text are words");
	ok(batch_numbers(b, 2, &t.e) == NULL &&
		failed(&t.e, 0,
		    "column \"c\": 1e400 is too large for a number (use --na 1e400)"),
	    "too large");
	b->off[2] = b->off[1] + 1; /* the first cell of c is empty now */
	b->off[3] = b->off[2] + 1;
	ok(batch_numbers(b, 2, &t.e) == NULL &&
		failed(&t.e, 2,
		    "column \"c\": \"x\" is not a number (use --na 'x' or csv-scrub)"),
	    "not a number");
	double *set = batch_set_numbers(b, 0);
	set[0] = 0.1;
	set[1] = MISSING;
	set[2] = 1e21;
	ok(b->col[0].face == FACE_NUMBER && batch_numbers(b, 0, &t.e) == set &&
		is(batch_cell(b, 0, 0), "0.1") && is(batch_cell(b, 0, 1), "") &&
		is(batch_cell(b, 0, 2), "1e+21") && batch_is_missing(b, 0, 1),
	    "set, and read as text");
	struct str *text = batch_set_text(b, 0);
	text[0] = STR("5");
	text[1] = none;
	text[2] = STR("NA");
	x = batch_numbers(b, 0, &t.e);
	ok(x != NULL && x[0] == 5 && isnan(x[1]) && isnan(x[2]) &&
		batch_is_missing(b, 0, 1) && !batch_is_missing(b, 0, 2),
	    "text, and read as numbers");
	text = batch_set_text(b, 0);
	text[0] = text[1] = text[2] = STR("6");
	x = batch_numbers(b, 0, &t.e);
	ok(x != NULL && x[1] == 6, "set again, and not what the last look found");
	table_close(&t);
}

/* Words of missing that are numbers: what a column holds and what it counts for. */
static void
test_missing_numbers(void)
{
	struct missing m, other;
	struct table t;
	struct batch *b = &t.b;
	const double *x;

	table_open(&t, "a,b\n999,-1\n1,0\n-1,1\n");
	table_rows(&t);
	x = batch_numbers(b, 0, &t.e);
	ok(x != NULL && x[0] == 999, "999 is a number");
	ok(missing_parse(&m, STR("999,-1"), &t.e) && m.has_numbers, "--na 999,-1");
	b->missing = &m;
	x = batch_numbers(b, 0, &t.e);
	ok(x != NULL && isnan(x[0]) && x[1] == 1 && isnan(x[2]) &&
		batch_is_missing(b, 0, 0),
	    "now it is missing, although it was looked at before");
	double *set = batch_set_numbers(b, 0);
	set[0] = 1, set[1] = 999, set[2] = -1;
	x = batch_numbers(b, 0, &t.e);
	ok(x != NULL && x[0] == 1 && isnan(x[1]) && isnan(x[2]) &&
		batch_is_missing(b, 0, 1) && !batch_is_missing(b, 0, 0),
	    "a number that was made counts as its text would");
	ok(missing_parse(&other, STR("0"), &t.e), "--na 0");
	b->missing = &other;
	uint32_t *code = batch_codes(b);
	code[0] = 3, code[1] = 4, code[2] = 3;
	batch_set_indicator(b, 1, code, 3);
	x = batch_numbers(b, 1, &t.e);
	ok(x != NULL && x[0] == 1 && isnan(x[1]) && x[2] == 1 &&
		batch_is_missing(b, 1, 1) && !batch_is_missing(b, 1, 0),
	    "and so does an indicator");
	b->missing = &missing_default;
	x = batch_numbers(b, 1, &t.e);
	ok(x != NULL && x[0] == 1 && x[1] == 0 && is(batch_cell(b, 1, 1), "0") &&
		!batch_is_missing(b, 1, 1),
	    "which otherwise is 0 and 1");
	missing_free(&m);
	missing_free(&other);
	table_close(&t);
}

/* Many columns, asked for backwards. */
static void
test_wide(void)
{
	enum { WIDE = 100000 };
	char *text = mem_alloc(WIDE, 16), name[16];
	size_t n = 0, bad = 0;
	struct table t;

	for (size_t i = 0; i < WIDE; i++)
		n += (size_t)sprintf(text + n, "c%zu%c", i, i + 1 < WIDE ? ',' : '\n');
	table_open(&t, text);
	for (size_t i = WIDE; i-- > 0;) {
		sprintf(name, "c%zu", i);
		bad += batch_find(&t.b, str_of(name)) != i;
	}
	ok(bad == 0, "100000 columns, found backwards");
	table_close(&t);
	free(text);
}

int
main(void)
{
	scratch_enter();
	test_find();
	test_columns();
	test_cells();
	test_numbers();
	test_missing_numbers();
	test_wide();
	scratch_leave();
	return tap_end();
}
