/*
 * onehot.c - a column of categories becomes indicators, or numbers (--ordinal)
 *
 * What is learnt of a column is its vocabulary: the levels that are kept, by falling
 * count, then by bytes, and whether cells were missing.  A cell is then a code: the
 * number of its level, or the one behind the last level for cells that are none, or
 * the one behind that for missing cells.  The indicators of a column share its codes
 * (table/batch.h), so thousands of levels cost a row 4 bytes.
 *
 * Rare levels (--min-count, --top) are not in the vocabulary, so when it is applied
 * they are no different from those that were never seen.
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "op/onehot.h"
#include "table/notes.h"
#include "table/select.h"

enum { SEED_DEFAULT = 1 };

static const struct onehot defaults = {
	.min_count = 1, .top = TOP_ALL, .max_columns = MAX_COLUMNS, .seed = SEED_DEFAULT
};

#define AT(field) offsetof(struct onehot, field)

static const struct opt options[] = {
	{ 0, "min-count", OPT_COUNT, AT(min_count), "N",
	    "levels that occur less often count as unseen", 1, false },
	{ 0, "min-share", OPT_REAL, AT(min_share), "P",
	    "levels of a smaller share of the values count as unseen", 0, false },
	{ 0, "top", OPT_COUNT, AT(top), "K",
	    "all but the K most frequent levels count as unseen", 1, false },
	{ 0, "rank", OPT_WORD, AT(rank), "count|mi",
	    "the order of levels: by count (default), or by what they tell of the label",
	    0, false },
	{ 'y', "label", OPT_TEXT, AT(label_given), "COL", "the label of --rank mi", 0,
	    false },
	{ 0, "vocabulary", OPT_TEXT, AT(file), "FILE",
	    "the levels, as CSV with columns column and level; nothing is learnt", 0,
	    false },
	{ 0, "drop-first", OPT_FLAG, AT(drop_first), NULL,
	    "no column for the most frequent level", 0, false },
	{ 0, "ordinal", OPT_FLAG, AT(ordinal), NULL,
	    "number the levels from 0, in place, instead", 0, false },
	{ 0, "unseen", OPT_WORD, AT(unseen), "oov|zero|error",
	    "what is not a level: a column <oov> (default), all 0, a fault", 0, false },
	{ 0, "oov-buckets", OPT_COUNT, AT(oov), "N",
	    "what is not a level shares N columns by hash, not one", 1, false },
	{ 0, "separator", OPT_CHARACTER, AT(separator), "C",
	    "cells hold several values with C between them", 0, false },
	{ 0, "hash", OPT_COUNT, AT(buckets), "N",
	    "no vocabulary, but one of N buckets by hash: columns col#0, col#1, ...", 1,
	    false },
	{ 0, "signed", OPT_FLAG, AT(sign), NULL,
	    "with --hash: 1 or -1 by another bit, so that those who share a column part",
	    0, false },
	{ 0, "collisions", OPT_FLAG, AT(collisions), NULL,
	    "with --hash: look at all rows first, and count what shares a bucket", 0,
	    false },
	{ 's', "seed", OPT_SEED, AT(seed), "N",
	    "with --hash and --oov-buckets: another choice of the same kind (default 1)",
	    0, false },
	{ 0, "max-columns", OPT_COUNT, AT(max_columns), "N",
	    "refuse to make more of one column (default 10000)", 1, true },
	{ 0 },
};

/* ---- choosing ---- */

struct vocabulary *
vocabulary_add(struct onehot *o, struct str column)
{
	bool idle = o->file != NULL || (o->buckets > 0 && !o->collisions);

	subjects_add(&o->subjects, column, idle ? 0 : TALLY_TEXTS);
	o->of = mem_grow(o->of, &o->room, o->subjects.n, sizeof(*o->of));
	o->of[o->subjects.n - 1] = (struct vocabulary){ .announced = UINT64_MAX };
	if (o->separator != 0) {
		o->subjects.subject[o->subjects.n - 1].split = pieces_split;
		o->subjects.subject[o->subjects.n - 1].how = &o->separator;
	}
	if (o->rank == RANK_MI)
		subjects_label(&o->subjects, o->label, false);
	return &o->of[o->subjects.n - 1];
}

/* In the order of the header, whatever the list's: that is how they are looked up. */
static void
columns_take(struct onehot *o, const struct start *st)
{
	struct dict wanted = { 0 };

	for (size_t i = 0; i < st->n; i++)
		for (size_t k = 0; k < st->job[i].n; k++)
			dict_add(&wanted, st->job[i].column[k]);
	for (size_t j = 0; j < st->header->ncol; j++)
		if (dict_find(&wanted, st->header->col[j].name) != DICT_NONE)
			vocabulary_add(o, st->header->col[j].name);
	dict_clear(&wanted);
}

/* What --hash leaves without a meaning. */
static bool
hashing_check(const struct onehot *o, struct err *e)
{
	if (o->buckets == 0 && o->file == NULL)
		return true;
	if (o->file != NULL && (o->buckets > 0 || o->min_count > 1 || o->min_share > 0 ||
				   o->top != TOP_ALL || o->rank == RANK_MI))
		return fail(e, EXIT_USAGE,
		    "--vocabulary says what the levels are: it goes with no --min-count, "
		    "--min-share, --top, --rank or --hash");
	if (o->file != NULL)
		return true;
	if (o->min_count > 1 || o->min_share > 0 || o->top != TOP_ALL || o->drop_first ||
	    o->unseen != UNSEEN_OOV || o->oov > 1 || o->rank == RANK_MI)
		return fail(e, EXIT_USAGE,
		    "--hash learns no vocabulary: it goes with no --min-count, "
		    "--min-share, "
		    "--top, --rank, --drop-first, --unseen or --oov-buckets");
	if (!o->ordinal && o->buckets > o->max_columns)
		return fail(e, EXIT_USAGE,
		    "--hash %zu makes more columns than --max-columns %zu (use --ordinal "
		    "for "
		    "numbers)",
		    o->buckets, o->max_columns);
	return o->buckets < UINT32_MAX ||
	       fail(e, EXIT_USAGE, "--hash: more than 4294967294 buckets");
}

static bool
label_take(struct onehot *o, const struct start *st, struct err *e)
{
	struct selection s;
	bool good;

	if ((o->rank == RANK_MI) != (o->label_given != NULL))
		return fail(e, EXIT_USAGE, "--rank mi and the label (-y) go together");
	if (o->rank == RANK_COUNT)
		return true;
	if (!select_columns(
		&s, str_of(o->label_given), (struct batch *)st->header, NULL, e))
		return false;
	good = s.n == 1 || fail(e, EXIT_USAGE, "-y: one column is the label");
	if (good)
		o->label = mem_keep(st->header->col[s.column[0]].name);
	select_free(&s);
	return good;
}

/* The label itself is not encoded. */
static bool
label_check(const struct onehot *o, struct err *e)
{
	struct shown s;

	for (size_t i = 0; i < o->subjects.n; i++)
		if (str_equal(o->subjects.subject[i].column, o->label))
			return fail(e, EXIT_USAGE,
			    "-y: \"%s\" is to be encoded, and cannot be the label too",
			    shown(&s, o->label.p, o->label.n));
	return true;
}

static bool
pieces_check(const struct onehot *o, struct err *e)
{
	if (o->sign && (o->buckets == 0 || o->ordinal))
		return fail(
		    e, EXIT_USAGE, "--signed goes with --hash, without --ordinal");
	if (o->collisions && o->buckets == 0)
		return fail(e, EXIT_USAGE, "--collisions goes with --hash");
	if (o->separator != 0 && (o->ordinal || o->rank == RANK_MI || o->drop_first))
		return fail(e, EXIT_USAGE,
		    "--separator: a cell has several levels, so no --ordinal, "
		    "--drop-first or --rank mi");
	if (o->oov > 1 && o->unseen != UNSEEN_OOV)
		return fail(e, EXIT_USAGE, "--oov-buckets goes with --unseen oov");
	return o->oov <= o->max_columns ||
	       fail(e, EXIT_USAGE, "--oov-buckets: more than --max-columns %zu",
		   o->max_columns);
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct onehot *o = self;

	if (o->ordinal && o->drop_first)
		return fail(e, EXIT_USAGE,
		    "--drop-first drops a column, but --ordinal makes none");
	if (o->ordinal && o->unseen == UNSEEN_ZERO)
		return fail(e, EXIT_USAGE,
		    "--unseen zero has no meaning with --ordinal, where 0 is a level");
	if (!(o->min_share <= 1))
		return fail(e, EXIT_USAGE, "--min-share is a number up to 1");
	if (!hashing_check(o, e) || !pieces_check(o, e) || !label_take(o, st, e))
		return false;
	columns_take(o, st);
	if (o->file != NULL && !vocabularies_read(o, o->file, e))
		return false;
	return o->rank == RANK_COUNT || label_check(o, e);
}

/* ---- settling ---- */

static void
vocabulary_settle(const struct onehot *o, struct vocabulary *v, const struct tally *t)
{
	size_t *order = distinct_order(&t->texts), n = t->texts.texts.n;

	double least = o->min_share * (double)t->n;

	if (o->top != TOP_ALL && n > o->top)
		n = o->top;
	for (size_t i = 0; i < n && t->texts.count[order[i]] >= o->min_count &&
			   (double)t->texts.count[order[i]] >= least;
	     i++)
		dict_add(&v->levels, dict_key(&t->texts.texts, order[i]));
	free(order);
	v->missing = t->missing > 0;
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct onehot *o = self;
	const struct tally *t = tallies_of(acc);
	struct shown s;

	for (size_t i = 0; i < o->subjects.n; i++) {
		struct str column = o->subjects.subject[i].column;
		struct vocabulary *v = &o->of[i];

		if (o->buckets > 0) {
			vocabulary_names(o, v, column, e);
			if (o->collisions)
				collisions_count(o, v, &t[i], column);
			continue;
		}
		if (o->rank == RANK_MI && !vocabulary_rank(o, v, &t[i], column, e))
			return false;
		if (o->rank == RANK_COUNT && o->file == NULL)
			vocabulary_settle(o, v, &t[i]);
		size_t n = names_count(o, v);
		if (!o->ordinal && n > o->max_columns)
			return fail(e, EXIT_DATA,
			    "column \"%s\" would become %zu columns, more than "
			    "--max-columns %zu (use --top, --min-count or --ordinal)",
			    shown(&s, column.p, column.n), n, o->max_columns);
		if (v->levels.n == 0)
			warn("column \"%s\" has no level: none of its %llu values is "
			     "kept",
			    shown(&s, column.p, column.n), (unsigned long long)t[i].n);
		if (!vocabulary_names(o, v, column, e))
			return false;
	}
	return true;
}

/* ---- applying ---- */

/*
 * The levels met last, at a place that their bytes choose: most columns have few
 * levels, and comparing is cheaper than hashing.  Only levels are kept here, whose
 * text stays where it is.
 */
struct recent {
	struct str level;
	uint32_t code;
};

enum { RECENT = 64 };

uint32_t
code_unseen(const struct onehot *o, const struct vocabulary *v, struct draw *draw,
    struct str cell)
{
	if (oov_count(o) == 1)
		return code_oov(v);
	draw_start(draw);
	draw_cell(draw, cell);
	return code_oov(v) + (uint32_t)draw_bucket(draw_hash(draw), o->oov);
}

/* The code of its level, or code_oov(). */
static inline uint32_t
code_find(const struct vocabulary *v, struct recent *recent, struct str cell)
{
	unsigned first = (unsigned char)cell.p[0],
		 last = (unsigned char)cell.p[cell.n - 1];
	struct recent *r = &recent[(first * 7 + last + cell.n) % RECENT];

	if (r->level.n == cell.n && memcmp(r->level.p, cell.p, cell.n) == 0)
		return r->code;
	size_t i = dict_find(&v->levels, cell);
	if (i == DICT_NONE)
		return code_oov(v);
	*r = (struct recent){ dict_key(&v->levels, i), (uint32_t)i };
	return r->code;
}

static bool
refuse(struct batch *b, size_t j, size_t row, bool missing, struct err *e)
{
	struct shown s;

	if (missing)
		return batch_fail(b, j, row, e,
		    "a cell is missing, but none was in fitting (use --unseen oov or "
		    "csv-impute)");
	struct str cell = batch_cell(b, j, row);
	return batch_fail(b, j, row, e,
	    "\"%s\" is not a level that fitting kept (use --unseen oov)",
	    shown(&s, cell.p, cell.n));
}

/* What was not foreseen in a batch. */
struct surprises {
	uint64_t unseen, missing;
};

/* code[row] for all rows; a missing cell where none was seen is one of no level. */
static bool
codes_find(const struct onehot *o, const struct vocabulary *v, struct batch *b, size_t j,
    uint32_t *code, struct surprises *s, struct err *e)
{
	struct recent recent[RECENT] = { 0 };
	struct draw *draw = o->oov > 1 ? draw_new("bucket", o->seed) : NULL;
	bool surprise, good = true;

	for (size_t r = 0; r < b->nrow && good; r++) {
		bool missing = batch_is_missing(b, j, r);

		if (missing) {
			surprise = !v->missing;
			code[r] =
			    surprise && !o->ordinal ? code_oov(v) : code_missing(o, v);
			s->missing += surprise;
		} else {
			code[r] = code_find(v, recent, batch_cell(b, j, r));
			surprise = code[r] == code_oov(v);
			s->unseen += surprise;
			if (surprise)
				code[r] = code_unseen(o, v, draw, batch_cell(b, j, r));
		}
		if (surprise && o->unseen == UNSEEN_ERROR)
			good = refuse(b, j, r, missing, e);
	}
	if (draw != NULL)
		draw_free(draw);
	return good;
}

static void
surprises_note(
    const struct onehot *o, struct str column, const struct surprises *s, struct batch *b)
{
	static const char *const unseen[2][2] = {
		{ "cells hold a category not seen in fitting (counted as <oov>)",
		    "cells hold a category not seen in fitting (all its columns are 0)" },
		{ "cells hold a category not seen in fitting or too rare there (counted "
		  "as <oov>)",
		    "cells hold a category not seen in fitting or too rare there (all "
		    "its columns are 0)" },
	};
	bool rare = o->min_count > 1 || o->min_share > 0 || o->top != TOP_ALL;

	notes_add(b->notes, column, unseen[rare][o->unseen == UNSEEN_ZERO], s->unseen);
	notes_add(b->notes, column,
	    o->ordinal ? "cells are missing, but none was in fitting (left empty)"
	    : o->unseen == UNSEEN_ZERO
		? "cells are missing, but none was in fitting (all its columns are 0)"
		: "cells are missing, but none was in fitting (counted as <oov>)",
	    s->missing);
}

static void
numbers_set(const struct onehot *o, const struct vocabulary *v, struct batch *b, size_t j,
    const uint32_t *code)
{
	double *x = batch_set_numbers(b, j);

	for (size_t r = 0; r < b->nrow; r++)
		x[r] = code[r] == code_missing(o, v) && !v->missing ? MISSING
								    : (double)code[r];
}

static bool
indicators_set(const struct vocabulary *v, struct batch *b, size_t j,
    const uint32_t *code, struct err *e)
{
	if (b->ncol == 1 && v->nname == 0)
		return fail(e, EXIT_DATA, "%s: no column is left", b->file);
	if (!batch_replace(b, j, 1, v->name, v->nname, e))
		return false;
	for (size_t i = 0; i < v->nname; i++)
		batch_set_indicator(b, j + i, code, v->code[i]);
	return true;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct onehot *o = self;

	for (size_t i = 0; i < o->subjects.n; i++) {
		const struct vocabulary *v = &o->of[i];
		struct str column = o->subjects.subject[i].column;
		struct surprises s = { 0 };
		uint32_t *code = batch_codes(b);
		size_t j;

		if (!batch_need(b, column, &j, e))
			return false;
		if (o->separator != 0 || o->sign) {
			if (!pieces_set(o, v, b, j, &s.unseen, &s.missing, e))
				return false;
			surprises_note(o, column, &s, b);
			continue;
		}
		if (o->buckets > 0) {
			buckets_find(o, b, j, code);
		} else {
			if (!codes_find(o, v, b, j, code, &s, e))
				return false;
			surprises_note(o, column, &s, b);
		}
		if (o->ordinal && o->buckets > 0)
			buckets_set(o, b, j, code);
		else if (o->ordinal)
			numbers_set(o, v, b, j, code);
		else if (!indicators_set(v, b, j, code, e))
			return false;
	}
	return true;
}

static void
free_onehot(void *self)
{
	struct onehot *o = self;

	for (size_t i = 0; i < o->subjects.n; i++) {
		dict_clear(&o->of[i].levels);
		arena_free(&o->of[i].mem);
		free(o->of[i].name);
		free(o->of[i].code);
	}
	free(o->of);
	free((char *)o->label.p);
	subjects_free(&o->subjects);
}

const struct op op_onehot = {
	.name = "onehot",
	.brief = "encode columns of categories as indicators",
	.options = options,
	.size = sizeof(struct onehot),
	.defaults = &defaults,
	.columns_needed = true,
	.accumulator = &column_accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.save = onehot_save,
	.load = onehot_load,
	.loaded = onehot_loaded,
	.free = free_onehot,
};
