/*
 * select.c - resolving column lists
 */
#include "table/select.h"

#include <regex.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/list.h"
#include "table/near.h"

/* What one unknown name and the nearest one take in the message at most. */
enum { UNKNOWN_LONGEST = 2 * sizeof(struct shown) + 32 };

struct resolving {
	struct selection *s;
	struct batch *header;
	const enum kind *kinds;
	bool *taken;       /* (ncol) chosen already */
	char unknown[800]; /* the message about names that are not there */
	size_t nunknown, told;
};

static void
choose(struct resolving *r, size_t j)
{
	struct selection *s = r->s;

	if (r->taken[j])
		return;
	r->taken[j] = true;
	s->column = mem_grow(s->column, &s->room, s->n + 1, sizeof(*s->column));
	s->column[s->n++] = j;
}

/* A position counted from 1; 0 when the text is not one. */
static size_t
position(struct str s)
{
	size_t n = 0;

	if (s.n == 0 || s.n > 9)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		n = n * 10 + (size_t)(s.p[i] - '0');
	}
	return n;
}

static void
unknown(struct resolving *r, struct str name)
{
	struct near near = near_start(name);
	struct shown want, best;
	size_t used = strlen(r->unknown), room = sizeof(r->unknown) - used;

	r->nunknown++;
	if (room < UNKNOWN_LONGEST)
		return;
	r->told++;
	for (size_t j = 0; j < r->header->ncol; j++)
		near_offer(&near, r->header->col[j].name);
	shown(&want, name.p, name.n);
	if (near.found)
		snprintf(r->unknown + used, room, "%s\"%s\" (did you mean \"%s\"?)",
		    used > 0 ? ", " : "", want.s, shown(&best, near.best.p, near.best.n));
	else
		snprintf(
		    r->unknown + used, room, "%s\"%s\"", used > 0 ? ", " : "", want.s);
}

static void
unknown_fail(const struct resolving *r, struct err *e)
{
	const char *s = r->nunknown > 1 ? "s" : "";

	if (r->told == r->nunknown)
		fail(e, EXIT_DATA, "%s: no column%s %s", r->header->file, s, r->unknown);
	else
		fail(e, EXIT_DATA, "%s: no column%s %s and %zu more", r->header->file, s,
		    r->unknown, r->nunknown - r->told);
}

/* One name or position: its index, or COLUMN_NONE, with e set where it is a fault. */
static size_t
one_column(struct resolving *r, struct str s, bool quoted, struct err *e)
{
	struct batch *h = r->header;
	size_t named = batch_find(h, s), at;
	struct shown buf;

	if (quoted)
		return named;
	if (named == COLUMN_NONE && s.n > 1 && s.p[0] == '#')
		s = (struct str){ s.p + 1, s.n - 1 };
	at = position(s);
	if (at == 0 || at - 1 == named)
		return named;
	if (named != COLUMN_NONE) {
		fail(e, EXIT_USAGE,
		    "%s: \"%s\" is the name of column %zu and the position of another: "
		    "write #%s for the position, '\"%s\"' for the name",
		    h->file, shown(&buf, s.p, s.n), named + 1, buf.s, buf.s);
		return COLUMN_NONE;
	}
	if (at > h->ncol) {
		fail(e, EXIT_DATA, "%s: no column %zu: there are %zu", h->file, at,
		    h->ncol);
		return COLUMN_NONE;
	}
	return at - 1;
}

static bool
choose_one(struct resolving *r, struct str s, bool quoted, struct err *e)
{
	size_t j = one_column(r, s, quoted, e);

	if (j != COLUMN_NONE)
		choose(r, j);
	else if (e->status == 0)
		unknown(r, s);
	return e->status == 0;
}

/* Where ".." splits a range, or s.n. */
static size_t
range_dots(struct str s)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '.' && s.p[i + 1] == '.')
			return i;
	return s.n;
}

static bool
choose_range(struct resolving *r, struct str s, size_t dots, struct err *e)
{
	struct str a = { s.p, dots }, b = { s.p + dots + 2, s.n - dots - 2 };
	struct shown buf;
	size_t from = 0, to = r->header->ncol - 1;

	if (a.n > 0 && (from = one_column(r, a, false, e)) == COLUMN_NONE) {
		if (e->status == 0)
			unknown(r, a);
		return e->status == 0;
	}
	if (b.n > 0 && (to = one_column(r, b, false, e)) == COLUMN_NONE) {
		if (e->status == 0)
			unknown(r, b);
		return e->status == 0;
	}
	if (from > to)
		return fail(
		    e, EXIT_USAGE, "range \"%s\" runs backwards", shown(&buf, s.p, s.n));
	for (size_t j = from; j <= to; j++)
		choose(r, j);
	return true;
}

static bool
choose_matching(struct resolving *r, struct str s, struct err *e)
{
	char *pattern = mem_c_string((struct str){ s.p + 1, s.n - 2 });
	struct shown buf;
	regex_t re;
	bool any = false;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
		free(pattern);
		return fail(e, EXIT_USAGE, "\"%s\" is not a regular expression",
		    shown(&buf, s.p, s.n));
	}
	for (size_t j = 0; j < r->header->ncol; j++) {
		char *name = mem_c_string(r->header->col[j].name);

		if (regexec(&re, name, 0, NULL, 0) == 0) {
			choose(r, j);
			any = true;
		}
		free(name);
	}
	regfree(&re);
	free(pattern);
	return any || fail(e, EXIT_DATA, "%s: no column matches %s", r->header->file,
			  shown(&buf, s.p, s.n));
}

static bool
choose_set(struct resolving *r, struct str s, struct err *e)
{
	bool all = str_equal(s, STR("@all")), numeric = str_equal(s, STR("@numeric"));
	struct shown buf;

	if (!all && !numeric && !str_equal(s, STR("@text")))
		return fail(e, EXIT_USAGE, "\"%s\" is not a set (@all, @numeric, @text)",
		    shown(&buf, s.p, s.n));
	for (size_t j = 0; j < r->header->ncol; j++)
		if (all || r->kinds[j] == (numeric ? KIND_NUMBER : KIND_TEXT))
			choose(r, j);
	return true;
}

static bool
choose_item(struct resolving *r, const struct item *item, struct err *e)
{
	struct str s = item->text;
	size_t dots = range_dots(s);

	if (item->quoted || batch_find(r->header, s) != COLUMN_NONE)
		return choose_one(r, s, item->quoted, e);
	if (s.p[0] == '@')
		return choose_set(r, s, e);
	if (s.n > 2 && s.p[0] == '/' && s.p[s.n - 1] == '/')
		return choose_matching(r, s, e);
	if (dots < s.n && s.n > 2)
		return choose_range(r, s, dots, e);
	return choose_one(r, s, false, e);
}

bool
select_needs_kinds(struct str text)
{
	struct err e;
	struct list l;
	bool needs = false;

	if (text.p == NULL || !list_parse(&l, text, ',', &e))
		return false;
	for (size_t i = 0; i < l.n; i++)
		needs |=
		    !l.item[i].quoted && (str_equal(l.item[i].text, STR("@numeric")) ||
					     str_equal(l.item[i].text, STR("@text")));
	list_free(&l);
	return needs;
}

static void
all_columns(struct selection *s, size_t n)
{
	s->column = mem_alloc(n, sizeof(*s->column));
	for (s->n = 0; s->n < n; s->n++)
		s->column[s->n] = s->n;
	s->room = n;
}

bool
select_columns(struct selection *s, struct str text, struct batch *header,
    const enum kind *kinds, struct err *e)
{
	struct resolving r = { .s = s, .header = header, .kinds = kinds };
	struct list l;

	*s = (struct selection){ 0 };
	e->status = 0;
	if (text.p == NULL) {
		all_columns(s, header->ncol);
		return true;
	}
	if (!list_parse(&l, text, ',', e))
		return false;
	r.taken = mem_alloc(header->ncol, sizeof(*r.taken));
	for (size_t i = 0; i < l.n && e->status == 0; i++)
		choose_item(&r, &l.item[i], e);
	if (e->status == 0 && r.nunknown > 0)
		unknown_fail(&r, e);
	free(r.taken);
	list_free(&l);
	if (e->status != 0)
		select_free(s);
	return e->status == 0;
}

void
select_free(struct selection *s)
{
	free(s->column);
	*s = (struct selection){ 0 };
}
