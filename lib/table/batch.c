/*
 * batch.c - the two faces of a column
 */
#include "table/batch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/dict.h"
#include "base/num.h"
#include "table/near.h"

static void
names_forget(struct batch *b, size_t next)
{
	b->next = next;
	if (b->names != NULL) {
		dict_clear(b->names);
		free(b->names);
		b->names = NULL;
	}
}

void
batch_rewind(struct batch *b, size_t nrow)
{
	b->col = mem_grow(b->col, &b->col_room, b->nfield, sizeof(*b->col));
	if (b->nfield > 0)
		memcpy(b->col, b->field, b->nfield * sizeof(*b->col));
	b->ncol = b->nfield;
	b->nrow = nrow;
	names_forget(b, 0);
	arena_reset(&b->mem);
}

void
batch_free(struct batch *b)
{
	names_forget(b, 0);
	arena_free(&b->mem);
	free(b->col);
	free(b->block);
	free(b->off);
	*b = (struct batch){ 0 };
}

/*
 * Most callers ask for columns in the order in which they stand, so the search
 * begins behind the last one found; a table of all names is made when that fails.
 */
static bool
is_named(const struct batch *b, size_t j, struct str name)
{
	return j < b->ncol && str_equal(b->col[j].name, name);
}

/* A little farther on, for columns left out in between; or at one of the ends. */
static size_t
find_near(const struct batch *b, struct str name)
{
	enum { NEAR = 8 };

	for (size_t i = 0; i < NEAR; i++)
		if (is_named(b, b->next + i, name))
			return b->next + i;
	for (size_t i = 0; i < NEAR; i++) {
		if (is_named(b, i, name))
			return i;
		if (i < b->ncol && is_named(b, b->ncol - 1 - i, name))
			return b->ncol - 1 - i;
	}
	return COLUMN_NONE;
}

size_t
batch_find(struct batch *b, struct str name)
{
	size_t j = find_near(b, name);

	if (j == COLUMN_NONE && b->names == NULL) {
		b->names = mem_alloc(1, sizeof(*b->names));
		for (size_t i = 0; i < b->ncol; i++)
			dict_add(b->names, b->col[i].name);
	}
	if (j == COLUMN_NONE)
		j = dict_find(b->names, name);
	if (j == DICT_NONE)
		return COLUMN_NONE;
	b->next = j + 1;
	return j;
}

bool
batch_need(struct batch *b, struct str name, size_t *j, struct err *e)
{
	struct shown want, near;

	*j = batch_find(b, name);
	if (*j != COLUMN_NONE)
		return true;
	struct near n = near_start(name);
	for (size_t i = 0; i < b->ncol; i++)
		near_offer(&n, b->col[i].name);
	if (n.found)
		return fail(e, EXIT_DATA, "%s: no column \"%s\" (did you mean \"%s\"?)",
		    b->file, shown(&want, name.p, name.n),
		    shown(&near, n.best.p, n.best.n));
	return fail(
	    e, EXIT_DATA, "%s: no column \"%s\"", b->file, shown(&want, name.p, name.n));
}

struct str
field_decode(struct str s, struct arena *mem)
{
	if (s.n < 2 || s.p[0] != '"')
		return s;
	s.p++;
	s.n -= 2;
	if (memchr(s.p, '"', s.n) == NULL)
		return s;
	char *out = arena_alloc(mem, s.n, 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.p[i];
		if (s.p[i] == '"')
			i++;
	}
	return (struct str){ out, n };
}

struct str
batch_cell(struct batch *b, size_t j, size_t row)
{
	const struct column *c = &b->col[j];
	char *out;

	switch (c->face) {
	case FACE_FIELD:
		return field_decode(batch_field(b, c->field, row), &b->mem);
	case FACE_TEXT:
		return c->text[row];
	case FACE_INDICATOR:
		return c->code[row] == c->is ? STR("1") : STR("0");
	case FACE_NUMBER:
		break;
	}
	if (isnan(c->num[row]))
		return STR("");
	out = arena_alloc(&b->mem, NUM_WIDTH, 1);
	return (struct str){ out, num_print(c->num[row], out) };
}

bool
batch_is_missing(struct batch *b, size_t j, size_t row)
{
	const struct column *c = &b->col[j];

	if (c->face == FACE_INDICATOR && !b->missing->given)
		return false;
	if (c->face == FACE_NUMBER && isnan(c->num[row]))
		return true;
	if (!b->missing->given && c->face == FACE_FIELD) {
		struct str s = batch_field(b, c->field, row);

		return s.n == 0 || (s.n == 2 && s.p[0] == '"');
	}
	return missing_text(b->missing, batch_cell(b, j, row));
}

bool *
batch_missing(struct batch *b, size_t j)
{
	bool *missing = arena_alloc(&b->mem, b->nrow, sizeof(*missing));
	bool plain = !b->missing->given && b->col[j].face == FACE_FIELD;

	for (size_t r = 0; r < b->nrow; r++) {
		struct str s;

		/* What most columns are, without a call. */
		if (!plain) {
			missing[r] = batch_is_missing(b, j, r);
			continue;
		}
		s = batch_field(b, b->col[j].field, r);
		missing[r] = s.n == 0 || (s.n == 2 && s.p[0] == '"');
	}
	return missing;
}

uint64_t
batch_line(const struct batch *b, size_t row)
{
	uint64_t line = b->line;
	const char *p = b->block;

	if (row == 0)
		return line;
	const char *end = p + b->off[row * (b->nfield + 1)];
	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		line++;
	}
	return line;
}

bool
batch_fail(
    const struct batch *b, size_t j, size_t row, struct err *e, const char *fmt, ...)
{
	struct shown name;
	char what[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return fail_at(e, row, "column \"%s\": %s",
	    shown(&name, b->col[j].name.p, b->col[j].name.n), what);
}

static bool
not_a_number(struct batch *b, size_t j, size_t row, struct str cell, enum num_verdict v,
    struct err *e)
{
	struct shown s, again;

	shown(&s, cell.p, cell.n);
	shown(&again, cell.p, cell.n);
	if (v == NUM_TOO_LARGE)
		return batch_fail(b, j, row, e,
		    "%s is too large for a number (use --na %s)", s.s, again.s);
	if (cell.n > 0 && (cell.p[0] == ' ' || cell.p[cell.n - 1] == ' '))
		return batch_fail(b, j, row, e,
		    "\"%s\" is not a number: it has blanks around it (use --trim)", s.s);
	return batch_fail(b, j, row, e,
	    "\"%s\" is not a number (use --na '%s' or csv-scrub)", s.s, again.s);
}

/* One cell of text as a number; false when it is neither number nor missing. */
static inline bool
cell_number(
    struct batch *b, size_t j, size_t row, struct str cell, double *x, struct err *e)
{
	enum num_verdict v;

	if (cell.n == 0 ||
	    (b->missing->has_numbers && missing_number(b->missing, cell))) {
		*x = MISSING;
		return true;
	}
	v = num_parse(cell.p, cell.n, x);
	if (v == NUM_OK)
		return true;
	if (missing_number(b->missing, cell)) {
		*x = MISSING;
		return true;
	}
	return not_a_number(b, j, row, cell, v, e);
}

/* Runs of plain numbers at once; what ends a run is looked at more closely. */
static bool
field_numbers(struct batch *b, size_t j, double *x, struct err *e)
{
	uint32_t field = b->col[j].field;
	size_t stride = b->nfield + 1;

	for (size_t r = 0; r < b->nrow; r++) {
		if (!b->missing->has_numbers)
			r += num_parse_cells(b->block, b->off + r * stride + field,
			    stride, b->nrow - r, x + r);
		if (r == b->nrow)
			break;

		struct str cell = batch_field(b, field, r);
		if (cell.n > 0 && cell.p[0] == '"')
			cell = field_decode(cell, &b->mem);
		if (!cell_number(b, j, r, cell, &x[r], e))
			return false;
	}
	return true;
}

/* A column of numbers read under words of missing that are numbers themselves. */
static bool
number_numbers(struct batch *b, size_t j, double *x, struct err *e)
{
	for (size_t r = 0; r < b->nrow; r++)
		if (!cell_number(b, j, r, batch_cell(b, j, r), &x[r], e))
			return false;
	return true;
}

const double *
batch_numbers(struct batch *b, size_t j, struct err *e)
{
	struct column *c = &b->col[j];
	double *x;

	if (c->face == FACE_NUMBER && !b->missing->has_numbers)
		return c->num;
	if (c->num != NULL && c->face != FACE_NUMBER && c->looked != NULL &&
	    missing_same(c->looked, b->missing))
		return c->num;
	x = arena_alloc(&b->mem, b->nrow, sizeof(*x));
	if (c->face == FACE_FIELD) {
		if (!field_numbers(b, j, x, e))
			return NULL;
	} else if (c->face == FACE_INDICATOR && !b->missing->has_numbers) {
		for (size_t r = 0; r < b->nrow; r++)
			x[r] = c->code[r] == c->is;
	} else if (!number_numbers(b, j, x, e)) {
		return NULL;
	}
	if (c->face != FACE_NUMBER) {
		c->num = x;
		c->looked = b->missing;
	}
	return x;
}

double *
batch_set_numbers(struct batch *b, size_t j)
{
	struct column *c = &b->col[j];

	if (c->num == NULL)
		c->num = arena_alloc(&b->mem, b->nrow, sizeof(*c->num));
	c->face = FACE_NUMBER;
	return c->num;
}

struct str *
batch_set_text(struct batch *b, size_t j)
{
	struct column *c = &b->col[j];

	c->text = arena_alloc(&b->mem, b->nrow, sizeof(*c->text));
	c->num = NULL;
	c->face = FACE_TEXT;
	return c->text;
}

uint32_t *
batch_codes(struct batch *b)
{
	return arena_alloc(&b->mem, b->nrow, sizeof(uint32_t));
}

void
batch_set_indicator(struct batch *b, size_t j, const uint32_t *code, uint32_t is)
{
	struct column *c = &b->col[j];

	c->code = code;
	c->is = is;
	c->num = NULL;
	c->face = FACE_INDICATOR;
}

static bool
names_free(struct batch *b, size_t j, size_t gone, const struct str *names, size_t n,
    struct err *e)
{
	struct dict new = { 0 };
	struct shown s;
	bool good = true;

	for (size_t i = 0; i < n && good; i++) {
		size_t at = batch_find(b, names[i]);
		bool old = at != COLUMN_NONE && (at < j || at >= j + gone);

		if (old || dict_add(&new, names[i]) != i)
			good = fail(e, EXIT_DATA, "%s: column \"%s\" %s", b->file,
			    shown(&s, names[i].p, names[i].n),
			    old ? "exists already (csv-select --rename the old one)"
				: "would exist twice");
	}
	dict_clear(&new);
	return good;
}

bool
batch_replace(struct batch *b, size_t j, size_t gone, const struct str *names, size_t n,
    struct err *e)
{
	/* Names are the same in every batch: the one without rows is checked for all. */
	if (b->nrow == 0 && !names_free(b, j, gone, names, n, e))
		return false;
	b->col = mem_grow(b->col, &b->col_room, b->ncol + n, sizeof(*b->col));
	memmove(
	    b->col + j + n, b->col + j + gone, (b->ncol - j - gone) * sizeof(*b->col));
	for (size_t i = 0; i < n; i++)
		b->col[j + i] = (struct column){ .name = names[i] };
	b->ncol += n;
	b->ncol -= gone;
	names_forget(b, j + n);
	return true;
}

void
batch_rename(struct batch *b, size_t j, struct str name)
{
	b->col[j].name = name;
	b->col[j].spelling = (struct str){ 0 };
	names_forget(b, 0);
}

void
batch_keep(struct batch *b, const size_t *j, size_t n)
{
	struct column *kept = arena_alloc(&b->mem, n, sizeof(*kept));

	for (size_t i = 0; i < n; i++)
		kept[i] = b->col[j[i]];
	b->col = mem_grow(b->col, &b->col_room, n, sizeof(*b->col));
	memcpy(b->col, kept, n * sizeof(*kept));
	b->ncol = n;
	names_forget(b, 0);
}
