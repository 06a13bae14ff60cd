/*
 * micro_num.c - how fast numbers are read and printed, against the C library
 *
 * For a few kinds of numbers: million numbers a second one by one, as cells of a column
 * and printed, and how many times as many as strtod() and snprintf("%.17g") do on the
 * same machine.  CSVLEARN_CPU=plain and the like show what wide instructions are worth.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cpu.h"
#include "base/num.h"

enum { COUNT = 20000, ROUNDS = 200 };

/* The numbers as text, each with a NUL behind it, as cells of one column. */
static char block[COUNT * NUM_WIDTH + NUM_SLACK];
static uint32_t off[COUNT + 1];
static double values[COUNT], read[COUNT];
static volatile double kept; /* so that no work can be left out */

static uint64_t
random_bits(void)
{
	static uint64_t state = 1;

	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return state ^ (state >> 29);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double
uniform(void)
{
	return (double)(random_bits() >> 11) * 0x1p-53;
}

static double
price(void)
{
	return ((double)(random_bits() >> 40) - 8e6) / 1e4;
}

/* Nearly normal: the sum of a few. */
static double
z_score(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += uniform();
	return sum;
}

static double
count(void)
{
	return (double)(random_bits() >> 48);
}

static double
any(void)
{
	uint64_t bits = random_bits() & ~(UINT64_C(1) << 62);
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* Four digits behind the point, or an integer of as many lengths. */
static double
mixed(void)
{
	uint64_t bits = random_bits() >> 11;

	bits >>= random_bits() >> 59;
	return (double)(bits >> 11) / (random_bits() >> 63 ? 1e4 : 1);
}

static void
parse_ours(void)
{
	double sum = 0, x = 0;

	for (int i = 0; i < COUNT; i++) {
		num_parse(block + off[i], off[i + 1] - 1 - off[i], &x);
		sum += x;
	}
	kept = sum;
}

static void
parse_cells(void)
{
	kept = (double)num_parse_cells(block, off, 1, COUNT, read) + read[COUNT - 1];
}

static void
parse_theirs(void)
{
	double sum = 0;

	for (int i = 0; i < COUNT; i++)
		sum += strtod(block + off[i], NULL);
	kept = sum;
}

static void
print_ours(void)
{
	char out[NUM_WIDTH];
	size_t sum = 0;

	for (int i = 0; i < COUNT; i++)
		sum += num_print(values[i], out);
	kept = (double)sum;
}

static void
print_theirs(void)
{
	char out[NUM_WIDTH];
	int sum = 0;

	for (int i = 0; i < COUNT; i++)
		sum += snprintf(out, sizeof(out), "%.17g", values[i]);
	kept = sum;
}

/* Million numbers a second, of the best round. */
static double
rate(void (*work)(void))
{
	double best = 1e9, start, t;

	for (int i = 0; i < ROUNDS; i++) {
		start = seconds();
		work();
		t = seconds() - start;
		best = t < best ? t : best;
	}
	return COUNT / best / 1e6;
}

static void
draw(double (*one)(void))
{
	char *p = block;

	for (int i = 0; i < COUNT; i++) {
		off[i] = (uint32_t)(p - block);
		values[i] = one();
		p += num_print(values[i], p);
		*p++ = '\0';
	}
	off[COUNT] = (uint32_t)(p - block);
}

int
main(void)
{
	static const struct {
		const char *name;
		double (*draw)(void);
	} kinds[] = { { "price", price }, { "count", count }, { "mixed", mixed },
		{ "uniform", uniform }, { "z-score", z_score }, { "any", any } };
	static const char *const levels[] = { "plain", "sse2", "avx2" };
	const char *level = levels[cpu_level()];
	double parse, cells, print, theirs;

	printf("level,numbers,parse_M_per_s,times_strtod,cells_M_per_s,times_strtod,"
	       "print_M_per_s,times_printf\n");
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		draw(kinds[k].draw);
		parse = rate(parse_ours);
		cells = rate(parse_cells);
		theirs = rate(parse_theirs);
		print = rate(print_ours);
		printf("%s,%s,%.1f,%.1f,%.1f,%.1f,%.1f,%.1f\n", level, kinds[k].name,
		    parse, parse / theirs, cells, cells / theirs, print,
		    print / rate(print_theirs));
	}
	return 0;
}
