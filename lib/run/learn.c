/*
 * learn.c - levels, looks and settling
 */
#include "run/learn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "run/pipeline.h"
#include "run/tool.h"
#include "table/select.h"

/* A fault of the whole input rather than of a row. */
static void
err_of_file(struct err *e, const char *file)
{
	char msg[sizeof(e->msg)];

	memcpy(msg, e->msg, sizeof(msg));
	fail(e, e->status, "%s: %.900s", file, msg);
}

/* ---- what columns hold ---- */

static void
kind_look(enum kind *kind, struct batch *b, size_t j)
{
	struct str cell;
	double x;

	for (size_t r = 0; r < b->nrow && *kind != KIND_TEXT; r++) {
		cell = batch_cell(b, j, r);
		if (missing_number(b->missing, cell))
			continue;
		*kind = num_parse(cell.p, cell.n, &x) == NUM_OK ? KIND_NUMBER : KIND_TEXT;
	}
}

struct kinds {
	const struct recipe *below;
	const struct missing *missing;
	size_t n;
	enum kind *kind; /* (n) */
};

static void *
kinds_hand(void *self)
{
	const struct kinds *k = self;

	return mem_alloc(k->n, sizeof(*k->kind));
}

static bool
kinds_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct kinds *all = self;
	struct batch *b = &k->batch;
	enum kind *kind = hand;

	if (!recipe_apply_whole(all->below, b, e))
		return false;
	b->missing = all->missing;
	for (size_t j = 0; j < b->ncol; j++)
		kind_look(&kind[j], b, j);
	return true;
}

/* What is text to one is text; a number tells more than a missing cell. */
static void
kinds_hand_end(void *self, void *hand)
{
	struct kinds *all = self;
	enum kind *kind = hand;

	for (size_t j = 0; j < all->n; j++)
		if (kind[j] == KIND_TEXT || all->kind[j] == KIND_EMPTY)
			all->kind[j] = kind[j];
	free(kind);
}

enum kind *
kinds_look(struct reader *in, const struct recipe *below, const struct missing *missing)
{
	static const struct recipe nothing;
	struct kinds all = { below != NULL ? below : &nothing, missing, 0, NULL };
	struct pipeline p = { .self = &all,
		.hand = kinds_hand,
		.hand_end = kinds_hand_end,
		.work = kinds_work };
	struct batch header = { 0 };
	struct err e;

	reader_header(in, &header);
	if (!recipe_apply_whole(all.below, &header, &e))
		run_fail(&e, NULL);
	all.n = header.ncol;
	batch_free(&header);
	all.kind = mem_alloc(all.n, sizeof(*all.kind));
	pipeline_run(&p, in);
	return all.kind;
}

/* ---- from uses to tasks with levels ---- */

struct leveled {
	struct job job;
	size_t level;
};

struct planning {
	const struct wish *w;
	struct batch header;
	enum kind *kinds;
	size_t *levels; /* (ncol) methods on that column so far */
	size_t n, room, deepest;
	struct leveled *of;
	struct arena mem;
};

static void
job_add(struct planning *p, const struct method *m, const size_t *column, size_t n,
    struct str args, size_t level)
{
	struct leveled *l;
	struct err ignored;

	p->of = mem_grow(p->of, &p->room, p->n + 1, sizeof(*p->of));
	l = &p->of[p->n++];
	*l = (struct leveled){ .job = { .method = m, .n = n }, .level = level };
	l->job.column = arena_alloc(&p->mem, n, sizeof(*l->job.column));
	for (size_t i = 0; i < n; i++)
		l->job.column[i] = p->header.col[column[i]].name;
	if (args.n > 0) /* checked before by use_plan() */
		list_parse(&l->job.args, args, ':', &ignored);
	if (level > p->deepest)
		p->deepest = level;
}

/*
 * A set may hold no column.  Then nothing would be done, or what is meant for some
 * would be done to all, and no one would notice.
 */
static bool
any_column(
    const struct planning *p, const struct selection *s, struct str list, struct err *e)
{
	struct shown buf;

	return s->n > 0 || fail(e, EXIT_DATA, "%s: no column is in %s", p->header.file,
			       shown(&buf, list.p, list.n));
}

/* The first level behind those of all the columns, which is theirs from now on. */
static size_t
level_of_all(struct planning *p, const struct selection *s)
{
	size_t level = 0;

	for (size_t i = 0; i < s->n; i++)
		if (p->levels[s->column[i]] > level)
			level = p->levels[s->column[i]];
	for (size_t i = 0; i < s->n; i++)
		p->levels[s->column[i]] = level + 1;
	return level;
}

/* `--clip age,fare:0:100`: a list, and behind the first colon the parameters. */
static bool
use_plan(struct planning *p, const struct use *u, struct err *e)
{
	const struct method *m = method_find(p->w->op->methods, str_of(u->option));
	struct str head = list_head(u->text);
	struct str args = { u->text.p + head.n + 1, u->text.n - head.n - 1 };
	struct selection s;
	struct list check;

	if (head.n == u->text.n)
		args = (struct str){ 0 };
	if (args.n > 0 && !list_parse(&check, args, ':', e))
		return false;
	if (args.n > 0)
		list_free(&check);
	if (!select_columns(&s, head, &p->header, p->kinds, e) ||
	    !any_column(p, &s, head, e))
		return false;
	if (m->joint)
		job_add(p, m, s.column, s.n, args,
		    m->joint == JOINT_IN_PLACE ? level_of_all(p, &s) : 0);
	for (size_t i = 0; !m->joint && i < s.n; i++)
		job_add(p, m, &s.column[i], 1, args, p->levels[s.column[i]]++);
	select_free(&s);
	return true;
}

static bool
columns_plan(struct planning *p, struct err *e)
{
	const struct wish *w = p->w;
	const char *list = w->columns != NULL ? w->columns : w->exclude;
	struct selection s;
	bool good = true;

	if (list == NULL)
		return true;
	if (!select_columns(&s, str_of(list), &p->header, p->kinds, e))
		return false;
	if (w->exclude != NULL && !w->op->columns_needed) {
		job_add(p, NULL, s.column, s.n, (struct str){ 0 }, 0);
	} else if (w->exclude != NULL) {
		bool *out = mem_alloc(p->header.ncol, sizeof(*out));
		size_t *keep = mem_alloc(p->header.ncol, sizeof(*keep)), n = 0;

		for (size_t i = 0; i < s.n; i++)
			out[s.column[i]] = true;
		for (size_t j = 0; j < p->header.ncol; j++)
			if (!out[j])
				keep[n++] = j;
		good =
		    n > 0 || fail(e, EXIT_DATA, "%s: no column is left", p->header.file);
		job_add(p, NULL, keep, n, (struct str){ 0 }, 0);
		free(out);
		free(keep);
	} else {
		good = any_column(p, &s, str_of(list), e);
		job_add(p, NULL, s.column, s.n, (struct str){ 0 }, 0);
	}
	select_free(&s);
	return good;
}

static bool
lists_need_kinds(const struct wish *w)
{
	bool needs = (w->columns != NULL && select_needs_kinds(str_of(w->columns))) ||
		     (w->exclude != NULL && select_needs_kinds(str_of(w->exclude)));

	for (size_t i = 0; i < w->uses->n; i++)
		needs |= select_needs_kinds(list_head(w->uses->use[i].text));
	return needs;
}

static bool
plan(struct planning *p, struct reader *in, bool *looked, struct err *e)
{
	const struct wish *w = p->w;

	p->header.missing = w->missing;
	reader_header(in, &p->header);
	p->levels = mem_alloc(p->header.ncol, sizeof(*p->levels));
	if (lists_need_kinds(w)) {
		p->kinds = kinds_look(in, NULL, w->missing);
		*looked = true;
	}
	for (size_t i = 0; i < w->uses->n; i++)
		if (!use_plan(p, &w->uses->use[i], e))
			return false;
	return columns_plan(p, e);
}

static void
planning_free(struct planning *p)
{
	for (size_t i = 0; i < p->n; i++)
		list_free(&p->of[i].job.args);
	free(p->of);
	free(p->levels);
	free(p->kinds);
	arena_free(&p->mem);
	batch_free(&p->header);
}

/* ---- learning ---- */

/*
 * Learn from one batch.  On a fault, look again at fewer rows, as recipe.h does:
 * what is then learnt is thrown away, but the fault is the first of the file.
 */
static bool
learn_batch(
    const struct recipe *r, struct step *s, void *acc, struct batch *b, struct err *e)
{
	size_t below = (size_t)(s - r->step);
	bool good = recipe_apply(r, below, b, e);

	if (good) {
		b->missing = s->missing.given ? &s->missing : &missing_default;
		good = s->op->accumulator->learn(acc, s->self, b, e);
	}
	if (good || e->row == ERR_NOWHERE)
		return good;
	struct err first = *e;
	batch_rewind(b, first.row);
	if (learn_batch(r, s, acc, b, e))
		*e = first;
	return false;
}

struct looking {
	const struct recipe *r;
	struct step *s;
	void *acc; /* of all hands that have ended; NULL: none has */
};

static void *
look_hand(void *self)
{
	const struct step *s = ((const struct looking *)self)->s;

	return s->op->accumulator->begin(s->self);
}

static bool
look_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct looking *l = self;

	return learn_batch(l->r, l->s, hand, &k->batch, e);
}

static void
look_hand_end(void *self, void *hand)
{
	struct looking *l = self;
	const struct accumulator *a = l->s->op->accumulator;

	if (l->acc == NULL) {
		l->acc = hand;
		return;
	}
	a->merge(l->acc, l->s->self, hand);
	a->free(hand, l->s->self);
}

/* All rows into an accumulator. */
static void *
look(struct recipe *r, struct step *s, struct reader *in)
{
	struct looking l = { r, s, NULL };
	struct pipeline p = { .self = &l,
		.hand = look_hand,
		.hand_end = look_hand_end,
		.work = look_work };

	s->rows = pipeline_run(&p, in);
	return l.acc;
}

struct settling {
	const struct op *op;
	void *self, *acc;
};

static void
part_ripen(void *settling, size_t part)
{
	const struct settling *s = settling;

	s->op->ripen(s->self, s->acc, part);
}

bool
op_settle(const struct op *op, void *self, void *acc, uint64_t rows, struct err *e)
{
	enum { MANY = 20000 }; /* rows, to be worth a thread */
	struct settling s = { op, self, acc };
	size_t n = op->parts != NULL ? op->parts(self, acc) : 0;

	if (rows >= MANY)
		pipeline_each(part_ripen, &s, n);
	else
		for (size_t i = 0; i < n; i++)
			part_ripen(&s, i);
	return op->settle(self, acc, e);
}

static bool
learn_step(struct recipe *r, struct step *s, const struct wish *w, struct reader *in,
    bool *looked, struct err *e)
{
	const struct accumulator *a = s->op->accumulator;
	bool good = true;
	void *acc;

	if (a == NULL)
		return true;
	if (w->partial || !a->idle(s->self)) {
		if (*looked && !reader_rewind(in, e))
			return false;
		*looked = true;
		acc = look(r, s, in);
		if (s->rows == 0 && !w->partial)
			good = fail(e, EXIT_DATA,
			    "%s: a header and no rows: there is nothing to learn from",
			    reader_name(in));
	} else {
		acc = a->begin(s->self);
	}
	if (w->partial) {
		s->acc = acc;
		return true;
	}
	if (good && !op_settle(s->op, s->self, acc, s->rows, e)) {
		err_of_file(e, reader_name(in));
		good = false;
	}
	a->free(acc, s->self);
	return good;
}

static struct step *
step_add(struct recipe *r, const struct wish *w, const struct batch *header)
{
	struct step *s = recipe_add(r, w->op);

	memcpy(s->self, w->chosen, w->op->size);
	s->options = mem_c_string(str_of(w->given));
	s->columns = header_hash(header);
	missing_copy(&s->missing, w->missing);
	return s;
}

/* The tasks of one level as a step, learnt. */
static bool
level_learn(struct recipe *r, const struct planning *p, size_t level, struct reader *in,
    bool *looked, struct err *e)
{
	struct start st = { .exclude = p->w->exclude != NULL && !p->w->op->columns_needed,
		.header = &p->header };
	struct step *s = step_add(r, p->w, &p->header);
	bool good;

	st.job = mem_alloc(p->n, sizeof(*st.job));
	for (size_t i = 0; i < p->n; i++)
		if (p->of[i].level == level)
			st.job[st.n++] = p->of[i].job;
	good = s->op->start(s->self, &st, e);
	free(st.job);
	return good && learn_step(r, s, p->w, in, looked, e);
}

bool
wish_names_columns(const struct wish *w)
{
	return w->uses->n > 0 || w->columns != NULL || w->exclude != NULL;
}

bool
wish_needs_looks(const struct wish *w)
{
	return w->op->accumulator != NULL || lists_need_kinds(w);
}

bool
learn_wish(struct recipe *r, const struct wish *w, struct reader *in, bool *looked,
    struct err *e)
{
	struct planning p = { .w = w };
	bool good = plan(&p, in, looked, e);

	if (good && w->partial && p.deepest > 0)
		good = fail(e, EXIT_USAGE,
		    "a partial knows one look, but some column has two methods: fit the "
		    "first "
		    "one, merge it, and fit the second on what it gives");
	for (size_t level = 0; good && level <= p.deepest; level++)
		good = level_learn(r, &p, level, in, looked, e);
	planning_free(&p);
	return good;
}
