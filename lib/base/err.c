/*
 * err.c - messages: one line, one write(2), nothing in them that data could abuse
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

enum { WARNINGS_SHOWN = 10 };

static const char *program = "csvlearn";
static bool quiet;
static unsigned long warnings;

void
program_set(const char *name)
{
	program = name;
}

const char *
program_name(void)
{
	return program;
}

__attribute__((format(printf, 4, 0))) static bool
fail_with(struct err *e, int status, size_t row, const char *fmt, va_list ap)
{
	e->status = status;
	e->row = row;
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	return false;
}

bool
fail(struct err *e, int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail_with(e, status, ERR_NOWHERE, fmt, ap);
	va_end(ap);
	return false;
}

bool
fail_at(struct err *e, size_t row, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail_with(e, EXIT_DATA, row, fmt, ap);
	va_end(ap);
	return false;
}

/* One character of the n bytes at p as it may be shown: its length, and what of p. */
static size_t
show_one(char *to, const char *p, size_t n, size_t *used)
{
	size_t len = utf8_printable(p, n);

	if (len == 0) {
		*used = 1;
		return (size_t)snprintf(to, 5, "\\x%02x", (unsigned char)*p);
	}
	memcpy(to, p, len);
	*used = len;
	return len;
}

size_t
shown_text(char *to, size_t room, const char *text)
{
	size_t n = strlen(text), out = 0, used;

	for (size_t i = 0; i < n && out + 5 <= room; i += used)
		out += show_one(to + out, text + i, n - i, &used);
	to[out] = '\0';
	return out;
}

/*
 * The whole message in one write, so that the messages of a pipeline's stages do
 * not mix.  It may hold names of files, which are made harmless here.  When even
 * standard error is gone, the exit status still tells.
 */
__attribute__((format(printf, 3, 0))) static void
say(const char *kind, const char *synopsis, const char *fmt, va_list ap)
{
	char message[1280], text[1600], usage[400] = "", line[2100];
	int n;

	vsnprintf(message, sizeof(message), fmt, ap);
	shown_text(text, sizeof(text), message);
	if (synopsis != NULL)
		snprintf(usage, sizeof(usage), "usage: %s %s\n", program, synopsis);
	n = snprintf(line, sizeof(line), "%s: %s%s\n%s", program, kind, text, usage);
	if (n < 0 || write(STDERR_FILENO, line, strlen(line)) < 0)
		return;
}

void
tell(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", NULL, fmt, ap);
	va_end(ap);
}

bool
warn_quiet(bool on)
{
	bool was = quiet;

	quiet = on;
	return was;
}

void
warn(const char *fmt, ...)
{
	va_list ap;

	if (quiet || warnings++ >= WARNINGS_SHOWN)
		return;
	va_start(ap, fmt);
	say("warning: ", NULL, fmt, ap);
	va_end(ap);
}

void
warn_end(void)
{
	unsigned long more = warnings > WARNINGS_SHOWN ? warnings - WARNINGS_SHOWN : 0;

	warnings = 0;
	if (more > 0 && !quiet) {
		warn("%lu more warnings were not shown", more);
		warnings = 0;
	}
}

/* Several threads may run into the same shortage; only one may say so and end. */
static void
end_alone(void)
{
	static atomic_flag ending = ATOMIC_FLAG_INIT;

	while (atomic_flag_test_and_set(&ending))
		pause();
}

void
die(int status, const char *fmt, ...)
{
	va_list ap;

	end_alone();
	va_start(ap, fmt);
	say("", NULL, fmt, ap);
	va_end(ap);
	exit(status);
}

void
die_usage(const char *synopsis, const char *fmt, ...)
{
	va_list ap;

	end_alone();
	va_start(ap, fmt);
	say("", synopsis, fmt, ap);
	va_end(ap);
	exit(EXIT_USAGE);
}

const char *
shown(struct shown *buf, const char *text, size_t n)
{
	enum { MOST = 40 };
	size_t out = 0, i = 0, used;

	for (; i < n && i < MOST; i += used)
		out += show_one(buf->s + out, text + i, n - i, &used);
	strcpy(buf->s + out, i < n ? "..." : "");
	return buf->s;
}
