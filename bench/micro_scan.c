/*
 * micro_scan.c - how fast the cells of a table are found, in GB a second
 *
 *	micro_scan FILE ...
 *
 * Each level of csv_scan() that this processor has goes through the files in blocks of
 * 256 KiB, as the reader does, and writes down where the cells are.  The rounds of the
 * levels take turns; each line is the best of its rounds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cpu.h"
#include "base/mem.h"
#include "io/csv_scan_masks.h"

enum { SCAN_BLOCK = 256 << 10, ROUNDS = 20, MOST = 256 << 20 };

static const char *const levels[] = { "plain", "sse2", "avx2" };

enum { LEVELS = sizeof(levels) / sizeof(levels[0]) };

static uint32_t off[2 * SCAN_BLOCK + CSV_SCAN_ROOM];

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* The number of rows, or 0 at what is not regular. */
static size_t
scan_all(enum cpu_level level, const char *p, size_t n, size_t nfield)
{
	size_t rows = 0;

	while (n > 0) {
		struct scan s = csv_scan_at(level, p, n < SCAN_BLOCK ? n : SCAN_BLOCK,
		    ',', nfield, off, sizeof(off) / sizeof(off[0]));

		if (s.rows == 0)
			return 0;
		rows += s.rows;
		p += s.used;
		n -= s.used;
	}
	return rows;
}

static bool
measure(const char *name, const char *p, size_t n)
{
	const char *lf = memchr(p, '\n', n);
	double best[LEVELS], start, t;
	size_t nfield = 1, rows[LEVELS] = { 0 };

	for (const char *c = p; lf != NULL && c < lf; c++)
		nfield += *c == ',';
	for (int i = 0; i < ROUNDS; i++)
		for (int k = 0; k <= (int)cpu_level(); k++) {
			start = seconds();
			rows[k] = scan_all((enum cpu_level)k, p, n, nfield);
			t = seconds() - start;
			best[k] = i == 0 || t < best[k] ? t : best[k];
		}
	for (int k = 0; k <= (int)cpu_level(); k++) {
		if (rows[k] == 0 || rows[k] != rows[0])
			return false;
		printf("%s,%s,%.2f,%.1f\n", name, levels[k], (double)n / best[k] * 1e-9,
		    best[k] / (double)rows[k] * 1e9);
	}
	return true;
}

int
main(int argc, char **argv)
{
	char *p = mem_alloc(MOST, 1);

	printf("file,level,GB_per_s,ns_per_row\n");
	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		size_t n = f == NULL ? 0 : fread(p, 1, MOST, f);

		if (f != NULL)
			fclose(f);
		while (n > 0 && p[n - 1] != '\n')
			n--;
		if (!measure(argv[i], p, n)) {
			fprintf(stderr, "micro_scan: %s: not a regular table\n", argv[i]);
			return 1;
		}
	}
	free(p);
	return 0;
}
