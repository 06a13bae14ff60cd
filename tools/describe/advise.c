/*
 * advise.c - from the report to what one might do: a command for each column
 *
 * Rules of thumb, each a function that knows or does not; csv-describe(1) has them in
 * the same order.  They read the report's own cells, so a kept description is as good
 * as the rows.
 */
#include "describe.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"

#define SKEWED 2.0
#define TAILED 6.0 /* excess kurtosis */
enum { LEVELS = 100 };

/* What the report says of a column; NaN where it says nothing. */
struct said {
	struct str type, hint;
	double count, missing, distinct, least, most, skewness, kurtosis;
};

static struct str
cell_of(const struct describe *d, size_t column, const char *field)
{
	return d
	    ->cell[column * describe_width(d) + describe_field_find(d, str_of(field))];
}

static double
number_of(const struct describe *d, size_t column, const char *field)
{
	struct str cell = cell_of(d, column, field);
	double x;

	return num_parse(cell.p, cell.n, &x) == NUM_OK ? x : NAN;
}

static struct said
said_of(const struct describe *d, size_t i)
{
	return (struct said){ .type = cell_of(d, i, "type"),
		.hint = cell_of(d, i, "hint"),
		.count = number_of(d, i, "count"),
		.missing = number_of(d, i, "missing"),
		.distinct = number_of(d, i, "distinct"),
		.least = number_of(d, i, "min"),
		.most = number_of(d, i, "max"),
		.skewness = number_of(d, i, "skewness"),
		.kurtosis = number_of(d, i, "kurtosis") };
}

static bool
hints_at(const struct said *s, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= s->hint.n; i++)
		if (memcmp(s->hint.p + i, what, n) == 0)
			return true;
	return false;
}

static bool
is_number(const struct said *s)
{
	return str_equal(s->type, STR("number")) || str_equal(s->type, STR("integer"));
}

/* ---- rules ---- */

/* A command with the column at the mark, and why. */
struct advice {
	const char *command, *why;
};

static struct advice
no_use(const struct said *s)
{
	if (s->count == 0)
		return (struct advice){ "csv-select -x @", "it holds no value" };
	if (s->distinct == 1 && s->missing == 0)
		return (struct advice){ "csv-select -x @", "it is constant" };
	if (hints_at(s, "id-like"))
		return (struct advice){ "csv-select -x @",
			"it tells rows apart, which no new row repeats" };
	return (struct advice){ 0 };
}

static struct advice
suspect(const struct said *s)
{
	if (hints_at(s, "leak?"))
		return (struct advice){ "csv-select -x @",
			"it may not be known before the label is" };
	if (hints_at(s, "may mean missing"))
		return (struct advice){ "csv-describe -c @", "see the hint: first --na" };
	return (struct advice){ 0 };
}

static struct advice
of_text(const struct said *s)
{
	if (is_number(s))
		return (struct advice){ 0 };
	if (hints_at(s, "dates:"))
		return (struct advice){ "csv-date --parts @:month:weekday",
			"dates, of which parts come again" };
	if (s->distinct <= LEVELS)
		return (struct advice){ "csv-onehot -c @", "few categories" };
	return (struct advice){ "csv-onehot --min-count 20 -c @",
		"many categories: the rare ones together" };
}

static struct advice
of_few(const struct said *s)
{
	if (hints_at(s, "a code"))
		return (struct advice){ "csv-onehot -c @", "numbers that are codes" };
	if (s->distinct == 2)
		return (struct advice){ "", "two values need no scale" };
	return (struct advice){ 0 };
}

static struct advice
of_shape(const struct said *s)
{
	if (s->skewness > SKEWED && s->least > 0)
		return (struct advice){ "csv-scale --log @",
			"a long tail of values above 0" };
	if (s->skewness > SKEWED && s->least >= 0)
		return (struct advice){ "csv-scale --log1p @",
			"a long tail of values from 0 on" };
	if (fabs(s->skewness) > SKEWED)
		return (struct advice){ "csv-scale --power @",
			"a long tail, and values on both sides of 0" };
	if (s->kurtosis > TAILED)
		return (struct advice){ "csv-scale --clip @:p1:p99 --zscore @",
			"a few values far out on both sides" };
	if (s->kurtosis < -1 && fabs(s->skewness) < 0.5)
		return (struct advice){ "csv-scale --minmax @",
			"spread evenly between its ends" };
	return (struct advice){ "csv-scale --zscore @", "no long tail" };
}

/* ---- printing ---- */

/* Would a list read this name as something else? */
static bool
needs_quotes(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (strchr(",:\"", name.p[i]) != NULL ||
		    (name.p[i] == '.' && i + 1 < name.n && name.p[i + 1] == '.'))
			return true;
	return name.n == 0 || strchr("/@#0123456789", name.p[0]) != NULL;
}

/* A name as a list takes it, within the quotes of a shell. */
static void
name_append(char *out, size_t room, struct str name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_";
	bool quotes = needs_quotes(name), word = !quotes;
	size_t n = strlen(out);
	struct shown s;

	for (size_t i = 0; i < name.n; i++)
		word &= memchr(plain, name.p[i], sizeof(plain) - 1) != NULL;
	snprintf(out + n, room - n,
	    word     ? "%s"
	    : quotes ? "'\"%s\"'"
		     : "'%s'",
	    shown(&s, name.p, name.n));
}

static void
command_report(const char *command, struct str column, struct report *r)
{
	char text[4 * sizeof(struct shown)] = "";

	for (; *command != '\0'; command++) {
		size_t n = strlen(text);

		if (*command == '@')
			name_append(text, sizeof(text), column);
		else if (n + 1 < sizeof(text)) {
			text[n] = *command;
			text[n + 1] = '\0';
		}
	}
	report_text(r, str_of(text));
}

static void
advice_report(const struct advice *a, struct str column, const struct group_value *group,
    struct report *r)
{
	for (size_t k = 0; k < group->n; k++)
		report_text(r, group->value[k]);
	report_text(r, column);
	command_report(a->command, column, r);
	report_text(r, str_of(a->why));
	report_end_row(r);
}

void
advise_header(struct report *r)
{
	report_column(r, STR("advice"));
	report_column(r, STR("why"));
}

void
advise_rows(const struct describe *d, const struct group_value *group, struct report *r)
{
	static struct advice (*const rules[])(
	    const struct said *s) = { no_use, suspect, of_text, of_few, of_shape };
	static const struct advice impute = { "csv-impute --median @ --indicator",
		"before what follows: cells are missing" };

	for (size_t i = 0; i < d->columns.n; i++) {
		struct said s = said_of(d, i);
		struct str column = dict_key(&d->columns, i);
		struct advice a = { 0 };
		size_t k = 0;

		while (a.command == NULL)
			a = rules[k++](&s);
		if (k > 2 && is_number(&s) && s.missing > 0)
			advice_report(&impute, column, group, r);
		advice_report(&a, column, group, r);
	}
}
