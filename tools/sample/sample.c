/*
 * csv-sample - some of the rows, in their order
 *
 * A row verb.  A share of all rows is one look: a row is drawn if its hash says so.  A
 * number of rows, a share of each group and weights are two: the first ranks the rows.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run/rows.h"
#include "shuffle.h"
#include "strata.h"

struct sample_tool {
	struct common common;
	double share; /* 0: not given */
	size_t count; /* 0: not given */
	const char *by, *keys, *weight;

	bool shuffle;

	struct key record, group;
	size_t weights; /* the column, or COLUMN_NONE */
	struct strata strata;
	uint64_t kept;
};

#define AT(field) offsetof(struct sample_tool, field)

static const struct opt options[] = {
	{ 0, "share", OPT_REAL, AT(share), "P", "draw this share of the rows, 0 to 1", 0,
	    false },
	{ 0, "shuffle", OPT_FLAG, AT(shuffle), NULL,
	    "all rows, in an order that their hashes give", 0, false },
	{ 0, "count", OPT_COUNT, AT(count), "N", "draw so many rows", 1, false },
	{ 'g', "by", OPT_TEXT, AT(by), "LIST",
	    "so many, or exactly this share, of each group of rows", 0, false },
	{ 'k', "key", OPT_TEXT, AT(keys), "LIST",
	    "rows equal in these columns are drawn together (default: in all)", 0,
	    false },
	{ 'w', "weight", OPT_TEXT, AT(weight), "COL",
	    "with --count: rows are drawn in proportion to the numbers there", 0, false },
	{ 0 },
};

static const struct tool tool = { "csv-sample", "some of the rows, drawn by hash",
	"--share P | --count N [options] [file ...]",
	"  csv-sample --share 0.1 big.csv > tenth.csv\n"
	"  csv-sample --count 100 -g class train.csv > some.csv\n" };

static void
sample_start(struct sample_tool *o, int argc, char **argv)
{
	const struct opt_table tables[] = {
		{ options, o },
		{ options_seed, &o->common },
		{ options_input, &o->common },
		{ options_output, &o->common },
		{ options_messages, &o->common },
		{ NULL, NULL },
	};

	tool_start(&tool, tables, &o->common, argc, argv);
	if (o->shuffle && (o->share > 0 || o->count > 0 || o->by != NULL ||
			      o->keys != NULL || o->weight != NULL))
		tool_usage("--shuffle draws nothing: it goes with -s alone");
	if (!o->shuffle && (o->share > 0) == (o->count > 0))
		tool_usage("say how much: --share P or --count N");
	if (!(o->share <= 1))
		tool_usage(
		    "--share %g is more than all: write a number up to 1", o->share);
	if (o->weight != NULL && o->count == 0)
		tool_usage("-w goes with --count");
	if (o->weight != NULL && o->keys != NULL)
		tool_usage("-w weighs rows, so it does not go with -k");
}

static bool
sample_header(void *self, struct batch *header, struct err *e)
{
	struct sample_tool *o = self;

	if (o->record.n > 0)
		return true;
	o->weights = COLUMN_NONE;
	if (o->weight != NULL && !batch_need(header, str_of(o->weight), &o->weights, e))
		return false;
	if (o->by != NULL && !key_resolve(&o->group, o->by, header, NULL, e))
		return false;
	return key_resolve(&o->record, o->keys, header, NULL, e);
}

static void *
sample_hand(void *self)
{
	const struct sample_tool *o = self;

	return draw_new("sample", o->common.seed);
}

/* ---- what follows from a row alone, in any thread ---- */

/* The rows of a block.  Belongs to it. */
struct ranks {
	size_t n;
	struct str *group; /* (n) */
	uint64_t *rank;    /* (n) */
};

/* All rows, or those before a fault, which is then in e. */
static bool
ranks_find(const struct sample_tool *o, struct draw *draw, struct block *k, struct err *e)
{
	struct batch *b = &k->batch;
	struct ranks *all = arena_alloc(&b->mem, 1, sizeof(*all));

	k->note = all;
	*all = (struct ranks){ 0, arena_alloc(&b->mem, b->nrow, sizeof(struct str)),
		arena_alloc(&b->mem, b->nrow, sizeof(uint64_t)) };
	for (size_t r = 0; r < b->nrow; r++, all->n++) {
		uint64_t hash = key_draw(&o->record, draw, b, r);
		double w = 1;

		if (!row_weight(b, o->weights, r, &w, e))
			return false;
		all->rank[r] =
		    o->weights == COLUMN_NONE ? rank_of(hash) : rank_weighted(hash, w);
		all->group[r] = o->by != NULL ? key_text(&o->group, b, r) : STR("");
	}
	return true;
}

static bool
look_work(void *self, void *hand, struct block *k, struct err *e)
{
	return ranks_find(self, hand, k, e);
}

/* ---- the first look ---- */

static bool
look_take(void *self, struct block *k, struct err *e)
{
	struct sample_tool *o = self;
	const struct ranks *all = k->note;

	(void)e;
	for (size_t r = 0; r < all->n; r++)
		strata_add(&o->strata, all->group[r], all->rank[r]);
	return true;
}

static void
look(struct sample_tool *o, struct reader *in)
{
	struct pipeline p = { .self = o,
		.missing = &o->common.missing,
		.hand = sample_hand,
		.hand_end = draw_hand_end,
		.work = look_work,
		.take = look_take };
	struct batch header = { .missing = &o->common.missing };
	struct err e;

	reader_header(in, &header);
	if (!sample_header(o, &header, &e))
		run_fail(&e, NULL);
	batch_free(&header);
	pipeline_run(&p, in);
	strata_draw(&o->strata, o->count, o->share, o->keys != NULL);
	if (!reader_rewind(in, &e))
		run_fail(&e, NULL);
}

/* ---- the second, or the only one ---- */

static bool
sample_choose(void *self, void *hand, struct block *k, struct err *e)
{
	const struct sample_tool *o = self;
	bool good = ranks_find(o, hand, k, e), ranked = o->count > 0 || o->by != NULL;
	const struct ranks *all = k->note;

	for (size_t r = 0; r < all->n; r++)
		if (ranked ? strata_has(&o->strata, all->group[r], all->rank[r])
			   : draw_u(all->rank[r]) < o->share)
			k->row[k->nrow++] = r;
	return good;
}

static bool
sample_settle(void *self, struct block *k, struct err *e)
{
	struct sample_tool *o = self;

	(void)e;
	o->kept += k->nrow;
	return true;
}

static void
sample_shuffle(struct sample_tool *o, struct reader *in, struct output *out)
{
	struct batch header = { .missing = &o->common.missing };
	struct err e;

	reader_header(in, &header);
	if (!sample_header(o, &header, &e))
		run_fail(&e, NULL);
	writer_header(out->writer, &header);
	batch_free(&header);
	shuffle(&o->record, o->common.seed, &o->common.missing, in, out);
	rows_end(out, in);
}

static void
sample_draw(struct sample_tool *o, struct reader *in, struct output *out, bool twice)
{
	struct chooser c = { .self = o,
		.missing = &o->common.missing,
		.header = sample_header,
		.choose = sample_choose,
		.settle = sample_settle,
		.hand = sample_hand,
		.hand_end = draw_hand_end };
	uint64_t rows;

	if (twice)
		look(o, in);
	rows = rows_stream(&c, in, out);
	rows_end(out, in);
	if (o->common.verbose)
		tell("%" PRIu64 " of %" PRIu64 " rows drawn", o->kept, rows);
	if (o->count > 0 && o->by == NULL && o->keys == NULL && o->kept < o->count)
		warn("there are only %" PRIu64 " rows to draw from", o->kept);
}

int
main(int argc, char **argv)
{
	struct sample_tool o = { .common = COMMON_DEFAULT };
	int status;

	sample_start(&o, argc, argv);
	bool twice = o.count > 0 || o.by != NULL;
	struct reader *in = tool_reader(&o.common, twice);
	struct output *out = output_open(o.common.output, reader_delimiter(in), in);
	if (o.shuffle)
		sample_shuffle(&o, in, out);
	else
		sample_draw(&o, in, out, twice);
	status = tool_end(&o.common, in, NULL);
	reader_close(in);
	strata_free(&o.strata);
	key_free(&o.record);
	key_free(&o.group);
	return status;
}
