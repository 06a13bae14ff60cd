/*
 * tests.c - see tests.h
 */
#include "tests.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "personal.h"
#include "table/list.h"

static bool
none_parse(struct limits *l, struct str args, struct err *e)
{
	(void)l;
	if (args.p == NULL)
		return true;
	return fail(e, EXIT_USAGE, "--drop-missing: no parameters follow the columns");
}

static void
missing_judge(
    const struct limits *l, struct batch *b, size_t j, uint32_t rule, uint32_t *why)
{
	bool *missing = batch_missing(b, j);

	(void)l;
	for (size_t r = 0; r < b->nrow; r++)
		if (missing[r] && why[r] == 0)
			why[r] = rule | IS_MISSING;
}

/* A bound; one left out is no bound. */
static bool
range_bound_parse(struct str s, double none, double *x, struct err *e)
{
	struct shown buf;

	*x = none;
	if (s.n == 0 || num_parse(s.p, s.n, x) == NUM_OK)
		return true;
	return fail(
	    e, EXIT_USAGE, "--range: \"%s\" is not a number", shown(&buf, s.p, s.n));
}

static bool
range_parse(struct limits *l, struct str args, struct err *e)
{
	struct list part = { 0 };
	struct shown s;
	bool good;

	if (args.p != NULL && !list_parse(&part, args, ':', e))
		return false;
	good = part.n == 2
		   ? range_bound_parse(part.item[0].text, -INFINITY, &l->lo, e) &&
			 range_bound_parse(part.item[1].text, INFINITY, &l->hi, e)
		   : fail(e, EXIT_USAGE,
			 "--range: write COL:LO:HI, where LO or HI may be left out");
	if (good && l->lo > l->hi)
		good = fail(e, EXIT_USAGE, "--range: nothing lies in \"%s\"",
		    shown(&s, args.p, args.n));
	list_free(&part);
	return good;
}

static enum reason
range_reason(const struct limits *l, const struct missing *missing, struct str cell)
{
	double x;

	if (missing_number(missing, cell))
		return STAYS;
	if (num_parse(cell.p, cell.n, &x) != NUM_OK)
		return NO_NUMBER;
	return x < l->lo || x > l->hi ? OUT_OF_RANGE : STAYS;
}

static void
range_judge(
    const struct limits *l, struct batch *b, size_t j, uint32_t rule, uint32_t *why)
{
	for (size_t r = 0; r < b->nrow; r++) {
		enum reason reason;

		if (why[r] != 0)
			continue;
		reason = range_reason(l, b->missing, batch_cell(b, j, r));
		why[r] = reason == STAYS ? 0 : rule | reason;
	}
}

static bool
allow_parse(struct limits *l, struct str args, struct err *e)
{
	struct list value = { 0 };
	bool good = true;

	if (args.p == NULL)
		return fail(e, EXIT_USAGE,
		    "--allow: write COL:V1:V2..., values behind the column");
	if (!list_parse(&value, args, ':', e))
		return false;
	for (size_t i = 0; i < value.n && good; i++) {
		good = value.item[i].text.n > 0 ||
		       fail(e, EXIT_USAGE,
			   "--allow: a value is empty (missing cells are allowed anyway; "
			   "see --drop-missing)");
		dict_add(&l->allowed, value.item[i].text);
	}
	list_free(&value);
	return good;
}

static void
allow_judge(
    const struct limits *l, struct batch *b, size_t j, uint32_t rule, uint32_t *why)
{
	for (size_t r = 0; r < b->nrow; r++) {
		struct str cell = batch_cell(b, j, r);

		if (why[r] == 0 && !missing_text(b->missing, cell) &&
		    dict_find(&l->allowed, cell) == DICT_NONE)
			why[r] = rule | NOT_ALLOWED;
	}
}

/* Bounds are the rule's own, as each column has others: see rules_learn(). */
static bool
outliers_parse(struct limits *l, struct str args, struct err *e)
{
	struct list part = { 0 };
	bool good = args.p != NULL;

	if (good && !list_parse(&part, args, ':', e))
		return false;
	good = good && part.n >= 1 && part.n <= 2 &&
	       bound_parse(part.item[0].text, &l->bound[0]) &&
	       bound_parse(part.item[part.n - 1].text, &l->bound[1]);
	/* One for both sides has to mean another place on each. */
	if (good && part.n == 1)
		good = l->bound[0].kind == BOUND_SD || l->bound[0].kind == BOUND_IQR;
	list_free(&part);
	return good || fail(e, EXIT_USAGE,
			   "--outliers: write COL:3sd or COL:1.5iqr, or COL:LO:HI with "
			   "p1, 3sd, 1.5iqr, numbers or nothing");
}

static void
outliers_judge(
    const struct limits *l, struct batch *b, size_t j, uint32_t rule, uint32_t *why)
{
	for (size_t r = 0; r < b->nrow; r++) {
		enum reason reason;

		if (why[r] != 0)
			continue;
		reason = range_reason(l, b->missing, batch_cell(b, j, r));
		if (reason == OUT_OF_RANGE)
			why[r] = rule | OUTLIER;
	}
}

static bool
personal_parse(struct limits *l, struct str args, struct err *e)
{
	return personal_kinds("personal", args, &l->personal, e);
}

static void
personal_judge(
    const struct limits *l, struct batch *b, size_t j, uint32_t rule, uint32_t *why)
{
	for (size_t r = 0; r < b->nrow; r++)
		if (why[r] == 0 && personal_find(batch_cell(b, j, r), l->personal) >= 0)
			why[r] = rule | PERSONAL;
}

static const struct test tests[] = {
	{ "drop-missing", none_parse, missing_judge },
	{ "range", range_parse, range_judge },
	{ "allow", allow_parse, allow_judge },
	{ "outliers", outliers_parse, outliers_judge },
	{ "personal", personal_parse, personal_judge },
};

const struct test *
test_find(const char *option)
{
	const struct test *t = tests;

	while (strcmp(t->option, option) != 0)
		t++;
	return t;
}

bool
test_is_outliers(const struct test *t)
{
	return t->judge == outliers_judge;
}
