/*
 * csv_format.c - a plan of pieces for a batch, then row by row along it
 */
#include "io/csv_format.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/*
 * Neighbouring indicators of the same codes, which one-hot encoding makes by the
 * hundred: a row of them is the text of one without any, and a 1 in one place of it.
 */
struct indicators {
	const uint32_t *code; /* (nrow) */
	size_t ncode;
	uint32_t *place; /* (ncode) of its 1 in the text, or NOWHERE */
	char *text;      /* (n) "0,0,...,0" */
	size_t n;
};

#define NOWHERE UINT32_MAX

enum { MANY_INDICATORS = 4 }; /* fewer are put one by one */

/* What the output is made of: neighbouring fields, indicators, or one column made. */
struct piece {
	uint32_t first, last; /* fields, where made is NULL */
	const struct column *made;
	const struct indicators *indicators; /* or NULL */
};

struct plan {
	const struct batch *batch;
	size_t n;
	struct piece *piece; /* (n) */
	struct arena mem;
	char delimiter;
	bool alone;     /* the output has one column */
	bool untouched; /* all fields as they came, and LF behind each record */
};

static inline void
put_byte(struct buffer *to, char c)
{
	*buffer_room(to, 1) = c;
	to->n++;
}

/* Most cells are shorter than a call of memcpy() is worth. */
static inline void
put(struct buffer *to, const char *p, size_t n)
{
	char *at = buffer_room(to, n);
	uint64_t head, tail;

	to->n += n;
	if (n > 16) {
		memcpy(at, p, n);
	} else if (n >= 8) {
		memcpy(&head, p, 8);
		memcpy(&tail, p + n - 8, 8);
		memcpy(at, &head, 8);
		memcpy(at + n - 8, &tail, 8);
	} else {
		for (size_t i = 0; i < n; i++)
			at[i] = p[i];
	}
}

/*
 * The same for bytes of a block, behind which more can be read: in steps of SLACK, with
 * no look at how many there are in each.
 */
enum { SLACK = NUM_SLACK, MANY = 16 * SLACK };

static inline void
put_cells(struct buffer *to, const char *p, size_t n)
{
	char *at = buffer_room(to, n + SLACK);

	to->n += n;
	if (n > MANY) {
		memcpy(at, p, n);
		return;
	}
	memcpy(at, p, SLACK);
	for (size_t i = SLACK; i < n; i += SLACK)
		memcpy(at + i, p + i, SLACK);
}

static bool
needs_quotes(struct str s, char delimiter)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '"' || s.p[i] == delimiter || s.p[i] == '\n' ||
		    s.p[i] == '\r')
			return true;
	return false;
}

void
format_text(struct buffer *to, struct str s, char delimiter)
{
	char *p;

	if (!needs_quotes(s, delimiter)) {
		put(to, s.p, s.n);
		return;
	}
	p = buffer_room(to, 2 * s.n + 2);
	*p++ = '"';
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			*p++ = '"';
		*p++ = s.p[i];
	}
	*p++ = '"';
	to->n = (size_t)(p - to->p);
}

static inline void
put_number(struct buffer *to, double x)
{
	char *p = buffer_room(to, NUM_WIDTH);

	/* Indicators and flags: too many to print the long way. */
	if (x == 1 || (x == 0 && !signbit(x))) {
		*p = x == 1 ? '1' : '0';
		to->n++;
	} else if (!isnan(x)) {
		to->n += num_print(x, p);
	}
}

void
format_number(struct buffer *to, double x)
{
	put_number(to, x);
}

/* ---- the plan ---- */

/* How many columns from j on are put together, as indicators of the same codes. */
static size_t
indicators_count(const struct batch *b, size_t j)
{
	const struct column *first = &b->col[j], *c = first + 1;

	if (first->face != FACE_INDICATOR)
		return 1;
	/* What rises cannot repeat: each is of another code. */
	while (c < b->col + b->ncol && c->face == FACE_INDICATOR &&
	       c->code == first->code && c->is > c[-1].is)
		c++;
	return c - first >= MANY_INDICATORS ? (size_t)(c - first) : 1;
}

static const struct indicators *
indicators_make(struct plan *p, const struct column *c, size_t n)
{
	struct indicators *k = arena_alloc(&p->mem, 1, sizeof(*k));

	k->code = c->code;
	k->ncode = (size_t)c[n - 1].is + 1;
	k->place = arena_alloc(&p->mem, k->ncode, sizeof(*k->place));
	k->n = 2 * n - 1;
	k->text = arena_alloc(&p->mem, k->n, 1);
	memset(k->place, 0xff, k->ncode * sizeof(*k->place));
	memset(k->text, '0', k->n);
	for (size_t i = 0; i < n; i++) {
		k->place[c[i].is] = (uint32_t)(2 * i);
		if (i > 0)
			k->text[2 * i - 1] = p->delimiter;
	}
	return k;
}

static struct plan
plan_make(const struct batch *b, char delimiter)
{
	struct plan p = { .batch = b, .delimiter = delimiter, .alone = b->ncol == 1 };

	p.piece = arena_alloc(&p.mem, b->ncol, sizeof(*p.piece));
	for (size_t j = 0, n; j < b->ncol; j += n) {
		const struct column *c = &b->col[j];

		n = indicators_count(b, j);
		if (n > 1)
			p.piece[p.n++] = (struct piece){ .made = c,
				.indicators = indicators_make(&p, c, n) };
		else if (c->face != FACE_FIELD)
			p.piece[p.n++] = (struct piece){ .made = c };
		else if (p.n > 0 && p.piece[p.n - 1].made == NULL &&
			 p.piece[p.n - 1].last + 1 == c->field)
			p.piece[p.n - 1].last++;
		else
			p.piece[p.n++] =
			    (struct piece){ .first = c->field, .last = c->field };
	}
	p.untouched = p.n == 1 && p.piece[0].made == NULL && !b->crlf &&
		      p.piece[0].first == 0 && p.piece[0].last + 1 == b->nfield;
	return p;
}

/* A record of one empty cell would be a blank line, which many readers drop. */
static inline void
put_lone_empty(struct buffer *to)
{
	put(to, "\"\"", 2);
}

static inline void
put_made(struct buffer *to, const struct plan *p, const struct column *c, size_t row)
{
	size_t before = to->n;

	switch (c->face) {
	case FACE_NUMBER:
		put_number(to, c->num[row]);
		break;
	case FACE_TEXT:
		format_text(to, c->text[row], p->delimiter);
		break;
	case FACE_INDICATOR:
		put_byte(to, c->code[row] == c->is ? '1' : '0');
		break;
	case FACE_FIELD:
		break;
	}
	if (p->alone && to->n == before)
		put_lone_empty(to);
}

static inline void
put_indicators(struct buffer *to, const struct indicators *k, size_t row)
{
	char *at = buffer_room(to, k->n);
	uint32_t code = k->code[row];

	memcpy(at, k->text, k->n);
	if (code < k->ncode && k->place[code] != NOWHERE)
		at[k->place[code]] = '1';
	to->n += k->n;
}

static inline void
put_row(struct buffer *to, const struct plan *p, size_t row)
{
	const struct batch *b = p->batch;
	const uint32_t *off = b->off + row * (b->nfield + 1);

	put_byte(to, '\n');
	for (size_t i = 0; i < p->n; i++) {
		const struct piece *k = &p->piece[i];

		if (i > 0)
			put_byte(to, p->delimiter);
		if (k->indicators != NULL)
			put_indicators(to, k->indicators, row);
		else if (k->made != NULL)
			put_made(to, p, k->made, row);
		else
			put_cells(to, b->block + off[k->first],
			    off[k->last + 1] - 1 - off[k->first]);
	}
	/* A cell taken out of a wider record alone; one that came as a blank line
	 * stays what it was. */
	if (p->alone && b->nfield > 1 && p->piece[0].made == NULL &&
	    off[p->piece[0].first + 1] - 1 == off[p->piece[0].first])
		put_lone_empty(to);
}

/* Untouched records [first, last), and the newlines between them, in one copy. */
static inline void
put_run(struct buffer *to, const struct batch *b, size_t first, size_t last)
{
	size_t width = b->nfield + 1;
	uint32_t from = b->off[first * width], end = b->off[last * width - 1] - 1;

	put_byte(to, '\n');
	put_cells(to, b->block + from, end - from);
}

void
format_batch(struct buffer *to, const struct batch *b, char delimiter)
{
	struct plan p = plan_make(b, delimiter);

	if (p.untouched && b->nrow > 0)
		put_run(to, b, 0, b->nrow);
	else
		for (size_t r = 0; r < b->nrow; r++)
			put_row(to, &p, r);
	arena_free(&p.mem);
}

void
format_rows(struct buffer *to, const struct batch *b, const size_t *rows, size_t n,
    char delimiter)
{
	struct plan p = plan_make(b, delimiter);

	for (size_t i = 0, k; i < n; i = k) {
		k = i + 1;
		if (!p.untouched) {
			put_row(to, &p, rows[i]);
			continue;
		}
		while (k < n && rows[k] == rows[k - 1] + 1)
			k++;
		put_run(to, b, rows[i], rows[k - 1] + 1);
	}
	arena_free(&p.mem);
}
