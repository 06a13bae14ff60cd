/*
 * join.c - two tables row by row: does the same key have the same cells?
 *
 * What a model was trained on and what it is served should agree where they are about
 * the same thing; where they do not, the two were not made alike.
 *
 * Cells are the same if they are the same text, or both are numbers of one value, or
 * both are missing.  Memory: the keys of both tables, and the compared cells of the
 * reference.
 */
#include "check.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "run/pipeline.h"
#include "run/rows.h"

/* A column that both have. */
struct shared {
	struct str name; /* the input's */
	size_t ref, now;
	uint64_t same, differ, only_ref, only_now;
	struct dict change; /* from and to, as one text */
	uint64_t *times;
	size_t room;
};

struct joining {
	const struct check *c;
	struct key key_ref, key_now;
	size_t n;
	struct shared *of;

	struct dict keys; /* of the reference */
	struct str *cell; /* (keys.n, n) p NULL: missing */
	size_t cell_room;
	struct arena mem;
	struct dict seen; /* the keys of the input */
	uint64_t matched, unknown;
};

static bool
is_missing(struct batch *b, size_t j, size_t row)
{
	return batch_is_missing(b, j, row) ||
	       missing_number(b->missing, batch_cell(b, j, row));
}

static bool
repeated(const struct key *k, struct batch *b, size_t row, struct err *e)
{
	struct str text = key_shown(k, b, row);
	struct shown s;

	return fail_at(e, row,
	    "the key \"%s\" comes twice, so rows cannot be matched (use csv-scrub "
	    "--dedup "
	    "-k)",
	    shown(&s, text.p, text.n));
}

/* ---- the reference ---- */

static bool
reference_take(void *self, struct block *k, struct err *e)
{
	struct joining *j = self;
	struct batch *b = &k->batch;

	for (size_t row = 0; row < b->nrow; row++) {
		size_t at = j->keys.n;

		if (dict_add(&j->keys, key_cells(&j->key_ref, b, row)) < at)
			return repeated(&j->key_ref, b, row, e);
		j->cell =
		    mem_grow(j->cell, &j->cell_room, (at + 1) * j->n, sizeof(*j->cell));
		for (size_t i = 0; i < j->n; i++) {
			size_t column = j->of[i].ref;
			struct str cell = { 0 };

			if (!is_missing(b, column, row))
				cell = arena_keep(&j->mem, batch_cell(b, column, row));
			j->cell[at * j->n + i] = cell;
		}
	}
	return true;
}

/* ---- the input ---- */

static bool
same_cells(struct str a, struct str b)
{
	double x, y;

	return str_equal(a, b) || (num_parse(a.p, a.n, &x) == NUM_OK &&
				      num_parse(b.p, b.n, &y) == NUM_OK && x == y);
}

/* A change is kept as one text: how long `from` is, then both. */
static void
change_count(struct shared *s, struct str from, struct str to, struct arena *mem)
{
	size_t n = s->change.n, i, length = sizeof(from.n) + from.n + to.n;
	char *text = arena_alloc(mem, length, 1);

	memcpy(text, &from.n, sizeof(from.n));
	memcpy(text + sizeof(from.n), from.p, from.n);
	memcpy(text + sizeof(from.n) + from.n, to.p, to.n);
	i = dict_add(&s->change, (struct str){ text, length });
	s->times = mem_grow(s->times, &s->room, s->change.n, sizeof(*s->times));
	s->times[i] = i == n ? 1 : s->times[i] + 1;
}

static void
cell_compare(struct shared *s, struct str from, struct batch *b, size_t row)
{
	bool missing = is_missing(b, s->now, row);

	if (from.p == NULL || missing) {
		s->same += from.p == NULL && missing;
		s->only_now += from.p == NULL && !missing;
		s->only_ref += from.p != NULL && missing;
	} else if (same_cells(from, batch_cell(b, s->now, row))) {
		s->same++;
	} else {
		s->differ++;
		if (s->change.n < 100000)
			change_count(s, from, batch_cell(b, s->now, row), &b->mem);
	}
}

static bool
input_take(void *self, struct block *k, struct err *e)
{
	struct joining *j = self;
	struct batch *b = &k->batch;

	for (size_t row = 0; row < b->nrow; row++) {
		struct str key = key_cells(&j->key_now, b, row);
		size_t n = j->seen.n, at;

		if (dict_add(&j->seen, key) < n)
			return repeated(&j->key_now, b, row, e);
		at = dict_find(&j->keys, key);
		if (at == DICT_NONE) {
			j->unknown++;
			continue;
		}
		j->matched++;
		for (size_t i = 0; i < j->n; i++)
			cell_compare(&j->of[i], j->cell[at * j->n + i], b, row);
	}
	return true;
}

/* ---- columns ---- */

static void
headers_match(struct joining *j, struct batch *ref, struct batch *now)
{
	const struct check *c = j->c;
	struct key chosen;
	struct err e;

	if (!key_resolve(&j->key_ref, c->key, ref, NULL, &e) ||
	    !key_resolve(&j->key_now, c->key, now, NULL, &e) ||
	    !key_resolve(&chosen, c->columns, now, NULL, &e))
		run_fail(&e, NULL);
	j->of = mem_alloc(chosen.n, sizeof(*j->of));
	for (size_t i = 0; i < chosen.n; i++) {
		struct str name = now->col[chosen.column[i]].name;
		size_t at = batch_find(ref, name);
		bool is_key = false;

		for (size_t k = 0; k < j->key_now.n; k++)
			is_key |= j->key_now.column[k] == chosen.column[i];
		if (at != COLUMN_NONE && !is_key)
			j->of[j->n++] = (struct shared){
				.name = name, .ref = at, .now = chosen.column[i]
			};
	}
	if (j->n == 0)
		die(EXIT_DATA, "%s: no column besides the key is in %s, too", now->file,
		    ref->file);
	key_free(&chosen);
}

static void
table_read(struct joining *j, struct reader *in,
    bool (*take)(void *self, struct block *k, struct err *e))
{
	struct pipeline p = { .self = j, .missing = &j->c->common.missing, .take = take };

	pipeline_run(&p, in);
	require_whole(in);
}

/* ---- the report ---- */

/* The most frequent change; which one of equals does not depend on the order of rows. */
static void
change_report(const struct shared *s, struct report *out)
{
	size_t best = 0;

	for (size_t i = 1; i < s->change.n; i++)
		if (s->times[i] > s->times[best] ||
		    (s->times[i] == s->times[best] &&
			str_order(dict_key(&s->change, i), dict_key(&s->change, best)) <
			    0))
			best = i;
	if (s->change.n == 0)
		return;
	struct str text = dict_key(&s->change, best),
		   from = { text.p + sizeof(from.n), 0 };
	memcpy(&from.n, text.p, sizeof(from.n));
	report_text(out, from);
	report_text(
	    out, (struct str){ from.p + from.n, text.n - sizeof(from.n) - from.n });
	report_count(out, s->times[best]);
}

static bool
joining_report(const struct joining *j, struct report *out)
{
	static const char *const names[] = { "column", "rows", "same", "differ",
		"only_ref", "only_now", "share", "from", "to", "times" };
	bool differs = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		report_column(out, str_of(names[i]));
	for (size_t i = 0; i < j->n; i++) {
		const struct shared *s = &j->of[i];
		uint64_t not_same = s->differ + s->only_ref + s->only_now;

		report_text(out, s->name);
		report_count(out, j->matched);
		report_count(out, s->same);
		report_count(out, s->differ);
		report_count(out, s->only_ref);
		report_count(out, s->only_now);
		report_number(
		    out, j->matched > 0 ? (double)not_same / (double)j->matched : NAN);
		change_report(s, out);
		report_end_row(out);
		differs |= not_same > 0;
	}
	return differs;
}

static void
joining_free(struct joining *j)
{
	for (size_t i = 0; i < j->n; i++) {
		dict_clear(&j->of[i].change);
		free(j->of[i].times);
	}
	free(j->of);
	free(j->cell);
	dict_clear(&j->keys);
	dict_clear(&j->seen);
	arena_free(&j->mem);
	key_free(&j->key_ref);
	key_free(&j->key_now);
}

int
join(const struct check *c, struct reader *in, struct report *out)
{
	struct joining j = { .c = c };
	struct batch ref = { .missing = &c->common.missing }, now = ref;
	struct reader *reference = reference_open(c);
	bool differs;

	if (c->fail_if.n > 0)
		tool_usage("--fail-if judges distributions, not rows matched by --key");
	reader_header(reference, &ref);
	reader_header(in, &now);
	headers_match(&j, &ref, &now);
	table_read(&j, reference, reference_take);
	table_read(&j, in, input_take);
	differs = joining_report(&j, out);
	tell("%" PRIu64 " rows matched, %" PRIu64 " only in the reference, %" PRIu64
	     " only in the input",
	    j.matched, (uint64_t)j.keys.n - j.matched, j.unknown);
	report_end(out);
	joining_free(&j);
	batch_free(&ref);
	batch_free(&now);
	reader_close(reference);
	return differs ? EXIT_NO : EXIT_SUCCESS;
}
