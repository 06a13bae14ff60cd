/*
 * scan_fuzz.c - the scan at all levels against libcsv, on what libFuzzer thinks of
 *
 * The first four bytes choose the delimiter, the number of fields, the size of blocks
 * and what stands before the text: '0' is the first choice of each, so that the seeds
 * in tests/fuzz/corpus can be read.  `make fuzz` builds and runs it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/scan_agreement.h"

enum { CHOICES = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct agreement agreement;
static char text[AGREEMENT_MOST];

static size_t
choice(const uint8_t *data, size_t i, size_t n)
{
	return (uint8_t)(data[i] - '0') % n;
}

/* Good records, few and long, that end with a stretch or a few bytes before. */
static size_t
records_before(size_t few)
{
	size_t n = SCAN_STRETCH - few, width = 2 * agreement.nfield + 500;

	memset(text, 'x', n);
	for (size_t end = n; end >= width; end -= width)
		for (size_t i = 0; i < agreement.nfield; i++)
			text[end - 1 - 2 * i] = i == 0 ? '\n' : agreement.delimiter;
	return n;
}

static void
stop(const char *what)
{
	if (what == NULL)
		return;
	fprintf(stderr, "scan_fuzz: %s\n", what);
	abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const size_t blocks[] = { AGREEMENT_MOST, 1, 2, 7, 31, 63, 64, 65, 1000 };
	size_t block, few, before = 0;
	char *exact;

	if (n < CHOICES)
		return 0;
	agreement.delimiter = ",;\t |x"[choice(data, 0, 6)];
	agreement.nfield = 1 + choice(data, 1, 40);
	block = blocks[choice(data, 2, sizeof(blocks) / sizeof(blocks[0]))];
	few = choice(data, 3, 256);
	data += CHOICES;
	n -= CHOICES;
	if (few > 0)
		before = records_before(few - 1);
	/* Small blocks of long texts take long and show little. */
	n = n > 128 * block ? 128 * block : n;
	n = n > AGREEMENT_MOST - before ? AGREEMENT_MOST - before : n;
	if (n > 0)
		memcpy(text + before, data, n);
	/* A copy that ends where the text does, so that no byte behind it is read. */
	exact = malloc(before + n + 1);
	if (exact == NULL)
		return 0;
	n += before;
	memcpy(exact + 1, text, n);
	stop(readers_disagree(&agreement, exact + 1, n, before > 0 ? n : block));
	stop(levels_disagree(&agreement, exact + 1, n, CSV_SCAN_ROOM + few));
	free(exact);
	return 0;
}
