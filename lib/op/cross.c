/*
 * cross.c - columns made of several: joint categories, products, powers
 *
 * Nothing is learnt, the sources stay, and the new columns stand at the right end in
 * the order in which they were asked for.  Every cell is a function of its row alone.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/num.h"
#include "op/cross.h"

enum { SEED_DEFAULT = 1 };

static const uint64_t buckets_most = (uint64_t)1 << 32;

static const struct cross defaults = { .seed = SEED_DEFAULT };

static const struct opt options[] = {
	{ 0, "hash", OPT_COUNT, offsetof(struct cross, buckets), "N",
	    "--cross gives one of N buckets, 0..N-1, by hash", 1, false },
	{ 's', "seed", OPT_SEED, offsetof(struct cross, seed), "N",
	    "with --hash: another choice of the same kind (default 1)", 0, false },
	{ 0 },
};

static const struct rule *
rule_of(const struct making *m)
{
	return m->method->how;
}

/* ---- choosing ---- */

struct making *
making_add(struct cross *c, const struct method *method, struct str name)
{
	c->making = mem_grow(c->making, &c->room, c->n + 1, sizeof(*c->making));
	c->making[c->n] = (struct making){ .method = method, .name = name };
	return &c->making[c->n++];
}

void
source_add(struct making *m, struct str column)
{
	m->source = mem_grow(m->source, &m->room, m->n + 1, sizeof(*m->source));
	m->source[m->n++] = mem_keep(column);
}

/* The names of n columns with glue between them; owned by the caller. */
static struct str
names_join(const struct str *column, size_t n, struct str glue)
{
	size_t length = 0, at = 0;
	char *p;

	for (size_t i = 0; i < n; i++)
		length += column[i].n + glue.n;
	p = mem_alloc(length, 1);
	for (size_t i = 0; i < n; i++) {
		if (i > 0) {
			memcpy(p + at, glue.p, glue.n);
			at += glue.n;
		}
		memcpy(p + at, column[i].p, column[i].n);
		at += column[i].n;
	}
	return (struct str){ p, at };
}

static bool
joint_choose(struct cross *c, const struct job *t, struct err *e)
{
	const struct rule *rule = t->method->how;

	if (t->args.n > 0)
		return fail(e, EXIT_USAGE,
		    "--%s takes a list of columns and no parameters", t->method->name);
	if (t->n < rule->least)
		return fail(
		    e, EXIT_USAGE, "--%s wants two columns or more", t->method->name);
	struct making *m =
	    making_add(c, t->method, names_join(t->column, t->n, str_of(rule->glue)));
	for (size_t i = 0; i < t->n; i++)
		source_add(m, t->column[i]);
	return true;
}

static bool
poly_choose(struct cross *c, const struct job *t, struct err *e)
{
	double degree = 0;
	bool good = t->args.n == 1 && num_parse(t->args.item[0].text.p,
					  t->args.item[0].text.n, &degree) == NUM_OK;

	if (!good || degree < DEGREE_LEAST || degree > DEGREE_MOST ||
	    degree != floor(degree))
		return fail(e, EXIT_USAGE,
		    "--poly LIST:DEGREE wants a whole number from %d to %d", DEGREE_LEAST,
		    DEGREE_MOST);
	for (size_t i = 0; i < t->n; i++)
		for (unsigned d = DEGREE_LEAST; d <= (unsigned)degree; d++) {
			char text[NUM_WIDTH];
			struct str name[2] = { t->column[i],
				{ text, num_print_count(d, text) } };
			struct making *m =
			    making_add(c, t->method, names_join(name, 2, STR("^")));

			m->degree = d;
			source_add(m, t->column[i]);
		}
	return true;
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct cross *c = self;
	bool crosses = false;

	for (size_t i = 0; i < st->n; i++) {
		const struct job *t = &st->job[i];
		const struct rule *rule = t->method->how;

		crosses |= strcmp(t->method->name, "cross") == 0;
		if (!rule->choose(c, t, e))
			return false;
	}
	if (c->buckets > 0 && !crosses)
		return fail(e, EXIT_USAGE, "--hash goes with --cross");
	if (c->buckets > buckets_most)
		return fail(e, EXIT_USAGE, "--hash: more than 4294967296 buckets");
	return true;
}

/* ---- joint categories ---- */

static bool
any_missing(const struct making *m, struct batch *b, const size_t *from, size_t row)
{
	for (size_t i = 0; i < m->n; i++)
		if (batch_is_missing(b, from[i], row))
			return true;
	return false;
}

/*
 * The cells with _x_ between them.  A _ or \ inside a cell gets a \ in front, so that
 * no two rows with different cells can give the same text.
 */
static struct str
cells_join(const struct making *m, struct batch *b, const size_t *from, size_t row)
{
	struct str glue = str_of(rule_of(m)->glue);
	size_t room = 0;

	for (size_t i = 0; i < m->n; i++)
		room += 2 * batch_cell(b, from[i], row).n + glue.n;
	char *out = arena_alloc(&b->mem, room, 1), *p = out;
	for (size_t i = 0; i < m->n; i++) {
		struct str cell = batch_cell(b, from[i], row);

		for (size_t k = 0; i > 0 && k < glue.n; k++)
			*p++ = glue.p[k];
		for (size_t k = 0; k < cell.n; k++) {
			if (cell.p[k] == '_' || cell.p[k] == '\\')
				*p++ = '\\';
			*p++ = cell.p[k];
		}
	}
	return (struct str){ out, (size_t)(p - out) };
}

static void
fill_joined(const struct making *m, struct batch *b, const size_t *from, size_t to)
{
	struct str *text = batch_set_text(b, to);

	for (size_t r = 0; r < b->nrow; r++)
		text[r] =
		    any_missing(m, b, from, r) ? STR("") : cells_join(m, b, from, r);
}

static void
fill_bucket(const struct cross *c, const struct making *m, struct batch *b,
    const size_t *from, size_t to)
{
	double *x = batch_set_numbers(b, to);
	struct draw *draw = draw_new("bucket", c->seed);

	for (size_t r = 0; r < b->nrow; r++) {
		if (any_missing(m, b, from, r)) {
			x[r] = MISSING;
			continue;
		}
		draw_start(draw);
		for (size_t i = 0; i < m->n; i++)
			draw_cell(draw, batch_cell(b, from[i], r));
		x[r] = (double)draw_bucket(draw_hash(draw), c->buckets);
	}
	draw_free(draw);
}

static bool
fill_cross(const struct cross *c, const struct making *m, struct batch *b,
    const size_t *from, size_t to, struct err *e)
{
	(void)e;
	if (c->buckets > 0)
		fill_bucket(c, m, b, from, to);
	else
		fill_joined(m, b, from, to);
	return true;
}

/* ---- products and powers ---- */

static bool
too_large(const struct batch *b, size_t j, size_t row, struct err *e)
{
	return batch_fail(b, j, row, e,
	    "the result is too large for a number (use csv-scale on its sources first)");
}

/*
 * x *= y.  Missing is NaN and stays so; nothing else can become NaN here but an
 * infinity times 0, and the infinity is refused.
 */
static bool
multiply(double *x, const double *y, struct batch *b, size_t to, struct err *e)
{
	for (size_t r = 0; r < b->nrow; r++) {
		x[r] *= y[r];
		if (fabs(x[r]) > DBL_MAX)
			return too_large(b, to, r, e);
	}
	return true;
}

static bool
fill_product(const struct cross *c, const struct making *m, struct batch *b,
    const size_t *from, size_t to, struct err *e)
{
	double *x = batch_set_numbers(b, to);

	(void)c;
	for (size_t i = 0; i < m->n; i++) {
		const double *y = batch_numbers(b, from[i], e);

		if (y == NULL)
			return false;
		if (i == 0 && b->nrow > 0)
			memcpy(x, y, b->nrow * sizeof(*x));
		else if (!multiply(x, y, b, to, e))
			return false;
	}
	return true;
}

static bool
fill_power(const struct cross *c, const struct making *m, struct batch *b,
    const size_t *from, size_t to, struct err *e)
{
	const double *y = batch_numbers(b, from[0], e);

	(void)c;
	if (y == NULL)
		return false;
	double *x = batch_set_numbers(b, to);
	if (b->nrow > 0)
		memcpy(x, y, b->nrow * sizeof(*x));
	for (uint64_t d = 1; d < m->degree; d++)
		if (!multiply(x, y, b, to, e))
			return false;
	return true;
}

static const struct rule rule_cross = { joint_choose, 2, "_x_", fill_cross };
static const struct rule rule_product = { joint_choose, 2, "*", fill_product };
static const struct rule rule_poly = { poly_choose, 1, "^", fill_power };
static const struct rule rule_full = { cross_full_choose, 2, "*", fill_product };

const struct method cross_methods[] = {
	{ "cross", "A,B[,...]", "A_x_B: the cells joined by _x_", true, &rule_cross },
	{ "product", "LIST", "a*b: the numbers multiplied", true, &rule_product },
	{ "poly", "LIST:DEGREE", "a^2 up to a^DEGREE of each column", true, &rule_poly },
	{ "full", "LIST:DEGREE", "a*b, a^2*b: all products up to DEGREE, powers too",
	    true, &rule_full },
	{ 0 },
};

/* ---- applying ---- */

/* Sources are looked up before the first new column could be taken for one. */
static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct cross *c = self;
	size_t n = 0, *from, *at, first = b->ncol;

	for (size_t i = 0; i < c->n; i++)
		n += c->making[i].n;
	at = from = arena_alloc(&b->mem, n, sizeof(*from));
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->making[i].n; k++)
			if (!batch_need(b, c->making[i].source[k], at++, e))
				return false;
	for (size_t i = 0; i < c->n; i++)
		if (!batch_replace(b, first + i, 0, &c->making[i].name, 1, e))
			return false;
	at = from;
	for (size_t i = 0; i < c->n; i++) {
		const struct making *m = &c->making[i];

		if (!rule_of(m)->fill(c, m, b, at, first + i, e))
			return false;
		at += m->n;
	}
	return true;
}

/* ---- the state: cross,A_x_B,column,A for each source, then the method ---- */

static void
save(const void *self, struct state_out *out, bool settled)
{
	const struct cross *c = self;

	(void)settled;
	if (c->buckets > 0) {
		state_count(out, STR(""), "buckets", c->buckets);
		state_count(out, STR(""), "seed", c->seed);
	}
	for (size_t i = 0; i < c->n; i++) {
		const struct making *m = &c->making[i];

		for (size_t k = 0; k < m->n; k++)
			state_text(out, m->name, "column", m->source[k]);
		state_text(out, m->name, "method", str_of(m->method->name));
		if (m->degree > 0)
			state_count(out, m->name, "degree", m->degree);
	}
}

static bool
load_chosen(
    struct cross *c, const struct facts *step, const struct fact *f, struct err *e)
{
	uint64_t n;

	if (fact_is(f, "seed"))
		return fact_count(step, f, &c->seed, e);
	if (!fact_is(f, "buckets"))
		return fact_fail(step, f, e, "not a fact of cross");
	if (!fact_count(step, f, &n, e))
		return false;
	c->buckets = n;
	return (n > 0 && n <= buckets_most) ||
	       fact_fail(step, f, e, "not a number of buckets");
}

static bool
load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct cross *c = self;
	struct shown s;

	if (f->item.n == 0)
		return load_chosen(c, step, f, e);
	if (c->n == 0 || !str_equal(c->making[c->n - 1].name, f->item))
		making_add(c, NULL, mem_keep(f->item));
	struct making *m = &c->making[c->n - 1];
	if (fact_is(f, "degree"))
		return fact_count(step, f, &m->degree, e);
	if (fact_is(f, "column")) {
		source_add(m, f->value);
		return true;
	}
	if (!fact_is(f, "method"))
		return fact_fail(step, f, e, "not a fact of cross");
	m->method = method_find(cross_methods, f->value);
	return m->method != NULL || fact_fail(step, f, e, "cross has no method \"%s\"",
					shown(&s, f->value.p, f->value.n));
}

static bool
loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	const struct cross *c = self;
	struct shown s;

	(void)settled;
	for (size_t i = 0; i < c->n; i++) {
		const struct making *m = &c->making[i];
		bool power = m->method != NULL && rule_of(m)->least == 1;

		if (m->method == NULL || m->n < rule_of(m)->least ||
		    (power && m->n != 1) || power != (m->degree >= DEGREE_LEAST) ||
		    m->degree > DEGREE_MOST)
			return fact_fail(step, NULL, e,
			    "the facts of column \"%s\" do not add up",
			    shown(&s, m->name.p, m->name.n));
	}
	return c->n > 0 || fact_fail(step, NULL, e, "cross without a column");
}

static void
free_cross(void *self)
{
	struct cross *c = self;

	for (size_t i = 0; i < c->n; i++) {
		struct making *m = &c->making[i];

		for (size_t k = 0; k < m->n; k++)
			free((char *)m->source[k].p);
		free(m->source);
		free((char *)m->name.p);
	}
	free(c->making);
}

const struct op op_cross = {
	.name = "cross",
	.brief = "make columns of several: joint categories, products, powers",
	.methods = cross_methods,
	.options = options,
	.size = sizeof(struct cross),
	.defaults = &defaults,
	.start = start,
	.apply = apply,
	.save = save,
	.load = load,
	.loaded = loaded,
	.free = free_cross,
};
