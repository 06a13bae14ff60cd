/*
 * fill.c - see fill.h
 *
 * Both ways are one: a cell takes what a queue holds for its stretch.  Forward, the
 * queue is the last value; backward, it is filled by a look ahead over all rows.
 */
#include "fill.h"

#include <stdlib.h>
#include <string.h>

#include "io/csv_format.h"
#include "run/rows.h"
#include "table/notes.h"

struct fill {
	struct common common;
	const char *forward, *backward, *by, *fit, *apply;

	bool back;
	struct key columns, group; /* group.n == 0: all rows are one */
	struct dict groups;
	struct track *track; /* (groups.n, columns.n) */
	size_t room;
	size_t *fresh; /* (nfresh) tracks whose value is a cell of the block at hand */
	size_t nfresh, fresh_room;
	struct arena mem;
	struct output *out;
	struct notes notes;
};

/* A column of a group. */
struct track {
	struct str last; /* forward: p NULL before the first value */
	bool fresh;      /* it is a cell of the block at hand, else ... */
	char *kept;      /* ... kept here; owned */
	size_t kept_room;
	bool open; /* backward: the stretch at hand is missing so far */
	size_t n, room, at;
	struct str *next; /* backward: (n) what follows each stretch; p NULL: nothing */
};

#define AT(field) offsetof(struct fill, field)

static const struct opt options[] = {
	{ 0, "forward", OPT_TEXT, AT(forward), "LIST",
	    "missing cells take the last value before them", 0, false },
	{ 0, "backward", OPT_TEXT, AT(backward), "LIST",
	    "missing cells take the next value after them", 0, false },
	{ 'g', "by", OPT_TEXT, AT(by), "LIST", "only from rows of the same group", 0,
	    false },
	/* Known, so that it can be said why not. */
	{ 'f', "fit", OPT_TEXT, AT(fit), "FILE", "not with these two", 0, true },
	{ 'a', "apply", OPT_TEXT, AT(apply), "FILE", "not with these two", 0, true },
	{ 0 },
};

static const struct tool tool = { "csv-impute", "missing cells from the rows around them",
	"--forward LIST | --backward LIST [-g LIST] [options] [file ...]",
	"  csv-impute --forward temperature -g sensor readings.csv\n"
	"  csv-impute --median age (other methods: csv-impute --help)\n" };

bool
fill_wanted(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strncmp(argv[i], "--forward", 9) == 0 ||
		    strncmp(argv[i], "--backward", 10) == 0)
			return true;
	return false;
}

/* ---- where a cell is ---- */

/* The tracks of the group of a row. */
static struct track *
tracks_of(struct fill *f, struct batch *b, size_t row)
{
	size_t n = f->groups.n, k = f->columns.n;
	struct str key = f->by != NULL ? key_cells(&f->group, b, row) : STR("all");
	size_t g = dict_add(&f->groups, key);

	if (g == n) {
		f->track = mem_grow(f->track, &f->room, (n + 1) * k, sizeof(*f->track));
		memset(f->track + n * k, 0, k * sizeof(*f->track));
	}
	return f->track + g * k;
}

/* ---- looking ahead ---- */

static void
stretch_see(struct fill *f, struct track *t, struct batch *b, size_t j, size_t row)
{
	if (batch_is_missing(b, j, row)) {
		if (t->open)
			return;
		t->next = mem_grow(t->next, &t->room, t->n + 1, sizeof(*t->next));
		t->next[t->n++] = (struct str){ 0 };
		t->open = true;
	} else if (t->open) {
		t->next[t->n - 1] = arena_keep(&f->mem, batch_cell(b, j, row));
		t->open = false;
	}
}

static bool
ahead_take(void *self, struct block *k, struct err *e)
{
	struct fill *f = self;

	(void)e;
	for (size_t row = 0; row < k->batch.nrow; row++) {
		struct track *t = tracks_of(f, &k->batch, row);

		for (size_t i = 0; i < f->columns.n; i++)
			stretch_see(f, &t[i], &k->batch, f->columns.column[i], row);
	}
	return true;
}

static void
look_ahead(struct fill *f, struct reader *in)
{
	struct pipeline p = {
		.self = f, .missing = &f->common.missing, .take = ahead_take
	};
	struct err e;

	pipeline_run(&p, in);
	for (size_t i = 0; i < f->groups.n * f->columns.n; i++)
		f->track[i].open = false;
	if (!reader_rewind(in, &e))
		run_fail(&e, NULL);
}

/* ---- filling ---- */

/* What becomes of the cell. */
static struct str
cell_fill(struct fill *f, struct track *t, struct batch *b, size_t j, size_t row)
{
	struct str cell = batch_cell(b, j, row);
	bool missing = batch_is_missing(b, j, row);

	if (f->back) {
		if (missing && !t->open)
			t->at++;
		t->open = missing;
		return missing && t->next[t->at - 1].p != NULL ? t->next[t->at - 1]
							       : cell;
	}
	if (missing)
		return t->last.p != NULL ? t->last : cell;
	t->last = cell;
	if (!t->fresh) {
		f->fresh =
		    mem_grow(f->fresh, &f->fresh_room, f->nfresh + 1, sizeof(*f->fresh));
		f->fresh[f->nfresh++] = (size_t)(t - f->track);
		t->fresh = true;
	}
	return cell;
}

/* The block goes; what later ones will need of it stays. */
static void
values_keep(struct fill *f)
{
	for (size_t i = 0; i < f->nfresh; i++) {
		struct track *t = &f->track[f->fresh[i]];

		t->kept = mem_grow(t->kept, &t->kept_room, t->last.n + 1, 1);
		memcpy(t->kept, t->last.p, t->last.n);
		t->last.p = t->kept;
		t->fresh = false;
	}
	f->nfresh = 0;
}

static bool
fill_take(void *self, struct block *k, struct err *e)
{
	struct fill *f = self;
	struct batch *b = &k->batch;
	size_t n = f->columns.n;
	struct str **to = arena_alloc(&b->mem, n, sizeof(*to));
	bool **missing = arena_alloc(&b->mem, n, sizeof(*missing));

	for (size_t i = 0; i < n; i++) {
		to[i] = arena_alloc(&b->mem, b->nrow, sizeof(**to));
		missing[i] = batch_missing(b, f->columns.column[i]);
	}
	for (size_t row = 0; row < b->nrow; row++) {
		struct track *t = tracks_of(f, b, row);

		for (size_t i = 0; i < n; i++)
			to[i][row] = cell_fill(f, &t[i], b, f->columns.column[i], row);
	}
	for (size_t i = 0; i < n; i++) {
		struct column *c = &b->col[f->columns.column[i]];
		struct str name = c->name;
		uint64_t left = 0;

		memcpy(batch_set_text(b, f->columns.column[i]), to[i],
		    b->nrow * sizeof(**to));
		for (size_t row = 0; row < b->nrow; row++)
			left += missing[i][row] &&
				batch_is_missing(b, f->columns.column[i], row);
		notes_add(&f->notes, name,
		    f->back ? "cells have no value after them (left missing)"
			    : "cells have no value before them (left missing)",
		    left);
	}
	format_batch(&k->text[0], b, writer_delimiter(f->out->writer));
	writer_lines(f->out->writer, &k->text[0]);
	values_keep(f);
	return !sink_failed(f->out->sink, e);
}

/* ---- the story ---- */

static void
fill_start(struct fill *f, int argc, char **argv)
{
	const struct opt_table tables[] = {
		{ options, f },
		{ options_input, &f->common },
		{ options_output, &f->common },
		{ options_messages, &f->common },
		{ NULL, NULL },
	};

	tool_start(&tool, tables, &f->common, argc, argv);
	if (f->fit != NULL || f->apply != NULL)
		tool_usage(
		    "--forward and --backward look at the rows around, so there is "
		    "nothing to keep or apply: no -f and no -a");
	if ((f->forward != NULL) == (f->backward != NULL))
		tool_usage("either --forward or --backward (a pipe does both)");
	f->back = f->backward != NULL;
}

static void
fill_free(struct fill *f)
{
	for (size_t i = 0; i < f->groups.n * f->columns.n; i++)
		free(f->track[i].next);
	for (size_t i = 0; i < f->groups.n * f->columns.n; i++)
		free(f->track[i].kept);
	free(f->track);
	free(f->fresh);
	dict_clear(&f->groups);
	arena_free(&f->mem);
	key_free(&f->columns);
	key_free(&f->group);
	notes_free(&f->notes);
}

int
fill_main(int argc, char **argv)
{
	struct fill f = { .common = COMMON_DEFAULT };
	struct pipeline p = {
		.self = &f, .ntext = 1, .missing = &f.common.missing, .take = fill_take
	};
	struct batch header = { .missing = &f.common.missing };
	struct err e;
	int status;

	fill_start(&f, argc, argv);
	struct reader *in = tool_reader(&f.common, f.back);
	reader_header(in, &header);
	if (!key_resolve(
		&f.columns, f.back ? f.backward : f.forward, &header, NULL, &e) ||
	    (f.by != NULL && !key_resolve(&f.group, f.by, &header, NULL, &e)))
		run_fail(&e, NULL);
	f.out = output_open(f.common.output, reader_delimiter(in), in);
	writer_header(f.out->writer, &header);
	if (f.back)
		look_ahead(&f, in);
	pipeline_run(&p, in);
	rows_end(f.out, in);
	status = tool_end(&f.common, in, &f.notes);
	reader_close(in);
	batch_free(&header);
	fill_free(&f);
	return status;
}
