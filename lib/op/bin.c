/*
 * bin.c - numbers into numbered buckets, in place
 *
 * The operator around the methods of bin_methods.c: which columns, the edges that
 * were learnt or given, and the bucket of every value.  Missing stays missing.
 */
#include "op/bin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "table/select.h"

struct bin {
	struct subjects subjects; /* first: see op/column.h */
	bool labels, keep;
	const char *label_given, *names_given;
	struct str label;   /* of --mdl; owned */
	struct list names;  /* of --names; n == 0: none */
	struct binning *of; /* (subjects.n) */
	size_t room;
};

static const struct opt options[] = {
	{ 0, "labels", OPT_FLAG, offsetof(struct bin, labels), NULL,
	    "write intervals, [lo,hi), instead of numbers", 0, false },
	{ 0, "names", OPT_TEXT, offsetof(struct bin, names_given), "N1,N2,...",
	    "write these names instead of numbers, one for each bucket", 0, false },
	{ 0, "keep", OPT_FLAG, offsetof(struct bin, keep), NULL,
	    "leave the column, and add its buckets at the right as COL.bin", 0, false },
	{ 'y', "label", OPT_TEXT, offsetof(struct bin, label_given), "COL",
	    "the label that --mdl looks at", 0, false },
	{ 0 },
};

static const struct bin_rule *
rule_of(const struct binning *b)
{
	return b->method->how;
}

/* What --keep calls the column of buckets; owned by the caller. */
static struct str
name_of(struct str column)
{
	static const char end[] = ".bin";
	char *name = mem_alloc(column.n + sizeof(end), 1);

	memcpy(name, column.p, column.n);
	memcpy(name + column.n, end, sizeof(end));
	return (struct str){ name, column.n + sizeof(end) - 1 };
}

static struct binning *
binning_add(struct bin *all, struct str column, const struct method *m)
{
	struct binning *b;

	subjects_add(&all->subjects, column, ((const struct bin_rule *)m->how)->needs);
	all->of = mem_grow(all->of, &all->room, all->subjects.n, sizeof(*all->of));
	b = &all->of[all->subjects.n - 1];
	*b = (struct binning){ .method = m, .name = name_of(column) };
	if (rule_of(b)->labelled)
		subjects_label(&all->subjects, all->label, true);
	return b;
}

/* The label is a column by its name, and none of those that are cut. */
static bool
label_start(struct bin *all, const struct start *st, struct err *e)
{
	struct selection s;
	bool labelled = false, good;
	struct shown buf;

	for (size_t i = 0; i < st->n; i++)
		labelled |= ((const struct bin_rule *)st->job[i].method->how)->labelled;
	if (labelled != (all->label_given != NULL))
		return fail(e, EXIT_USAGE, "--mdl and the label (-y) go together");
	if (!labelled)
		return true;
	if (!select_columns(
		&s, str_of(all->label_given), (struct batch *)st->header, NULL, e))
		return false;
	good = s.n == 1 || fail(e, EXIT_USAGE, "-y: one column is the label");
	if (good)
		all->label = mem_keep(st->header->col[s.column[0]].name);
	select_free(&s);
	for (size_t i = 0; i < st->n && good; i++)
		if (str_equal(st->job[i].column[0], all->label))
			good = fail(e, EXIT_USAGE,
			    "-y: \"%s\" is to be cut, and cannot be the label too",
			    shown(&buf, all->label.p, all->label.n));
	return good;
}

static bool
names_start(struct bin *all, struct err *e)
{
	struct err why;

	if (all->names_given == NULL)
		return true;
	if (all->labels)
		return fail(e, EXIT_USAGE, "--names and --labels exclude each other");
	return list_parse(&all->names, str_of(all->names_given), ',', &why) ||
	       fail(e, EXIT_USAGE, "--names: %s", why.msg);
}

/* With --names there is one for each bucket. */
static bool
names_fit(
    const struct bin *all, const struct binning *b, struct str column, struct err *e)
{
	struct shown s;

	return all->names.n == 0 || all->names.n == b->n + 1 ||
	       fail(e, EXIT_DATA,
		   "column \"%s\" has %zu buckets, and there are %zu --names",
		   shown(&s, column.p, column.n), b->n + 1, all->names.n);
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct bin *all = self;

	if (!label_start(all, st, e) || !names_start(all, e))
		return false;
	for (size_t i = 0; i < st->n; i++) {
		const struct job *t = &st->job[i];
		struct binning *b = binning_add(all, t->column[0], t->method);

		if (!rule_of(b)->choose(b, &t->args, e))
			return false;
		if (rule_of(b)->needs == 0 && !names_fit(all, b, t->column[0], e))
			return false;
	}
	return true;
}

/* ---- learning ---- */

static void
warn_few(const struct binning *b, struct str column)
{
	struct shown s;

	shown(&s, column.p, column.n);
	if (b->min == b->max)
		warn("column \"%s\" is constant: it has one bucket", s.s);
	else if (b->n + 1 < b->asked && !rule_of(b)->bound)
		warn("column \"%s\" has too few distinct values for %llu buckets: there "
		     "are %zu",
		    s.s, (unsigned long long)b->asked, b->n + 1);
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct bin *all = self;
	struct tally *t = tallies_of(acc);

	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct subject *subject = &all->subjects.subject[i];
		struct binning *b = &all->of[i];

		if (subject->needs == 0)
			continue;
		if (!subject_has_values(subject, &t[i], e))
			return false;
		if (!rule_of(b)->settle(b, &t[i], subject->column, e))
			return false;
		warn_few(b, subject->column);
		if (!names_fit(all, b, subject->column, e))
			return false;
	}
	return true;
}

/* ---- applying ---- */

/* How many edges are not above x. */
static inline size_t
bucket_of(const double *edge, size_t n, double x)
{
	enum { FEW = 16 };
	size_t k = 0;

	/* Few edges are counted, without a branch; many are searched. */
	if (n <= FEW) {
		for (size_t i = 0; i < n; i++)
			k += x >= edge[i];
		return k;
	}
	for (; n > 0; n /= 2) {
		size_t half = n - n / 2;

		k += x >= edge[k + half - 1] ? half : 0;
	}
	return k;
}

static void
numbers_fill(const struct binning *s, const double *x, double *to, size_t n)
{
	for (size_t r = 0; r < n; r++)
		to[r] = isnan(x[r]) ? MISSING : (double)bucket_of(s->edge, s->n, x[r]);
}

/*
 * [lo,hi) for a bucket, with a closed end for the last.  Where the edges were given
 * nothing is known of the outer ends: <lo and >=hi.
 */
static struct str
label_of(const struct binning *s, size_t k, struct arena *mem)
{
	bool given = rule_of(s)->needs == 0, first = k == 0, last = k == s->n;
	char *text = arena_alloc(mem, 2 * NUM_WIDTH + 3, 1);
	size_t n = 0;

	if (given && first) {
		text[n++] = '<';
		n += num_print(s->edge[0], text + n);
	} else if (given && last) {
		text[n++] = '>';
		text[n++] = '=';
		n += num_print(s->edge[s->n - 1], text + n);
	} else {
		text[n++] = '[';
		n += num_print(first ? s->min : s->edge[k - 1], text + n);
		text[n++] = ',';
		n += num_print(last ? s->max : s->edge[k], text + n);
		text[n++] = last ? ']' : ')';
	}
	return (struct str){ text, n };
}

static void
names_fill(const struct bin *all, const struct binning *s, const double *x,
    struct str *to, size_t n)
{
	for (size_t r = 0; r < n; r++)
		to[r] = isnan(x[r])
			    ? STR("")
			    : all->names.item[bucket_of(s->edge, s->n, x[r])].text;
}

static void
labels_fill(
    const struct binning *s, const double *x, struct str *to, size_t n, struct arena *mem)
{
	struct str *label = arena_alloc(mem, s->n + 1, sizeof(*label));

	memset(label, 0, (s->n + 1) * sizeof(*label));
	for (size_t r = 0; r < n; r++) {
		if (isnan(x[r])) {
			to[r] = STR("");
			continue;
		}
		size_t k = bucket_of(s->edge, s->n, x[r]);
		if (label[k].p == NULL)
			label[k] = label_of(s, k, mem);
		to[r] = label[k];
	}
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct bin *all = self;

	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct binning *s = &all->of[i];
		size_t j;

		if (!batch_need(b, all->subjects.subject[i].column, &j, e))
			return false;
		const double *x = batch_numbers(b, j, e);
		if (x == NULL)
			return false;
		if (all->keep) {
			j = b->ncol;
			if (!batch_replace(b, j, 0, &s->name, 1, e))
				return false;
		}
		if (all->names.n > 0)
			names_fill(all, s, x, batch_set_text(b, j), b->nrow);
		else if (all->labels)
			labels_fill(s, x, batch_set_text(b, j), b->nrow, &b->mem);
		else
			numbers_fill(s, x, batch_set_numbers(b, j), b->nrow);
	}
	return true;
}

/* ---- facts ---- */

static void
save(const void *self, struct state_out *out, bool settled)
{
	const struct bin *all = self;

	if (all->labels)
		state_count(out, STR(""), "labels", 1);
	if (all->keep)
		state_count(out, STR(""), "keep", 1);
	if (all->label.n > 0)
		state_text(out, STR(""), "label", all->label);
	for (size_t i = 0; i < all->names.n; i++)
		state_text(out, STR(""), "name", all->names.item[i].text);
	for (size_t i = 0; i < all->subjects.n; i++) {
		const struct binning *s = &all->of[i];
		struct str column = all->subjects.subject[i].column;
		bool learns = rule_of(s)->needs != 0;

		state_text(out, column, "method", str_of(s->method->name));
		if (learns)
			state_count(out, column, "args", s->asked);
		if (learns && settled) {
			state_number(out, column, "min", s->min);
			state_number(out, column, "max", s->max);
		}
		for (size_t k = 0; (settled || !learns) && k < s->n; k++)
			state_number(out, column, "edge", s->edge[k]);
	}
}

static bool
load_method(
    struct bin *all, const struct facts *step, const struct fact *f, struct err *e)
{
	const struct method *m = method_load("bin", bin_methods, step, f, e);

	if (m == NULL)
		return false;
	if (((const struct bin_rule *)m->how)->labelled && all->label.n == 0)
		return fact_fail(step, f, e, "mdl without a label");
	binning_add(all, f->item, m);
	return true;
}

static bool
load_edge(
    struct binning *b, const struct facts *step, const struct fact *f, struct err *e)
{
	double x;

	if (!fact_number(step, f, &x, e))
		return false;
	if (b->n > 0 && !(x > b->edge[b->n - 1]))
		return fact_fail(step, f, e, "edges do not rise");
	binning_edge(b, x);
	return true;
}

static bool
load(void *self, const struct facts *step, const struct fact *f, struct err *e)
{
	struct bin *all = self;
	size_t i;
	uint64_t one;

	if (f->item.n == 0 && fact_is(f, "label") && all->label.n == 0) {
		all->label = mem_keep(f->value);
		return true;
	}
	if (f->item.n == 0 && fact_is(f, "name")) {
		list_add(&all->names, f->value);
		return true;
	}
	if (f->item.n == 0 && (fact_is(f, "labels") || fact_is(f, "keep"))) {
		*(fact_is(f, "labels") ? &all->labels : &all->keep) = true;
		return fact_count(step, f, &one, e) &&
		       (one == 1 || fact_fail(step, f, e, "neither 1 nor left out"));
	}
	if (fact_is(f, "method"))
		return load_method(all, step, f, e);
	if (!subject_last(&all->subjects, step, f, &i, e))
		return false;
	struct binning *b = &all->of[i];
	if (fact_is(f, "edge"))
		return load_edge(b, step, f, e);
	if (rule_of(b)->needs != 0 && fact_is(f, "args")) {
		b->known |= BIN_ARGS;
		return fact_count(step, f, &b->asked, e) &&
		       ((b->asked >= BUCKETS_LEAST && b->asked <= BUCKETS_MOST) ||
			   fact_fail(step, f, e, "not a number of buckets"));
	}
	if (rule_of(b)->needs != 0 && (fact_is(f, "min") || fact_is(f, "max"))) {
		b->known |= fact_is(f, "min") ? BIN_MIN : BIN_MAX;
		return fact_number(step, f, fact_is(f, "min") ? &b->min : &b->max, e);
	}
	return fact_fail(step, f, e, "not a fact of bin");
}

/* What is wrong with the facts of a column, or NULL. */
static const char *
binning_fault(const struct binning *b, bool settled)
{
	if (rule_of(b)->needs == 0)
		return b->n == 0 ? "has no \"edge\"" : NULL;
	if ((b->known & BIN_ARGS) == 0)
		return "has no \"args\"";
	if (!settled)
		return b->n > 0 ? "has edges before they are learnt" : NULL;
	if ((b->known & BIN_MIN) == 0)
		return "has no \"min\"";
	if ((b->known & BIN_MAX) == 0)
		return "has no \"max\"";
	if (b->min > b->max)
		return "has its min above its max";
	if (b->n >= b->asked)
		return "has more edges than its buckets have";
	if (b->n > 0 && !(b->min < b->edge[0] && b->edge[b->n - 1] <= b->max))
		return "has edges outside its min and max";
	return NULL;
}

static bool
loaded(void *self, const struct facts *step, bool settled, struct err *e)
{
	const struct bin *all = self;
	struct shown s;

	for (size_t i = 0; i < all->subjects.n; i++) {
		const char *fault = binning_fault(&all->of[i], settled);
		struct str c = all->subjects.subject[i].column;

		if (fault != NULL)
			return fact_fail(step, NULL, e, "column \"%s\" %s",
			    shown(&s, c.p, c.n), fault);
		if ((settled || rule_of(&all->of[i])->needs == 0) && all->names.n > 0 &&
		    all->names.n != all->of[i].n + 1)
			return fact_fail(step, NULL, e,
			    "column \"%s\" has another number of buckets than names",
			    shown(&s, c.p, c.n));
	}
	return true;
}

static void
free_bin(void *self)
{
	struct bin *all = self;

	for (size_t i = 0; i < all->subjects.n; i++) {
		free(all->of[i].edge);
		free((char *)all->of[i].name.p);
	}
	free(all->of);
	free((char *)all->label.p);
	list_free(&all->names);
	subjects_free(&all->subjects);
}

const struct op op_bin = {
	.name = "bin",
	.brief = "put numbers into numbered buckets",
	.methods = bin_methods,
	.options = options,
	.size = sizeof(struct bin),
	.accumulator = &column_accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.save = save,
	.load = load,
	.loaded = loaded,
	.free = free_bin,
};
