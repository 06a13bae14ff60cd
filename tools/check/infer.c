/*
 * infer.c - the schema that a table keeps: csvlearn-schema(5)
 */
#include "check.h"

#include <math.h>
#include <stdlib.h>

#include "table/list.h"
#include "table/select.h"

enum { UNIQUE_ROWS = 100 }; /* in fewer, chance makes values unique */

static void
rule(struct report *out, struct str column, const char *name)
{
	report_text(out, column);
	report_text(out, str_of(name));
}

static void
rule_text(struct report *out, struct str column, const char *name, struct str value)
{
	rule(out, column, name);
	report_text(out, value);
	report_end_row(out);
}

static void
rule_number(struct report *out, struct str column, const char *name, double value)
{
	rule(out, column, name);
	report_number(out, value);
	report_end_row(out);
}

/* As far as a double goes. */
static double
widened(double x, double by)
{
	return fmin(fmax(x + by, -1.7976931348623157e308), 1.7976931348623157e308);
}

static void
range_infer(
    const struct check *c, const struct profile *p, struct str column, struct report *out)
{
	double by = c->slack > 0 ? c->slack * (p->max - p->min) : 0;

	if (profile_type(p) == PROFILE_INTEGER)
		by = ceil(by);
	rule_number(out, column, "min", widened(p->min, -by));
	rule_number(out, column, "max", widened(p->max, by));
}

static void
domain_infer(
    const struct check *c, const struct profile *p, struct str column, struct report *out)
{
	const struct distinct *d = &p->cells;
	size_t *order;

	if (d->over || d->texts.n > c->max_domain || 2 * d->texts.n > p->present)
		return;
	order = distinct_order(d);
	for (size_t i = 0; i < d->texts.n; i++)
		rule_text(out, column, "value", dict_key(&d->texts, order[i]));
	free(order);
	if (c->slack > 0)
		rule_number(out, column, "in_domain", fmax(1 - c->slack, 0));
}

static void
column_infer(const struct check *c, const struct profile *p, uint64_t rows,
    struct str column, struct report *out)
{
	static const char *const types[] = { [PROFILE_EMPTY] = "any",
		[PROFILE_INTEGER] = "integer",
		[PROFILE_NUMBER] = "number",
		[PROFILE_TEXT] = "text" };
	enum profile_type type = profile_type(p);
	double share = rows > 0 ? (double)p->present / (double)rows : 0;

	rule_text(out, column, "type", str_of(types[type]));
	if (share > 0)
		rule_number(out, column, "presence", share * fmax(1 - c->slack, 0));
	if (type == PROFILE_INTEGER || type == PROFILE_NUMBER)
		range_infer(c, p, column, out);
	if (type == PROFILE_TEXT)
		domain_infer(c, p, column, out);
	if ((type == PROFILE_TEXT || type == PROFILE_INTEGER) && !p->cells.over &&
	    p->cells.texts.n == p->present && p->present >= UNIQUE_ROWS)
		rule_number(out, column, "unique", 1);
}

/* --not-in LIST:WORD for the columns of the list. */
static void
environment_infer(const char *text, const struct survey *s, struct report *out)
{
	struct str head = list_head(str_of(text)), word;
	struct batch header = { .missing = &missing_default };
	struct selection chosen;
	struct err e;

	word = (struct str){ text + head.n + 1, str_of(text).n - head.n - 1 };
	if (head.n == 0 || head.n == str_of(text).n || word.n == 0)
		tool_usage("--not-in LIST:WORD wants columns and an environment");
	header.file = "--not-in";
	header.ncol = s->d.columns.n;
	header.col = mem_alloc(header.ncol, sizeof(*header.col));
	for (size_t i = 0; i < header.ncol; i++)
		header.col[i].name = dict_key(&s->d.columns, i);
	if (!select_columns(&chosen, head, &header, NULL, &e))
		run_fail(&e, NULL);
	for (size_t i = 0; i < chosen.n; i++)
		rule_text(out, header.col[chosen.column[i]].name, "not_in", word);
	select_free(&chosen);
	batch_free(&header);
}

int
infer(const struct check *c, struct reader *in, struct report *out)
{
	struct survey s;

	survey_take(&s, c, in, c->max_distinct);
	report_column(out, STR("column"));
	report_column(out, STR("rule"));
	report_column(out, STR("value"));
	for (size_t i = 0; i < s.d.columns.n; i++)
		column_infer(c, &s.of[i], s.rows, dict_key(&s.d.columns, i), out);
	for (size_t i = 0; i < c->not_in.n; i++)
		environment_infer(c->not_in.text[i], &s, out);
	if (c->columns != NULL)
		rule_text(out, STR(""), "columns", STR("open"));
	survey_free(&s);
	report_end(out);
	return EXIT_SUCCESS;
}
