/*
 * err.c - messages: one line, one write(2), nothing in them that data could abuse
 */
#include "base/err.h"

#include <stdarg.h>
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

/*
 * The whole line in one write, so that the messages of a pipeline's stages do
 * not mix.  When even standard error is gone, the exit status still tells.
 */
__attribute__((format(printf, 2, 0))) static void
say(const char *kind, const char *fmt, va_list ap)
{
	char line[1400];
	int n = snprintf(line, sizeof(line) - 1, "%s: %s", program, kind);

	if (n < 0)
		return;
	vsnprintf(line + n, sizeof(line) - 1 - (size_t)n, fmt, ap);
	size_t len = strlen(line);
	line[len++] = '\n';
	if (write(STDERR_FILENO, line, len) < 0)
		return;
}

void
warn_quiet(bool on)
{
	quiet = on;
}

void
warn(const char *fmt, ...)
{
	va_list ap;

	if (quiet || warnings++ >= WARNINGS_SHOWN)
		return;
	va_start(ap, fmt);
	say("warning: ", fmt, ap);
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

void
die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", fmt, ap);
	va_end(ap);
	exit(status);
}

const char *
shown(struct shown *buf, const char *text, size_t n)
{
	enum { MOST = 40 };
	size_t out = 0, i = 0;

	while (i < n && i < MOST) {
		size_t len = utf8_printable(text + i, n - i);

		if (len == 0) {
			out += (size_t)snprintf(
			    buf->s + out, 5, "\\x%02x", (unsigned char)text[i++]);
			continue;
		}
		memcpy(buf->s + out, text + i, len);
		out += len;
		i += len;
	}
	strcpy(buf->s + out, i < n ? "..." : "");
	return buf->s;
}
