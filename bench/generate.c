/*
 * generate - tables for the benchmarks, the same bytes on every machine
 *
 *	generate num|mixed|lr|scores|keys ROWS > FILE
 *	generate wide ROWS COLUMNS > FILE
 *
 *	num     12 columns: id, decimals of 2 to 6 places, whole numbers, one column of
 *	        17 digits, one of 4 digits with some exponents
 *	mixed   13 columns: id, 6 of numbers with 3 % empty cells, texts with 5, 200 and
 *	        50,000 values, a quoted note with commas, quotes and newlines, a date,
 *	        a label that is positive in one row of ten
 *	lr      a label and 28 numbers it depends on by a logistic model
 *	scores  a label and a probability
 *	keys    a key that every second row has for the first time, and a number
 *	wide    as many numbers a row as one likes
 *
 * A table of fewer rows is the beginning of a longer one.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/num.h"

enum { NOTE_WORDS = 8, FEATURES = 28 };

/* The row in hand; no row of ours is longer. */
static char row[4096];
static size_t used;

/* ---- random numbers: splitmix64 ---- */

static uint64_t state;

static uint64_t
draw(void)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static double
uniform(void)
{
	return (double)(draw() >> 11) * 0x1p-53;
}

static uint64_t
below(uint64_t n)
{
	return (uint64_t)(uniform() * (double)n);
}

/*
 * C does not say which of two calls in an expression comes first, so wherever that
 * would show, the calls are in a loop.
 */

/* Near enough: mean 0 and sd 1. */
static double
bell(void)
{
	double sum = -2;

	for (int i = 0; i < 4; i++)
		sum += uniform();
	return sum * 1.7320508075688772;
}

/* A product of uniform numbers: the more of them, the more of it is near 0. */
static double
skewed(int n)
{
	double product = 1;

	for (int i = 0; i < n; i++)
		product *= uniform();
	return product;
}

/* ---- cells ---- */

static void
put_text(const char *s)
{
	size_t n = strlen(s);

	memcpy(row + used, s, n);
	used += n;
}

static void
put_byte(char c)
{
	row[used++] = c;
}

static void
put_count(uint64_t x)
{
	used += num_print_count(x, row + used);
}

/* x of the last place: 78363 with 4 places is 7.8363. */
static void
put_fixed(int64_t x, unsigned places)
{
	uint64_t unit = 1, size = (uint64_t)(x < 0 ? -x : x);

	for (unsigned i = 0; i < places; i++)
		unit *= 10;
	if (x < 0)
		put_byte('-');
	put_count(size / unit);
	put_byte('.');
	for (uint64_t rest = size % unit; unit > 1; rest %= unit) {
		unit /= 10;
		put_byte((char)('0' + rest / unit));
	}
}

static void
put_digits(double x, int digits)
{
	used += (size_t)snprintf(row + used, sizeof(row) - used, "%.*g", digits, x);
}

/* ---- tables: a header, and a row of number i ---- */

static void
num_row(uint64_t i)
{
	double rate = skewed(3);

	put_count(i + 1);
	put_byte(',');
	put_fixed((int64_t)below(200000), 4);
	put_byte(',');
	put_fixed((int64_t)(bell() * 90), 4);
	put_byte(',');
	put_count(18 + below(73));
	put_byte(',');
	put_count((uint64_t)(skewed(2) * 100000));
	put_byte(',');
	put_fixed((int64_t)(skewed(2) * 1e6), 2);
	put_byte(',');
	put_digits(uniform(), 17);
	put_byte(',');
	put_fixed((int64_t)below(360000000) - 180000000, 6);
	put_byte(',');
	put_digits(rate * rate * 1000, 4);
	put_byte(',');
	put_fixed((int64_t)(bell() * 15000) + 100000, 3);
	put_byte(',');
	put_count(below(21));
	put_byte(',');
	put_fixed((int64_t)(bell() * 5e6), 2);
}

static void
note_put(void)
{
	static const char *const words[NOTE_WORDS] = { "late, again", "\"\"fragile\"\"",
		"call back", "line one\nline two", "ok", "paid, in part", "see file",
		"two boxes" };

	put_byte('"');
	for (uint64_t n = 1 + below(3); n > 0; n--) {
		put_text(words[below(NOTE_WORDS)]);
		if (n > 1)
			put_byte(' ');
	}
	put_byte('"');
}

static void
mixed_row(uint64_t i)
{
	static const char *const colors[] = { "red", "green", "blue", "black", "white" };

	put_count(i + 1);
	for (int k = 0; k < 6; k++) {
		put_byte(',');
		if (below(100) >= 3)
			put_fixed((int64_t)(bell() * 2500), 2);
	}
	put_byte(',');
	put_text(colors[(size_t)(skewed(2) * 5)]);
	put_text(",city");
	put_count((uint64_t)(skewed(2) * 200));
	put_text(",sku-");
	put_count(10000 + below(50000));
	put_byte(',');
	note_put();
	put_text(",2025-");
	put_count(10 + below(3));
	put_byte('-');
	put_count(10 + below(19));
	put_text(below(10) == 0 ? ",1" : ",0");
}

static void
lr_row(uint64_t i)
{
	double x[FEATURES], z = 0.5;

	(void)i;
	for (int k = 0; k < FEATURES; k++) {
		x[k] = k % 3 == 0 ? bell() : k % 3 == 1 ? uniform() * 3 : skewed(2) - 0.2;
		z += x[k] * ((k * 7 + 3) % 11 - 5) / 12.0;
	}
	put_byte(uniform() < elementary_sigmoid(z) ? '1' : '0');
	for (int k = 0; k < FEATURES; k++) {
		put_byte(',');
		put_digits(x[k], 6);
	}
}

static void
scores_row(uint64_t i)
{
	double p = elementary_sigmoid(bell() * 1.5 - 1);

	(void)i;
	put_byte(uniform() < p ? '1' : '0');
	put_byte(',');
	put_digits(p, 6);
}

/* Keys of a multiplier that is odd differ for 2^32 rows. */
static void
keys_row(uint64_t i)
{
	uint64_t k = i % 2 == 0 ? i / 2 : below(i / 2 + 1);

	put_text("key-");
	put_count(k * UINT64_C(2654435761) & UINT32_MAX);
	put_byte(',');
	put_fixed((int64_t)below(100000), 2);
}

static uint64_t wide_columns;

/* A row is longer than its buffer, so it leaves in pieces. */
static void
wide_cell_end(uint64_t k)
{
	if (k < wide_columns)
		put_byte(',');
	if (used > sizeof(row) / 2) {
		fwrite(row, 1, used, stdout);
		used = 0;
	}
}

static void
wide_header(void)
{
	for (uint64_t k = 1; k <= wide_columns; k++) {
		put_byte('c');
		put_count(k);
		wide_cell_end(k);
	}
	put_byte('\n');
}

static void
wide_row(uint64_t i)
{
	(void)i;
	for (uint64_t k = 1; k <= wide_columns; k++) {
		put_fixed((int64_t)below(2000000) - 1000000, 4);
		wide_cell_end(k);
	}
}

static const struct table {
	const char *name, *header; /* no header: wide_header() */
	void (*row)(uint64_t i);
} tables[] = {
	{ "num",
	    "id,price,change,age,visits,amount,share,longitude,rate,score,orders,balance",
	    num_row },
	{ "mixed", "id,n1,n2,n3,n4,n5,n6,color,city,sku,note,date,label", mixed_row },
	{ "lr",
	    "label,f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12,f13,f14,f15,f16,f17,f18,f19,"
	    "f20,f21,f22,f23,f24,f25,f26,f27,f28",
	    lr_row },
	{ "scores", "label,probability", scores_row },
	{ "keys", "key,value", keys_row },
	{ "wide", NULL, wide_row },
};

static const struct table *
table_named(const char *name)
{
	for (size_t k = 0; k < sizeof(tables) / sizeof(*tables); k++)
		if (strcmp(tables[k].name, name) == 0)
			return &tables[k];
	return NULL;
}

int
main(int argc, char **argv)
{
	const struct table *t = argc >= 3 ? table_named(argv[1]) : NULL;

	if (t == NULL || argc != (t->header != NULL ? 3 : 4)) {
		fprintf(stderr, "usage: generate num|mixed|lr|scores|keys ROWS > FILE\n"
				"       generate wide ROWS COLUMNS > FILE\n");
		return 2;
	}
	uint64_t rows = strtoull(argv[2], NULL, 10);
	if (t->header != NULL) {
		printf("%s\n", t->header);
	} else {
		wide_columns = strtoull(argv[3], NULL, 10);
		wide_header();
		fwrite(row, 1, used, stdout);
	}
	for (uint64_t i = 0; i < rows; i++) {
		used = 0;
		t->row(i);
		put_byte('\n');
		fwrite(row, 1, used, stdout);
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("generate");
		return 4;
	}
	return 0;
}
