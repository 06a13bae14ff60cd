/*
 * learn.c - the look at all rows that some rules need first
 */
#include "learn.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "disk.h"
#include "tests.h"

/* Rows by their features: the label of the first, and whether there are others. */
struct conflict_table {
	struct dict features;
	struct str *label; /* (features.n) in mem */
	bool *conflict;    /* (features.n) */
	size_t room, conflict_room;
	struct arena mem;
};

struct learning {
	struct rules *r;
	struct tally *tally; /* (r->n) of those that have bounds to find */
};

static void
outliers_learn(struct tally *t, struct batch *b, size_t j)
{
	double *x = arena_alloc(&b->mem, b->nrow, sizeof(*x));

	/* What is no number is another rule's business. */
	for (size_t r = 0; r < b->nrow; r++) {
		struct str cell = batch_cell(b, j, r);

		if (missing_number(b->missing, cell) ||
		    num_parse(cell.p, cell.n, &x[r]) != NUM_OK)
			x[r] = NAN;
	}
	tally_numbers(t, x, b->nrow);
}

static void
conflicts_learn(struct rules *r, struct batch *b, size_t row)
{
	struct conflict_table *t = r->table;
	struct str label = batch_cell(b, r->label, row);
	size_t n = t->features.n,
	       i = dict_add(&t->features, key_cells(&r->features, b, row));

	if (i < n) {
		t->conflict[i] |= !str_equal(t->label[i], label);
		return;
	}
	t->label = mem_grow(t->label, &t->room, n + 1, sizeof(*t->label));
	t->conflict = mem_grow(t->conflict, &t->conflict_room, n + 1, sizeof(bool));
	t->label[n] = arena_keep(&t->mem, label);
	t->conflict[n] = false;
}

static bool
learn_take(void *self, struct block *k, struct err *e)
{
	struct learning *l = self;
	struct rules *r = l->r;

	for (size_t i = 0; i < r->n; i++)
		if (test_is_outliers(r->rule[i].test)) {
			outliers_learn(&l->tally[i], &k->batch, r->rule[i].column);
			if (!sample_good(&l->tally[i].values, e))
				return false;
		}
	for (size_t row = 0; r->conflicts && row < k->batch.nrow; row++)
		conflicts_learn(r, &k->batch, row);
	return true;
}

/* Without a number there is nothing beyond any bound. */
static void
bounds_find(struct rule *rule, struct tally *t)
{
	struct limits *l = rule->limits;
	struct err e;

	l->lo = -INFINITY;
	l->hi = INFINITY;
	if (t->n > 0 && (!bound_find(&l->bound[0], t, false, &l->lo, &e) ||
			    !bound_find(&l->bound[1], t, true, &l->hi, &e)))
		run_fail(&e, NULL);
}

void
rules_learn(struct rules *r, struct reader *in, const struct missing *missing)
{
	struct learning l = { r, mem_alloc(r->n, sizeof(*l.tally)) };
	struct pipeline p = { .self = &l, .missing = missing, .take = learn_take };

	if (r->conflicts)
		r->table = mem_alloc(1, sizeof(*r->table));
	for (size_t i = 0; i < r->n; i++) {
		const struct bound *b = r->rule[i].limits->bound;

		tally_start(&l.tally[i], bound_needs(&b[0]) | bound_needs(&b[1]));
	}
	pipeline_run(&p, in);
	for (size_t i = 0; i < r->n; i++) {
		if (test_is_outliers(r->rule[i].test))
			bounds_find(&r->rule[i], &l.tally[i]);
		tally_free(&l.tally[i]);
	}
	free(l.tally);
}

static bool
repeats_work(void *self, void *hand, struct block *k, struct err *e)
{
	(void)hand;
	(void)e;
	k->note = rules_judge(self, &k->batch);
	return true;
}

static bool
repeats_take(void *self, struct block *k, struct err *e)
{
	struct rules *r = self;
	const struct judged *j = k->note;

	for (size_t row = 0; row < k->batch.nrow; row++)
		if (j->why[row] == 0 && !disk_add(r->disk, k->batch.first + row,
					    j->key[row], j->hash[row], e))
			return false;
	return true;
}

void
rules_learn_repeats(struct rules *r, struct reader *in, const struct missing *missing)
{
	struct pipeline p = {
		.self = r, .missing = missing, .work = repeats_work, .take = repeats_take
	};
	struct err e;

	r->disk = disk_new(&e);
	if (r->disk == NULL)
		run_fail(&e, NULL);
	pipeline_run(&p, in);
	if (!disk_settle(r->disk, &e))
		run_fail(&e, NULL);
}

bool
conflicts_has(const struct conflict_table *t, struct str features)
{
	size_t i = dict_find(&t->features, features);

	return i != DICT_NONE && t->conflict[i];
}

void
conflicts_free(struct conflict_table *t)
{
	if (t == NULL)
		return;
	dict_clear(&t->features);
	free(t->label);
	free(t->conflict);
	arena_free(&t->mem);
	free(t);
}
