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
#include "op/impute.h"

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
	{ 'g', "by", OPT_TEXT, offsetof(struct impute, by_given), "LIST",
	    "from the rows of the same group, those equal in these columns", 0, false },
	{ 0 },
};

const struct impute_rule *
impute_rule_of(const struct imputing *s)
{
	return s->method->how;
}

/* ---- methods ---- */

void
impute_value(struct imputing *s, struct str value)
{
	free((char *)s->value.p);
	s->value = mem_keep(value);
}

void
impute_number(struct imputing *s, double x)
{
	char text[NUM_WIDTH];

	s->number = x;
	impute_value(s, (struct str){ text, num_print(x, text) });
}

static bool
settle_mean(struct imputing *s, struct tally *t, struct err *e)
{
	(void)e;
	impute_number(s, tally_mean(t));
	return true;
}

static bool
settle_median(struct imputing *s, struct tally *t, struct err *e)
{
	double median;

	if (!tally_quantile(t, 0.5, &median, e))
		return false;
	impute_number(s, median);
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
	impute_value(s, dict_key(&d->texts, best));
	return true;
}

static const struct impute_rule rule_mean = { TALLY_SUMS, true, settle_mean };
static const struct impute_rule rule_median = { TALLY_VALUES, true, settle_median };
static const struct impute_rule rule_mode = { TALLY_TEXTS, false, settle_mode };
static const struct impute_rule rule_const = { 0, false, NULL };

const struct method impute_methods[] = {
	{ "mean", "LIST", "the mean of the column's numbers", false, &rule_mean },
	{ "median", "LIST", "the median of the column's numbers", false, &rule_median },
	{ "mode", "LIST", "the most frequent cell", false, &rule_mode },
	{ "const", "LIST:V", "V, a number or text", false, &rule_const },
	{ 0 },
};

/* ---- learning ---- */

/* Room for n groups, the new ones without a value. */
void
impute_groups(struct imputing *s, size_t n)
{
	if (n <= s->groups)
		return;
	s->group = mem_grow(s->group, &s->group_room, n, sizeof(*s->group));
	memset(s->group + s->groups, 0, (n - s->groups) * sizeof(*s->group));
	s->groups = n;
}

struct imputing *
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
	if (impute_rule_of(s)->needs != 0)
		return args->n == 0 ||
		       fail(e, EXIT_USAGE,
			   "--%s takes a list of columns and no parameters",
			   s->method->name);
	if (args->n != 1 || args->item[0].text.n == 0)
		return fail(e, EXIT_USAGE,
		    "--const LIST:V wants one value (quoted if it holds a colon)");
	impute_value(s, args->item[0].text);
	return true;
}

/* Names live as long as the step, as the columns of every batch point to them. */
void
impute_names(struct impute *all)
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

	all->subjects.by = &all->by;
	if (!grouping_start(&all->by, all->by_given, (struct batch *)st->header, e))
		return false;
	for (size_t i = 0; i < st->n; i++) {
		const struct job *t = &st->job[i];

		if (!choose(imputing_add(all, t->column[0], t->method), &t->args, e))
			return false;
	}
	if (all->indicator)
		impute_names(all);
	return true;
}

/* A value for each group that has one. */
static bool
groups_settle(struct impute *all, struct tallies *t, struct err *e)
{
	size_t *order = grouping_order(&t->group), n = t->group.n;
	bool good = grouping_take(&all->by, &t->group, e);

	for (size_t i = 0; i < all->subjects.n && good; i++) {
		struct imputing *s = &all->of[i];

		impute_groups(s, n);
		for (size_t g = 0; g < n && good && impute_rule_of(s)->needs != 0; g++) {
			struct tally *of = &t->of_group[order[g]][i];

			s->group[g].method = s->method;
			good =
			    of->n == 0 || impute_rule_of(s)->settle(&s->group[g], of, e);
		}
	}
	free(order);
	return good;
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct impute *all = self;
	struct tally *t = tallies_of(acc);
	struct shown s;

	if (all->by.by.n > 0 && !groups_settle(all, acc, e))
		return false;

	for (size_t i = 0; i < all->subjects.n; i++) {
		struct str c = all->subjects.subject[i].column;

		if (all->subjects.subject[i].needs == 0)
			continue;
		if (t[i].n == 0)
			return fail(e, EXIT_DATA,
			    "column \"%s\" has no values: all %llu are missing (use "
			    "--const, or csv-select -x)",
			    shown(&s, c.p, c.n), (unsigned long long)t[i].missing);
		if (!impute_rule_of(&all->of[i])->settle(&all->of[i], &t[i], e))
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
	if (!impute_rule_of(s)->numbers) {
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

/* What a row's cell becomes: its group's value, if that has one. */
static const struct imputing *
of_group(const struct imputing *s, const uint32_t *group, size_t row)
{
	if (group == NULL || group[row] >= s->groups ||
	    s->group[group[row]].value.p == NULL)
		return s;
	return &s->group[group[row]];
}

static void
cells_fill(const struct imputing *s, const uint32_t *group, struct batch *b, size_t j,
    const uint32_t *missing)
{
	if (impute_rule_of(s)->numbers && b->col[j].face == FACE_NUMBER) {
		double *x = batch_set_numbers(b, j);

		for (size_t r = 0; r < b->nrow; r++)
			x[r] = missing[r] ? of_group(s, group, r)->number : x[r];
		return;
	}
	/* The cells must be fetched before the column becomes what they are put into. */
	struct str *cell = arena_alloc(&b->mem, b->nrow, sizeof(*cell));
	for (size_t r = 0; r < b->nrow; r++)
		cell[r] = missing[r] ? of_group(s, group, r)->value : batch_cell(b, j, r);
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
	uint32_t *group;

	if (!grouping_find(&all->by, b, &group, e))
		return false;
	for (size_t i = 0; i < all->subjects.n; i++) {
		size_t j;

		if (!batch_need(b, all->subjects.subject[i].column, &j, e))
			return false;
		missing[i] = batch_codes(b);
		if (!missing_find(&all->of[i], b, j, missing[i], e))
			return false;
		cells_fill(&all->of[i], group, b, j, missing[i]);
	}
	return !all->indicator || indicators_add(all, b, missing, e);
}

static void
free_impute(void *self)
{
	struct impute *all = self;

	for (size_t i = 0; i < all->subjects.n; i++) {
		free((char *)all->of[i].value.p);
		for (size_t g = 0; g < all->of[i].groups; g++)
			free((char *)all->of[i].group[g].value.p);
		free(all->of[i].group);
		if (all->name != NULL)
			free((char *)all->name[i].p);
	}
	free(all->name);
	free(all->of);
	grouping_free(&all->by);
	subjects_free(&all->subjects);
}

const struct op op_impute = {
	.name = "impute",
	.brief = "put values where they are missing",
	.methods = impute_methods,
	.options = options,
	.size = sizeof(struct impute),
	.accumulator = &column_accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.save = impute_save,
	.load = impute_load,
	.loaded = impute_loaded,
	.free = free_impute,
};
