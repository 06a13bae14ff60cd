/*
 * csv-predict - the columns of the input, and a model's predictions
 *
 * Runs the recipe in the model's state, preparation first, and puts what the model
 * adds behind the raw columns, which leave byte for byte as they came.
 */
#include <stdlib.h>
#include <string.h>

#include "op/predict.h"
#include "run/filter.h"
#include "table/select.h"

struct predict {
	struct common common;
	struct texts apply;
	const char *columns;
};

#define AT(field) offsetof(struct predict, field)

static const struct opt options[] = {
	{ 'a', "apply", OPT_TEXTS, AT(apply), "FILE",
	    "the model, and what prepares its rows; may be repeated", 0, true },
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST",
	    "the columns of the input to pass on (default: all)", 0, true },
	{ 0 },
};

static const struct tool tool = { "csv-predict",
	"predict with a model learnt by csv-train", "-a FILE [options] [file ...]",
	"  csv-predict -a model.st new.csv\n"
	"  csv-predict -a model.st -c id new.csv > predictions.csv\n" };

/* The raw columns to pass on: all, or those of -c. */
static struct selection
columns_choose(const struct predict *p, struct reader *in)
{
	struct batch header = { 0 };
	struct selection s;
	struct err e;

	reader_header(in, &header);
	if (p->columns != NULL && select_needs_kinds(str_of(p->columns)))
		tool_usage("-c cannot hold @numeric or @text here: rows are read once");
	if (!select_columns(
		&s, str_of(p->columns != NULL ? p->columns : "@all"), &header, NULL, &e))
		run_fail(&e, NULL);
	batch_free(&header);
	return s;
}

/*
 * After the recipe: the model's columns stand at the right of the prepared table;
 * put them behind the raw ones.
 */
static bool
rows_restore(
    struct batch *b, const struct selection *raw, const struct op *model, struct err *e)
{
	struct str names[2];
	size_t n = predict_columns(model, names);
	struct column made[2];
	struct shown s;

	memcpy(made, b->col + b->ncol - n, n * sizeof(*made));
	b->col = mem_grow(b->col, &b->col_room, raw->n + n, sizeof(*b->col));
	for (size_t i = 0; i < raw->n; i++)
		b->col[i] = b->field[raw->column[i]];
	memcpy(b->col + raw->n, made, n * sizeof(*made));
	b->ncol = raw->n + n;
	for (size_t i = 0; i < raw->n && b->nrow == 0; i++)
		for (size_t k = 0; k < n; k++)
			if (str_equal(b->col[i].name, names[k]))
				return fail(e, EXIT_DATA,
				    "%s: column \"%s\" exists already (leave it out with "
				    "-c)",
				    b->file, shown(&s, names[k].p, names[k].n));
	return true;
}

static void
predict(const struct recipe *r, struct reader *in, const struct selection *raw,
    struct output *out, struct notes *notes)
{
	const struct op *model = r->step[r->n - 1].op;
	struct batch b = { .notes = notes };
	struct err e;
	int got;

	reader_header(in, &b);
	if (!recipe_apply_whole(r, &b, &e) || !rows_restore(&b, raw, model, &e))
		run_fail(&e, NULL);
	if (!reader_no_header(in))
		writer_header(out->writer, &b);
	while ((got = reader_next(in, &b, &e)) > 0) {
		struct err fault = { 0 };
		bool good = recipe_apply_whole(r, &b, &e);

		if (good || e.row != ERR_NOWHERE)
			rows_restore(&b, raw, model, &fault);
		writer_batch(out->writer, &b);
		if (!good)
			run_fail(&e, &b);
		if (sink_failed(out->sink, &e))
			run_fail(&e, NULL);
		tool_tick(in);
	}
	if (got < 0)
		run_fail(&e, NULL);
	batch_free(&b);
}

int
main(int argc, char **argv)
{
	struct predict p = { .common = COMMON_DEFAULT };
	const struct opt_table tables[] = { { options, &p }, { options_input, &p.common },
		{ options_output, &p.common }, { options_messages, &p.common },
		{ NULL, NULL } };
	struct recipe r = { 0 };
	struct notes notes = { 0 };
	struct str names[2];

	tool_start(&tool, tables, &p.common, argc, argv);
	if (p.apply.n == 0)
		tool_usage("-a names the model");
	if (p.common.na != NULL)
		tool_usage("--na was chosen in fitting, and stands in the model");
	recipe_read(&r, &p.apply, false);
	if (predict_columns(r.step[r.n - 1].op, names) == 0)
		die(EXIT_DATA, "%s: its last step is %s, not a model (use csv-apply)",
		    p.apply.text[p.apply.n - 1], r.step[r.n - 1].op->name);
	struct reader *in = tool_reader(&p.common, false);
	struct selection raw = columns_choose(&p, in);
	struct output *out = output_open(p.common.output, reader_delimiter(in), in);
	predict(&r, in, &raw, out, &notes);
	output_end(out, reader_terminated(in));
	output_publish(out);
	int status = tool_end(&p.common, in, &notes);
	select_free(&raw);
	reader_close(in);
	recipe_free(&r);
	notes_free(&notes);
	return status;
}
