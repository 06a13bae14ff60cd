/*
 * look.c - the look at all rows, by group; and which columns the report is about
 */
#include "describe.h"

#include <stdlib.h>

#include "run/learn.h"
#include "run/pipeline.h"

/* ---- columns ---- */

/*
 * The columns of a list.  Kinds that are not known yet (kinds NULL) are taken for
 * empty, which is enough to find names that are not there before any work is done.
 */
struct selection
columns_of(struct batch *header, const char *list, const enum kind *kinds)
{
	enum kind *unknown = mem_alloc(header->ncol, sizeof(*unknown));
	struct selection s;
	struct err e;

	if (!select_columns(
		&s, str_of(list), header, kinds != NULL ? kinds : unknown, &e))
		run_fail(&e, NULL);
	free(unknown);
	return s;
}

/* Which columns the report is about (shown[ncol]). */
void
columns_choose(
    const struct program *p, struct batch *header, const enum kind *kinds, bool *shown)
{
	const char *list = p->columns != NULL ? p->columns : p->exclude;

	for (size_t j = 0; j < header->ncol; j++)
		shown[j] = p->columns == NULL;
	for (size_t i = 0; p->columns == NULL && i < p->by_columns.n; i++)
		shown[p->by_columns.column[i]] = false;
	if (list == NULL)
		return;
	struct selection s = columns_of(header, list, kinds);
	for (size_t i = 0; i < s.n; i++)
		shown[s.column[i]] = p->columns != NULL;
	select_free(&s);
}

/* Does a set (@numeric) leave open what the report is about until all was read? */
bool
kinds_decide(const struct program *p)
{
	const char *list = p->columns != NULL ? p->columns : p->exclude;

	return list != NULL && select_needs_kinds(str_of(list));
}

enum kind *
kinds_find(const struct program *p, const char *list, struct reader *in)
{
	enum kind *kinds;
	struct err e;

	if (!select_needs_kinds(str_of(list)))
		return NULL;
	kinds = kinds_look(in, NULL, &p->common.missing);
	if (!reader_rewind(in, &e))
		run_fail(&e, NULL);
	return kinds;
}

/* ---- rows ---- */

/* What a thread learns: an accumulator for each of its groups. */
struct hand {
	struct groups groups;
	struct profile **acc; /* (nacc) */
	size_t nacc, acc_room;
};

static void
accumulators_grow(const struct program *p, struct hand *h, size_t n)
{
	const void *self = p->recipe.step->self;

	h->acc = mem_grow(h->acc, &h->acc_room, n, sizeof(struct profile *));
	while (h->nacc < n)
		h->acc[h->nacc++] = op_describe.accumulator->begin(self);
}

bool
grouped(const struct program *p)
{
	return p->by != NULL || p->by_block > 0;
}

static void *
hand_new(void *self)
{
	struct program *p = self;
	struct hand *h = mem_alloc(1, sizeof(*h));

	h->groups.by = &p->by_columns;
	h->groups.block = p->by_block;
	if (!grouped(p))
		accumulators_grow(p, h, 1);
	return h;
}

static bool
learn_groups(const struct program *p, struct hand *h, struct block *k,
    const struct describe_look *look, struct err *e)
{
	struct groups *g = &h->groups;
	bool good = groups_sort(g, &k->batch, e);

	k->note = groups_arrivals(g, &k->batch);
	if (!good)
		return false;
	accumulators_grow(p, h, g->n);
	for (size_t i = 0; i < g->n; i++) {
		size_t n = g->start[i + 1] - g->start[i];

		if (n > 0 && !describe_learn(h->acc[i], p->recipe.step->self, look,
				 g->rows + g->start[i], n, e))
			return false;
	}
	return true;
}

static bool
learn(void *self, void *hand, struct block *k, struct err *e)
{
	const struct program *p = self;
	const struct describe *d = p->recipe.step->self;
	struct hand *h = hand;
	struct describe_look look;

	if (!describe_look(d, &k->batch, &look, e))
		return false;
	if (grouped(p))
		return learn_groups(p, h, k, &look, e);
	return describe_learn(h->acc[0], d, &look, NULL, k->batch.nrow, e);
}

static bool
admit(void *self, struct block *k, struct err *e)
{
	struct program *p = self;

	return k->note == NULL || groups_admit(&p->groups, k->note, &k->batch, e);
}

/* What a thread has learnt goes to what all have. */
static void
hand_end(void *self, void *hand)
{
	struct program *p = self;
	const struct accumulator *a = op_describe.accumulator;
	struct hand *h = hand;
	size_t ngroup = grouped(p) ? p->groups.n : 1;

	p->acc = mem_grow(p->acc, &p->acc_room, ngroup, sizeof(struct profile *));
	while (p->nacc < ngroup)
		p->acc[p->nacc++] = NULL;
	for (size_t i = 0; i < h->nacc; i++) {
		size_t to = grouped(p) ? groups_find(&p->groups, &h->groups, i) : 0;

		if (p->acc[to] == NULL) {
			p->acc[to] = h->acc[i];
			continue;
		}
		a->merge(p->acc[to], p->recipe.step->self, h->acc[i]);
		a->free(h->acc[i], p->recipe.step->self);
	}
	groups_free(&h->groups);
	free(h->acc);
	free(h);
}

void
read_all(struct program *p, struct reader *in)
{
	struct pipeline all = { .self = p,
		.missing = &p->common.missing,
		.hand = hand_new,
		.hand_end = hand_end,
		.work = learn,
		.take = admit };

	p->recipe.step->rows = pipeline_run(&all, in);
	require_whole(in);
}

/* A column's kind is that of all its groups together; those not asked for go. */
void
kinds_settle(struct program *p, struct batch *header)
{
	enum kind *kind = mem_alloc(header->ncol, sizeof(*kind));
	bool *shown = mem_alloc(header->ncol, sizeof(*shown));

	for (size_t i = 0; i < p->nacc; i++)
		for (size_t j = 0; j < header->ncol; j++) {
			enum profile_type type = profile_type(&p->acc[i][j]);

			if (type == PROFILE_TEXT)
				kind[j] = KIND_TEXT;
			else if (type != PROFILE_EMPTY && kind[j] != KIND_TEXT)
				kind[j] = KIND_NUMBER;
		}
	columns_choose(p, header, kind, shown);
	describe_keep(p->recipe.step->self, shown, p->acc, p->nacc);
	free(kind);
	free(shown);
}
