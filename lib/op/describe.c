/*
 * describe.c - see describe.h
 */
#include "op/describe.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"

#define AT(field) offsetof(struct describe, field)

static const struct opt options[] = {
	{ 0, "percentiles", OPT_TEXT, AT(percentiles_given), "LIST",
	    "which percentiles (default 25,50,75)", 0, false },
	{ 0, "quantile-type", OPT_COUNT, AT(quantile_type), "N",
	    "how percentiles are defined, 1 to 9 (Hyndman and Fan; default 7)", 1,
	    false },
	{ 0, "distinct", OPT_WORD, AT(exact), "auto|exact",
	    "auto: estimate beyond 4096 distinct values", 0, false },
	{ 0 },
};

/* ---- what is chosen ---- */

/* False: it is there already. */
static bool
percentile_add(struct describe *d, double x)
{
	char *name;

	x += 0.0; /* makes 0 of -0 */
	for (size_t i = 0; i < d->npercent; i++)
		if (d->percent[i] == x)
			return false;
	d->percent = mem_resize(d->percent, d->npercent + 1, sizeof(*d->percent));
	d->percent_name =
	    mem_resize(d->percent_name, d->npercent + 1, sizeof(*d->percent_name));
	name = mem_alloc(NUM_WIDTH + 1, 1);
	name[0] = 'p';
	d->percent[d->npercent] = x;
	d->percent_name[d->npercent++] = (struct str){ name, 1 + num_print(x, name + 1) };
	return true;
}

static bool
percentiles_parse(struct describe *d, struct err *e)
{
	const char *text = d->percentiles_given;
	struct list l = { 0 };
	struct err why;
	struct shown s;
	bool good = true;
	double x;

	if (text == NULL)
		text = "25,50,75";
	if (*text != '\0' && !list_parse(&l, str_of(text), ',', &why))
		return fail(e, EXIT_USAGE, "--percentiles: %s", why.msg);
	for (size_t i = 0; i < l.n && good; i++) {
		struct str item = l.item[i].text;

		shown(&s, item.p, item.n);
		if (num_parse(item.p, item.n, &x) != NUM_OK || x < 0 || x > 100)
			good = fail(e, EXIT_USAGE,
			    "--percentiles: \"%s\" is not a number from 0 to 100", s.s);
		else if (!percentile_add(d, x))
			good = fail(
			    e, EXIT_USAGE, "--percentiles: %s stands there twice", s.s);
	}
	list_free(&l);
	return good;
}

static void
words_choose(struct describe *d)
{
	const struct missing *m = d->na.given ? &d->na : &missing_default;

	d->words = (struct profile_words){ m->given, m->n, m->word };
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct describe *d = self;
	struct dict named = { 0 };

	for (size_t i = 0; i < st->n; i++)
		for (size_t k = 0; k < st->job[i].n; k++)
			dict_add(&named, st->job[i].column[k]);
	for (size_t j = 0; j < st->header->ncol; j++) {
		struct str name = st->header->col[j].name;
		bool is_named = dict_find(&named, name) != DICT_NONE;

		if (st->n == 0 || is_named != st->exclude)
			dict_add(&d->columns, name);
	}
	dict_clear(&named);
	missing_copy(&d->na, st->header->missing);
	words_choose(d);
	return percentiles_parse(d, e);
}

/* ---- what was learnt ---- */

/* Room for the cells of all columns, the new ones empty. */
static void
cells_grow(struct describe *d, size_t before)
{
	size_t width = describe_width(d), n = d->columns.n;

	d->cell = mem_grow(d->cell, &d->cell_room, n * width, sizeof(*d->cell));
	for (size_t i = before * width; i < n * width; i++)
		d->cell[i] = (struct str){ 0 };
}

/* A row of the report while it is made: what its texts are in, and what went wrong. */
struct describe_row {
	char *text;
	struct err failed; /* status 0: nothing */
};

static void
rows_forget(struct describe *d)
{
	for (size_t i = 0; i < d->nrow; i++)
		free(d->row[i].text);
	free(d->row);
	d->row = NULL;
	d->nrow = 0;
}

static size_t
parts(void *self, void *acc)
{
	struct describe *d = self;

	(void)acc;
	rows_forget(d);
	cells_grow(d, 0);
	d->nrow = d->columns.n;
	d->row = mem_alloc(d->nrow, sizeof(*d->row));
	return d->nrow;
}

/* The texts of a row in one piece of memory of their own. */
static void
ripen(void *self, void *acc, size_t part)
{
	struct describe *d = self;
	struct profile *p = acc;
	size_t width = describe_width(d), n = 0;
	struct str *cell = d->cell + part * width;
	bool is_label = str_equal(dict_key(&d->columns, part), d->label);
	struct arena mem = { 0 };

	describe_row(d, &p[part], is_label, cell, &mem, &d->row[part].failed);
	for (size_t k = 0; k < width; k++)
		n += cell[k].n;
	char *text = d->row[part].text = mem_alloc(n, 1);
	for (size_t k = 0; k < width; text += cell[k++].n) {
		if (cell[k].n > 0)
			memcpy(text, cell[k].p, cell[k].n);
		cell[k].p = text;
	}
	arena_free(&mem);
}

static bool
settle(void *self, void *acc, struct err *e)
{
	const struct describe *d = self;

	(void)acc;
	for (size_t i = 0; i < d->nrow; i++)
		if (d->row[i].failed.status != 0) {
			*e = d->row[i].failed;
			return false;
		}
	return true;
}

static void
save(const void *self, struct state_out *out, bool settled)
{
	const struct describe *d = self;
	size_t width = describe_width(d);
	enum describe_kind kind;

	for (size_t i = 0; i < d->npercent; i++)
		state_number(out, STR(""), "percentile", d->percent[i]);
	if (d->exact == 1)
		state_text(out, STR(""), "distinct", STR("exact"));
	if (d->quantile_type != 0)
		state_count(out, STR(""), "quantile_type", d->quantile_type);
	if (d->label.n > 0)
		state_text(out, STR(""), "label", d->label);
	for (size_t i = 0; i < d->rule.positive.n; i++)
		state_text(out, STR(""), "positive", d->rule.positive.item[i].text);
	for (size_t i = 0; i < d->rule.negative.n; i++)
		state_text(out, STR(""), "negative", d->rule.negative.item[i].text);
	for (size_t i = 0; i < d->columns.n; i++) {
		struct str column = dict_key(&d->columns, i);

		if (!settled)
			state_text(out, column, "learn", STR("cells"));
		for (size_t k = 0; settled && k < width; k++) {
			struct str cell = d->cell[i * width + k];
			char name[NUM_WIDTH + 2];

			if (cell.n == 0)
				continue;
			struct str field = describe_field(d, k, &kind);
			memcpy(name, field.p, field.n);
			name[field.n] = '\0';
			state_text(out, column, name, cell);
		}
	}
}

static bool
load_chosen(
    struct describe *d, const struct facts *step, const struct fact *f, struct err *e)
{
	bool positive = fact_is(f, "positive");
	double x;

	if (fact_is(f, "percentile") && d->columns.n == 0) {
		if (!fact_number(step, f, &x, e))
			return false;
		return (x >= 0 && x <= 100 && percentile_add(d, x)) ||
		       fact_fail(step, f, e, "not a percentile, or there twice");
	}
	if (fact_is(f, "distinct") && str_equal(f->value, STR("exact"))) {
		d->exact = 1;
		return true;
	}
	if (fact_is(f, "quantile_type")) {
		uint64_t type;

		if (!fact_count(step, f, &type, e))
			return false;
		d->quantile_type = type;
		return (type >= 1 && type <= 9) ||
		       fact_fail(step, f, e, "not a type of quantiles");
	}
	if (fact_is(f, "label") && d->label.n == 0 && f->value.n > 0) {
		d->label = mem_keep(f->value);
		return true;
	}
	if (!positive && !fact_is(f, "negative"))
		return fact_fail(step, f, e, "not a fact of describe");
	label_rule_add(&d->rule, positive, f->value);
	return true;
}

/* The facts of a column stand together: learn, or type and the other cells. */
static bool
load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct describe *d = self;
	size_t n = d->columns.n, field = describe_field_find(d, f->key);
	bool to_learn = fact_is(f, "learn") && str_equal(f->value, STR("cells"));

	if (f->item.n == 0)
		return load_chosen(d, step, f, e);
	if (to_learn || field == 0) {
		if (dict_add(&d->columns, f->item) < n)
			return fact_fail(step, f, e, "a column that was there already");
		cells_grow(d, n);
		if (to_learn)
			return true;
	} else if (n == 0 || !str_equal(dict_key(&d->columns, n - 1), f->item)) {
		return fact_fail(step, f, e, "a fact of a column before its type");
	}
	if (field == SIZE_MAX)
		return fact_fail(step, f, e, "not a fact of describe");
	struct str *cell = &d->cell[(d->columns.n - 1) * describe_width(d) + field];
	if (cell->n > 0)
		return fact_fail(step, f, e, "a fact that was there already");
	*cell = arena_keep(&d->mem, f->value);
	return describe_field_check(d, field, step, f, e);
}

/* A settled column has a type, counts and what more is never missing; others nothing. */
static bool
loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	static const char *const always[] = { "type", "count", "missing", "distinct",
		"distinct_error" };
	struct describe *d = self;
	struct shown s;

	for (size_t i = 0; i < step->n; i++) {
		const struct fact *f = &step->fact[i];

		if (f->item.n > 0 || !fact_is(f, "na"))
			continue;
		d->na.given = true;
		if (f->value.n > 0)
			missing_add(&d->na, f->value);
	}
	words_choose(d);
	for (size_t i = 0; i < d->columns.n; i++)
		for (size_t k = 0; k < sizeof(always) / sizeof(*always); k++) {
			struct str column = dict_key(&d->columns, i);
			size_t field = describe_field_find(d, str_of(always[k]));

			if (settled != (d->cell[i * describe_width(d) + field].n > 0))
				return fact_fail(step, NULL, e,
				    settled ? "column \"%s\" without %s"
					    : "column \"%s\" with %s, in a partial",
				    shown(&s, column.p, column.n), always[k]);
		}
	return true;
}

static void
free_describe(void *self)
{
	struct describe *d = self;

	for (size_t i = 0; i < d->npercent; i++)
		free((char *)d->percent_name[i].p);
	free(d->percent_name);
	free(d->percent);
	free((char *)d->label.p);
	free(d->cell);
	label_rule_free(&d->rule);
	missing_free(&d->na);
	dict_clear(&d->columns);
	arena_free(&d->mem);
	rows_forget(d);
}

const struct op op_describe = {
	.name = "describe",
	.brief =
	    "statistics of each column, and what looks odd (csv-describe prints them)",
	.options = options,
	.size = sizeof(struct describe),
	.accumulator = &describe_accumulator,
	.start = start,
	.parts = parts,
	.ripen = ripen,
	.settle = settle,
	.save = save,
	.load = load,
	.loaded = loaded,
	.free = free_describe,
};
