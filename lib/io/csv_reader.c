/*
 * csv_reader.c - cuts the bytes of a source into batches of whole records
 *
 * A block is filled from what the last one left over and from the source, scanned
 * (csv_scan.h), and what follows its last whole record is kept for the next.  A
 * record the scan does not know is judged by csv_strict.h, which either accepts it
 * or says what is wrong.
 */
#include "io/csv_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "io/csv_feed.h"
#include "io/csv_header.h"
#include "io/csv_scan.h"
#include "io/csv_strict.h"
#include "io/source.h"

struct reader {
	struct dialect dialect;
	const char **path;
	struct source **source;
	size_t nsource, at; /* which file is being read */

	struct header header;
	char *left; /* bytes read and not yet in a batch */
	size_t nleft, left_room;
	struct feed feed;
	uint64_t line; /* of the first byte not yet in a batch */
	uint64_t row;  /* of the next record */
	struct strict strict;
};

static uint64_t
lines_in(const char *p, size_t n)
{
	return csv_scan_count(p, n, '\n');
}

static bool
reader_fault(
    const struct reader *r, const char *p, size_t at, struct err *e, const char *what)
{
	return fail(e, EXIT_DATA, "%s:%llu: %s", source_name(r->source[r->at]),
	    (unsigned long long)(r->line + lines_in(p, at)), what);
}

static void
leave(struct reader *r, const char *p, size_t n)
{
	r->left = mem_grow(r->left, &r->left_room, n, 1);
	if (n > 0)
		memmove(r->left, p, n);
	r->nleft = n;
}

/* Room for `want` bytes more than n, and for looks behind the last cell. */
static char *
more_room(char *buf, size_t *room, size_t n, size_t want, const struct reader *r)
{
	return mem_grow(buf, room, n + want + feed_slack(&r->feed) + NUM_SLACK, 1);
}

static bool
fill(struct reader *r, char *buf, size_t *n, size_t want, struct err *e)
{
	return feed_fill(&r->feed, r->source[r->at], buf, n, want, e);
}

static bool
too_long(const struct reader *r, struct err *e)
{
	char what[160];

	snprintf(what, sizeof(what),
	    "a record longer than %zu bytes (is a quote open? otherwise use "
	    "--max-record)",
	    r->dialect.max_record);
	return reader_fault(r, NULL, 0, e, what);
}

/* ---- headers ---- */

/* Could the file begin with a byte order mark that is not all there yet? */
static bool
mark_begun(const struct reader *r)
{
	return r->nleft == 0 ||
	       (r->nleft < 4 && (unsigned char)r->left[0] >= 0xef && !r->feed.ended);
}

/* Byte order marks: UTF-8's is dropped, others are not our encoding. */
static bool
skip_mark(struct reader *r, size_t *skip, struct err *e)
{
	const unsigned char *p = (const unsigned char *)r->left;

	*skip = 0;
	if (r->nleft >= 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf)
		*skip = 3;
	if (r->nleft >= 2 &&
	    ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff)))
		return fail(e, EXIT_DATA,
		    "%s: UTF-16 or UTF-32 text (convert it with iconv -t UTF-8)",
		    source_name(r->source[r->at]));
	return true;
}

/* The first record of the file at hand, from r->left: it stays there. */
static bool
first_record(struct reader *r, size_t *skip, struct err *e)
{
	struct unended u = { 0 };
	enum strict_verdict v;

	r->line = 1;
	r->nleft = 0;
	feed_begin(&r->feed);
	for (;;) {
		r->left =
		    more_room(r->left, &r->left_room, r->nleft, r->dialect.block, r);
		if (!fill(r, r->left, &r->nleft, r->dialect.block, e))
			return false;
		if (r->feed.ended && r->nleft == 0)
			return fail(e, EXIT_DATA,
			    "%s: empty input, not even a header (did the command before "
			    "fail?)",
			    source_name(r->source[r->at]));
		if (mark_begun(r))
			continue;
		if (!skip_mark(r, skip, e))
			return false;
		v = STRICT_MORE;
		if (r->feed.ended || unended_look(&u, r->left, r->nleft))
			v = csv_strict(r->left + *skip, r->nleft - *skip, r->feed.ended,
			    r->dialect.delimiter, &r->strict);
		if (v == STRICT_FAULT)
			return reader_fault(
			    r, r->left + *skip, r->strict.fault_at, e, r->strict.fault);
		if (v != STRICT_MORE && r->strict.used <= r->dialect.max_record)
			return true;
		if (r->nleft - *skip > r->dialect.max_record)
			return too_long(r, e);
	}
}

/*
 * A batch costs something for each column, which must not be paid for every few rows:
 * where the header is long, a block holds some dozens of it.  A smaller block than usual
 * was asked for and stays.
 */
static void
block_widen(struct reader *r)
{
	enum { HEADERS = 64, MOST = 8 << 20 };
	size_t wide = r->strict.used < MOST / HEADERS ? HEADERS * r->strict.used : MOST;

	if (r->dialect.block < BLOCK || r->dialect.block >= wide)
		return;
	r->dialect.block = wide;
	r->feed.patient = true;
}

/* Begin the file at hand: read its header, so that r->left begins with data. */
static bool
file_begin(struct reader *r, struct err *e)
{
	size_t skip = 0;

	if (!first_record(r, &skip, e))
		return false;
	struct header_text t = { source_name(r->source[r->at]), r->left + skip,
		r->strict.off, r->strict.nfield };
	if (r->header.field == NULL ? !header_take(&r->header, &t, &r->dialect, e)
				    : !header_agrees(&r->header, &t, &r->dialect, e))
		return false;
	if (!r->dialect.no_header) {
		r->line += lines_in(r->left + skip, r->strict.used);
		skip += r->strict.used;
	}
	leave(r, r->left + skip, r->nleft - skip);
	block_widen(r);
	return true;
}

/* ---- rows ---- */

static bool
wrong_length(const struct reader *r, const char *p, size_t nfield, struct err *e)
{
	char what[160];

	snprintf(what, sizeof(what), "%zu field%s where the %s has %zu%s", nfield,
	    nfield == 1 ? "" : "s", r->dialect.no_header ? "first record" : "header",
	    r->header.nfield,
	    nfield == 1 && (*p == '\n' || *p == '\r') ? " (a blank line)" : "");
	return reader_fault(r, p, 0, e, what);
}

/* How many of the n bytes at p, and no more, are whole blank lines? */
static size_t
blank_lines(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && (p[i] == '\n' || (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n')))
		i += p[i] == '\n' ? 1 : 2;
	return i;
}

/*
 * Nothing but blank lines from here on?  Reads what is left of the file to know, and
 * keeps of them what a message needs: the first.
 */
static bool
only_blank_lines(struct reader *r, struct batch *b, size_t *n, struct err *e)
{
	for (;;) {
		size_t blank = blank_lines(b->block, *n);

		if (blank == *n && r->feed.ended)
			return true;
		if (blank < *n &&
		    (r->feed.ended || *n - blank > 1 || b->block[blank] != '\r'))
			return false;
		b->block[0] = '\n';
		b->block[1] = '\r';
		*n = 1 + *n - blank;
		b->block = more_room(b->block, &b->block_room, *n, r->dialect.block, r);
		if (!fill(r, b->block, n, r->dialect.block, e))
			return false;
	}
}

/*
 * The first record of the block, which the scan did not know.  False on a fault;
 * otherwise it is now the one row found, or its end is not yet in the block, or the
 * rest of the file was blank lines and is used up.
 */
static bool
judge(struct reader *r, struct batch *b, struct scan *s, size_t *n, struct err *e)
{
	struct strict *v = &r->strict;
	enum strict_verdict verdict;

	verdict = csv_strict(b->block, *n, r->feed.ended, r->dialect.delimiter, v);
	if (verdict == STRICT_MORE)
		return true;
	if (verdict == STRICT_FAULT)
		return reader_fault(r, b->block, v->fault_at, e, v->fault);
	if (verdict == STRICT_BLANK && r->header.nfield != 1) {
		e->status = 0;
		if (only_blank_lines(r, b, n, e)) {
			s->used = *n;
			return true;
		}
		if (e->status != 0)
			return false;
	}
	if (v->nfield != r->header.nfield)
		return wrong_length(r, b->block, v->nfield, e);
	b->off = mem_grow(b->off, &b->off_room, v->nfield + 1, sizeof(*b->off));
	memcpy(b->off, v->off, (v->nfield + 1) * sizeof(*b->off));
	*s = (struct scan){ .rows = 1, .used = v->used, .crlf = v->crlf, .split = true };
	return true;
}

/* Rows in front of one that is too long; false where that is the first. */
static bool
lengths_check(
    const struct reader *r, const struct batch *b, struct scan *s, struct err *e)
{
	size_t stride = r->header.nfield + 1;

	for (size_t i = 0; i < s->rows && s->used > r->dialect.max_record; i++) {
		size_t from = b->off[i * stride];
		size_t to = i + 1 < s->rows ? b->off[(i + 1) * stride] : s->used;

		if (to - from <= r->dialect.max_record)
			continue;
		s->rows = i;
		s->used = from;
		return i > 0 || too_long(r, e);
	}
	return true;
}

/*
 * Find the whole records in b->block[0..n).  A fault behind good rows is not
 * reported yet: the rows go out first, and the next batch begins with the fault.
 */
static bool
find_records(struct reader *r, struct batch *b, size_t *n, struct scan *s, struct err *e)
{
	*s = csv_scan_all(
	    b->block, *n, r->dialect.delimiter, r->header.nfield, &b->off, &b->off_room);
	/* At the end of the file a record without an end is not one either. */
	if (s->rows == 0 && (s->irregular || r->feed.ended) && !judge(r, b, s, n, e))
		return false;
	return lengths_check(r, b, s, e);
}

static void
columns_put(const struct reader *r, struct batch *b, size_t nrow)
{
	b->nfield = r->header.nfield;
	b->field = r->header.field;
	b->positions = r->dialect.no_header;
	if (b->missing == NULL)
		b->missing = &missing_default;
	batch_rewind(b, nrow);
}

static void
batch_take(struct reader *r, struct batch *b, const struct scan *s, size_t n)
{
	leave(r, b->block + s->used, n - s->used);
	b->file = source_name(r->source[r->at]);
	b->line = r->line;
	b->first = r->row;
	b->crlf = s->crlf;
	columns_put(r, b, s->rows);
	r->row += s->rows;
	r->line += s->split ? lines_in(b->block, s->used) : s->rows;
}

/* A block of the file at hand: 1 with rows, 0 when the file has no more, -1. */
static int
next_block(struct reader *r, struct batch *b, struct err *e)
{
	size_t n = r->nleft, want = r->dialect.block > n ? r->dialect.block - n : 0;
	struct unended u = { 0 };
	struct scan s = { 0 };

	b->block = more_room(b->block, &b->block_room, n, want, r);
	if (n > 0)
		memcpy(b->block, r->left, n);
	r->nleft = 0;
	for (;;) {
		if (!fill(r, b->block, &n, want, e))
			return -1;
		if (n > 0 && (r->feed.ended || unended_look(&u, b->block, n)) &&
		    !find_records(r, b, &n, &s, e))
			return -1;
		if (s.rows > 0)
			break;
		if (s.used == n && r->feed.ended)
			return 0;
		if (n > r->dialect.max_record) {
			too_long(r, e);
			return -1;
		}
		want = n > r->dialect.block ? n : r->dialect.block;
		b->block = more_room(b->block, &b->block_room, n, want, r);
	}
	batch_take(r, b, &s, n);
	return 1;
}

int
reader_next(struct reader *r, struct batch *b, struct err *e)
{
	int got;

	while ((got = next_block(r, b, e)) == 0 && r->at + 1 < r->nsource) {
		r->at++;
		if (!file_begin(r, e))
			return -1;
	}
	return got;
}

/* ---- opening and closing ---- */

void
reader_header(struct reader *r, struct batch *b)
{
	b->file = source_name(r->source[0]);
	b->line = 1;
	b->first = 0;
	columns_put(r, b, 0);
}

struct reader *
reader_open(const char *const *paths, size_t n, const struct dialect *d, bool again,
    struct err *e)
{
	static const char *const standard_input[] = { "-" };
	struct dialect dialect = *d;
	struct reader *r;

	if (n == 0) {
		paths = standard_input;
		n = 1;
	}
	if (!dialect_settle(&dialect, paths[0], e))
		return NULL;
	r = mem_alloc(1, sizeof(*r));
	r->dialect = dialect;
	feed_start(&r->feed, &r->dialect);
	r->source = mem_alloc(n, sizeof(*r->source));
	r->nsource = n;
	for (size_t i = 0; i < n; i++)
		if ((r->source[i] = source_open(paths[i], again, e)) == NULL) {
			reader_close(r);
			return NULL;
		}
	if (!file_begin(r, e)) {
		reader_close(r);
		return NULL;
	}
	return r;
}

bool
reader_rewind(struct reader *r, struct err *e)
{
	for (size_t i = 0; i < r->nsource; i++)
		if (!source_rewind(r->source[i], e))
			return false;
	r->at = 0;
	r->row = 0;
	return file_begin(r, e);
}

bool
reader_no_header(const struct reader *r)
{
	return r->dialect.no_header;
}

char
reader_delimiter(const struct reader *r)
{
	return r->dialect.delimiter;
}

const char *
reader_name(const struct reader *r)
{
	return source_name(r->source[0]);
}

bool
reader_terminated(const struct reader *r)
{
	return !r->feed.cut_off || r->dialect.unterminated;
}

bool
reader_is_file(const struct reader *r, const char *path)
{
	for (size_t i = 0; i < r->nsource; i++)
		if (source_is_file(r->source[i], path))
			return true;
	return false;
}

void
reader_progress(const struct reader *r, uint64_t *read, uint64_t *size, uint64_t *rows)
{
	*read = 0;
	*size = 0;
	*rows = r->row;
	for (size_t i = 0; i < r->nsource; i++) {
		uint64_t one = source_size(r->source[i]);

		*read += source_position(r->source[i]);
		*size = one == 0 || (i > 0 && *size == 0) ? 0 : *size + one;
	}
}

void
reader_close(struct reader *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->nsource; i++)
		if (r->source[i] != NULL)
			source_close(r->source[i]);
	free(r->source);
	free(r->left);
	free(r->strict.off);
	feed_free(&r->feed);
	header_free(&r->header);
	free(r);
}
