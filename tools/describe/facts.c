/*
 * facts.c - from a profile to a row of numbers
 *
 * The columns of the report are two tables, for those left and right of the
 * percentiles; a new column is a function and a row.
 */
#include "facts.h"

#include <math.h>
#include <stdlib.h>

static double
finite_or_missing(double x)
{
	return isfinite(x) ? x : NAN;
}

/* The most frequent value, of equals the first by bytes. */
static void
top_find(struct facts *f)
{
	const struct distinct *d = &f->profile->cells;

	for (size_t i = 0; i < d->texts.n; i++) {
		struct str text = dict_key(&d->texts, i);

		if (d->count[i] > f->top_count ||
		    (d->count[i] == f->top_count && str_order(text, f->top) < 0)) {
			f->top = text;
			f->top_count = d->count[i];
		}
	}
}

static void
numbers_find(struct facts *f, const struct wanted *w)
{
	struct profile *p = f->profile;
	double *share = mem_alloc(w->n + 1, sizeof(*share));

	for (size_t i = 0; i < w->n; i++)
		share[i] = w->percent[i] / 100;
	sample_quantiles(&p->values, share, w->n, f->quantile);
	free(share);
	f->mean = exact_mean(p->sum, p->numbers);
	f->sd = finite_or_missing(exact_sd(p->sum, p->squares, p->numbers, 1));
	double sd = exact_sd(p->sum, p->squares, p->numbers, 0);
	struct shape shape = shape_of(p->values.x, p->values.n, f->mean, sd);
	f->skewness = shape.skewness;
	f->kurtosis = shape.kurtosis;
}

static void
suspicion_find(struct facts *f)
{
	struct profile *p = f->profile;

	f->is_suspect = true;
	if (holds_numbers(f))
		f->suspicion = suspicion_of_numbers(&p->label);
	else if (f->type == PROFILE_TEXT && !p->cells.over)
		f->suspicion = suspicion_of_texts(&p->label, &p->cells);
	else
		f->is_suspect = false;
}

struct facts
facts_find(struct profile *p, const struct wanted *w, bool is_label)
{
	struct facts f = {
		.profile = p, .mean = NAN, .sd = NAN, .skewness = NAN, .kurtosis = NAN
	};

	profile_settle(p);
	f.type = profile_type(p);
	f.distinct = distinct_number(&p->cells);
	if (f.distinct > (double)p->present)
		f.distinct = (double)p->present;
	f.distinct_error = distinct_error(&p->cells);
	top_find(&f);
	f.quantile = mem_alloc(w->n + 1, sizeof(*f.quantile));
	for (size_t i = 0; i < w->n; i++)
		f.quantile[i] = NAN;
	if (holds_numbers(&f))
		numbers_find(&f, w);
	if (p->labelled && !is_label)
		suspicion_find(&f);
	return f;
}

void
facts_free(struct facts *f)
{
	free(f->quantile);
	f->quantile = NULL;
}

/* ---- the columns of the report ---- */

static void
put_type(struct report *r, const struct facts *f)
{
	static const char *const types[] = {
		[PROFILE_EMPTY] = "empty",
		[PROFILE_INTEGER] = "integer",
		[PROFILE_NUMBER] = "number",
		[PROFILE_TEXT] = "text",
	};

	report_text(r, str_of(types[f->type]));
}

static void
put_count(struct report *r, const struct facts *f)
{
	report_count(r, f->profile->present);
}

static void
put_missing(struct report *r, const struct facts *f)
{
	report_count(r, f->profile->missing);
}

static void
put_distinct(struct report *r, const struct facts *f)
{
	report_count(r, (unsigned long long)f->distinct);
}

static void
put_mean(struct report *r, const struct facts *f)
{
	report_number(r, f->mean);
}

static void
put_sd(struct report *r, const struct facts *f)
{
	report_number(r, f->sd);
}

static void
put_min(struct report *r, const struct facts *f)
{
	report_number(r, holds_numbers(f) ? f->profile->min : NAN);
}

static void
put_max(struct report *r, const struct facts *f)
{
	report_number(r, holds_numbers(f) ? f->profile->max : NAN);
}

static void
put_number_count(struct report *r, const struct facts *f, uint64_t n)
{
	if (holds_numbers(f))
		report_count(r, n);
	else
		report_missing(r);
}

static void
put_zeros(struct report *r, const struct facts *f)
{
	put_number_count(r, f, f->profile->zeros);
}

static void
put_negatives(struct report *r, const struct facts *f)
{
	put_number_count(r, f, f->profile->negatives);
}

static void
put_skewness(struct report *r, const struct facts *f)
{
	report_number(r, f->skewness);
}

static void
put_kurtosis(struct report *r, const struct facts *f)
{
	report_number(r, f->kurtosis);
}

static void
put_top(struct report *r, const struct facts *f)
{
	report_text(r, f->top);
}

static void
put_top_count(struct report *r, const struct facts *f)
{
	if (f->top_count > 0)
		report_count(r, f->top_count);
	else
		report_missing(r);
}

static void
put_top_share(struct report *r, const struct facts *f)
{
	report_number(r,
	    f->top_count > 0 ? (double)f->top_count / (double)f->profile->present : NAN);
}

static void
put_distinct_error(struct report *r, const struct facts *f)
{
	report_number(r, f->distinct_error);
}

static void
put_hint(struct report *r, const struct facts *f)
{
	char *hint = hint_of(f);

	report_text(r, str_of(hint));
	free(hint);
}

struct field {
	const char *name;
	void (*put)(struct report *r, const struct facts *f);
};

static const struct field left_of_percentiles[] = {
	{ "type", put_type },
	{ "count", put_count },
	{ "missing", put_missing },
	{ "distinct", put_distinct },
	{ "mean", put_mean },
	{ "sd", put_sd },
	{ "min", put_min },
	{ NULL, NULL },
};

static const struct field right_of_percentiles[] = {
	{ "max", put_max },
	{ "zeros", put_zeros },
	{ "negatives", put_negatives },
	{ "skewness", put_skewness },
	{ "kurtosis", put_kurtosis },
	{ "top", put_top },
	{ "top_count", put_top_count },
	{ "top_share", put_top_share },
	{ "distinct_error", put_distinct_error },
	{ "hint", put_hint },
	{ NULL, NULL },
};

void
facts_columns(struct report *r, const struct wanted *w)
{
	report_column(r, STR("column"));
	for (const struct field *f = left_of_percentiles; f->name != NULL; f++)
		report_column(r, str_of(f->name));
	for (size_t i = 0; i < w->n; i++)
		report_column(r, w->named[i]);
	for (const struct field *f = right_of_percentiles; f->name != NULL; f++)
		report_column(r, str_of(f->name));
}

static bool
field_named(const struct field *f, struct str name)
{
	while (f->name != NULL && !str_equal(str_of(f->name), name))
		f++;
	return f->name != NULL;
}

bool
facts_name(const struct wanted *w, struct str name)
{
	bool found = str_equal(name, STR("column")) ||
		     field_named(left_of_percentiles, name) ||
		     field_named(right_of_percentiles, name);

	for (size_t i = 0; i < w->n; i++)
		found |= str_equal(w->named[i], name);
	return found;
}

void
facts_row(
    struct report *r, const struct wanted *w, struct str name, const struct facts *f)
{
	report_text(r, name);
	for (const struct field *l = left_of_percentiles; l->name != NULL; l++)
		l->put(r, f);
	for (size_t i = 0; i < w->n; i++)
		report_number(r, f->quantile[i]);
	for (const struct field *l = right_of_percentiles; l->name != NULL; l++)
		l->put(r, f);
	report_end_row(r);
}
