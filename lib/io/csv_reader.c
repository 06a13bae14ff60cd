/*
 * csv_reader.c - cuts the bytes of a source into batches of whole records
 *
 * A block is filled from what the last one left over and from the source, scanned
 * (csv_scan.h), and what follows its last whole record is kept for the next.  A
 * record the scan does not know is judged by csv_strict.h, which either accepts it
 * or says what is wrong.  At the end of a file without a newline one is supplied.
 */
#include "io/csv_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/csv_header.h"
#include "io/csv_scan.h"
#include "io/csv_strict.h"
#include "io/csv_trim.h"
#include "io/source.h"

struct reader {
	struct dialect dialect;
	const char **path;
	struct source **source;
	size_t nsource, at; /* which file is being read */

	struct header header;
	char *left; /* bytes read and not yet in a batch */
	size_t nleft, left_room;
	bool ended;      /* the source at hand has no more bytes */
	bool terminated; /* every pipe so far ended in a newline */
	uint64_t line;   /* of the first byte not yet in a batch */
	uint64_t row;    /* of the next record */
	struct strict strict;
	struct trim trim;
	char *raw; /* (BLOCK) what --trim reads into */
};

static bool
reader_fault(
    const struct reader *r, const char *p, size_t at, struct err *e, const char *what)
{
	uint64_t line = r->line;

	for (size_t i = 0; i < at; i++)
		line += p[i] == '\n';
	return fail(e, EXIT_DATA, "%s:%llu: %s", source_name(r->source[r->at]),
	    (unsigned long long)line, what);
}

/*
 * Append up to `want` bytes of the source at hand to buf[*n]; at its end supply the
 * newline that is not there.  The buffer has room for them and for that newline.
 */
static bool
fill(struct reader *r, char *buf, size_t *n, size_t want, struct err *e)
{
	struct source *s = r->source[r->at];
	ptrdiff_t got;

	if (r->ended || want == 0)
		return true;
	if (r->dialect.trim) {
		want = want < BLOCK ? want : BLOCK;
		got = source_read(s, r->raw, want, e);
		if (got > 0)
			*n += trim_bytes(&r->trim, r->raw, (size_t)got, buf + *n);
	} else {
		got = source_read(s, buf + *n, want, e);
		if (got > 0)
			*n += (size_t)got;
	}
	if (got < 0)
		return false;
	if (got > 0)
		return true;
	r->ended = true;
	if (*n > 0 && buf[*n - 1] != '\n') {
		if (!source_is_regular(s))
			r->terminated = false;
		buf[(*n)++] = '\n';
	}
	return true;
}

static void
leave(struct reader *r, const char *p, size_t n)
{
	r->left = mem_grow(r->left, &r->left_room, n, 1);
	if (n > 0)
		memmove(r->left, p, n);
	r->nleft = n;
}

/* Room for one more block and a newline behind n bytes. */
static char *
more_room(char *buf, size_t *room, size_t n, size_t want, const struct reader *r)
{
	return mem_grow(buf, room, n + want + r->trim.npending + 1, 1);
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
	enum strict_verdict v;

	r->line = 1;
	r->ended = false;
	r->nleft = 0;
	trim_free(&r->trim);
	for (;;) {
		r->left =
		    more_room(r->left, &r->left_room, r->nleft, r->dialect.block, r);
		if (!fill(r, r->left, &r->nleft, r->dialect.block, e))
			return false;
		if (r->ended && r->nleft == 0)
			return fail(e, EXIT_DATA,
			    "%s: empty input, not even a header (did the command before "
			    "fail?)",
			    source_name(r->source[r->at]));
		if (r->nleft < 4 && !r->ended)
			continue;
		if (!skip_mark(r, skip, e))
			return false;
		v = csv_strict(r->left + *skip, r->nleft - *skip, r->ended,
		    r->dialect.delimiter, &r->strict);
		if (v == STRICT_FAULT)
			return reader_fault(
			    r, r->left + *skip, r->strict.fault_at, e, r->strict.fault);
		if (v != STRICT_MORE)
			return true;
		if (r->nleft > r->dialect.max_record)
			return too_long(r, e);
	}
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
		for (size_t i = 0; i < r->strict.used; i++)
			r->line += r->left[skip + i] == '\n';
		skip += r->strict.used;
	}
	leave(r, r->left + skip, r->nleft - skip);
	return true;
}

/* ---- rows ---- */

static bool
wrong_length(const struct reader *r, const char *p, size_t nfield, struct err *e)
{
	char what[160];

	snprintf(what, sizeof(what), "%zu field%s where the header has %zu%s", nfield,
	    nfield == 1 ? "" : "s", r->header.nfield,
	    nfield == 1 && *p == '\n' ? " (a blank line)" : "");
	return reader_fault(r, p, 0, e, what);
}

/* Nothing but line ends from here on?  Reads what is left of the file to know. */
static bool
only_blank_lines(struct reader *r, struct batch *b, size_t *n, struct err *e)
{
	for (size_t from = 0;;) {
		for (; from < *n; from++)
			if (b->block[from] != '\n' && b->block[from] != '\r')
				return false;
		if (r->ended)
			return true;
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

	verdict = csv_strict(b->block, *n, r->ended, r->dialect.delimiter, v);
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
	memcpy(b->off, v->off, (v->nfield + 1) * sizeof(*b->off));
	s->crlf = v->crlf;
	s->rows = 1;
	s->used = v->used;
	return true;
}

/*
 * Find the whole records in b->block[0..n).  A fault behind good rows is not
 * reported yet: the rows go out first, and the next batch begins with the fault.
 */
static bool
find_records(struct reader *r, struct batch *b, size_t *n, struct scan *s, struct err *e)
{
	b->off = mem_grow(b->off, &b->off_room, csv_scan_room(*n), sizeof(*b->off));
	*s = csv_scan(b->block, *n, r->dialect.delimiter, r->header.nfield, b->off);
	/* At the end of the file a record without an end is not one either. */
	return s->rows > 0 || !(s->irregular || r->ended) || judge(r, b, s, n, e);
}

static void
batch_take(struct reader *r, struct batch *b, const struct scan *s, size_t n)
{
	leave(r, b->block + s->used, n - s->used);
	b->file = source_name(r->source[r->at]);
	b->line = r->line;
	b->first = r->row;
	b->crlf = s->crlf;
	b->nfield = r->header.nfield;
	b->field = r->header.field;
	if (b->missing == NULL)
		b->missing = &missing_default;
	batch_rewind(b, s->rows);
	r->row += s->rows;
	for (size_t i = 0; i < s->used; i++)
		r->line += b->block[i] == '\n';
}

/* A block of the file at hand: 1 with rows, 0 when the file has no more, -1. */
static int
next_block(struct reader *r, struct batch *b, struct err *e)
{
	size_t n = r->nleft, want = r->dialect.block > n ? r->dialect.block - n : 0;
	struct scan s = { 0 };

	b->block = more_room(b->block, &b->block_room, n, want, r);
	if (n > 0)
		memcpy(b->block, r->left, n);
	r->nleft = 0;
	for (;;) {
		if (!fill(r, b->block, &n, want, e))
			return -1;
		if (n > 0 && !find_records(r, b, &n, &s, e))
			return -1;
		if (s.rows > 0)
			break;
		if (s.used == n && r->ended)
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
	b->nfield = r->header.nfield;
	b->field = r->header.field;
	if (b->missing == NULL)
		b->missing = &missing_default;
	batch_rewind(b, 0);
}

static bool
ends_in(const char *name, const char *ending)
{
	size_t n = strlen(name), k = strlen(ending);

	return n >= k && strcmp(name + n - k, ending) == 0;
}

struct reader *
reader_open(const char *const *paths, size_t n, const struct dialect *d, bool again,
    struct err *e)
{
	static const char *const standard_input[] = { "-" };
	struct reader *r = mem_alloc(1, sizeof(*r));

	if (n == 0) {
		paths = standard_input;
		n = 1;
	}
	r->dialect = *d;
	if (r->dialect.delimiter == '\0')
		r->dialect.delimiter =
		    ends_in(paths[0], ".tsv") || ends_in(paths[0], ".tsv.gz") ? '\t'
									      : ',';
	r->trim.delimiter = r->dialect.delimiter;
	r->raw = d->trim ? mem_alloc(BLOCK, 1) : NULL;
	r->terminated = true;
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
	return r->terminated || r->dialect.unterminated;
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
	free(r->raw);
	free(r->strict.off);
	trim_free(&r->trim);
	header_free(&r->header);
	free(r);
}
