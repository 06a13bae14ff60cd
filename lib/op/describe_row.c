/*
 * describe_row.c - from a profile to a row of the report
 *
 * The columns of the report are two tables, for those left and right of the
 * percentiles; a new column is a function and a row.
 */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "op/describe.h"
#include "stat/shape.h"

static double
finite_or_missing(double x)
{
	return isfinite(x) ? x : NAN;
}

/* The most frequent value, of equals the first by bytes. */
static void
top_find(struct findings *f)
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
see_shaping(void *with, const double *x, size_t n)
{
	shaping_add(with, x, n);
}

static void
shape_find(struct findings *f)
{
	const struct profile *p = f->profile;
	struct shaping *s = mem_alloc(1, sizeof(*s));

	shaping_start(s, f->mean, exact_sd(p->sum, p->squares, p->numbers, 0));
	if (sample_each(&p->values, see_shaping, s, f->failed)) {
		struct shape shape = shaping_end(s);

		f->skewness = shape.skewness;
		f->kurtosis = shape.kurtosis;
	}
	free(s);
}

static void
numbers_find(struct findings *f, const struct describe *d)
{
	struct profile *p = f->profile;
	double *share = mem_alloc(d->npercent + 1, sizeof(*share));

	for (size_t i = 0; i < d->npercent; i++)
		share[i] = d->percent[i] / 100;
	sample_quantiles_of_type(&p->values,
	    d->quantile_type != 0 ? (int)d->quantile_type : 7, share, d->npercent,
	    f->quantile, f->failed);
	free(share);
	f->mean = exact_mean(p->sum, p->numbers);
	f->sd = finite_or_missing(exact_sd(p->sum, p->squares, p->numbers, 1));
	shape_find(f);
}

static void
suspicion_find(struct findings *f)
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

static struct findings
find(const struct describe *d, struct profile *p, bool is_label, struct err *failed)
{
	struct findings f = { .profile = p,
		.mean = NAN,
		.sd = NAN,
		.skewness = NAN,
		.kurtosis = NAN,
		.failed = failed };

	profile_settle(p);
	f.type = profile_type(p);
	f.distinct = distinct_number(&p->cells);
	if (f.distinct > (double)p->present)
		f.distinct = (double)p->present;
	f.distinct_error = distinct_error(&p->cells);
	top_find(&f);
	f.quantile = mem_alloc(d->npercent + 1, sizeof(*f.quantile));
	for (size_t i = 0; i < d->npercent; i++)
		f.quantile[i] = NAN;
	if (holds_numbers(&f))
		numbers_find(&f, d);
	if (p->labelled && !is_label)
		suspicion_find(&f);
	return f;
}

/* ---- the columns of the report ---- */

static struct str
number_text(double x, struct arena *mem)
{
	char *out;

	if (isnan(x))
		return (struct str){ 0 };
	out = arena_alloc(mem, NUM_WIDTH, 1);
	return (struct str){ out, num_print(x, out) };
}

static struct str
count_text(uint64_t n, struct arena *mem)
{
	char *out = arena_alloc(mem, NUM_WIDTH, 1);

	return (struct str){ out, num_print_count(n, out) };
}

static struct str
number_count_text(const struct findings *f, uint64_t n, struct arena *mem)
{
	return holds_numbers(f) ? count_text(n, mem) : (struct str){ 0 };
}

static const char *const types[] = {
	[PROFILE_EMPTY] = "empty",
	[PROFILE_INTEGER] = "integer",
	[PROFILE_NUMBER] = "number",
	[PROFILE_TEXT] = "text",
};

static struct str
text_type(const struct findings *f, struct arena *mem)
{
	(void)mem;
	return str_of(types[f->type]);
}

static struct str
text_count(const struct findings *f, struct arena *mem)
{
	return count_text(f->profile->present, mem);
}

static struct str
text_missing(const struct findings *f, struct arena *mem)
{
	return count_text(f->profile->missing, mem);
}

static struct str
text_distinct(const struct findings *f, struct arena *mem)
{
	return count_text((uint64_t)f->distinct, mem);
}

static struct str
text_mean(const struct findings *f, struct arena *mem)
{
	return number_text(f->mean, mem);
}

static struct str
text_sd(const struct findings *f, struct arena *mem)
{
	return number_text(f->sd, mem);
}

static struct str
text_min(const struct findings *f, struct arena *mem)
{
	return number_text(holds_numbers(f) ? f->profile->min : NAN, mem);
}

static struct str
text_max(const struct findings *f, struct arena *mem)
{
	return number_text(holds_numbers(f) ? f->profile->max : NAN, mem);
}

static struct str
text_zeros(const struct findings *f, struct arena *mem)
{
	return number_count_text(f, f->profile->zeros, mem);
}

static struct str
text_negatives(const struct findings *f, struct arena *mem)
{
	return number_count_text(f, f->profile->negatives, mem);
}

static struct str
text_skewness(const struct findings *f, struct arena *mem)
{
	return number_text(f->skewness, mem);
}

static struct str
text_kurtosis(const struct findings *f, struct arena *mem)
{
	return number_text(f->kurtosis, mem);
}

static struct str
text_top(const struct findings *f, struct arena *mem)
{
	return arena_keep(mem, f->top);
}

static struct str
text_top_count(const struct findings *f, struct arena *mem)
{
	return f->top_count > 0 ? count_text(f->top_count, mem) : (struct str){ 0 };
}

static struct str
text_top_share(const struct findings *f, struct arena *mem)
{
	double share = (double)f->top_count / (double)f->profile->present;

	return number_text(f->top_count > 0 ? share : NAN, mem);
}

static struct str
text_distinct_error(const struct findings *f, struct arena *mem)
{
	return number_text(f->distinct_error, mem);
}

struct field {
	const char *name;
	enum describe_kind kind;
	struct str (*text)(const struct findings *f, struct arena *mem);
};

static const struct field left_of_percentiles[] = {
	{ "type", DESCRIBE_TEXT, text_type },
	{ "count", DESCRIBE_COUNT, text_count },
	{ "missing", DESCRIBE_COUNT, text_missing },
	{ "distinct", DESCRIBE_COUNT, text_distinct },
	{ "mean", DESCRIBE_NUMBER, text_mean },
	{ "sd", DESCRIBE_NUMBER, text_sd },
	{ "min", DESCRIBE_NUMBER, text_min },
};

static const struct field right_of_percentiles[] = {
	{ "max", DESCRIBE_NUMBER, text_max },
	{ "zeros", DESCRIBE_COUNT, text_zeros },
	{ "negatives", DESCRIBE_COUNT, text_negatives },
	{ "skewness", DESCRIBE_NUMBER, text_skewness },
	{ "kurtosis", DESCRIBE_NUMBER, text_kurtosis },
	{ "top", DESCRIBE_TEXT, text_top },
	{ "top_count", DESCRIBE_COUNT, text_top_count },
	{ "top_share", DESCRIBE_NUMBER, text_top_share },
	{ "distinct_error", DESCRIBE_NUMBER, text_distinct_error },
	{ "hint", DESCRIBE_TEXT, describe_hint },
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
enum { LEFT = COUNT(left_of_percentiles), RIGHT = COUNT(right_of_percentiles) };

/* NULL for a percentile, which is the one numbered *percentile. */
static const struct field *
field_at(const struct describe *d, size_t i, size_t *percentile)
{
	if (i < LEFT)
		return &left_of_percentiles[i];
	*percentile = i - LEFT;
	return *percentile < d->npercent
		   ? NULL
		   : &right_of_percentiles[*percentile - d->npercent];
}

size_t
describe_width(const struct describe *d)
{
	return LEFT + d->npercent + RIGHT;
}

struct str
describe_field(const struct describe *d, size_t i, enum describe_kind *kind)
{
	size_t percentile;
	const struct field *field = field_at(d, i, &percentile);

	*kind = field != NULL ? field->kind : DESCRIBE_NUMBER;
	return field != NULL ? str_of(field->name) : d->percent_name[percentile];
}

size_t
describe_field_find(const struct describe *d, struct str name)
{
	enum describe_kind kind;

	for (size_t i = 0; i < describe_width(d); i++)
		if (str_equal(describe_field(d, i, &kind), name))
			return i;
	return SIZE_MAX;
}

bool
describe_field_check(const struct describe *d, size_t i, const struct facts *step,
    const struct fact *f, struct err *e)
{
	enum describe_kind kind;
	struct shown s;
	uint64_t n;
	double x;

	describe_field(d, i, &kind);
	if (kind == DESCRIBE_COUNT)
		return fact_count(step, f, &n, e);
	if (kind == DESCRIBE_NUMBER)
		return fact_number(step, f, &x, e);
	for (size_t k = 0; fact_is(f, "type") && k <= COUNT(types); k++) {
		if (k == COUNT(types))
			return fact_fail(step, f, e, "\"%s\" is not a type of a column",
			    shown(&s, f->value.p, f->value.n));
		if (str_equal(f->value, str_of(types[k])))
			break;
	}
	return true;
}

bool
describe_row(const struct describe *d, struct profile *p, bool is_label, struct str *cell,
    struct arena *mem, struct err *e)
{
	struct err failed = { 0 };
	struct findings f = find(d, p, is_label, &failed);
	size_t percentile;

	for (size_t i = 0; i < describe_width(d); i++) {
		const struct field *field = field_at(d, i, &percentile);

		cell[i] = field != NULL ? field->text(&f, mem)
					: number_text(f.quantile[percentile], mem);
	}
	free(f.quantile);
	if (failed.status != 0)
		*e = failed;
	return failed.status == 0;
}
