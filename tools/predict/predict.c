/*
 * csv-predict - the columns of the input, and a model's predictions
 *
 * Runs the recipe in the model's state, preparation first, and puts what the model
 * adds behind the raw columns, which leave byte for byte as they came.
 */
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "run/filter.h"
#include "table/select.h"

struct predict {
	struct common common;
	struct texts apply;
	const char *columns;
	bool explain;
};

#define AT(field) offsetof(struct predict, field)

static const struct opt options[] = {
	{ 'a', "apply", OPT_TEXTS, AT(apply), "FILE",
	    "the model, and what prepares its rows; may be repeated", 0, true },
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST",
	    "the columns of the input to pass on (default: all)", 0, true },
	{ 0, "explain", OPT_FLAG, AT(explain), NULL,
	    "add what each feature adds to the score", 0, true },
	{ 0 },
};

static const struct tool tool = { "csv-predict",
	"predict with a model learnt by csv-train", "-a FILE [options] [file ...]",
	"  csv-predict -a model.st new.csv\n"
	"  csv-predict -a model.st -c id new.csv > predictions.csv\n" };

/* The raw columns to pass on: all, or those of -c. */
static struct selection
columns_choose(const struct predict *p, const struct step *model, const struct explain *x,
    struct reader *in)
{
	struct batch header = { 0 };
	const struct str *made;
	size_t n = model_columns(model->self, &made);
	struct str list = { 0 }; /* all columns */
	struct selection s;
	struct shown buf;
	struct err e;

	reader_header(in, &header);
	if (p->columns != NULL && select_needs_kinds(str_of(p->columns)))
		tool_usage("-c cannot hold @numeric or @text here: rows are read once");
	if (p->columns != NULL)
		list = str_of(p->columns);
	if (!select_columns(&s, list, &header, NULL, &e))
		run_fail(&e, NULL);
	for (size_t i = 0; i < s.n; i++)
		for (size_t k = 0; k < n + x->n; k++) {
			struct str name = k < n ? made[k] : x->name[k - n];

			if (str_equal(header.col[s.column[i]].name, name))
				die(EXIT_DATA,
				    "%s: column \"%s\" exists already (leave it out with "
				    "-c)",
				    header.file, shown(&buf, name.p, name.n));
		}
	batch_free(&header);
	return s;
}

/*
 * What another model has predicted is not shown to this recipe: drop it in a first
 * step.  It was left out with -c, or we would not have come here.
 */
static void
predictions_hide(struct recipe *r, struct reader *in)
{
	struct batch header = { 0 };
	const struct step *model = &r->step[r->n - 1];
	const struct str *made;
	size_t n = model_columns(model->self, &made);
	struct job job = { .column = mem_alloc(n, sizeof(*job.column)) };
	struct start st = { .n = 1, .job = &job, .exclude = true, .header = &header };
	struct recipe whole = { 0 };
	struct err e;

	reader_header(in, &header);
	for (size_t k = 0; k < n; k++)
		if (batch_find(&header, made[k]) != COLUMN_NONE)
			job.column[job.n++] = made[k];
	if (job.n > 0) {
		struct step *first = recipe_add(&whole, op_find(STR("select")));

		if (!first->op->start(first->self, &st, &e))
			run_fail(&e, NULL);
		for (size_t i = 0; i < r->n; i++)
			recipe_move(&whole, &r->step[i]);
		recipe_free(r);
		*r = whole;
	}
	free(job.column);
	batch_free(&header);
}

struct shown_columns {
	const struct selection *raw;
	size_t made; /* how many the model adds */
	const struct explain *explain;
};

/*
 * After the recipe: the model's columns stand at the right of the prepared table;
 * put them behind the raw ones.
 */
static void
rows_restore(const void *self, struct batch *b)
{
	const struct shown_columns *s = self;
	const struct selection *raw = s->raw;
	size_t n = s->made;
	struct column *made = arena_alloc(&b->mem, n, sizeof(*made));
	double **why = s->explain->n > 0 ? explain_find(s->explain, b) : NULL;

	memcpy(made, b->col + b->ncol - n, n * sizeof(*made));
	b->col = mem_grow(b->col, &b->col_room, raw->n + n, sizeof(*b->col));
	for (size_t i = 0; i < raw->n; i++)
		b->col[i] = b->field[raw->column[i]];
	memcpy(b->col + raw->n, made, n * sizeof(*made));
	b->ncol = raw->n + n;
	if (why != NULL)
		explain_add(s->explain, b, why);
}

static void
start(struct predict *p, struct recipe *r, int argc, char **argv)
{
	const struct opt_table tables[] = { { options, p }, { options_input, &p->common },
		{ options_output, &p->common }, { options_messages, &p->common },
		{ NULL, NULL } };

	tool_start(&tool, tables, &p->common, argc, argv);
	if (p->apply.n == 0)
		tool_usage("-a names the model");
	if (p->common.na != NULL)
		tool_usage("--na was chosen in fitting, and stands in the model");
	recipe_read(r, &p->apply, false);
	if (!op_is_model(r->step[r->n - 1].op))
		die(EXIT_DATA, "%s: its last step is %s, not a model (use csv-apply)",
		    p->apply.text[p->apply.n - 1], r->step[r->n - 1].op->name);
}

int
main(int argc, char **argv)
{
	struct predict p = { .common = COMMON_DEFAULT };
	struct recipe r = { 0 };
	struct notes notes = { 0 };

	start(&p, &r, argc, argv);
	struct explain explain = { 0 };
	if (p.explain)
		explain_start(
		    &explain, r.step[r.n - 1].self, p.apply.text[p.apply.n - 1]);
	struct reader *in = tool_reader(&p.common, false);
	struct selection raw = columns_choose(&p, &r.step[r.n - 1], &explain, in);
	predictions_hide(&r, in);
	struct output *out = output_open(p.common.output, reader_delimiter(in), in);
	const struct step *model = &r.step[r.n - 1];
	const struct str *made;
	struct shown_columns columns = { &raw, model_columns(model->self, &made),
		&explain };
	struct finish finish = { .batch = rows_restore, .self = &columns };
	recipe_stream(&r, in, out, &finish, &notes);
	output_end(out, reader_terminated(in));
	output_publish(out);
	int status = tool_end(&p.common, in, &notes);
	select_free(&raw);
	explain_free(&explain);
	reader_close(in);
	recipe_free(&r);
	notes_free(&notes);
	return status;
}
