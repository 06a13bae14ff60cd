/*
 * select.c - the columns asked for, in that order; or all but some; and new names
 *
 * Chosen columns (-c) must be there whenever the step is applied.  Dropped ones (-x)
 * need not: at serving time the columns that leak have often not happened yet.
 */
#include <stdlib.h>
#include <string.h>

#include "op/op.h"

struct renaming {
	struct str from, to; /* owned */
};

struct select {
	struct texts rename; /* as given: OLD:NEW */
	bool exclude;
	size_t n, room;
	struct str *column; /* (n) names chosen, or dropped; owned */
	size_t nrename, rename_room;
	struct renaming *renaming;
};

static const struct opt options[] = {
	{ 0, "rename", OPT_TEXTS, offsetof(struct select, rename), "OLD:NEW",
	    "give a column another name; may be repeated", 0, false },
	{ 0 },
};

static void
column_add(struct select *s, struct str name)
{
	s->column = mem_grow(s->column, &s->room, s->n + 1, sizeof(*s->column));
	s->column[s->n++] = mem_keep(name);
}

static void
renaming_add(struct select *s, struct str from, struct str to)
{
	s->renaming =
	    mem_grow(s->renaming, &s->rename_room, s->nrename + 1, sizeof(*s->renaming));
	s->renaming[s->nrename++] = (struct renaming){ mem_keep(from), mem_keep(to) };
}

static bool
renaming_parse(struct select *s, const char *text, struct err *e)
{
	struct list l;

	if (!list_parse(&l, str_of(text), ':', e))
		return false;
	bool good = l.n == 2 && l.item[0].text.n > 0 && l.item[1].text.n > 0;
	if (good)
		renaming_add(s, l.item[0].text, l.item[1].text);
	list_free(&l);
	return good || fail(e, EXIT_USAGE,
			   "--rename wants OLD:NEW, each quoted if it holds a colon");
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct select *s = self;

	s->exclude = st->exclude;
	for (size_t i = 0; i < st->n; i++)
		for (size_t k = 0; k < st->job[i].n; k++)
			column_add(s, st->job[i].column[k]);
	for (size_t i = 0; i < s->rename.n; i++)
		if (!renaming_parse(s, s->rename.text[i], e))
			return false;
	return true;
}

static bool
choose(const struct select *s, struct batch *b, struct err *e)
{
	size_t *keep = arena_alloc(&b->mem, b->ncol + s->n, sizeof(*keep)), n = 0;

	if (!s->exclude) {
		for (size_t i = 0; i < s->n; i++)
			if (!batch_need(b, s->column[i], &keep[n++], e))
				return false;
	} else {
		bool *gone = arena_alloc(&b->mem, b->ncol, sizeof(*gone));

		memset(gone, 0, b->ncol * sizeof(*gone));
		for (size_t i = 0; i < s->n; i++) {
			size_t j = batch_find(b, s->column[i]);

			if (j != COLUMN_NONE)
				gone[j] = true;
		}
		for (size_t j = 0; j < b->ncol; j++)
			if (!gone[j])
				keep[n++] = j;
	}
	if (n == 0)
		return fail(e, EXIT_DATA, "%s: no column is left", b->file);
	batch_keep(b, keep, n);
	return true;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct select *s = self;

	if (s->n > 0 && !choose(s, b, e))
		return false;
	for (size_t i = 0; i < s->nrename; i++) {
		struct shown buf;
		struct str to = s->renaming[i].to;
		size_t j;

		if (!batch_need(b, s->renaming[i].from, &j, e))
			return false;
		if (b->nrow == 0 && batch_find(b, to) != COLUMN_NONE)
			return fail(e, EXIT_DATA, "%s: column \"%s\" exists already",
			    b->file, shown(&buf, to.p, to.n));
		batch_rename(b, j, to);
	}
	return true;
}

static void
save(const void *self, struct state_out *out, bool settled)
{
	const struct select *s = self;

	(void)settled;
	for (size_t i = 0; i < s->n; i++)
		state_text(out, s->column[i], s->exclude ? "drop" : "keep", STR(""));
	for (size_t i = 0; i < s->nrename; i++)
		state_text(out, s->renaming[i].from, "name", s->renaming[i].to);
}

static bool
load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct select *s = self;

	if (fact_is(f, "name") && f->item.n > 0 && f->value.n > 0) {
		renaming_add(s, f->item, f->value);
		return true;
	}
	if (!(fact_is(f, "keep") || fact_is(f, "drop")) || f->item.n == 0)
		return fact_fail(step, f, e, "not a fact of select");
	if (s->n > 0 && s->exclude != fact_is(f, "drop"))
		return fact_fail(step, f, e, "columns both kept and dropped");
	s->exclude = fact_is(f, "drop");
	column_add(s, f->item);
	return true;
}

/* A kept column that will be absent is no longer asked for. */
static void
forget(void *self, struct str column)
{
	struct select *s = self;

	for (size_t i = 0; i < s->n && !s->exclude; i++)
		if (str_equal(s->column[i], column)) {
			free((char *)s->column[i].p);
			s->n--;
			memmove(s->column + i, s->column + i + 1,
			    (s->n - i) * sizeof(*s->column));
		}
}

static void
free_select(void *self)
{
	struct select *s = self;

	for (size_t i = 0; i < s->n; i++)
		free((char *)s->column[i].p);
	for (size_t i = 0; i < s->nrename; i++) {
		free((char *)s->renaming[i].from.p);
		free((char *)s->renaming[i].to.p);
	}
	free(s->column);
	free(s->renaming);
}

const struct op op_select = {
	.name = "select",
	.brief = "choose, order, drop and rename columns",
	.options = options,
	.size = sizeof(struct select),
	.start = start,
	.apply = apply,
	.save = save,
	.load = load,
	.forget = forget,
	.free = free_select,
};
