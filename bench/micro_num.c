/*
 * micro_num.c - how fast numbers are read and printed, against the C library
 *
 * For a few kinds of numbers: million numbers a second, and how many times as many
 * as strtod() and snprintf("%.17g") do on the same machine.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/num.h"

enum { COUNT = 50000, ROUNDS = 100 };

struct text {
	char s[NUM_WIDTH];
	size_t n;
};

static struct text texts[COUNT];
static double values[COUNT];
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

static void
parse_ours(void)
{
	double sum = 0, x = 0;

	for (int i = 0; i < COUNT; i++) {
		num_parse(texts[i].s, texts[i].n, &x);
		sum += x;
	}
	kept = sum;
}

static void
parse_theirs(void)
{
	double sum = 0;

	for (int i = 0; i < COUNT; i++)
		sum += strtod(texts[i].s, NULL);
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

int
main(void)
{
	static const struct {
		const char *name;
		double (*draw)(void);
	} kinds[] = { { "price", price }, { "count", count }, { "uniform", uniform },
		{ "any", any } };
	double parse, print;

	printf("numbers,parse_M_per_s,times_strtod,print_M_per_s,times_printf\n");
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (int i = 0; i < COUNT; i++) {
			values[i] = kinds[k].draw();
			texts[i].n = num_print(values[i], texts[i].s);
			texts[i].s[texts[i].n] = '\0';
		}
		parse = rate(parse_ours);
		print = rate(print_ours);
		printf("%s,%.1f,%.1f,%.1f,%.1f\n", kinds[k].name, parse,
		    parse / rate(parse_theirs), print, print / rate(print_theirs));
	}
	return 0;
}
