/*
 * rules.c - see rules.h
 */
#include "disk.h"
#include "learn.h"
#include "tests.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/list.h"
#include "table/select.h"

const char *const reason_name[REASONS] = { [STAYS] = "",
	[IS_MISSING] = "missing",
	[NO_NUMBER] = "not a number",
	[OUT_OF_RANGE] = "out of range",
	[NOT_ALLOWED] = "not allowed",
	[OUTLIER] = "outlier",
	[PERSONAL] = "personal data",
	[CONFLICT] = "conflicting label",
	[DUPLICATE] = "duplicate" };

/* ---- from the options ---- */

static bool
list_needs_kinds(const char *list)
{
	return list != NULL && *list != '\0' && select_needs_kinds(str_of(list));
}

static bool
uses_need_kinds(const struct uses *uses)
{
	bool need = false;

	for (size_t i = 0; i < uses->n; i++)
		need |= select_needs_kinds(list_head(uses->use[i].text));
	return need;
}

bool
rules_need_kinds(const struct rules_given *g)
{
	return list_needs_kinds(g->dedup) || list_needs_kinds(g->conflicts) ||
	       uses_need_kinds(&g->uses) || uses_need_kinds(&g->hash);
}

bool
rules_need_bounds(const struct rules_given *g)
{
	bool need = g->conflicts != NULL;

	for (size_t i = 0; i < g->uses.n; i++)
		need |= strcmp(g->uses.use[i].option, "outliers") == 0;
	return need;
}

bool
rules_need_look(const struct rules_given *g)
{
	return rules_need_bounds(g) || g->on_disk;
}

bool
rules_check(const struct uses *uses, struct err *e)
{
	bool good = true;

	for (size_t i = 0; i < uses->n && good; i++) {
		const struct use *u = &uses->use[i];
		struct limits l = { 0 };

		good = test_find(u->option)->parse(&l, list_rest(u->text), e);
		dict_clear(&l.allowed);
	}
	return good;
}

/* Limits of one's own for each column: what is learnt of it differs. */
static struct limits *
limits_new(struct rules *r)
{
	struct limits *l = mem_alloc(1, sizeof(*l));

	l->next = r->limits;
	r->limits = l;
	return l;
}

static bool
use_resolve(struct rules *r, const struct use *u, struct batch *header,
    const enum kind *kinds, struct err *e)
{
	const struct test *t = test_find(u->option);
	struct selection s;
	bool good = true;

	if (!select_columns(&s, list_head(u->text), header, kinds, e))
		return false;
	for (size_t i = 0; i < s.n && good; i++) {
		struct limits *limits = limits_new(r);

		good = t->parse(limits, list_rest(u->text), e);
		r->rule = mem_grow(r->rule, &r->room, r->n + 1, sizeof(*r->rule));
		r->rule[r->n++] =
		    (struct rule){ .test = t, .limits = limits, .column = s.column[i] };
	}
	select_free(&s);
	return good;
}

/* All columns but the label. */
static bool
conflicts_resolve(struct rules *r, const char *label, struct batch *header, struct err *e)
{
	struct selection s;
	size_t n = 0;

	if (!select_columns(&s, str_of(label), header, NULL, e))
		return false;
	if (s.n != 1 || header->ncol < 2) {
		select_free(&s);
		return fail(e, EXIT_USAGE,
		    "--conflicts: one column is the label, and there are others");
	}
	r->conflicts = true;
	r->label = s.column[0];
	select_free(&s);
	r->features.column = mem_alloc(header->ncol, sizeof(*r->features.column));
	for (size_t j = 0; j < header->ncol; j++)
		if (j != r->label)
			r->features.column[n++] = j;
	r->features.n = n;
	return true;
}

bool
rules_resolve(struct rules *r, const struct rules_given *g, struct batch *header,
    const enum kind *kinds, struct err *e)
{
	if (r->n > 0 || r->dedup || r->conflicts)
		return true; /* for the look at all rows */
	for (size_t i = 0; i < g->uses.n; i++)
		if (!use_resolve(r, &g->uses.use[i], header, kinds, e))
			return false;
	if (g->conflicts != NULL && !conflicts_resolve(r, g->conflicts, header, e))
		return false;
	r->dedup = g->dedup != NULL;
	r->near = g->near;
	return g->dedup == NULL ||
	       key_resolve(
		   &r->key, *g->dedup != '\0' ? g->dedup : NULL, header, kinds, e);
}

/* ---- rows ---- */

/*
 * The key with what near duplicates differ in taken out: cells in small letters, and runs
 * of blanks and of ASCII punctuation as one blank between words.
 */
static struct str
key_folded(const struct key *k, struct batch *b, size_t row)
{
	size_t room = 0, n = 0;
	char *text;

	for (size_t i = 0; i < k->n; i++)
		room += 1 + batch_cell(b, k->column[i], row).n;
	text = arena_alloc(&b->mem, room, 1);
	for (size_t i = 0; i < k->n; i++) {
		struct str cell = batch_cell(b, k->column[i], row);
		size_t from = n;
		bool between = false;

		for (size_t c = 0; c < cell.n; c++) {
			unsigned char x = (unsigned char)cell.p[c];
			bool capital = x >= 'A' && x <= 'Z';
			bool word = capital || (x >= 'a' && x <= 'z') ||
				    (x >= '0' && x <= '9') || x > 127;

			if (word && between && n > from)
				text[n++] = ' ';
			if (word)
				text[n++] = (char)(capital ? x + 32 : x);
			between = !word;
		}
		text[n++] = '\n'; /* which is no word */
	}
	return (struct str){ text, n };
}

struct judged *
rules_judge(const struct rules *r, struct batch *b)
{
	struct judged *j = arena_alloc(&b->mem, 1, sizeof(*j));

	j->first = b->first;
	j->why = arena_alloc(&b->mem, b->nrow, sizeof(*j->why));
	memset(j->why, 0, b->nrow * sizeof(*j->why));
	for (size_t i = 0; i < r->n; i++) {
		const struct rule *rule = &r->rule[i];

		rule->test->judge(
		    rule->limits, b, rule->column, (uint32_t)i << REASON_BITS, j->why);
	}
	for (size_t row = 0; r->conflicts && row < b->nrow; row++)
		if (j->why[row] == 0 &&
		    conflicts_has(r->table, key_cells(&r->features, b, row)))
			j->why[row] = CONFLICT;
	if (!r->dedup)
		return j;
	j->key = arena_alloc(&b->mem, b->nrow, sizeof(*j->key));
	j->hash = arena_alloc(&b->mem, b->nrow, sizeof(*j->hash));
	for (size_t row = 0; row < b->nrow; row++) {
		if (j->why[row] != 0)
			continue;
		j->key[row] =
		    r->near ? key_folded(&r->key, b, row) : key_text(&r->key, b, row);
		j->hash[row] = hash_text(j->key[row].p, j->key[row].n);
	}
	return j;
}

static bool
seen_before(struct rules *r, const struct judged *j, size_t row)
{
	size_t n = r->seen.n;

	if (r->disk != NULL)
		return disk_repeats(r->disk, j->first + row);
	dict_add_hashed(&r->seen, j->key[row], j->hash[row]);
	return r->seen.n == n;
}

enum reason
rules_reason(struct rules *r, const struct judged *j, size_t row, size_t *column)
{
	uint32_t why = j->why[row];
	enum reason reason = why & ((1u << REASON_BITS) - 1);

	if (why == CONFLICT) {
		r->conflicting++;
		*column = r->label;
		return reason;
	}
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
	if (r->dedup && r->disk == NULL && j->why[row] == 0)
		dict_prefetch(&r->seen, j->hash[row]);
}

void
rules_each(const struct rules *r, const struct batch *header,
    void (*see)(void *with, struct str column, const char *reason, uint64_t rows),
    void *with)
{
	for (size_t i = 0; i < r->n; i++)
		for (int why = 0; why < REASONS; why++)
			if (r->rule[i].broken[why] > 0)
				see(with, header->col[r->rule[i].column].name,
				    reason_name[why], r->rule[i].broken[why]);
	if (r->conflicting > 0)
		see(with, header->col[r->label].name, reason_name[CONFLICT],
		    r->conflicting);
	if (r->duplicates > 0)
		see(with, STR(""), reason_name[DUPLICATE], r->duplicates);
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
	key_free(&r->features);
	conflicts_free(r->table);
	disk_free(r->disk);
	*r = (struct rules){ 0 };
}
