/*
 * schema.c - the rules of a schema: csvlearn-schema(5)
 *
 * A schema is CSV with the columns column, rule and value, a row for each rule.  People
 * edit it, so every mistake is told with its line.
 */
#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "table/near.h"

const char *const schema_types[] = { "any", "text", "number", "integer", NULL };

/* A row of the file. */
struct line {
	struct str column, rule, value;
};

/* ---- rules that are numbers ---- */

struct number_rule {
	const char *name;
	size_t at; /* in struct rules */
	double least, most;
	const char *wants;
};

#define AT(field) offsetof(struct rules, field)

static const struct number_rule number_rules[] = {
	{ "presence", AT(presence), 0, 1, "a share from 0 to 1" },
	{ "min", AT(least), -INFINITY, INFINITY, "a number" },
	{ "max", AT(most), -INFINITY, INFINITY, "a number" },
	{ "in_domain", AT(in_domain), 0, 1, "a share from 0 to 1" },
	{ "mean_min", AT(mean_least), -INFINITY, INFINITY, "a number" },
	{ "mean_max", AT(mean_most), -INFINITY, INFINITY, "a number" },
	{ NULL, 0, 0, 0, NULL },
};

static bool
number_set(
    struct rules *r, const struct number_rule *rule, const struct line *l, struct err *e)
{
	double *x = (double *)(void *)((char *)r + rule->at), value;
	struct shown s;

	if (num_parse(l->value.p, l->value.n, &value) != NUM_OK || value < rule->least ||
	    value > rule->most)
		return fail(e, EXIT_DATA, "rule \"%s\": \"%s\" is not %s", rule->name,
		    shown(&s, l->value.p, l->value.n), rule->wants);
	if (!isnan(*x))
		return fail(e, EXIT_DATA, "rule \"%s\" stands there twice", rule->name);
	*x = value;
	return true;
}

/* ---- the others ---- */

static bool
type_set(struct rules *r, const struct line *l, struct err *e)
{
	struct shown s;

	for (size_t i = 0; schema_types[i] != NULL; i++)
		if (str_equal(l->value, str_of(schema_types[i]))) {
			r->type = (enum schema_type)i;
			return true;
		}
	return fail(e, EXIT_DATA,
	    "rule \"type\": \"%s\" is not any, text, number or integer",
	    shown(&s, l->value.p, l->value.n));
}

static bool
value_set(struct rules *r, const struct line *l, struct err *e)
{
	struct shown s;
	size_t n = r->domain.n;

	return dict_add(&r->domain, l->value) == n ||
	       fail(e, EXIT_DATA, "rule \"value\": \"%s\" stands there twice",
		   shown(&s, l->value.p, l->value.n));
}

static bool
unique_set(struct rules *r, const struct line *l, struct err *e)
{
	struct shown s;

	r->unique = str_equal(l->value, STR("1"));
	return r->unique || str_equal(l->value, STR("0")) ||
	       fail(e, EXIT_DATA, "rule \"unique\": \"%s\" is not 1 or 0",
		   shown(&s, l->value.p, l->value.n));
}

static bool
match_set(struct rules *r, const struct line *l, struct err *e)
{
	char why[100];
	struct shown s;
	int status;

	if (r->match.p != NULL)
		return fail(e, EXIT_DATA, "rule \"match\" stands there twice");
	r->match = mem_keep(l->value);
	status = regcomp(&r->regex, r->match.p, REG_EXTENDED | REG_NOSUB);
	if (status == 0)
		return true;
	regerror(status, &r->regex, why, sizeof(why));
	free((char *)r->match.p);
	r->match.p = NULL;
	return fail(e, EXIT_DATA, "rule \"match\": \"%s\": %s",
	    shown(&s, l->value.p, l->value.n), why);
}

static bool
not_in_set(struct rules *r, const struct line *l, struct err *e)
{
	(void)e;
	dict_add(&r->not_in, l->value);
	return true;
}

static const struct {
	const char *name;
	bool (*set)(struct rules *r, const struct line *l, struct err *e);
} other_rules[] = {
	{ "type", type_set },
	{ "value", value_set },
	{ "unique", unique_set },
	{ "match", match_set },
	{ "not_in", not_in_set },
	{ NULL, NULL },
};

static bool
rule_unknown(struct str name, struct err *e)
{
	struct near near = near_start(name);
	struct shown s, t;

	for (size_t i = 0; number_rules[i].name != NULL; i++)
		near_offer(&near, str_of(number_rules[i].name));
	for (size_t i = 0; other_rules[i].name != NULL; i++)
		near_offer(&near, str_of(other_rules[i].name));
	shown(&s, name.p, name.n);
	if (!near.found)
		return fail(e, EXIT_DATA,
		    "there is no rule \"%s\" (csvlearn-schema(5) has them)", s.s);
	return fail(e, EXIT_DATA, "there is no rule \"%s\" (did you mean \"%s\"?)", s.s,
	    shown(&t, near.best.p, near.best.n));
}

/* ---- rows ---- */

/* A row without a column is about the table. */
static bool
table_rule(struct schema *s, const struct line *l, struct err *e)
{
	struct shown t;
	double n;

	if (str_equal(l->rule, STR("columns"))) {
		s->open = str_equal(l->value, STR("open"));
		return s->open || str_equal(l->value, STR("closed")) ||
		       fail(e, EXIT_DATA,
			   "rule \"columns\": \"%s\" is not open or closed",
			   shown(&t, l->value.p, l->value.n));
	}
	if (!str_equal(l->rule, STR("rows_min")))
		return fail(e, EXIT_DATA,
		    "a row without a column has the rule columns or rows_min, not \"%s\"",
		    shown(&t, l->rule.p, l->rule.n));
	if (num_parse(l->value.p, l->value.n, &n) != NUM_OK || n < 0 || n > 0x1p53 ||
	    n != floor(n))
		return fail(e, EXIT_DATA,
		    "rule \"rows_min\": \"%s\" is not a number of rows",
		    shown(&t, l->value.p, l->value.n));
	s->rows_least = (uint64_t)n;
	return true;
}

static struct rules *
rules_of(struct schema *s, struct str column)
{
	size_t i = dict_add(&s->columns, column);

	if (i == s->n) {
		s->of = mem_grow(s->of, &s->room, s->n + 1, sizeof(*s->of));
		s->of[s->n++] = (struct rules){ .column = mem_keep(column),
			.presence = NAN,
			.in_domain = NAN,
			.least = NAN,
			.most = NAN,
			.mean_least = NAN,
			.mean_most = NAN };
	}
	return &s->of[i];
}

static bool
line_take(struct schema *s, const struct line *l, struct err *e)
{
	struct rules *r;

	if (l->rule.n == 0 || l->value.n == 0)
		return fail(e, EXIT_DATA, "a row without a %s",
		    l->rule.n == 0 ? "rule" : "value");
	if (l->column.n == 0)
		return table_rule(s, l, e);
	r = rules_of(s, l->column);
	for (size_t i = 0; number_rules[i].name != NULL; i++)
		if (str_equal(l->rule, str_of(number_rules[i].name)))
			return number_set(r, &number_rules[i], l, e);
	for (size_t i = 0; other_rules[i].name != NULL; i++)
		if (str_equal(l->rule, str_of(other_rules[i].name)))
			return other_rules[i].set(r, l, e);
	return rule_unknown(l->rule, e);
}

static bool
batch_take(struct schema *s, struct batch *b, const size_t column[3], struct err *e)
{
	for (size_t row = 0; row < b->nrow; row++) {
		struct line l = { batch_cell(b, column[0], row),
			batch_cell(b, column[1], row), batch_cell(b, column[2], row) };
		struct err why;
		struct shown name;

		if (line_take(s, &l, &why))
			continue;
		return l.column.n == 0
			   ? fail_at(e, row, "%s", why.msg)
			   : fail_at(e, row, "column \"%s\": %s",
				 shown(&name, l.column.p, l.column.n), why.msg);
	}
	return true;
}

/* What each rule may be, they may not be together. */
static void
rules_check(const struct schema *s, const char *file)
{
	struct shown name;

	for (size_t i = 0; i < s->n; i++) {
		const struct rules *r = &s->of[i];

		shown(&name, r->column.p, r->column.n);
		if (r->least > r->most)
			die(EXIT_DATA, "%s: column \"%s\": its min lies above its max",
			    file, name.s);
		if (r->mean_least > r->mean_most)
			die(EXIT_DATA,
			    "%s: column \"%s\": its mean_min lies above its mean_max",
			    file, name.s);
		if (!isnan(r->in_domain) && r->domain.n == 0)
			die(EXIT_DATA,
			    "%s: column \"%s\": in_domain without a rule \"value\"", file,
			    name.s);
		if (r->type < TYPE_NUMBER &&
		    (!isnan(r->least) || !isnan(r->most) || !isnan(r->mean_least) ||
			!isnan(r->mean_most)))
			die(EXIT_DATA,
			    "%s: column \"%s\": min and max are for columns of type "
			    "number "
			    "or integer",
			    file, name.s);
	}
}

void
schema_read(struct schema *s, const struct check *c)
{
	static const char *const names[] = { "column", "rule", "value" };
	struct dialect plain = { .max_record = MAX_RECORD, .block = BLOCK };
	struct reader *in;
	struct batch b = { .missing = &missing_default };
	size_t column[3];
	struct err e;
	int got;

	*s = (struct schema){ 0 };
	in = reader_open(&c->schema, 1, &plain, false, &e);
	if (in == NULL)
		run_fail(&e, NULL);
	reader_header(in, &b);
	for (size_t i = 0; i < 3; i++)
		if (!batch_need(&b, str_of(names[i]), &column[i], &e))
			run_fail(&e, NULL);
	while ((got = reader_next(in, &b, &e)) > 0)
		if (!batch_take(s, &b, column, &e))
			run_fail(&e, &b);
	if (got < 0)
		run_fail(&e, NULL);
	if (s->n == 0)
		die(EXIT_DATA, "%s: a schema without a rule", c->schema);
	rules_check(s, c->schema);
	batch_free(&b);
	reader_close(in);
}

void
schema_free(struct schema *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct rules *r = &s->of[i];

		if (r->match.p != NULL)
			regfree(&r->regex);
		free((char *)r->match.p);
		free((char *)r->column.p);
		dict_clear(&r->domain);
		dict_clear(&r->not_in);
	}
	free(s->of);
	dict_clear(&s->columns);
}
