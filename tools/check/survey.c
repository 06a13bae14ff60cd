/*
 * survey.c - one look at a table, by what csv-describe learns
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "run/pipeline.h"
#include "table/select.h"

struct looking {
	struct survey *s;
	const struct accumulator *a;
};

static void *
look_hand(void *self)
{
	const struct looking *l = self;

	return l->a->begin(&l->s->d);
}

static bool
look_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct looking *l = self;

	return l->a->learn(hand, &l->s->d, &k->batch, e);
}

static void
look_hand_end(void *self, void *hand)
{
	struct looking *l = self;

	if (l->s->of == NULL) {
		l->s->of = hand;
		return;
	}
	l->a->merge(l->s->of, &l->s->d, hand);
	l->a->free(hand, &l->s->d);
}

/* The columns chosen, as the operator is told them. */
static void
columns_take(struct survey *s, const struct check *c, struct reader *in)
{
	struct batch header = { .missing = &c->common.missing };
	struct selection chosen = { 0 };
	struct job job = { 0 };
	struct start start = { .job = &job, .header = &header };
	struct err e;

	reader_header(in, &header);
	if (c->columns != NULL) {
		if (!select_columns(&chosen, str_of(c->columns), &header, NULL, &e))
			run_fail(&e, NULL);
		start.n = 1;
		job.n = chosen.n;
		job.column = mem_alloc(chosen.n, sizeof(*job.column));
		for (size_t i = 0; i < chosen.n; i++)
			job.column[i] = header.col[chosen.column[i]].name;
	}
	if (!op_describe.start(&s->d, &start, &e))
		run_fail(&e, NULL);
	free(job.column);
	select_free(&chosen);
	batch_free(&header);
}

void
survey_take(struct survey *s, const struct check *c, struct reader *in, size_t limit)
{
	struct looking l = { s, op_describe.accumulator };
	struct pipeline p = { .self = &l,
		.missing = &c->common.missing,
		.hand = look_hand,
		.hand_end = look_hand_end,
		.work = look_work };

	*s = (struct survey){ .d = { .limit = limit } };
	columns_take(s, c, in);
	s->rows = pipeline_run(&p, in);
	require_whole(in);
	for (size_t i = 0; i < s->d.columns.n; i++)
		profile_settle(&s->of[i]);
}

void
survey_free(struct survey *s)
{
	op_describe.accumulator->free(s->of, &s->d);
	op_describe.free(&s->d);
}
