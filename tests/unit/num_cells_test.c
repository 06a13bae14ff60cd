/*
 * num_cells_test.c - cells of a column as numbers, at every level of the processor
 *
 * Held against num_parse() cell by cell and against strtod(), with other bytes behind
 * and between the cells each time, in blocks of exactly the size that is promised.
 * CSVLEARN_LONG in the environment does twenty times as much.
 */
#include "base/num.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

enum { CELLS = 100, CELL_MOST = 64 };

/* Some cells, each with what may stand behind it. */
struct column {
	size_t n, stride, size;
	uint32_t off[3 * CELLS + 2];
	char text[CELLS * (CELL_MOST + 20) + NUM_SLACK];
};

static uint64_t random_state = 11;

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t
random_bits(void)
{
	uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static size_t
below(size_t n)
{
	return (size_t)(random_bits() >> 32) % n;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* What tempts a reader to go on: digits, points, signs, sometimes anything. */
static char
junk(void)
{
	static const char tempting[] = "0123456789.-+eE,\"\n";
	size_t at = below(sizeof(tempting) + 3);

	return at < sizeof(tempting) ? tempting[at] : (char)random_bits();
}

/* Digits with a point anywhere or nowhere, zeros in front now and then. */
static size_t
plain_put(char *out, size_t digits)
{
	size_t n = 0, point = below(2 * digits + 2), zeros = below(4) ? 0 : below(digits);

	if (below(3) == 0)
		out[n++] = "-+"[below(4) == 0];
	for (size_t i = 0; i < digits; i++) {
		if (i == point)
			out[n++] = '.';
		out[n++] = (char)(i < zeros ? '0' : '0' + random_bits() % 10);
	}
	if (point == digits)
		out[n++] = '.';
	return n;
}

static size_t
cell_put(char *out)
{
	static const char *const strange[] = { "", "", ".", "-", "+", "-.", "..", "1.2.3",
		"NA", "\"1\"", "\"\"", "\"", "\"1", "\"\"\"\"", "\"1e5\"", "\"-0.25\"",
		"\"x\"", "1e5", "-1.5e-7", "1e999", "-0", "+0.0", ".5", "5.", "- 1",
		"--1", "+-1", "1-", "0x10", "9007199254740993", "90071992547409.93",
		"18446744073709551615", "-9223372036854775808", "0000000000000000000000",
		"0.00000000000000000000", "9999999999999999", "9999999999999999.999",
		"0.1234567890123456.7", ".1234567890123456789", "1234567890123456789.",
		"1.7976931348623157e308" };
	size_t kind = below(10), n;

	if (kind == 0) {
		const char *s = strange[below(sizeof(strange) / sizeof(strange[0]))];
		n = strlen(s);
		memcpy(out, s, n);
		return n;
	}
	n = plain_put(out, kind < 6 ? 1 + below(9) : 1 + below(kind < 9 ? 21 : 40));
	if (kind == 5)
		n += (size_t)snprintf(out + n, 8, "e%d", (int)below(80) - 40);
	if (below(20) == 0)
		out[0] = out[n - 1] = '"';
	if (below(40) == 0)
		out[below(n)] = junk();
	return n;
}

/* Every cell is one of `stride` in a row, and up to 8 bytes lie in front of it. */
static void
column_draw(struct column *c)
{
	char *p = c->text;
	size_t others =
	    below(3) > 0 ? 1 : 1 + below(40); /* or else one digit, as 0 and 1 */

	c->n = 1 + below(CELLS);
	c->stride = 1 + below(3);
	for (size_t i = 0; i < c->n; i++) {
		if (c->stride > 1)
			p += below(9);
		c->off[i * c->stride] = (uint32_t)(p - c->text);
		if (below(others) == 0)
			p += cell_put(p);
		else
			*p++ = (char)('0' + below(10));
		p++;
		c->off[i * c->stride + 1] = (uint32_t)(p - c->text);
	}
	c->size = (size_t)(p - c->text) - 1;
}

/* A block of exactly the cells and the slack, with other bytes wherever no cell is. */
static char *
column_block(const struct column *c)
{
	char *block = malloc(c->size + NUM_SLACK);

	for (size_t i = 0; i < c->size + NUM_SLACK; i++)
		block[i] = junk();
	for (size_t i = 0; i < c->n; i++) {
		const uint32_t *o = c->off + i * c->stride;
		memcpy(block + o[0], c->text + o[0], o[1] - 1 - o[0]);
	}
	return block;
}

static bool
one_parse(const char *p, size_t n, double *x)
{
	if (n >= 2 && p[0] == '"' && p[n - 1] == '"') {
		p++;
		n -= 2;
	}
	*x = NAN;
	return n == 0 || num_parse(p, n, x) == NUM_OK;
}

/* From every cell on the kernel reads as far as num_parse() does, and the same. */
static bool
column_right(const struct column *c)
{
	char *block = column_block(c);
	double x[CELLS], one;
	bool right = true;

	for (size_t from = 0; from < c->n && right; from++) {
		const uint32_t *off = c->off + from * c->stride;
		size_t n = num_parse_cells(block, off, c->stride, c->n - from, x);
		for (size_t i = 0; i <= n && i < c->n - from; i++) {
			const uint32_t *o = off + i * c->stride;
			size_t size = o[1] - 1 - o[0];
			bool good = one_parse(block + o[0], size, &one);
			if (good == (i < n) && (!good || same(x[i], one)))
				continue;
			printf("# \"%.*s\" read as %a, by num_parse() as %a\n", (int)size,
			    block + o[0], i < n ? x[i] : -NAN, one);
			right = false;
		}
		from += n;
	}
	free(block);
	return right;
}

static bool
columns_right(int rounds)
{
	struct column c;
	bool right = true;

	for (int i = 0; i < rounds && right; i++) {
		column_draw(&c);
		right = column_right(&c) && column_right(&c);
	}
	return right;
}

/* One cell at the end of an allocation, in front of n bytes that make it longer. */
static bool
one_right(const char *text, size_t n)
{
	struct column c = { .n = 1, .stride = 1, .size = n, .off = { 0, 0 } };

	c.off[1] = (uint32_t)n + 1;
	memcpy(c.text, text, n);
	return column_right(&c);
}

/* Every length with the point at every place, and then each byte at each place. */
static bool
bytes_right(int rounds)
{
	char text[CELL_MOST], was;
	bool right = one_right("", 0);

	(void)rounds;
	for (size_t n = 1; n <= 24; n++)
		for (size_t point = 0; point <= n; point++) {
			for (size_t i = 0; i < n; i++)
				text[i] = (char)('0' + random_bits() % 10);
			if (point < n)
				text[point] = '.';
			right &= one_right(text, n);
			for (size_t i = 0; i < n; i++) {
				was = text[i];
				for (int byte = 0; byte < 256; byte++) {
					text[i] = (char)byte;
					right &= one_right(text, n);
				}
				text[i] = was;
			}
		}
	return right;
}

/* Plain numbers, and those beside a double or midway of two, as strtod() reads them. */
static bool
values_right(int rounds)
{
	char text[CELL_MOST + NUM_SLACK];
	uint32_t off[2] = { 0, 0 };
	double ours, theirs;
	size_t n;

	memset(text, '7', sizeof(text));
	for (int i = 0; i < rounds; i++) {
		if (i % 8 > 0) {
			n = plain_put(text, i % 8 < 4 ? 1 + below(16) : 16 + below(6));
		} else {
			/* 2^53 to 2^54 in halves, which is midway for the odd ones. */
			uint64_t w = (uint64_t)1 << 53 | random_bits() >> 11;
			n = (size_t)snprintf(text, CELL_MOST, "%llu.%c%d",
			    (unsigned long long)w, (i & 8) ? '0' : '5', i % 3);
		}
		text[n] = '\0';
		off[1] = (uint32_t)n + 1;
		theirs = strtod(text, NULL);
		if (num_parse_cells(text, off, 1, 1, &ours) == 1 && same(ours, theirs))
			continue;
		printf("# \"%s\" read as %a, by strtod() as %a\n", text, ours, theirs);
		return false;
	}
	return true;
}

/* In a process of its own, for a process asks for its level only once. */
static bool
at_level(const char *level, bool (*right)(int), int rounds)
{
	pid_t child;
	int status = -1;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		setenv("CSVLEARN_CPU", level, 1);
		bool good = right(rounds);
		fflush(stdout);
		_exit(good ? 0 : 1);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

int
main(void)
{
	static const char *const levels[] = { "plain", "sse2", "avx2" };
	int scale = getenv("CSVLEARN_LONG") ? 20 : 1;

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		ok(at_level(levels[i], columns_right, 10000 * scale),
		    "%s: random columns, as by num_parse()", levels[i]);
		ok(at_level(levels[i], bytes_right, 0),
		    "%s: every length, point and byte", levels[i]);
		ok(at_level(levels[i], values_right, 500000 * scale),
		    "%s: random decimals, as by strtod()", levels[i]);
	}
	return tap_end();
}
