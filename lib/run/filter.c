/*
 * filter.c - fit, apply, both, or learn only
 */
#include "run/filter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/csv_format.h"
#include "run/learn.h"
#include "run/pipeline.h"

struct filter {
	struct common common;
	struct tool tool;
	char name[32];
	const struct op *op;
	void *chosen;        /* the operator's own options */
	struct opt *methods; /* an option for each of its methods */
	struct uses uses;
	const char *columns, *exclude, *fit;
	struct texts apply;
	bool no_output, partial, inverse;
};

#define AT(field) offsetof(struct filter, field)

static const struct opt options_columns[] = {
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST", "the columns to work on", 0,
	    false },
	{ 'x', "exclude", OPT_TEXT, AT(exclude), "LIST", "all columns but these", 0,
	    false },
	{ 0 },
};

static const struct opt options_fit[] = {
	{ 'f', "fit", OPT_TEXT, AT(fit), "FILE", "write what was learnt to FILE", 0,
	    true },
	{ 'a', "apply", OPT_TEXTS, AT(apply), "FILE",
	    "apply what was learnt earlier; may be repeated", 0, true },
	{ 'n', "no-output", OPT_FLAG, AT(no_output), NULL, "learn only, write no rows", 0,
	    true },
	{ 0, "partial", OPT_FLAG, AT(partial), NULL,
	    "with -n -f: write sums to merge later (csv-apply --merge)", 0, true },
	{ 0 },
};

static const struct opt options_undo[] = {
	{ 0, "inverse", OPT_FLAG, AT(inverse), NULL,
	    "with -a: turn back what was done, in the columns that are there", 0, true },
	{ 0 },
};

/* A row of options for each method of the operator. */
static struct opt *
method_options(const struct op *op)
{
	size_t n = 0;
	struct opt *o;

	while (op->methods != NULL && op->methods[n].name != NULL)
		n++;
	o = mem_alloc(n + 1, sizeof(*o));
	for (size_t i = 0; i < n; i++)
		o[i] = (struct opt){ 0, op->methods[i].name, OPT_USE, AT(uses),
			op->methods[i].args, op->methods[i].brief, 0, false };
	return o;
}

static void
filter_start(struct filter *f, const char *examples, int argc, char **argv)
{
	static const struct opt none[] = { { 0 } };
	struct opt_table tables[] = {
		{ f->op->methods == NULL ? options_columns : f->methods, f },
		{ f->op->options != NULL ? f->op->options : none, f->chosen },
		{ options_fit, f },
		{ f->op->undo != NULL ? options_undo : none, f },
		{ options_input, &f->common },
		{ options_output, &f->common },
		{ options_messages, &f->common },
		{ NULL, NULL },
	};

	snprintf(f->name, sizeof(f->name), "csv-%s", f->op->name);
	f->tool =
	    (struct tool){ f->name, f->op->brief, "[options] [file ...]", examples };
	tool_start(&f->tool, tables, &f->common, argc, argv);
}

/* Which of the four ways is meant, and is it one of them? */
static void
ways_check(const struct filter *f, const struct wish *w)
{
	bool asked = wish_names_columns(w) || *w->given != '\0';

	if (f->columns != NULL && f->exclude != NULL)
		tool_usage("-c and -x exclude each other");
	if (f->apply.n > 0 && (asked || f->fit != NULL || f->no_output || f->partial ||
				  f->common.na != NULL))
		tool_usage(
		    "-a applies what was learnt: it goes with no columns, methods, --na, "
		    "-f or -n");
	if (f->inverse && f->apply.n == 0)
		tool_usage("--inverse goes with -a FILE");
	if (f->apply.n > 0)
		return;
	if (f->op->methods != NULL && f->uses.n == 0)
		tool_usage("no method is asked for");
	if (f->op->columns_needed && f->columns == NULL && f->exclude == NULL)
		tool_usage("-c says which columns");
	if (f->no_output && f->fit == NULL)
		tool_usage("-n without -f would do nothing");
	if (f->fit != NULL && strcmp(f->fit, "-") == 0 && !f->no_output)
		tool_usage(
		    "-f - needs -n: rows and state cannot both go to standard output");
	if (f->no_output && f->common.output != NULL)
		tool_usage("-n writes no rows, so it takes no -o");
	if (f->partial && !(f->no_output && f->fit != NULL))
		tool_usage("--partial goes with -n -f FILE");
	if (f->partial && f->op->accumulator == NULL)
		tool_usage("%s learns nothing, so it has no partials", f->op->name);
}

void
recipe_read(struct recipe *r, const struct texts *paths, bool partial)
{
	for (size_t i = 0; i < paths->n; i++) {
		struct state st = { 0 };
		struct err e;

		if (!state_read(&st, paths->text[i], &e) ||
		    !recipe_load(r, &st, partial, &e))
			run_fail(&e, NULL);
		state_free(&st);
	}
}

struct streaming {
	const struct recipe *r;
	const struct finish *finish;
	struct output *out;
	struct notes *notes;
};

static void *
stream_hand(void *self)
{
	(void)self;
	return notes_new();
}

static void
stream_hand_end(void *self, void *hand)
{
	notes_collect(((struct streaming *)self)->notes, hand);
}

static bool
stream_apply(const struct streaming *s, struct batch *b, struct err *e)
{
	bool good = recipe_apply_whole(s->r, b, e);

	if (s->finish != NULL && s->finish->batch != NULL &&
	    (good || e->row != ERR_NOWHERE))
		s->finish->batch(s->finish->self, b);
	return good;
}

static bool
stream_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct streaming *s = self;
	bool good;

	k->batch.notes = hand;
	good = stream_apply(s, &k->batch, e);
	if (s->finish != NULL && s->finish->format != NULL)
		/* A fault found now is in a row before the other one. */
		return s->finish->format(s->finish->self, &k->text[0], &k->batch, e) &&
		       good;
	format_batch(&k->text[0], &k->batch, writer_delimiter(s->out->writer));
	return good;
}

static bool
stream_take(void *self, struct block *k, struct err *e)
{
	const struct streaming *s = self;

	writer_lines(s->out->writer, &k->text[0]);
	return !sink_failed(s->out->sink, e);
}

static bool
is_changed(const struct batch *b)
{
	for (size_t j = 0; j < b->ncol; j++)
		if (b->col[j].face != FACE_FIELD)
			return true;
	return false;
}

uint64_t
recipe_stream(const struct recipe *r, struct reader *in, struct output *out,
    const struct finish *finish, struct notes *notes)
{
	struct streaming s = { r, finish, out, notes };
	struct pipeline p = { .self = &s,
		.ntext = 1,
		.hand = stream_hand,
		.hand_end = stream_hand_end,
		.work = stream_work,
		.take = stream_take };
	struct batch header = { .notes = notes };
	struct err e;

	reader_header(in, &header);
	if (!stream_apply(&s, &header, &e))
		run_fail(&e, NULL);
	if (r->backwards && !is_changed(&header))
		die(EXIT_DATA, "%s: no column is one of those that were scaled",
		    header.file);
	if (!reader_no_header(in) && (finish == NULL || finish->format == NULL))
		writer_header(out->writer, &header);
	batch_free(&header);
	return pipeline_run(&p, in);
}

void
state_put(const struct recipe *r, struct output *o)
{
	struct state_out *st = state_out_new(o->sink);
	struct err e;

	if (!recipe_save(r, st, &e))
		run_fail(&e, NULL);
	state_out_free(st);
}

/* Read what is left, so that a fault anywhere in the input is found. */
static uint64_t
drain(struct reader *in)
{
	static const struct pipeline nothing_to_do;

	return pipeline_run(&nothing_to_do, in);
}

/* How many rows there were, if some step has looked at them; or 0. */
static uint64_t
rows_seen(const struct recipe *r)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < r->n; i++)
		rows = r->step[i].rows > rows ? r->step[i].rows : rows;
	return rows;
}

/*
 * Apply what was learnt to the header: a step that no table of this kind could pass (a
 * new name that exists already, no column left) is a fault now, not when it is used.
 */
static void
header_try(const struct recipe *r, struct reader *in)
{
	struct batch header = { 0 };
	struct err e;

	for (size_t i = 0; i < r->n; i++)
		if (r->step[i].acc != NULL || r->step[i].op->apply == NULL)
			return; /* a partial, or a fold */
	reader_header(in, &header);
	if (!recipe_apply_whole(r, &header, &e))
		run_fail(&e, NULL);
	batch_free(&header);
}

static void
fit(struct filter *f, const struct wish *w, struct recipe *r, struct reader *in,
    struct notes *notes)
{
	struct output *out = NULL, *state = NULL;
	bool looked = false;
	struct err e;
	uint64_t rows = 0;

	if (f->fit != NULL)
		state = output_open(f->fit, ',', in);
	if (!f->no_output)
		out = output_open(f->common.output, reader_delimiter(in), in);
	if (!learn_wish(r, w, in, &looked, &e))
		run_fail(&e, NULL);
	header_try(r, in);
	if (f->no_output)
		rows = rows_seen(r);
	if (looked && rows == 0 && !reader_rewind(in, &e))
		run_fail(&e, NULL);
	if (!f->no_output)
		rows = recipe_stream(r, in, out, NULL, notes);
	else if (rows == 0)
		rows = drain(in);
	for (size_t i = 0; i < r->n; i++)
		if (r->step[i].rows == 0)
			r->step[i].rows = rows;
	if (f->fit != NULL) {
		require_whole(in);
		state_put(r, state);
	}
	if (out != NULL)
		output_end(out, reader_terminated(in));
	if (state != NULL)
		output_end(state, false);
	if (out != NULL)
		output_publish(out);
	if (state != NULL)
		output_publish(state);
}

int
filter_main(const struct op *op, const char *examples, int argc, char **argv)
{
	struct filter f = { .common = COMMON_DEFAULT,
		.op = op,
		.chosen = mem_alloc(1, op->size),
		.methods = method_options(op) };
	struct recipe r = { 0 };
	struct notes notes = { 0 };

	if (op->defaults != NULL)
		memcpy(f.chosen, op->defaults, op->size);
	filter_start(&f, examples, argc, argv);
	struct wish w = { op, f.chosen, &f.uses, f.columns, f.exclude, f.common.given,
		&f.common.missing, f.partial };
	ways_check(&f, &w);
	if (f.apply.n > 0)
		recipe_read(&r, &f.apply, false);
	r.backwards = f.inverse;
	struct reader *in =
	    tool_reader(&f.common, f.apply.n == 0 && wish_needs_looks(&w));
	if (f.apply.n > 0) {
		struct output *out =
		    output_open(f.common.output, reader_delimiter(in), in);

		recipe_stream(&r, in, out, NULL, &notes);
		output_end(out, reader_terminated(in));
		output_publish(out);
	} else {
		fit(&f, &w, &r, in, &notes);
	}
	int status = tool_end(&f.common, in, &notes);
	reader_close(in);
	recipe_free(&r);
	notes_free(&notes);
	free(f.chosen);
	free(f.methods);
	return status;
}
