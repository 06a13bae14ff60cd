/*
 * impute.c - a value for every missing cell, in place
 *
 * Only missing cells change; the others keep their text.  What is missing depends on
 * how a column is read: mean and median read numbers, where the usual words (NA, NaN)
 * are missing too; mode and const read text, where only the empty cell is, and
 * whatever words the user gave.
 *
 * A column that came as fields is rewritten as text even in a batch without missing
 * cells: whether a cell's needless quotes survive must not depend on where the input
 * was cut.
 *
 * The mode is the most frequent text, and of several the smallest by bytes: 1 and 1.0
 * are two texts.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "op/column.h"
#include "op/op.h"

/* One column: the method chosen, and the value it learnt or was given. */
struct imputing {
	const struct method *method;
	struct str value; /* owned; p NULL until it is known */
	double number;    /* the value, where the column is read as numbers */
};

struct impute {
	struct subjects subjects; /* first: see op/column.h */
	bool indicator;
	const char *forward, *backward, *by; /* see options[] */
	struct imputing *of;                 /* (subjects.n) */
	size_t room;
	struct str *name; /* (subjects.n) of the indicators; owned; NULL without them */
};

/* What a method is: one of these behind its row in methods[]. */
struct impute_rule {
	unsigned needs; /* of the column; 0: the value is given, not learnt */
	bool numbers;   /* reads the column as numbers */
	/* t has values */
	bool (*settle)(struct imputing *s, struct tally *t, struct err *e);
};

static const struct opt options[] = {
	{ 0, "indicator", OPT_FLAG, offsetof(struct impute, indicator), NULL,
	    "add a column col__missing, 1 where the value is imputed", 0, false },
	/*
	 * Nothing that can be learnt, so not an operator's business: tools/impute/fill.c
	 * takes over where it is asked for.  They stand here for --help.
	 */
	{ 0, "forward", OPT_TEXT, offsetof(struct impute, forward), "LIST",
	    "or: missing cells take the last value before them", 0, false },
	{ 0, "backward", OPT_TEXT, offsetof(struct impute, backward), "LIST",
	    "or: missing cells take the next value after them", 0, false },
	{ 'g', "by", OPT_TEXT, offsetof(struct impute, by), "LIST",
	    "with these two: only from rows of the same group", 0, false },
	{ 0 },
};

static const struct impute_rule *
rule_of(const struct imputing *s)
{
	return s->method->how;
}

/* ---- methods ---- */

static void
value_set(struct imputing *s, struct str value)
{
	free((char *)s->value.p);
	s->value = mem_keep(value);
}

static void
number_set(struct imputing *s, double x)
{
	char text[NUM_WIDTH];

	s->number = x;
	value_set(s, (struct str){ text, num_print(x, text) });
}

static bool
settle_mean(struct imputing *s, struct tally *t, struct err *e)
{
	(void)e;
	number_set(s, tally_mean(t));
	return true;
}

static bool
settle_median(struct imputing *s, struct tally *t, struct err *e)
{
	double median;

	if (!tally_quantile(t, 0.5, &median, e))
		return false;
	number_set(s, median);
	return true;
}

static bool
settle_mode(struct imputing *s, struct tally *t, struct err *e)
{
	const struct distinct *d = &t->texts;
	size_t best = 0;

	(void)e;
	for (size_t i = 1; i < d->texts.n; i++)
		if (d->count[i] > d->count[best] ||
		    (d->count[i] == d->count[best] &&
			str_order(dict_key(&d->texts, i), dict_key(&d->texts, best)) < 0))
			best = i;
	value_set(s, dict_key(&d->texts, best));
	return true;
}

static const struct impute_rule rule_mean = { TALLY_SUMS, true, settle_mean };
static const struct impute_rule rule_median = { TALLY_VALUES, true, settle_median };
static const struct impute_rule rule_mode = { TALLY_TEXTS, false, settle_mode };
static const struct impute_rule rule_const = { 0, false, NULL };

static const struct method methods[] = {
	{ "mean", "LIST", "the mean of the column's numbers", false, &rule_mean },
	{ "median", "LIST", "the median of the column's numbers", false, &rule_median },
	{ "mode", "LIST", "the most frequent cell", false, &rule_mode },
	{ "const", "LIST:V", "V, a number or text", false, &rule_const },
	{ 0 },
};

/* ---- learning ---- */

static struct imputing *
imputing_add(struct impute *all, struct str column, const struct method *m)
{
	struct imputing *s;

	subjects_add(&all->subjects, column, ((const struct impute_rule *)m->how)->needs);
	all->of = mem_grow(all->of, &all->room, all->subjects.n, sizeof(*all->of));
	s = &all->of[all->subjects.n - 1];
	*s = (struct imputing){ .method = m };
	return s;
}

static bool
choose(struct imputing *s, const struct list *args, struct err *e)
{
	if (rule_of(s)->needs != 0)
		return args->n == 0 ||
		       fail(e, EXIT_USAGE,
			   "--%s takes a list of columns and no parameters",
			   s->method->name);
	if (args->n != 1 || args->item[0].text.n == 0)
		return fail(e, EXIT_USAGE,
		    "--const LIST:V wants one value (quoted if it holds a colon)");
	value_set(s, args->item[0].text);
	return true;
}

/* Names live as long as the step, as the columns of every batch point to them. */
static void
names_make(struct impute *all)
{
	static const char ending[] = "__missing";

	all->name = mem_alloc(all->subjects.n, sizeof(*all->name));
	for (size_t i = 0; i < all->subjects.n; i++) {
		struct str c = all->subjects.subject[i].column;
		char *text = mem_alloc(c.n + sizeof(ending), 1);

		memcpy(text, c.p, c.n);
		memcpy(text + c.n, ending, sizeof(ending));
		all->name[i] = (struct str){ text, c.n + sizeof(ending) - 1 };
	}
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct impute *all = self;

	if (all->by != NULL)
		return fail(e, EXIT_USAGE, "-g goes with --forward or --backward");
	for (size_t i = 0; i < st->n; i++) {
		const struct job *t = &st->job[i];

		if (!choose(imputing_add(all, t->column[0], t->method), &t->args, e))
			return false;
	}
	if (all->indicator)
		names_make(all);
	return true;
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct impute *all = self;
	struct tally *t = acc;
	struct shown s;

	for (size_t i = 0; i < all->subjects.n; i++) {
		struct str c = all->subjects.subject[i].column;

		if (all->subjects.subject[i].needs == 0)
			continue;
		if (t[i].n == 0)
			return fail(e, EXIT_DATA,
			    "column \"%s\" has no values: all %llu are missing (use "
			    "--const, or csv-select -x)",
			    shown(&s, c.p, c.n), (unsigned long long)t[i].missing);
		if (!rule_of(&all->of[i])->settle(&all->of[i], &t[i], e))
			return false;
	}
	return true;
}

/* ---- applying ---- */

/* missing[r]: is the cell of row r imputed? */
static bool
missing_find(
    const struct imputing *s, struct batch *b, size_t j, uint32_t *missing, struct err *e)
{
	if (!rule_of(s)->numbers) {
		for (size_t r = 0; r < b->nrow; r++)
			missing[r] = batch_is_missing(b, j, r) ? 1u : 0u;
		return true;
	}
	const double *x = batch_numbers(b, j, e);
	if (x == NULL)
		return false;
	for (size_t r = 0; r < b->nrow; r++)
		missing[r] = isnan(x[r]) ? 1u : 0u;
	return true;
}

static void
cells_fill(const struct imputing *s, struct batch *b, size_t j, const uint32_t *missing)
{
	if (rule_of(s)->numbers && b->col[j].face == FACE_NUMBER) {
		double *x = batch_set_numbers(b, j);

		for (size_t r = 0; r < b->nrow; r++)
			x[r] = missing[r] ? s->number : x[r];
		return;
	}
	/* The cells must be fetched before the column becomes what they are put into. */
	struct str *cell = arena_alloc(&b->mem, b->nrow, sizeof(*cell));
	for (size_t r = 0; r < b->nrow; r++)
		cell[r] = missing[r] ? s->value : batch_cell(b, j, r);
	struct str *text = batch_set_text(b, j);
	if (b->nrow > 0)
		memcpy(text, cell, b->nrow * sizeof(*text));
}

/* A column at the right end for each one listed: 1 where it was missing. */
static bool
indicators_add(
    const struct impute *all, struct batch *b, uint32_t **missing, struct err *e)
{
	size_t first = b->ncol, n = all->subjects.n;
	struct shown name, column;

	for (size_t i = 0; i < n && b->nrow == 0; i++)
		if (batch_find(b, all->name[i]) != COLUMN_NONE) {
			struct str c = all->subjects.subject[i].column;

			return fail(e, EXIT_DATA,
			    "%s: column \"%s\" exists already (csv-select --rename the "
			    "old "
			    "one, or name \"%s\" in one list only)",
			    b->file, shown(&name, all->name[i].p, all->name[i].n),
			    shown(&column, c.p, c.n));
		}
	if (!batch_replace(b, first, 0, all->name, n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		batch_set_indicator(b, first + i, missing[i], 1);
	return true;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct impute *all = self;
	uint32_t **missing = arena_alloc(&b->mem, all->subjects.n, sizeof(*missing));

	for (size_t i = 0; i < all->subjects.n; i++) {
		size_t j;

		if (!batch_need(b, all->subjects.subject[i].column, &j, e))
			return false;
		missing[i] = batch_codes(b);
		if (!missing_find(&all->of[i], b, j, missing[i], e))
			return false;
		cells_fill(&all->of[i], b, j, missing[i]);
	}
	return !all->indicator || indicators_add(all, b, missing, e);
}

/* ---- facts ---- */

static void
save(const void *self, struct state_out *out, bool settled)
{
	const struct impute *all = self;

	if (all->indicator)
		state_count(out, STR(""), "indicator", 1);
	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct imputing *s = &all->of[i];
		struct str column = all->subjects.subject[i].column;

		state_text(out, column, "method", str_of(s->method->name));
		if (settled || rule_of(s)->needs == 0)
			state_text(out, column, "value", s->value);
	}
}

static bool
load_method(
    struct impute *all, const struct facts *step, const struct fact *f, struct err *e)
{
	const struct method *m = method_load("impute", methods, step, f, e);

	if (m == NULL)
		return false;
	imputing_add(all, f->item, m);
	return true;
}

static bool
load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct impute *all = self;
	size_t i;
	uint64_t one;
	double x;

	if (f->item.n == 0 && fact_is(f, "indicator")) {
		all->indicator = true;
		return fact_count(step, f, &one, e) &&
		       (one == 1 ||
			   fact_fail(step, f, e, "an indicator is 1 or not there"));
	}
	if (fact_is(f, "method"))
		return load_method(all, step, f, e);
	if (!subject_last(&all->subjects, step, f, &i, e))
		return false;
	struct imputing *s = &all->of[i];
	if (!fact_is(f, "value") || s->value.p != NULL)
		return fact_fail(step, f, e, "not a fact of impute");
	if (!rule_of(s)->numbers) {
		value_set(s, f->value);
		return f->value.n > 0 || fact_fail(step, f, e, "a value is empty");
	}
	if (!fact_number(step, f, &x, e))
		return false;
	number_set(s, x);
	return true;
}

static bool
loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	struct impute *all = self;
	struct shown s;

	for (size_t i = 0; i < all->subjects.n; i++) {
		bool known = all->of[i].value.p != NULL;
		bool given = rule_of(&all->of[i])->needs == 0;
		struct str c = all->subjects.subject[i].column;

		if (known != (settled || given))
			return fact_fail(step, NULL, e, "column \"%s\" has %s \"value\"",
			    shown(&s, c.p, c.n), known ? "already a" : "no");
	}
	if (all->indicator)
		names_make(all);
	return true;
}

static void
free_impute(void *self)
{
	struct impute *all = self;

	for (size_t i = 0; i < all->subjects.n; i++) {
		free((char *)all->of[i].value.p);
		if (all->name != NULL)
			free((char *)all->name[i].p);
	}
	free(all->name);
	free(all->of);
	subjects_free(&all->subjects);
}

const struct op op_impute = {
	.name = "impute",
	.brief = "put values where they are missing",
	.methods = methods,
	.options = options,
	.size = sizeof(struct impute),
	.accumulator = &column_accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.save = save,
	.load = load,
	.loaded = loaded,
	.free = free_impute,
};
