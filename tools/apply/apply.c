/*
 * csv-apply - a whole recipe in one process; and partials merged into one
 */
#include <sys/stat.h>

#include "run/filter.h"
#include "run/merge.h"
#include "sparse.h"

struct apply {
	struct common common;
	struct texts recipe;
	bool merge, list;
	struct sparse sparse;
};

#define AT(field) offsetof(struct apply, field)

static const struct opt options[] = {
	{ 'a', "apply", OPT_TEXTS, AT(recipe), "FILE",
	    "a state: one step or more; may be repeated, in order", 0, true },
	{ 0, "svmlight", OPT_TEXT, AT(sparse.label), "LABEL",
	    "write lines of LABEL INDEX:VALUE ..., for other programs", 0, true },
	{ 0, "features", OPT_TEXT, AT(sparse.features), "FILE",
	    "with --svmlight: which column each index is", 0, true },
	{ 0, "merge", OPT_FLAG, AT(merge), NULL,
	    "the files are partials: write the state they amount to", 0, true },
	{ 0, "list", OPT_FLAG, AT(list), NULL,
	    "name the operators, and their methods, that a state may hold", 0, true },
	{ 0 },
};

static const struct tool tool = { "csv-apply",
	"apply what was learnt, all steps in one process", "-a FILE [options] [file ...]",
	"  csv-apply -a impute.st -a scale.st -a onehot.st test.csv\n"
	"  csv-apply --merge part-*.st > scale.st\n" };

/* Columns as the recipe leaves them. */
static void
features_write(const struct apply *a, const struct recipe *r, struct reader *in)
{
	struct batch header = { 0 };
	struct err e;
	size_t label;

	reader_header(in, &header);
	if (!recipe_apply(r, r->n, &header, &e) ||
	    !batch_need(&header, str_of(a->sparse.label), &label, &e))
		run_fail(&e, NULL);
	if (a->sparse.features != NULL)
		sparse_features(&a->sparse, &header);
	batch_free(&header);
}

static void
run_recipe(const struct apply *a, struct reader **in, struct notes *notes)
{
	struct recipe r = { 0 };
	struct finish sparse = { .format = sparse_format, .self = &a->sparse };

	recipe_read(&r, &a->recipe, false);
	*in = tool_reader(&a->common, false);
	struct output *out = output_open(a->common.output, reader_delimiter(*in), *in);
	if (a->sparse.label != NULL)
		features_write(a, &r, *in);
	recipe_stream(&r, *in, out, a->sparse.label != NULL ? &sparse : NULL, notes);
	output_end(out, reader_terminated(*in));
	output_publish(out);
	recipe_free(&r);
}

/* Partials took a look at much data: none is to be lost to a slip of the pen. */
static void
partials_keep(const struct common *c)
{
	struct stat out, in;

	if (c->output == NULL || stat(c->output, &out) != 0 || !S_ISREG(out.st_mode))
		return;
	for (size_t i = 0; i < c->npath; i++)
		if (stat(c->path[i], &in) == 0 && in.st_dev == out.st_dev &&
		    in.st_ino == out.st_ino)
			die(EXIT_USAGE, "%s is input and output", c->output);
}

static void
run_merge(const struct apply *a)
{
	static const char *const standard_input[] = { "-" };
	struct recipe r = { 0 };
	struct err e;
	bool named = a->common.npath > 0;

	partials_keep(&a->common);
	struct output *out = output_open(a->common.output, ',', NULL);

	if (!merge_files(&r, named ? a->common.path : standard_input,
		named ? a->common.npath : 1, &e))
		run_fail(&e, NULL);
	state_put(&r, out);
	output_end(out, false);
	output_publish(out);
	recipe_free(&r);
}

static void
run_list(const struct apply *a)
{
	struct output *out = output_open(a->common.output, ',', NULL);

	writer_text(out->writer, STR("op"));
	writer_text(out->writer, STR("method"));
	writer_text(out->writer, STR("what it does"));
	writer_end_row(out->writer);
	for (size_t i = 0; ops[i] != NULL; i++) {
		const struct method *m = ops[i]->methods;

		do {
			bool named = m != NULL && m->name != NULL;

			writer_text(out->writer, str_of(ops[i]->name));
			writer_text(out->writer, named ? str_of(m->name) : STR(""));
			writer_text(
			    out->writer, str_of(named ? m->brief : ops[i]->brief));
			writer_end_row(out->writer);
		} while (m != NULL && m->name != NULL && (++m)->name != NULL);
	}
	output_end(out, true);
	output_publish(out);
}

int
main(int argc, char **argv)
{
	struct apply a = { .common = COMMON_DEFAULT };
	const struct opt_table tables[] = { { options, &a }, { options_input, &a.common },
		{ options_output, &a.common }, { options_messages, &a.common },
		{ NULL, NULL } };
	struct notes notes = { 0 };
	struct reader *in = NULL;

	tool_start_operands(&tool, tables, &a.common, argc, argv);
	if (a.merge + a.list + (a.recipe.n > 0) != 1)
		tool_usage("one of -a FILE, --merge and --list");
	if ((a.sparse.label != NULL && a.recipe.n == 0) ||
	    (a.sparse.features != NULL && a.sparse.label == NULL))
		tool_usage(
		    "--svmlight goes with -a FILE, and --features with --svmlight");
	if (a.list && a.common.npath > 0)
		tool_usage("--list reads no file");
	if (!a.list)
		tool_input_named(&a.common);
	if (a.common.na != NULL)
		tool_usage("--na was chosen in fitting, and stands in the state");
	if (a.list)
		run_list(&a);
	else if (a.merge)
		run_merge(&a);
	else
		run_recipe(&a, &in, &notes);
	int status = tool_end(&a.common, in, &notes);
	reader_close(in);
	notes_free(&notes);
	return status;
}
