/*
 * tap.h - unit tests in TAP, one header
 *
 *	int main(void)
 *	{
 *		test_sum_of_nothing();
 *		return tap_end();
 *	}
 *
 * ok(condition, "what should hold", ...) counts a test and goes on; the name may
 * be a printf format.  skip("why") counts as passed.  tap_end() prints the plan and
 * gives main() its exit status.  `prove` runs the programs.
 */
#ifndef TESTS_UNIT_TAP_H
#define TESTS_UNIT_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_run, tap_failed;

__attribute__((format(printf, 4, 5), unused)) static bool
tap_ok(bool passed, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", passed ? "" : "not ", ++tap_run);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	if (!passed) {
		tap_failed++;
		printf("#   at %s:%d\n", file, line);
	}
	fflush(stdout);
	return passed;
}

#define ok(condition, ...) tap_ok(condition, __FILE__, __LINE__, __VA_ARGS__)
#define skip(why) printf("ok %d # skip %s\n", ++tap_run, why)

__attribute__((unused)) static int
tap_end(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed != 0;
}

#endif
