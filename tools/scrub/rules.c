/*
 * rules.c - see rules.h
 */
#include "rules.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "table/list.h"
#include "table/select.h"

const char *const reason_name[REASONS] = { [STAYS] = "",
	[IS_MISSING] = "missing",
	[NO_NUMBER] = "not a number",
	[OUT_OF_RANGE] = "out of range",
	[NOT_ALLOWED] = "not allowed",
	[DUPLICATE] = "duplicate" };

struct limits { /* what follows the columns of an option */
	double lo, hi;
	struct dict allowed;
	struct limits *next;
};

struct test {
	const char *option;
	bool (*parse)(struct limits *l, struct str args, struct err *e);
	/* Mark the rows of column j that go and were not marked before. */
	void (*judge)(const struct limits *l, struct batch *b, size_t j, uint32_t rule,
	    uint32_t *why);
};

/* A mark: which rule, and what it says. */
enum { REASON_BITS = 3 };
_Static_assert(REASONS <= 1 << REASON_BITS, "a reason fits into its bits");

struct rule {
	const struct test *test;
	const struct limits *limits;
	size_t column;
	uint64_t broken[REASONS];
};

/* ---- the tests ---- */

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
bound_parse(struct str s, double none, double *x, struct err *e)
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
		   ? bound_parse(part.item[0].text, -INFINITY, &l->lo, e) &&
			 bound_parse(part.item[1].text, INFINITY, &l->hi, e)
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

static const struct test tests[] = {
	{ "drop-missing", none_parse, missing_judge },
	{ "range", range_parse, range_judge },
	{ "allow", allow_parse, allow_judge },
};

/* ---- from the options ---- */

static const struct test *
test_find(const char *option)
{
	const struct test *t = tests;

	while (strcmp(t->option, option) != 0)
		t++;
	return t;
}

/* What follows the first colon; p is NULL where there is none. */
static struct str
use_args(const struct use *u)
{
	struct str head = list_head(u->text);

	if (head.n == u->text.n)
		return (struct str){ 0 };
	return (struct str){ u->text.p + head.n + 1, u->text.n - head.n - 1 };
}

bool
rules_need_kinds(const struct uses *uses, const char *dedup)
{
	bool need = dedup != NULL && *dedup != '\0' && select_needs_kinds(str_of(dedup));

	for (size_t i = 0; i < uses->n; i++)
		need |= select_needs_kinds(list_head(uses->use[i].text));
	return need;
}

bool
rules_check(const struct uses *uses, struct err *e)
{
	bool good = true;

	for (size_t i = 0; i < uses->n && good; i++) {
		const struct use *u = &uses->use[i];
		struct limits l = { 0 };

		good = test_find(u->option)->parse(&l, use_args(u), e);
		dict_clear(&l.allowed);
	}
	return good;
}

static bool
use_resolve(struct rules *r, const struct use *u, struct batch *header,
    const enum kind *kinds, struct err *e)
{
	const struct test *t = test_find(u->option);
	struct limits *limits = mem_alloc(1, sizeof(*limits));
	struct selection s;

	limits->next = r->limits;
	r->limits = limits;
	if (!t->parse(limits, use_args(u), e) ||
	    !select_columns(&s, list_head(u->text), header, kinds, e))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		r->rule = mem_grow(r->rule, &r->room, r->n + 1, sizeof(*r->rule));
		r->rule[r->n++] =
		    (struct rule){ .test = t, .limits = limits, .column = s.column[i] };
	}
	select_free(&s);
	return true;
}

bool
rules_resolve(struct rules *r, const struct uses *uses, const char *dedup,
    struct batch *header, const enum kind *kinds, struct err *e)
{
	for (size_t i = 0; i < uses->n; i++)
		if (!use_resolve(r, &uses->use[i], header, kinds, e))
			return false;
	r->dedup = dedup != NULL;
	return dedup == NULL ||
	       key_resolve(&r->key, *dedup != '\0' ? dedup : NULL, header, kinds, e);
}

/* ---- rows ---- */

struct judged *
rules_judge(const struct rules *r, struct batch *b)
{
	struct judged *j = arena_alloc(&b->mem, 1, sizeof(*j));

	j->why = arena_alloc(&b->mem, b->nrow, sizeof(*j->why));
	memset(j->why, 0, b->nrow * sizeof(*j->why));
	for (size_t i = 0; i < r->n; i++) {
		const struct rule *rule = &r->rule[i];

		rule->test->judge(
		    rule->limits, b, rule->column, (uint32_t)i << REASON_BITS, j->why);
	}
	if (!r->dedup)
		return j;
	j->key = arena_alloc(&b->mem, b->nrow, sizeof(*j->key));
	j->hash = arena_alloc(&b->mem, b->nrow, sizeof(*j->hash));
	for (size_t row = 0; row < b->nrow; row++) {
		if (j->why[row] != 0)
			continue;
		j->key[row] = key_text(&r->key, b, row);
		j->hash[row] = hash_text(j->key[row].p, j->key[row].n);
	}
	return j;
}

static bool
seen_before(struct rules *r, const struct judged *j, size_t row)
{
	size_t n = r->seen.n;

	dict_add_hashed(&r->seen, j->key[row], j->hash[row]);
	return r->seen.n == n;
}

enum reason
rules_reason(struct rules *r, const struct judged *j, size_t row, size_t *column)
{
	uint32_t why = j->why[row];
	enum reason reason = why & ((1u << REASON_BITS) - 1);

	if (why != 0) {
		struct rule *rule = &r->rule[why >> REASON_BITS];

		rule->broken[reason]++;
		*column = rule->column;
		return reason;
	}
	if (!r->dedup || !seen_before(r, j, row))
		return STAYS;
	r->duplicates++;
	*column = r->key.n == 1 ? r->key.column[0] : COLUMN_NONE;
	return DUPLICATE;
}

void
rules_prefetch(const struct rules *r, const struct judged *j, size_t row)
{
	if (r->dedup && j->why[row] == 0)
		dict_prefetch(&r->seen, j->hash[row]);
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

void
rules_tell(const struct rules *r, const struct batch *header)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct rule *rule = &r->rule[i];
		struct str name = header->col[rule->column].name;
		struct shown s;

		for (int why = 0; why < REASONS; why++)
			if (rule->broken[why] > 0)
				tell("%" PRIu64 " row%s: column \"%s\": %s",
				    rule->broken[why], plural(rule->broken[why]),
				    shown(&s, name.p, name.n), reason_name[why]);
	}
	if (r->duplicates > 0)
		tell("%" PRIu64 " row%s: %s", r->duplicates, plural(r->duplicates),
		    reason_name[DUPLICATE]);
}

void
rules_free(struct rules *r)
{
	while (r->limits != NULL) {
		struct limits *next = r->limits->next;

		dict_clear(&r->limits->allowed);
		free(r->limits);
		r->limits = next;
	}
	free(r->rule);
	key_free(&r->key);
	dict_clear(&r->seen);
	*r = (struct rules){ 0 };
}
