/*
 * csv-split - rows into parts: train, validation, test; folds; before and after a day
 *
 * A row verb.  The part of a row is a function of the row alone (division.h), so it
 * does not change when rows are added, removed or reordered, and rows that are equal
 * are never parted.  One look, in O(block) memory, and one before it to learn how large
 * groups are under --stratify; --check has its own story.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "division.h"
#include "io/csv_format.h"

struct split {
	struct common common;
	struct division division;
	const char *out, *only, *tag;
	bool check;

	size_t wanted; /* --only: the number of that part */
};

#define AT(field) offsetof(struct split, field)

static const struct opt options[] = {
	{ 'p', "parts", OPT_TEXT, AT(division.parts), "NAME=SHARE,...",
	    "parts and their shares, which add up to 1", 0, false },
	{ 'k', "key", OPT_TEXT, AT(division.key), "LIST",
	    "rows equal in these columns stay together (default: in all)", 0, false },
	{ 0, "stratify", OPT_TEXT, AT(division.stratify), "LIST",
	    "each part gets its share of every group of rows equal in these columns", 0,
	    false },
	{ 0, "folds", OPT_COUNT, AT(division.folds), "K",
	    "K equal parts, called 0, 1, ...", 2, false },
	{ 0, "fold", OPT_COUNT, AT(division.fold), "I",
	    "with --folds: part I is called test, all others train", 0, false },
	{ 0, "time", OPT_TEXT, AT(division.time), "COL:CUT[,CUT]",
	    "train is what comes before CUT in COL, test the rest; between two, "
	    "validation",
	    0, false },
	{ 0, "sequential", OPT_FLAG, AT(division.sequential), NULL,
	    "with -p or --folds: parts one after the other, in the order of the rows", 0,
	    false },
	{ 0, "out", OPT_TEXT, AT(out), "PATTERN",
	    "write each part to a file: {} stands for its name", 0, true },
	{ 0, "only", OPT_TEXT, AT(only), "NAME", "send this part to standard output", 0,
	    true },
	{ 0, "tag", OPT_TEXT, AT(tag), "COL",
	    "send all rows to standard output, and add a column with the part's name", 0,
	    true },
	{ 0, "check", OPT_FLAG, AT(check), NULL,
	    "is any record, or key, in two of the files?  status 1 if so", 0, false },
	{ 0 },
};

static const struct tool tool = { "csv-split",
	"rows into parts that do not change when rows are added or reordered",
	"-p NAME=SHARE,... [options] [file ...]",
	"  csv-split -p train=0.8,test=0.2 -k user --out 'data/{}.csv' all.csv\n"
	"  csv-split --check -k user data/train.csv data/test.csv\n" };

static void
split_start(struct split *s, int argc, char **argv)
{
	const struct opt_table tables[] = {
		{ options, s },
		{ options_seed, &s->common },
		{ options_input, &s->common },
		{ options_output, &s->common },
		{ options_messages, &s->common },
		{ NULL, NULL },
	};

	tool_start(&tool, tables, &s->common, argc, argv);
}

/* --check goes with none of the options that divide. */
static void
check_alone(const struct split *s)
{
	const struct division *d = &s->division;

	if (d->parts != NULL || d->folds != 0 || d->fold != FOLD_NONE ||
	    d->time != NULL || d->stratify != NULL || d->sequential || s->out != NULL ||
	    s->only != NULL || s->tag != NULL || s->common.output != NULL)
		tool_usage("--check looks at parts made earlier: it goes with -k only");
}

static void
split_parse(struct split *s)
{
	int ways = (s->out != NULL) + (s->only != NULL) + (s->tag != NULL);
	const char *brace = s->out != NULL ? strstr(s->out, "{}") : NULL;
	struct err e;

	if (!division_parse(&s->division, s->common.seed, &e))
		tool_usage("%s", e.msg);
	if (ways != 1)
		tool_usage("one of --out, --only and --tag says where parts go");
	if (s->out != NULL && (brace == NULL || strstr(brace + 2, "{}") != NULL))
		tool_usage(
		    "--out %s: {} must stand in it once, for the part's name", s->out);
	if (s->out != NULL && s->common.output != NULL)
		tool_usage("--out names the files: it takes no -o");
	if (s->tag != NULL && *s->tag == '\0')
		tool_usage("--tag: the column needs a name");
	if (s->only != NULL && !division_find(&s->division, s->only, &s->wanted, &e))
		tool_usage("--only: %s", e.msg);
}

/* ---- to files ---- */

struct splitting {
	struct split *split;
	struct output **out; /* (division.n) with --out */
};

static void *
split_hand(void *self)
{
	return division_draw(&((const struct splitting *)self)->split->division);
}

static struct output **
outputs_open(const struct split *s, const struct reader *in)
{
	const struct division *d = &s->division;
	struct output **out = mem_alloc(d->n, sizeof(struct output *));
	size_t before = (size_t)(strstr(s->out, "{}") - s->out);

	for (size_t i = 0; i < d->n; i++) {
		struct str name = d->part[i].name;
		char *path = mem_alloc(strlen(s->out) + name.n + 1, 1);

		memcpy(path, s->out, before);
		memcpy(path + before, name.p, name.n);
		strcpy(path + before + name.n, s->out + before + 2);
		out[i] = output_open(path, reader_delimiter(in), in);
		free(path);
	}
	return out;
}

/* The rows of each part as its text, those before a fault too. */
static bool
files_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct splitting *s = self;
	const struct division *d = &s->split->division;
	struct dealt *dealt = arena_alloc(&k->batch.mem, 1, sizeof(*dealt));
	bool good = division_deal(d, hand, &k->batch, dealt, e);

	k->note = dealt;
	for (uint32_t i = 0; i < d->n; i++) {
		k->nrow = 0;
		for (size_t r = 0; r < dealt->n; r++) {
			k->row[k->nrow] = r;
			k->nrow += dealt->part[r] == i;
		}
		format_rows(&k->text[i], &k->batch, k->row, k->nrow,
		    writer_delimiter(s->out[i]->writer));
	}
	return good;
}

static bool
files_take(void *self, struct block *k, struct err *e)
{
	const struct splitting *s = self;
	struct division *d = &s->split->division;

	division_count(d, k->note);
	for (size_t i = 0; i < d->n; i++) {
		writer_lines(s->out[i]->writer, &k->text[i]);
		if (sink_failed(s->out[i]->sink, e))
			return false;
	}
	return true;
}

/* All parts, or none: what can fail comes before the first one is put into place. */
static void
split_to_files(struct split *s, struct reader *in)
{
	struct division *d = &s->division;
	struct splitting to = { s, outputs_open(s, in) };
	struct pipeline p = { .self = &to,
		.ntext = d->n,
		.missing = &s->common.missing,
		.hand = split_hand,
		.hand_end = draw_hand_end,
		.work = files_work,
		.take = files_take };
	struct batch header = { .missing = &s->common.missing };
	struct err e;

	reader_header(in, &header);
	if (!division_resolve(d, &header, &e))
		run_fail(&e, NULL);
	for (size_t i = 0; i < d->n && !reader_no_header(in); i++)
		writer_header(to.out[i]->writer, &header);
	batch_free(&header);
	pipeline_run(&p, in);
	require_whole(in);
	for (size_t i = 0; i < d->n; i++)
		output_end(to.out[i], true);
	for (size_t i = 0; i < d->n; i++)
		output_publish(to.out[i]);
	free(to.out);
}

/* ---- to standard output ---- */

/* With --tag the column is made for the header, and for every block. */
static bool
stdout_header(void *self, struct batch *b, struct err *e)
{
	struct split *s = ((const struct splitting *)self)->split;
	struct str name;

	if (!division_resolve(&s->division, b, e))
		return false;
	if (s->tag == NULL)
		return true;
	name = str_of(s->tag);
	return batch_replace(b, b->ncol, 0, &name, 1, e);
}

static bool
only_choose(void *self, void *hand, struct block *k, struct err *e)
{
	const struct split *s = ((const struct splitting *)self)->split;
	struct dealt *dealt = arena_alloc(&k->batch.mem, 1, sizeof(*dealt));
	bool good = division_deal(&s->division, hand, &k->batch, dealt, e);

	k->note = dealt;
	for (size_t r = 0; r < dealt->n; r++) {
		k->row[k->nrow] = r;
		k->nrow += dealt->part[r] == s->wanted;
	}
	return good;
}

static bool
tag_choose(void *self, void *hand, struct block *k, struct err *e)
{
	const struct split *s = ((const struct splitting *)self)->split;
	struct dealt *dealt = arena_alloc(&k->batch.mem, 1, sizeof(*dealt));
	bool good = division_deal(&s->division, hand, &k->batch, dealt, e);
	struct str name = str_of(s->tag), *tag;
	struct err none;

	k->note = dealt;
	batch_replace(&k->batch, k->batch.ncol, 0, &name, 1, &none);
	tag = batch_set_text(&k->batch, k->batch.ncol - 1);
	for (size_t r = 0; r < dealt->n; r++) {
		tag[r] = s->division.part[dealt->part[r]].name;
		k->row[k->nrow++] = r;
	}
	return good;
}

static bool
stdout_settle(void *self, struct block *k, struct err *e)
{
	(void)e;
	division_count(&((const struct splitting *)self)->split->division, k->note);
	return true;
}

static void
split_to_stdout(struct split *s, struct reader *in)
{
	struct output *out = output_open(s->common.output, reader_delimiter(in), in);
	struct splitting to = { s, NULL };
	struct chooser c = { .self = &to,
		.missing = &s->common.missing,
		.header = stdout_header,
		.choose = s->tag != NULL ? tag_choose : only_choose,
		.settle = stdout_settle,
		.hand = split_hand,
		.hand_end = draw_hand_end };

	rows_stream(&c, in, out);
	rows_end(out, in);
}

/* ---- */

static void
warn_of_empty(const struct split *s)
{
	const struct division *d = &s->division;

	for (size_t i = 0; i < d->n; i++) {
		struct shown name;

		if (d->part[i].rows == 0 && (s->only == NULL || i == s->wanted))
			warn("part \"%s\" has no rows",
			    shown(&name, d->part[i].name.p, d->part[i].name.n));
	}
}

int
main(int argc, char **argv)
{
	struct split s = { .common = COMMON_DEFAULT, .division.fold = FOLD_NONE };

	split_start(&s, argc, argv);
	if (s.check) {
		check_alone(&s);
		return check_files(&s.common, s.division.key);
	}
	split_parse(&s);
	struct reader *in = tool_reader(&s.common, division_looks(&s.division));
	if (division_looks(&s.division))
		division_look(&s.division, in);
	if (s.out != NULL)
		split_to_files(&s, in);
	else
		split_to_stdout(&s, in);
	warn_of_empty(&s);
	division_warn(&s.division);
	int status = tool_end(&s.common, in, NULL);
	reader_close(in);
	division_free(&s.division);
	return status;
}
