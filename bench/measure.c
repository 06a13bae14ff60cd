/*
 * measure - time commands against each other, turn by turn
 *
 *	measure ROUNDS SECONDS COMMAND...
 *
 * Runs each command once in every round (A B C A B C ...), so that what else the
 * machine does meets all of them alike: ROUNDS rounds, and more, up to three times as
 * many, while they have not taken SECONDS.  For each command prints
 *
 *	wall cpu memory
 *
 * the medians of seconds elapsed and of seconds of processor time, and the most
 * memory in bytes that one of its processes had; or `failed`.  The last line is
 * `other N`: how many processors everything else on the machine kept busy meanwhile.
 *
 * Commands are for sh(1); what they print is thrown away.
 */
#define _DEFAULT_SOURCE /* wait4(), which POSIX does not have */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

enum { ROUNDS_MAX = 99 };

struct command {
	const char *text;
	bool failed;
	double wall[ROUNDS_MAX], cpu[ROUNDS_MAX]; /* (rounds so far) */
	long memory;
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double
seconds_of(struct timeval t)
{
	return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

/* Processor time used on the whole machine; 0 where Linux is not there to say. */
static double
machine_busy(void)
{
	double t[8] = { 0 };
	FILE *f = fopen("/proc/stat", "r");

	if (f == NULL)
		return 0;
	if (fscanf(f, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", &t[0], &t[1], &t[2], &t[3],
		&t[4], &t[5], &t[6], &t[7]) != 8)
		t[0] = t[1] = t[2] = t[5] = t[6] = t[7] = 0;
	fclose(f);
	return (t[0] + t[1] + t[2] + t[5] + t[6] + t[7]) / (double)sysconf(_SC_CLK_TCK);
}

static _Noreturn void
become(const char *text)
{
	int null = open("/dev/null", O_RDWR);

	for (int fd = 0; fd <= 2; fd++)
		dup2(null, fd);
	execl("/bin/sh", "sh", "-c", text, (char *)NULL);
	_exit(127);
}

static void
turn(struct command *c, int round)
{
	struct rusage used;
	double start = seconds();
	pid_t pid = fork();
	int status;

	if (pid == 0)
		become(c->text);
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid) {
		perror("measure");
		exit(4);
	}
	c->wall[round] = seconds() - start;
	c->cpu[round] = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
	c->failed |= status != 0;
	if (used.ru_maxrss > c->memory)
		c->memory = used.ru_maxrss;
}

static int
order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *x, int n)
{
	qsort(x, (size_t)n, sizeof(*x), order);
	return (x[(n - 1) / 2] + x[n / 2]) / 2;
}

/* As many rounds as the head of this file says.  Returns how many. */
static int
rounds_run(struct command *c, int n, int rounds, double enough)
{
	double start = seconds();
	int r = 0;

	while (r < ROUNDS_MAX &&
	       (r < rounds || (r < 3 * rounds && seconds() - start < enough))) {
		for (int i = 0; i < n; i++)
			if (!c[i].failed)
				turn(&c[i], r);
		r++;
	}
	return r;
}

int
main(int argc, char **argv)
{
	int n = argc - 3;
	double ours = 0;

	if (n < 1) {
		fprintf(stderr, "usage: measure ROUNDS SECONDS COMMAND...\n");
		return 2;
	}
	struct command *c = mem_alloc((size_t)n, sizeof(*c));
	for (int i = 0; i < n; i++)
		c[i].text = argv[3 + i];
	double start = seconds(), busy = machine_busy();
	int rounds = rounds_run(c, n, atoi(argv[1]), atof(argv[2]));
	busy = machine_busy() - busy;
	start = seconds() - start;
	for (int i = 0; i < n; i++) {
		for (int r = 0; r < rounds; r++)
			ours += c[i].cpu[r];
		if (c[i].failed)
			printf("failed\n");
		else
			printf("%.6f %.6f %ld\n", median(c[i].wall, rounds),
			    median(c[i].cpu, rounds), 1024 * c[i].memory);
	}
	printf("other %.2f\n", busy > ours ? (busy - ours) / start : 0);
	free(c);
	return 0;
}
