/*
 * recipe.c - steps applied, saved and loaded
 */
#include "run/recipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/num.h"

struct step *
recipe_add(struct recipe *r, const struct op *op)
{
	struct step *s;

	r->step = mem_grow(r->step, &r->room, r->n + 1, sizeof(*r->step));
	s = &r->step[r->n++];
	*s = (struct step){ .op = op, .self = mem_alloc(1, op->size) };
	return s;
}

void
recipe_move(struct recipe *to, struct step *s)
{
	static const struct op nothing = { .name = "" };

	to->step = mem_grow(to->step, &to->room, to->n + 1, sizeof(*to->step));
	to->step[to->n++] = *s;
	*s = (struct step){ .op = &nothing };
}

static const struct missing *
missing_of(const struct step *s)
{
	return s->missing.given ? &s->missing : &missing_default;
}

enum numbering { NUMBERED_IN_ORDER, NUMBERED_OTHERWISE, NAMED };

/* Are the columns called 1..n, and do they stand in that order? */
static enum numbering
numbering_of(const struct batch *b)
{
	enum numbering found = NUMBERED_IN_ORDER;

	for (size_t j = 0; j < b->ncol; j++) {
		struct str name = b->col[j].name;
		double at;

		if (num_parse(name.p, name.n, &at) != NUM_OK || at > (double)b->ncol)
			return NAMED;
		if (at != (double)(j + 1))
			found = NUMBERED_OTHERWISE;
	}
	return found;
}

/*
 * Without a header a pipe counts the columns anew at every stage, while inside one
 * process they keep their names.  A step learnt behind one that adds, drops or moves
 * columns therefore means other columns than its names now do.
 */
static bool
positions_check(const struct recipe *r, size_t i, const struct batch *b, struct err *e)
{
	const struct step *s = &r->step[i], *before = s - 1;
	enum numbering numbering;

	if (i == 0 || s->op == before->op)
		return true;
	numbering = numbering_of(b);
	if (numbering == NUMBERED_IN_ORDER ||
	    (numbering == NAMED && s->columns == before->columns))
		return true;
	return fail(e, EXIT_DATA,
	    "%s: with --no-header, %s may mean other columns than those that %s left: "
	    "give "
	    "the table a header, or apply the steps in a pipe",
	    b->file, s->op->name, before->op->name);
}

static bool
recipe_undo(const struct recipe *r, struct batch *b, struct err *e)
{
	for (size_t i = r->n; i-- > 0;) {
		const struct op *op = r->step[i].op;

		if (op->undo == NULL)
			return fail(e, EXIT_DATA, "%s: what csv-%s did cannot be undone",
			    b->file, op->name);
		b->missing = missing_of(&r->step[i]);
		if (!op->undo(r->step[i].self, b, e))
			return false;
	}
	return true;
}

bool
recipe_apply(const struct recipe *r, size_t n, struct batch *b, struct err *e)
{
	if (r->backwards)
		return recipe_undo(r, b, e);
	for (size_t i = 0; i < n; i++) {
		if (b->positions && b->nrow == 0 && !positions_check(r, i, b, e))
			return false;
		b->missing = missing_of(&r->step[i]);
		if (!r->step[i].op->apply(r->step[i].self, b, e))
			return false;
	}
	return true;
}

bool
recipe_apply_whole(const struct recipe *r, struct batch *b, struct err *e)
{
	struct err again;

	if (recipe_apply(r, r->n, b, e))
		return true;
	/* Fewer rows can only show an earlier fault, so this ends. */
	while (e->row != ERR_NOWHERE) {
		batch_rewind(b, e->row);
		if (recipe_apply(r, r->n, b, &again))
			return false;
		*e = again;
	}
	batch_rewind(b, 0);
	return false;
}

void
recipe_forget(struct recipe *r, size_t n, struct str column)
{
	for (size_t i = 0; i < n; i++)
		if (r->step[i].op->forget != NULL)
			r->step[i].op->forget(r->step[i].self, column);
}

/* ---- saving ---- */

bool
recipe_save(const struct recipe *r, struct state_out *out, struct err *e)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct step *s = &r->step[i];
		char hash[17];

		state_begin(out, s->op->name);
		if (s->acc != NULL)
			state_text(out, STR(""), "partial", STR("1"));
		if (s->options != NULL)
			state_text(out, STR(""), "options", str_of(s->options));
		state_count(out, STR(""), "rows", s->rows);
		snprintf(hash, sizeof(hash), "%016llx", (unsigned long long)s->columns);
		state_text(out, STR(""), "columns", str_of(hash));
		if (s->missing.given && s->missing.n == 0)
			state_text(out, STR(""), "na", STR(""));
		for (size_t k = 0; s->missing.given && k < s->missing.n; k++)
			state_text(out, STR(""), "na", s->missing.word[k]);
		s->op->save(s->self, out, s->acc == NULL);
		if (s->acc != NULL && !s->op->accumulator->save(s->acc, s->self, out, e))
			return false;
		state_end(out);
	}
	return true;
}

/* ---- loading ---- */

static bool
hash_load(const struct facts *step, const struct fact *f, uint64_t *hash, struct err *e)
{
	*hash = 0;
	for (size_t i = 0; i < f->value.n; i++) {
		const char *digit = strchr("0123456789abcdef", f->value.p[i]);

		if (digit == NULL || f->value.p[i] == '\0' || f->value.n != 16)
			return fact_fail(step, f, e, "not a hash");
		*hash = *hash << 4 | (uint64_t)(digit - "0123456789abcdef");
	}
	return true;
}

/* The facts that every step has.  *mine is false for the operator's own. */
static bool
common_load(struct step *s, const struct facts *step, const struct fact *f, bool *mine,
    struct err *e)
{
	*mine = f->item.n == 0;
	if (*mine && fact_is(f, "options")) {
		free(s->options);
		s->options = mem_c_string(f->value);
	} else if (*mine && fact_is(f, "rows")) {
		return fact_count(step, f, &s->rows, e);
	} else if (*mine && fact_is(f, "columns")) {
		return hash_load(step, f, &s->columns, e);
	} else if (*mine && fact_is(f, "na")) {
		s->missing.given = true;
		if (f->value.n > 0)
			missing_add(&s->missing, f->value);
	} else {
		*mine = false;
	}
	return true;
}

static bool
is_partial(const struct facts *step)
{
	return step->n > 0 && step->fact[0].item.n == 0 &&
	       fact_is(&step->fact[0], "partial");
}

static bool
is_tally(const struct fact *f)
{
	return f->key.n > 6 && memcmp(f->key.p, "tally:", 6) == 0;
}

static bool
step_load(struct step *s, const struct facts *step, bool partial, struct err *e)
{
	const struct op *op = s->op;
	size_t i = partial ? 1 : 0;
	bool mine;

	for (; i < step->n && !(partial && is_tally(&step->fact[i])); i++) {
		if (!common_load(s, step, &step->fact[i], &mine, e))
			return false;
		if (!mine && !op->load(s->self, step, &step->fact[i], e))
			return false;
	}
	if (op->loaded != NULL && !op->loaded(s->self, step, !partial, e))
		return false;
	if (!partial)
		return true;
	if (op->accumulator == NULL)
		return fact_fail(
		    step, NULL, e, "%s learns nothing, so it has no partials", op->name);
	s->acc = op->accumulator->begin(s->self);
	for (; i < step->n; i++)
		if (!op->accumulator->load(s->acc, s->self, step, &step->fact[i], e))
			return false;
	return op->accumulator->loaded == NULL ||
	       op->accumulator->loaded(s->acc, s->self, step, e);
}

/* May this step stand in what is loaded?  fold: NULL, or the one that is asked for. */
static bool
step_check(const struct facts *step, const struct op *op, bool partial,
    const struct op *fold, struct err *e)
{
	if (fold != NULL && op != fold)
		return fact_fail(step, NULL, e,
		    "%s is not what csv-%s has learnt (csv-apply -a applies it)",
		    op->name, fold->name);
	if (is_partial(step) != partial)
		return fact_fail(step, NULL, e,
		    partial ? "not a partial: it is settled already"
			    : "a partial: merge it first (csv-apply --merge)");
	if (fold == NULL && !partial && op->apply == NULL)
		return fact_fail(step, NULL, e,
		    "%s is no map: it cannot be applied (csv-%s -a prints it)", op->name,
		    op->name);
	return true;
}

static bool
load(struct recipe *r, const struct state *st, bool partial, const struct op *fold,
    struct err *e)
{
	for (size_t i = 0; i < st->n; i++) {
		const struct facts *step = &st->step[i];
		const struct op *op = op_find(step->op);
		struct shown s;

		if (op == NULL)
			return fact_fail(step, NULL, e, "no operator is called \"%s\"",
			    shown(&s, step->op.p, step->op.n));
		if (!step_check(step, op, partial, fold, e))
			return false;
		if (!step_load(recipe_add(r, op), step, partial, e))
			return false;
	}
	return true;
}

bool
recipe_load(struct recipe *r, const struct state *st, bool partial, struct err *e)
{
	return load(r, st, partial, NULL, e);
}

bool
recipe_load_fold(
    struct recipe *r, const struct state *st, const struct op *fold, struct err *e)
{
	return load(r, st, false, fold, e);
}

void
recipe_free(struct recipe *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct step *s = &r->step[i];

		if (s->acc != NULL)
			s->op->accumulator->free(s->acc, s->self);
		if (s->op->free != NULL)
			s->op->free(s->self);
		free(s->self);
		free(s->options);
		missing_free(&s->missing);
	}
	free(r->step);
	*r = (struct recipe){ 0 };
}

uint64_t
header_hash(const struct batch *header)
{
	struct hash_stream *h = hash_stream_new();

	for (size_t j = 0; j < header->ncol; j++) {
		hash_stream_add(h, header->col[j].name.p, header->col[j].name.n);
		hash_stream_add(h, "", 1);
	}
	return hash_stream_end(h);
}
