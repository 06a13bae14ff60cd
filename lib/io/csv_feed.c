/*
 * csv_feed.c - see csv_feed.h
 */
#include "io/csv_feed.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/csv_scan.h"

void
feed_start(struct feed *f, const struct dialect *d)
{
	*f = (struct feed){ .trim = { .delimiter = d->delimiter } };
	if (d->trim)
		f->trimmed = mem_alloc(BLOCK, 1);
}

void
feed_begin(struct feed *f)
{
	trim_free(&f->trim);
	f->ended = false;
	f->last = '\n';
}

void
feed_free(struct feed *f)
{
	trim_free(&f->trim);
	free(f->trimmed);
}

size_t
feed_slack(const struct feed *f)
{
	return f->trim.npending + 1;
}

static void
end(struct feed *f, const struct source *s, char *buf, size_t *n)
{
	f->ended = true;
	if (f->last != '\n' && !source_is_regular(s))
		f->cut_off = true;
	if (*n > 0 && buf[*n - 1] != '\n' && buf[*n - 1] != '\r')
		buf[(*n)++] = '\n';
}

/* At most one read. */
static bool
feed_some(
    struct feed *f, struct source *s, char *buf, size_t *n, size_t want, struct err *e)
{
	char *to = f->trimmed != NULL ? f->trimmed : buf + *n;
	ptrdiff_t got;

	if (f->ended || want == 0)
		return true;
	if (f->trimmed != NULL && want > BLOCK)
		want = BLOCK;
	got = source_read(s, to, want, e);
	if (got < 0)
		return false;
	if (got == 0) {
		end(f, s, buf, n);
		return true;
	}
	f->last = to[got - 1];
	*n += f->trimmed != NULL ? trim_bytes(&f->trim, to, (size_t)got, buf + *n)
				 : (size_t)got;
	return true;
}

bool
feed_fill(
    struct feed *f, struct source *s, char *buf, size_t *n, size_t want, struct err *e)
{
	size_t start = *n;

	if (!f->patient || f->trimmed != NULL)
		return feed_some(f, s, buf, n, want, e);
	while (!f->ended && *n - start < want)
		if (!feed_some(f, s, buf, n, want - (*n - start), e))
			return false;
	return true;
}

bool
unended_look(struct unended *u, const char *p, size_t n)
{
	bool worth = n >= 2 * u->judged;

	while (u->seen < n && !worth) {
		const char *from = p + u->seen, *lf = memchr(from, '\n', n - u->seen);
		size_t line = lf == NULL ? n - u->seen : (size_t)(lf - from) + 1;

		u->quoted ^= csv_scan_count(from, line, '"') % 2 == 1;
		u->seen += line;
		worth = lf != NULL && !u->quoted;
	}
	if (worth)
		u->judged = n;
	return worth;
}
