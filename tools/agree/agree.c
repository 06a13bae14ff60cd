/*
 * csv-agree - do raters mean the same?
 *
 * A fold.  A column is a rater, a row is what was rated; the ratings are kept, put in an
 * order that does not depend on that of the rows, and the statistics of a level of
 * measurement are computed with bootstrap intervals.
 */
#include "agree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "run/report.h"
#include "table/list.h"

enum { BOOTSTRAP = 1000 };

#define AT(field) offsetof(struct agree, field)

static const struct opt options[] = {
	{ 0, "level", OPT_WORD, AT(level), "nominal|ordinal|interval|ratio",
	    "what the ratings are: names, ranks, numbers, or numbers with a zero", 0,
	    false },
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST",
	    "the columns of the raters (default: all)", 0, false },
	{ 0, "long", OPT_TEXT, AT(table), "UNIT,RATER,RATING",
	    "a row is one rating: what was rated, by whom, and how", 0, false },
	{ 0, "order", OPT_TEXT, AT(order), "V1,V2,...",
	    "with ordinal: the categories in rising order, and no others", 0, false },
	{ 0, "interval", OPT_WORD, AT(interval), "bootstrap|formula",
	    "how to find intervals: by drawing units (default), or by distributions", 0,
	    false },
	{ 0, "bootstrap", OPT_COUNT, AT(bootstrap), "N",
	    "so many draws for an interval (default 1000; 0: none)", 0, false },
	{ 0 },
};

static const struct tool tool = { "csv-agree", "do raters mean the same?",
	"--level WORD [options] [file ...]",
	"  csv-agree --level nominal -c anna,ben,carla labels.csv\n"
	"  csv-agree --level ordinal --order low,medium,high labels.csv\n" };

static enum level
level_of(const struct agree *a)
{
	return (enum level)a->level;
}

static bool
is_metric(const struct agree *a)
{
	return level_of(a) == LEVEL_INTERVAL || level_of(a) == LEVEL_RATIO;
}

static size_t
category_add(struct agree *a, struct str text)
{
	size_t i = dict_add(&a->category, text);

	if (i + 1 == a->category.n) {
		a->number =
		    mem_grow(a->number, &a->number_room, i + 1, sizeof(*a->number));
		if (num_parse(text.p, text.n, &a->number[i]) != NUM_OK)
			a->number[i] = NAN;
	}
	return i;
}

static void
order_take(struct agree *a)
{
	struct list list = { 0 };
	struct err e;
	struct shown s;

	if (a->order == NULL)
		return;
	if (!list_parse(&list, str_of(a->order), ',', &e))
		tool_usage("--order: %s", e.msg);
	for (size_t i = 0; i < list.n; i++)
		if (category_add(a, list.item[i].text) != i)
			tool_usage("--order: \"%s\" comes twice",
			    shown(&s, list.item[i].text.p, list.item[i].text.n));
	list_free(&list);
	a->closed = true;
}

static void
agree_start(struct agree *a, int argc, char **argv)
{
	const struct opt_table tables[] = {
		{ options, a },
		{ options_seed, &a->common },
		{ options_input, &a->common },
		{ options_output, &a->common },
		{ options_format, &a->common },
		{ options_messages, &a->common },
		{ NULL, NULL },
	};

	tool_start(&tool, tables, &a->common, argc, argv);
	if (a->level < 0)
		tool_usage(
		    "--level says what the ratings are: nominal, ordinal, interval or "
		    "ratio");
	if (a->table != NULL && a->columns != NULL)
		tool_usage(
		    "--long and -c exclude each other: one row a rating, or one row a "
		    "unit");
	if (a->order != NULL && level_of(a) != LEVEL_ORDINAL)
		tool_usage("--order goes with --level ordinal");
	order_take(a);
}

/* ---- reading ---- */

bool
rating_take(
    struct agree *a, struct batch *b, size_t j, size_t row, uint32_t *code, struct err *e)
{
	struct str cell;
	struct shown s;
	size_t i, known = a->category.n;

	*code = RATING_NONE;
	if (batch_is_missing(b, j, row) ||
	    (is_metric(a) && missing_number(b->missing, batch_cell(b, j, row))))
		return true;
	cell = batch_cell(b, j, row);
	i = category_add(a, cell);
	shown(&s, cell.p, cell.n);
	if (i == known && a->closed)
		return batch_fail(b, j, row, e, "\"%s\" is not in --order", s.s);
	if (is_metric(a) && isnan(a->number[i]))
		return batch_fail(b, j, row, e,
		    "\"%s\" is not a number (use --na '%s', or --level nominal)", s.s,
		    s.s);
	if (level_of(a) == LEVEL_RATIO && a->number[i] < 0)
		return batch_fail(b, j, row, e,
		    "%s is below 0, which --level ratio has no place for", s.s);
	*code = (uint32_t)i;
	return true;
}

static bool
ratings_take(void *self, struct block *k, struct err *e)
{
	struct agree *a = self;
	size_t n = a->nrater;

	for (size_t r = 0; r < k->batch.nrow; r++) {
		a->code = mem_grow(
		    a->code, &a->code_room, (a->units + 1) * n, sizeof(*a->code));
		for (size_t i = 0; i < n; i++)
			if (!rating_take(a, &k->batch, a->raters.column[i], r,
				&a->code[a->units * n + i], e))
				return false;
		a->units++;
	}
	return true;
}

static void
ratings_read(struct agree *a, struct reader *in)
{
	struct pipeline p = {
		.self = a, .missing = &a->common.missing, .take = ratings_take
	};
	struct batch header = { .missing = &a->common.missing };
	struct err e;

	reader_header(in, &header);
	if (!key_resolve(&a->raters, a->columns, &header, NULL, &e))
		run_fail(&e, NULL);
	if (a->raters.n < 2)
		die(EXIT_DATA, "%s: one column is one rater, and agreement takes two",
		    reader_name(in));
	a->nrater = a->raters.n;
	batch_free(&header);
	pipeline_run(&p, in);
	require_whole(in);
}

/* ---- order ---- */

/* A category while they are put in order. */
struct place {
	struct str text;
	double number;
	uint32_t code;
};

static int
number_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return str_order(x->text, y->text);
}

static int
text_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return str_order(x->text, y->text);
}

/*
 * Categories get their numbers in rising order: that of --order, of the numbers they
 * are, or else of their bytes.  Where distances count, 1 and 1.0 are one.  Returns what
 * each is worth.
 */
static double *
categories_order(struct agree *a, size_t *k)
{
	size_t n = a->category.n;
	struct place *place = mem_alloc(n, sizeof(*place));
	uint32_t *now = mem_alloc(n, sizeof(*now));
	double *value = mem_alloc(n, sizeof(*value));
	bool numbers = true;

	for (size_t i = 0; i < n; i++) {
		place[i] = (struct place){ dict_key(&a->category, i), a->number[i],
			(uint32_t)i };
		numbers &= !isnan(a->number[i]);
	}
	if (n > 0 && !a->closed)
		qsort(place, n, sizeof(*place), numbers ? number_order : text_order);
	*k = 0;
	for (size_t i = 0; i < n; i++) {
		bool same =
		    is_metric(a) && i > 0 && place[i].number == place[i - 1].number;

		value[*k - same] = is_metric(a) ? place[i].number : (double)i;
		now[place[i].code] = (uint32_t)(*k - same);
		*k += !same;
	}
	for (size_t i = 0; i < a->units * a->nrater; i++)
		if (a->code[i] != RATING_NONE)
			a->code[i] = now[a->code[i]];
	free(place);
	free(now);
	return value;
}

/* A unit while they are put in order. */
struct unit {
	const uint32_t *code;
	size_t n;
};

static int
unit_order(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	for (size_t i = 0; i < x->n; i++)
		if (x->code[i] != y->code[i])
			return x->code[i] < y->code[i] ? -1 : 1;
	return 0;
}

/* So that neither a sum nor a draw depends on the order of the rows. */
static void
units_order(struct agree *a)
{
	size_t n = a->nrater;
	struct unit *unit = mem_alloc(a->units, sizeof(*unit));
	uint32_t *code = mem_alloc(a->units * n, sizeof(*code));

	for (size_t u = 0; u < a->units; u++)
		unit[u] = (struct unit){ a->code + u * n, n };
	if (a->units > 0)
		qsort(unit, a->units, sizeof(*unit), unit_order);
	for (size_t u = 0; u < a->units; u++)
		memcpy(code + u * n, unit[u].code, n * sizeof(*code));
	free(unit);
	free(a->code);
	a->code = code;
}

/* ---- the report ---- */

static void
agreement_report(const struct agree *a, const struct ratings *r,
    const struct agreement *s, struct report *out)
{
	double *weight = mem_alloc(r->units, sizeof(*weight)), low = NAN, high = NAN;
	size_t n = agreement_units(r, s);

	for (size_t u = 0; u < r->units; u++)
		weight[u] = 1;
	if (n > 0 && a->interval == BY_FORMULA && s->interval != NULL)
		s->interval(r, weight, &low, &high);
	else if (n > 0 && a->interval == BY_BOOTSTRAP)
		agreement_interval(
		    r, s, level_of(a), a->bootstrap, a->common.seed, &low, &high);
	report_text(out, str_of(s->name));
	report_number(out, n > 0 ? s->of(r, weight, level_of(a)) : NAN);
	report_number(out, low);
	report_number(out, high);
	report_count(out, n);
	report_count(out, r->raters);
	report_end_row(out);
	free(weight);
}

int
main(int argc, char **argv)
{
	static const char *const names[] = { "statistic", "value", "low", "high", "units",
		"raters" };
	struct agree a = {
		.common = COMMON_DEFAULT, .level = -1, .bootstrap = BOOTSTRAP
	};
	int status;

	agree_start(&a, argc, argv);
	struct reader *in = tool_reader(&a.common, false);
	struct report *out = report_open(&a.common, in);
	if (a.table != NULL)
		ratings_read_long(&a, in);
	else
		ratings_read(&a, in);
	struct ratings r = { .raters = a.nrater };
	double *value = categories_order(&a, &r.k);
	units_order(&a);
	r.units = a.units;
	r.code = a.code;
	r.value = value;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		report_column(out, str_of(names[i]));
	for (const struct agreement *s = agreements; s->name != NULL; s++)
		if (s->levels >> level_of(&a) & 1 && r.raters >= s->least &&
		    r.raters <= s->most)
			agreement_report(&a, &r, s, out);
	report_end(out);
	status = tool_end(&a.common, in, NULL);
	reader_close(in);
	dict_clear(&a.category);
	key_free(&a.raters);
	free(a.number);
	free(a.code);
	free(value);
	return status;
}
