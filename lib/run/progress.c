/*
 * progress.c - see progress.h
 */
#include "run/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"

static const double patience = 2, interval = 0.2; /* seconds */

static struct {
	bool wanted, shown;
	double begun, last;
} line;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void
progress_start(int mode)
{
	line.wanted =
	    mode == PROGRESS_ALWAYS || (mode == PROGRESS_AUTO && isatty(STDERR_FILENO));
	line.begun = now();
	line.last = line.begun + patience - interval;
	if (mode == PROGRESS_ALWAYS)
		line.last = line.begun - interval;
}

static void
show(const char *text, size_t n)
{
	if (write(STDERR_FILENO, text, n) < 0)
		line.wanted = false;
}

void
progress_tick(const struct reader *in)
{
	uint64_t read, size, rows;
	char text[200], left[64] = "";
	double t, took;
	int n;

	if (!line.wanted || (t = now()) - line.last < interval)
		return;
	line.last = t;
	took = t - line.begun > 0.001 ? t - line.begun : 0.001;
	reader_progress(in, &read, &size, &rows);
	if (size > 0 && read > 0 && read <= size)
		snprintf(left, sizeof(left), ", %.0f %%, %.0f s left",
		    100 * (double)read / (double)size,
		    took * (double)(size - read) / (double)read);
	n = snprintf(text, sizeof(text), "\r%s: %llu rows, %.0f MB/s%s   ",
	    program_name(), (unsigned long long)rows, (double)read / took / 1e6, left);
	if (n > 0)
		show(text, strlen(text));
	line.shown = true;
}

void
progress_end(const struct reader *in, bool summary)
{
	uint64_t read, size, rows;
	char text[200];

	if (line.shown)
		show("\r\033[K", 4);
	line.shown = false;
	if (!summary || in == NULL)
		return;
	reader_progress(in, &read, &size, &rows);
	snprintf(text, sizeof(text), "%s: %llu rows, %llu bytes, %.2f s\n",
	    program_name(), (unsigned long long)rows, (unsigned long long)read,
	    now() - line.begun);
	show(text, strlen(text));
}
