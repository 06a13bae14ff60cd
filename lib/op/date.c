/*
 * date.c - dates into numbers: parts, cycles, and time since a day
 *
 * Nothing is learnt, the dates stay, and the new columns stand at the right end in the
 * order in which they were asked for.  Every cell is a function of its row alone.
 */
#include "op/date.h"

#include <stdlib.h>
#include <string.h>

#include "op/op.h"

/* One new column. */
struct making {
	const struct method *method;
	const struct part *part;
	struct str name, source; /* owned */
	struct str from;         /* of --since: the day, as it was given; owned */
	double since;            /* it in seconds */
};

struct dates {
	const char *format; /* as given on the command line */
	struct str written; /* the format; owned; p NULL: ISO 8601 */
	size_t n, room;
	struct making *making;
};

static const struct opt options[] = {
	{ 0, "format", OPT_TEXT, offsetof(struct dates, format), "FORMAT",
	    "how dates are written, as %d/%m/%Y (default: ISO 8601)", 0, false },
	{ 0 },
};

static const struct method methods[] = {
	{ "parts", "LIST:P1[:P2...]", "year, month, weekday, hour ... as numbers", JOINT,
	    date_parts },
	{ "cyclic", "LIST:P1[:P2...]",
	    "month, weekday, yearday, hour or minute as a turn", JOINT, date_cycles },
	{ "since", "LIST:DAY[:UNIT]", "days, hours, minutes or seconds since a day",
	    JOINT, date_spans },
	{ 0 },
};

/* ---- choosing ---- */

static struct making *
making_add(struct dates *s, const struct method *method, struct str name)
{
	s->making = mem_grow(s->making, &s->room, s->n + 1, sizeof(*s->making));
	s->making[s->n] = (struct making){ .method = method, .name = name };
	return &s->making[s->n++];
}

/* "Flight Date.month". */
static struct str
name_join(struct str column, const char *part)
{
	size_t n = strlen(part);
	char *p = mem_alloc(column.n + 1 + n, 1);

	memcpy(p, column.p, column.n);
	p[column.n] = '.';
	memcpy(p + column.n + 1, part, n);
	return (struct str){ p, column.n + 1 + n };
}

static const struct part *
part_find(const struct method *m, struct str word)
{
	for (const struct part *p = m->how; p->name != NULL; p++)
		if (str_equal(word, str_of(p->name)))
			return p;
	return NULL;
}

static void
part_add(
    struct dates *s, const struct method *m, const struct part *part, struct str column)
{
	struct making *k = making_add(s, m, name_join(column, part->name));

	k->part = part;
	k->source = mem_keep(column);
}

/* A word of --cyclic is two columns: month is month_sin and month_cos. */
static const struct part *
word_find(const struct method *m, struct str word)
{
	char text[32];

	if (m->how != date_cycles)
		return part_find(m, word);
	if (word.n + 5 > sizeof(text))
		return NULL;
	memcpy(text, word.p, word.n);
	memcpy(text + word.n, "_sin", 5);
	return part_find(m, str_of(text));
}

static bool
words_choose(struct dates *s, const struct job *t, struct err *e)
{
	const char *name = t->method->name;
	struct shown buf;

	if (t->args.n == 0)
		return fail(
		    e, EXIT_USAGE, "--%s LIST:PART wants a part, such as month", name);
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->args.n; k++) {
			struct str word = t->args.item[k].text;
			const struct part *p = word_find(t->method, word);

			if (p == NULL)
				return fail(e, EXIT_USAGE,
				    "--%s knows no part \"%s\" (csv-date(1) has them)",
				    name, shown(&buf, word.p, word.n));
			part_add(s, t->method, p, t->column[i]);
			if (t->method->how == date_cycles)
				part_add(s, t->method, p + 1, t->column[i]);
		}
	return true;
}

static bool
since_choose(struct dates *s, const struct job *t, struct err *e)
{
	struct str iso = { 0 },
		   unit = t->args.n == 2 ? t->args.item[1].text : STR("days");
	const struct part *p = part_find(t->method, unit);
	struct date from;

	if (t->args.n < 1 || t->args.n > 2 || p == NULL ||
	    date_parse(t->args.item[0].text, iso, &from) != DATE_OK || from.has_time)
		return fail(e, EXIT_USAGE,
		    "--since LIST:DAY[:UNIT] wants a day as 2026-01-31, and days, hours, "
		    "minutes or seconds");
	for (size_t i = 0; i < t->n; i++) {
		part_add(s, t->method, p, t->column[i]);
		s->making[s->n - 1].from = mem_keep(t->args.item[0].text);
		s->making[s->n - 1].since = date_seconds(&from);
	}
	return true;
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct dates *s = self;
	struct shown buf;

	if (s->format != NULL) {
		s->written = mem_keep(str_of(s->format));
		if (!date_format_check(s->written))
			return fail(e, EXIT_USAGE,
			    "--format \"%s\": a format has a year and a day, and no "
			    "letter behind %% that csv-date(1) does not list",
			    shown(&buf, s->format, s->written.n));
	}
	for (size_t i = 0; i < st->n; i++)
		if (!(st->job[i].method->how == date_spans
			    ? since_choose(s, &st->job[i], e)
			    : words_choose(s, &st->job[i], e)))
			return false;
	return true;
}

/* ---- applying ---- */

/* A column's dates, read once for all that is made of it. */
struct looked {
	size_t column;
	struct date *date; /* (nrow) */
	bool *missing;     /* (nrow) */
};

static bool
dates_look(const struct dates *s, struct batch *b, struct looked *l, struct err *e)
{
	struct shown t, f;

	l->date = arena_alloc(&b->mem, b->nrow, sizeof(*l->date));
	l->missing = arena_alloc(&b->mem, b->nrow, sizeof(*l->missing));
	for (size_t r = 0; r < b->nrow; r++) {
		struct str cell = batch_cell(b, l->column, r);
		enum date_fault fault;

		l->missing[r] =
		    batch_is_missing(b, l->column, r) || missing_number(b->missing, cell);
		if (l->missing[r])
			continue;
		fault = date_parse(cell, s->written, &l->date[r]);
		if (fault == DATE_VALUE)
			return batch_fail(b, l->column, r, e,
			    "\"%s\": there is no such day or time (use csv-scrub, or "
			    "--na)",
			    shown(&t, cell.p, cell.n));
		if (fault == DATE_SHAPE && s->written.p == NULL)
			return batch_fail(b, l->column, r, e,
			    "\"%s\" is not a date like 2026-01-31 (use --format)",
			    shown(&t, cell.p, cell.n));
		if (fault == DATE_SHAPE)
			return batch_fail(b, l->column, r, e,
			    "\"%s\" is not a date written as %s (see --format)",
			    shown(&t, cell.p, cell.n),
			    shown(&f, s->written.p, s->written.n));
	}
	return true;
}

static bool
part_fill(const struct making *m, const struct looked *l, struct batch *b, size_t to,
    struct err *e)
{
	double *x = batch_set_numbers(b, to);

	for (size_t r = 0; r < b->nrow; r++) {
		if (!l->missing[r] && m->part->time && !l->date[r].has_time)
			return batch_fail(b, l->column, r, e,
			    "there is no time of day, so no %s", m->part->name);
		x[r] = l->missing[r] ? MISSING : m->part->of(&l->date[r], m->since);
	}
	return true;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct dates *s = self;
	size_t first = b->ncol, *from = arena_alloc(&b->mem, s->n, sizeof(*from));
	struct looked l = { .column = COLUMN_NONE };

	/* Sources first, before a new column could be taken for one. */
	for (size_t i = 0; i < s->n; i++)
		if (!batch_need(b, s->making[i].source, &from[i], e))
			return false;
	for (size_t i = 0; i < s->n; i++) {
		if (from[i] != l.column) {
			l.column = from[i];
			if (!dates_look(s, b, &l, e))
				return false;
		}
		if (!batch_replace(b, first + i, 0, &s->making[i].name, 1, e) ||
		    !part_fill(&s->making[i], &l, b, first + i, e))
			return false;
	}
	return true;
}

/* ---- the state: date,Flight Date.month,column,Flight Date, then method and part ---- */

static void
save(const void *self, struct state_out *out, bool settled)
{
	const struct dates *s = self;

	(void)settled;
	if (s->written.p != NULL)
		state_text(out, STR(""), "format", s->written);
	for (size_t i = 0; i < s->n; i++) {
		const struct making *m = &s->making[i];

		state_text(out, m->name, "column", m->source);
		state_text(out, m->name, "method", str_of(m->method->name));
		state_text(out, m->name, "part", str_of(m->part->name));
		if (m->from.p != NULL)
			state_text(out, m->name, "from", m->from);
	}
}

static bool
load_format(
    struct dates *s, const struct facts *step, const struct fact *f, struct err *e)
{
	if (!fact_is(f, "format") || s->written.p != NULL)
		return fact_fail(step, f, e, "not a fact of date");
	s->written = mem_keep(f->value);
	return date_format_check(s->written) ||
	       fact_fail(step, f, e, "not a format of dates");
}

static bool
load_from(struct making *m, const struct facts *step, const struct fact *f, struct err *e)
{
	struct str iso = { 0 };
	struct date from;

	if (m->from.p != NULL || date_parse(f->value, iso, &from) != DATE_OK ||
	    from.has_time)
		return fact_fail(step, f, e, "not a day, or there twice");
	m->from = mem_keep(f->value);
	m->since = date_seconds(&from);
	return true;
}

static bool
load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct dates *s = self;

	if (f->item.n == 0)
		return load_format(s, step, f, e);
	if (s->n == 0 || !str_equal(s->making[s->n - 1].name, f->item))
		making_add(s, NULL, mem_keep(f->item));
	struct making *m = &s->making[s->n - 1];
	if (fact_is(f, "column") && m->source.p == NULL) {
		m->source = mem_keep(f->value);
		return true;
	}
	if (fact_is(f, "method")) {
		m->method = method_load("date", methods, step, f, e);
		return m->method != NULL;
	}
	if (fact_is(f, "from"))
		return load_from(m, step, f, e);
	if (!fact_is(f, "part") || m->method == NULL)
		return fact_fail(step, f, e, "not a fact of date");
	m->part = part_find(m->method, f->value);
	return m->part != NULL || fact_fail(step, f, e, "not a part of a date");
}

static bool
loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	const struct dates *s = self;
	struct shown buf;

	(void)settled;
	for (size_t i = 0; i < s->n; i++) {
		const struct making *m = &s->making[i];

		if (m->source.p == NULL || m->part == NULL ||
		    (m->method->how == date_spans) != (m->from.p != NULL))
			return fact_fail(step, NULL, e,
			    "the facts of column \"%s\" do not add up",
			    shown(&buf, m->name.p, m->name.n));
	}
	return s->n > 0 || fact_fail(step, NULL, e, "date without a column");
}

static void
free_dates(void *self)
{
	struct dates *s = self;

	for (size_t i = 0; i < s->n; i++) {
		free((char *)s->making[i].name.p);
		free((char *)s->making[i].source.p);
		free((char *)s->making[i].from.p);
	}
	free(s->making);
	free((char *)s->written.p);
}

const struct op op_date = {
	.name = "date",
	.brief = "make numbers of dates: parts, cycles, time since a day",
	.methods = methods,
	.options = options,
	.size = sizeof(struct dates),
	.start = start,
	.apply = apply,
	.save = save,
	.load = load,
	.loaded = loaded,
	.free = free_dates,
};
