/*
 * describe - a row of statistics for each column
 *
 * Reads its input once and holds no text of it.  A column is numeric when every cell
 * with a value is a number, which nobody can know before the last row; so both
 * readings are learnt side by side until one is refuted (stat/profile.h).
 */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "facts.h"
#include "groups.h"
#include "table/labels.h"
#include "table/list.h"

enum { DISTINCT_EXACTLY = 4096 };

struct describe {
	struct common common;
	const char *columns, *exclude, *percentiles, *by, *label, *positive, *negative;
	int distinct; /* 0 auto, 1 exact */

	struct wanted wanted;
	struct label_rule rule;
	struct profile_words words;
	struct groups groups;
	size_t ncol, label_column;
	bool *shown;             /* (ncol) has rows in the report */
	struct profile *profile; /* (groups.n, ncol) */
	size_t nprofile, profile_room;
	struct str *cell; /* one column of one group of the batch in hand */
	double *y, *cell_y;
	size_t cell_room, y_room, cell_y_room;
};

#define AT(field) offsetof(struct describe, field)

static const struct opt options[] = {
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST", "the columns to describe", 0,
	    false },
	{ 'x', "exclude", OPT_TEXT, AT(exclude), "LIST", "all columns but these", 0,
	    false },
	{ 0, "percentiles", OPT_TEXT, AT(percentiles), "LIST",
	    "which percentiles (default 25,50,75)", 0, false },
	{ 0, "distinct", OPT_WORD, AT(distinct), "auto|exact",
	    "auto: estimate beyond 4096 distinct values", 0, false },
	{ 'g', "by", OPT_TEXT, AT(by), "LIST", "describe each group of rows by itself", 0,
	    false },
	{ 'y', "label", OPT_TEXT, AT(label), "COL",
	    "a binary label: look for columns that leak it", 0, false },
	{ 0, "positive", OPT_TEXT, AT(positive), "LIST", "labels that count as 1", 0,
	    false },
	{ 0, "negative", OPT_TEXT, AT(negative), "LIST",
	    "labels that count as 0, all others as 1", 0, false },
	{ 0 },
};

static const struct tool tool = { "csv-describe",
	"Describe each column: type, missing, mean, sd, percentiles, and what looks odd",
	"[options] [file ...]",
	"  csv-describe train.csv\n"
	"  csv-describe -y bought --percentiles 1,50,99 train.csv\n" };

/* ---- what is asked for ---- */

static void
percentiles_parse(struct describe *d)
{
	const char *text = d->percentiles != NULL ? d->percentiles : "25,50,75";
	struct wanted *w = &d->wanted;
	struct list l = { 0 };
	struct err e;
	struct shown s;

	if (*text != '\0' && !list_parse(&l, str_of(text), ',', &e))
		tool_usage("--percentiles: %s", e.msg);
	w->percent = mem_alloc(l.n + 1, sizeof(*w->percent));
	w->named = mem_alloc(l.n + 1, sizeof(*w->named));
	for (; w->n < l.n; w->n++) {
		struct str item = l.item[w->n].text;
		double x;
		char *name = mem_alloc(NUM_WIDTH + 1, 1);

		if (num_parse(item.p, item.n, &x) != NUM_OK || x < 0 || x > 100)
			tool_usage("--percentiles: \"%s\" is not a number from 0 to 100",
			    shown(&s, item.p, item.n));
		x += 0.0; /* makes 0 of -0 */
		for (size_t i = 0; i < w->n; i++)
			if (w->percent[i] == x)
				tool_usage("--percentiles: %s stands there twice",
				    shown(&s, item.p, item.n));
		name[0] = 'p';
		w->percent[w->n] = x;
		w->named[w->n] = (struct str){ name, 1 + num_print(x, name + 1) };
	}
	list_free(&l);
}

static void
options_check(struct describe *d)
{
	struct err e;

	if (d->columns != NULL && d->exclude != NULL)
		tool_usage("-c and -x exclude each other");
	if (d->label == NULL && (d->positive != NULL || d->negative != NULL))
		tool_usage("--positive and --negative need the label (-y)");
	if (!label_rule_parse(&d->rule, d->positive, d->negative, &e))
		tool_usage("%s", e.msg);
	percentiles_parse(d);
	d->words = (struct profile_words){ d->common.missing.given, d->common.missing.n,
		d->common.missing.word };
}

/*
 * The columns of a list.  Kinds that are not known yet (kinds NULL) are taken for
 * empty, which is enough to find names that are not there before any work is done.
 */
static struct selection
columns_of(struct batch *header, const char *list, const enum kind *kinds)
{
	enum kind *unknown = mem_alloc(header->ncol, sizeof(*unknown));
	struct selection s;
	struct err e;

	if (!select_columns(
		&s, str_of(list), header, kinds != NULL ? kinds : unknown, &e))
		run_fail(&e, NULL);
	free(unknown);
	return s;
}

/* Which columns have rows in the report; again at the end, if kinds decide. */
static void
columns_choose(struct describe *d, struct batch *header, const enum kind *kinds)
{
	const char *list = d->columns != NULL ? d->columns : d->exclude;

	for (size_t j = 0; j < d->ncol; j++)
		d->shown[j] = d->columns == NULL;
	for (size_t i = 0; d->columns == NULL && i < d->groups.by.n; i++)
		d->shown[d->groups.by.column[i]] = false;
	if (list == NULL)
		return;
	struct selection s = columns_of(header, list, kinds);
	for (size_t i = 0; i < s.n; i++)
		d->shown[s.column[i]] = d->columns != NULL;
	select_free(&s);
}

/* Does a set (@numeric) leave open which columns are shown until all were read? */
static bool
kinds_decide(const struct describe *d)
{
	const char *list = d->columns != NULL ? d->columns : d->exclude;

	return list != NULL && select_needs_kinds(str_of(list));
}

static void
plan(struct describe *d, struct batch *header)
{
	d->ncol = header->ncol;
	d->shown = mem_alloc(d->ncol, sizeof(*d->shown));
	d->label_column = COLUMN_NONE;
	if (d->by != NULL)
		d->groups.by = columns_of(header, d->by, NULL);
	if (d->by != NULL && select_needs_kinds(str_of(d->by)))
		tool_usage("-g: @numeric and @text are not known before all is read");
	if (d->label != NULL) {
		struct selection s = columns_of(header, d->label, NULL);

		if (s.n != 1)
			tool_usage("-y: one column is the label");
		d->label_column = s.column[0];
		select_free(&s);
	}
	columns_choose(d, header, NULL);
	for (size_t j = 0; kinds_decide(d) && j < d->ncol; j++)
		d->shown[j] = true;
	d->groups.n = d->by == NULL;
}

/* ---- reading ---- */

/* A profile of each column for the groups that are new. */
static void
profiles_grow(struct describe *d)
{
	size_t need = d->groups.n * d->ncol;
	size_t limit = d->distinct == 1 ? SIZE_MAX : DISTINCT_EXACTLY;

	d->profile = mem_grow(d->profile, &d->profile_room, need, sizeof(*d->profile));
	for (; d->nprofile < need; d->nprofile++)
		profile_start(&d->profile[d->nprofile], &d->words, limit,
		    d->label_column != COLUMN_NONE);
}

static void
cells_gather(struct describe *d, struct batch *b, size_t j, const size_t *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str cell = batch_field(b, b->col[j].field, rows[i]);

		if (cell.n > 0 && cell.p[0] == '"')
			cell = field_decode(cell, &b->mem);
		d->cell[i] = cell;
	}
	for (size_t i = 0; d->label_column != COLUMN_NONE && i < n; i++)
		d->cell_y[i] = d->y[rows[i]];
}

static bool
learn(struct describe *d, struct batch *b, struct err *e)
{
	struct groups *g = &d->groups;
	bool labelled = d->label_column != COLUMN_NONE;

	d->cell = mem_grow(d->cell, &d->cell_room, b->nrow, sizeof(*d->cell));
	d->y = mem_grow(d->y, &d->y_room, b->nrow, sizeof(*d->y));
	d->cell_y = mem_grow(d->cell_y, &d->cell_y_room, b->nrow, sizeof(*d->cell_y));
	if (labelled && !label_numbers(&d->rule, b, d->label_column, d->y, e))
		return false;
	if (!groups_sort(g, b, e))
		return false;
	profiles_grow(d);
	for (size_t i = 0; i < g->n; i++) {
		size_t n = g->start[i + 1] - g->start[i];

		for (size_t j = 0; n > 0 && j < d->ncol; j++) {
			if (!d->shown[j])
				continue;
			cells_gather(d, b, j, g->rows + g->start[i], n);
			profile_add(&d->profile[i * d->ncol + j], d->cell,
			    labelled ? d->cell_y : NULL, n);
		}
	}
	return true;
}

static void
read_all(struct describe *d, struct reader *in)
{
	struct batch b = { .missing = &d->common.missing };
	struct err e;
	int got;

	while ((got = reader_next(in, &b, &e)) > 0) {
		if (!learn(d, &b, &e))
			run_fail(&e, &b);
		tool_tick(in);
	}
	if (got < 0)
		run_fail(&e, NULL);
	batch_free(&b);
	profiles_grow(d);
	require_whole(in);
}

/* ---- reporting ---- */

/* A column's kind is that of all its groups together. */
static void
kinds_settle(struct describe *d, struct batch *header)
{
	enum kind *kind = mem_alloc(d->ncol, sizeof(*kind));

	for (size_t i = 0; i < d->nprofile; i++) {
		enum kind *k = &kind[i % d->ncol];

		switch (profile_type(&d->profile[i])) {
		case PROFILE_TEXT:
			*k = KIND_TEXT;
			break;
		case PROFILE_INTEGER:
		case PROFILE_NUMBER:
			*k = *k == KIND_TEXT ? *k : KIND_NUMBER;
			break;
		case PROFILE_EMPTY:
			break;
		}
	}
	columns_choose(d, header, kind);
	free(kind);
}

static void
name_groups(struct describe *d, struct report *r, const struct batch *header)
{
	struct shown s;

	for (size_t i = 0; i < d->groups.by.n; i++) {
		struct str name = header->col[d->groups.by.column[i]].name;

		if (facts_name(&d->wanted, name))
			tool_usage("-g: \"%s\" is a column of the report too (rename it "
				   "first: csv-select --rename)",
			    shown(&s, name.p, name.n));
		report_column(r, name);
	}
}

static void
report_group(struct describe *d, struct report *r, const struct batch *header, size_t g)
{
	for (size_t j = 0; j < d->ncol; j++) {
		struct profile *p = &d->profile[g * d->ncol + j];

		if (!d->shown[j])
			continue;
		struct facts f = facts_find(p, &d->wanted, j == d->label_column);
		for (size_t i = 0; i < d->groups.by.n; i++)
			report_text(r, d->groups.value[g * d->groups.by.n + i]);
		facts_row(r, &d->wanted, header->col[j].name, &f);
		facts_free(&f);
		profile_free(p);
	}
}

static void
describe_free(struct describe *d)
{
	for (size_t i = 0; i < d->nprofile; i++)
		profile_free(&d->profile[i]);
	for (size_t i = 0; i < d->wanted.n; i++)
		free((char *)d->wanted.named[i].p);
	free(d->profile);
	free(d->wanted.named);
	free(d->wanted.percent);
	free(d->shown);
	free(d->cell);
	free(d->y);
	free(d->cell_y);
	label_rule_free(&d->rule);
	groups_free(&d->groups);
	missing_free(&d->common.missing);
	free(d->common.given);
}

int
main(int argc, char **argv)
{
	struct describe d = { .common = COMMON_DEFAULT };
	struct opt_table tables[] = {
		{ options, &d },
		{ options_input, &d.common },
		{ options_output, &d.common },
		{ options_format, &d.common },
		{ options_messages, &d.common },
		{ NULL, NULL },
	};
	struct batch header = { 0 };

	tool_start(&tool, tables, &d.common, argc, argv);
	options_check(&d);
	struct reader *in = tool_reader(&d.common, false);
	reader_header(in, &header);
	plan(&d, &header);
	struct report *r = report_open(&d.common, in);
	name_groups(&d, r, &header);
	facts_columns(r, &d.wanted);

	read_all(&d, in);
	if (kinds_decide(&d))
		kinds_settle(&d, &header);
	size_t *order = groups_order(&d.groups);
	for (size_t i = 0; i < d.groups.n; i++)
		report_group(&d, r, &header, order[i]);
	report_end(r);
	int status = tool_end(&d.common, in, NULL);

	free(order);
	describe_free(&d);
	batch_free(&header);
	reader_close(in);
	return status;
}
