/*
 * division.c - see division.h
 */
#include "division.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stat/share.h"
#include "table/list.h"

enum {
	FOLDS_MOST = 10000,
	KEYS_FEW = 100 /* with fewer, a part may easily miss its share by a third */
};

/* ---- -p ---- */

/* "train=0.8": at the last =, so that a name may hold one. */
static bool
part_parse(struct division *d, struct str item, double *share, struct err *e)
{
	struct part *p = &d->part[d->n];
	struct shown s;
	size_t at = item.n;

	shown(&s, item.p, item.n);
	while (at > 0 && item.p[at - 1] != '=')
		at--;
	if (at == 0)
		return fail(e, EXIT_USAGE, "-p: \"%s\" is not NAME=SHARE", s.s);
	p->name = mem_keep((struct str){ item.p, at - 1 });
	if (p->name.n == 0)
		return fail(e, EXIT_USAGE, "-p: \"%s\": a part has no name", s.s);
	if (memchr(p->name.p, '/', p->name.n) != NULL)
		return fail(e, EXIT_USAGE,
		    "-p: \"%s\": a name of a part cannot hold a slash (--out says where "
		    "it "
		    "goes)",
		    s.s);
	if (num_parse(item.p + at, item.n - at, share) != NUM_OK || !(*share > 0))
		return fail(
		    e, EXIT_USAGE, "-p: \"%s\": a share is a number above 0", s.s);
	for (size_t i = 0; i < d->n; i++)
		if (str_equal(d->part[i].name, p->name))
			return fail(e, EXIT_USAGE, "-p: part \"%s\" is named twice",
			    shown(&s, p->name.p, p->name.n));
	d->n++;
	return true;
}

static bool
parts_parse(struct division *d, struct err *e)
{
	struct list l;
	bool good = true;
	double sum = 0;

	if (!list_parse(&l, str_of(d->parts), ',', e))
		return false;
	d->part = mem_alloc(l.n, sizeof(*d->part));
	d->bound = mem_alloc(l.n, sizeof(*d->bound));
	for (size_t i = 0; i < l.n && good; i++)
		good = part_parse(d, l.item[i].text, &d->bound[i], e);
	list_free(&l);
	for (size_t i = 0; i < d->n; i++)
		sum += d->bound[i];
	if (good && !share_bounds(d->bound, d->n)) {
		char text[NUM_WIDTH + 1] = "";

		text[num_print(sum, text)] = '\0';
		good = fail(e, EXIT_USAGE, "-p: the shares add up to %s, not to 1", text);
	}
	return good;
}

/* ---- --folds, --time ---- */

static void
parts_name(struct division *d, const char *const *name, size_t n)
{
	d->n = n;
	d->part = mem_alloc(n, sizeof(*d->part));
	for (size_t i = 0; i < n; i++)
		d->part[i].name = mem_keep(str_of(name[i]));
}

static void
two_parts(struct division *d)
{
	static const char *const names[] = { "train", "test" };

	parts_name(d, names, 2);
}

static bool
folds_parse(struct division *d, struct err *e)
{
	if (d->folds < 2 || d->folds > FOLDS_MOST)
		return fail(
		    e, EXIT_USAGE, "--folds %zu: from 2 to %d", d->folds, FOLDS_MOST);
	if (d->fold != FOLD_NONE && d->fold >= d->folds)
		return fail(e, EXIT_USAGE, "--fold %zu: folds are called 0 to %zu",
		    d->fold, d->folds - 1);
	if (d->fold != FOLD_NONE) {
		two_parts(d);
		return true;
	}
	d->n = d->folds;
	d->part = mem_alloc(d->n, sizeof(*d->part));
	for (size_t i = 0; i < d->n; i++) {
		char name[NUM_WIDTH];

		d->part[i].name =
		    mem_keep((struct str){ name, num_print_count(i, name) });
	}
	return true;
}

/* Numbers rise as such, and texts by their bytes; both together have no order. */
static bool
cuts_rise(const struct division *d)
{
	for (size_t i = 1; i < d->ncut; i++) {
		const struct cut *a = &d->cut[i - 1], *b = &d->cut[i];

		if (a->is_number != b->is_number ||
		    (a->is_number ? !(a->number < b->number)
				  : str_order(a->text, b->text) >= 0))
			return false;
	}
	return true;
}

static bool
time_parse(struct division *d, struct err *e)
{
	static const char *const names[] = { "train", "validation", "test" };
	struct str text = str_of(d->time), head = list_head(text);
	struct list cut = { 0 };
	bool good = head.n + 1 < text.n && head.n > 0;

	good =
	    good && list_parse(&cut,
			(struct str){ text.p + head.n + 1, text.n - head.n - 1 }, ',', e);
	if (!good || cut.n > 2 || cut.item[cut.n - 1].text.n == 0) {
		list_free(&cut);
		return fail(e, EXIT_USAGE,
		    "--time %s: write COL:CUT, a column and a value, or two", d->time);
	}
	d->cut = mem_alloc(cut.n, sizeof(*d->cut));
	for (; d->ncut < cut.n; d->ncut++) {
		struct cut *c = &d->cut[d->ncut];

		c->text = mem_keep(cut.item[d->ncut].text);
		c->is_number = num_parse(c->text.p, c->text.n, &c->number) == NUM_OK;
	}
	list_free(&cut);
	if (d->ncut == 2)
		parts_name(d, names, 3);
	else
		two_parts(d);
	return cuts_rise(d) ||
	       fail(e, EXIT_USAGE,
		   "--time %s: the second cut does not lie after the first", d->time);
}

bool
division_parse(struct division *d, uint64_t seed, struct err *e)
{
	if ((d->parts != NULL) + (d->folds != 0) + (d->time != NULL) != 1)
		return fail(
		    e, EXIT_USAGE, "one of -p, --folds and --time says how to divide");
	if (d->fold != FOLD_NONE && d->folds == 0)
		return fail(e, EXIT_USAGE, "--fold goes with --folds");
	if (d->time != NULL && d->key != NULL)
		return fail(e, EXIT_USAGE, "--time goes by its column: it takes no -k");
	if (d->stratify != NULL && (d->time != NULL || d->key != NULL))
		return fail(e, EXIT_USAGE,
		    "--stratify divides rows one by one: it goes with -p or --folds, and "
		    "with no -k");
	if (d->sequential && (d->time != NULL || d->key != NULL || d->stratify != NULL))
		return fail(e, EXIT_USAGE,
		    "--sequential goes by the order of the rows: it goes with -p or "
		    "--folds, and with no -k or --stratify");
	if (d->time != NULL)
		return time_parse(d, e);
	d->seed = seed;
	return d->folds != 0 ? folds_parse(d, e) : parts_parse(d, e);
}

bool
division_resolve(struct division *d, struct batch *header, struct err *e)
{
	struct str text, head;
	struct list name;

	if (d->cells.n > 0)
		return true;
	if (d->stratify != NULL && !key_resolve(&d->group, d->stratify, header, NULL, e))
		return false;
	if (d->time == NULL)
		return key_resolve(&d->cells, d->key, header, NULL, e);
	text = str_of(d->time);
	head = list_head(text);
	if (!list_parse(&name, head, ',', e))
		return false;
	bool good = name.n == 1 ? batch_need(header, name.item[0].text, &d->column, e)
				: fail(e, EXIT_USAGE, "--time %s: one column, not %zu",
				      d->time, name.n);
	list_free(&name);
	return good;
}

/* ---- rows ---- */

struct draw *
division_draw(const struct division *d)
{
	if (d->time != NULL || d->sequential)
		return NULL;
	return draw_new(d->folds != 0 ? "fold" : "split", d->seed);
}

/* Before the cut?  As numbers where both are, otherwise by bytes. */
static bool
is_before(const struct cut *cut, struct str cell)
{
	double x;

	if (cut->is_number && num_parse(cell.p, cell.n, &x) == NUM_OK)
		return x < cut->number;
	return str_order(cell, cut->text) < 0;
}

static bool
time_part(
    const struct division *d, struct batch *b, size_t row, uint32_t *part, struct err *e)
{
	struct str cell = batch_cell(b, d->column, row);

	if (d->cut[0].is_number ? missing_number(b->missing, cell)
				: missing_text(b->missing, cell))
		return batch_fail(b, d->column, row, e,
		    "missing, so this row is neither before nor after the cut "
		    "(csv-scrub --drop-missing drops such rows)");
	*part = 0;
	while (*part < d->ncut && !is_before(&d->cut[*part], cell))
		++*part;
	return true;
}

/* u: the draw. */
static uint32_t
draw_part(const struct division *d, double u)
{
	size_t part =
	    d->folds == 0 ? share_of(d->bound, d->n, u) : share_equal(d->folds, u);

	if (d->fold != FOLD_NONE)
		return part == d->fold ? 1 : 0;
	return (uint32_t)part;
}

bool
division_deal(const struct division *d, struct draw *draw, struct batch *b,
    struct dealt *to, struct err *e)
{
	*to = (struct dealt){ .part = arena_alloc(&b->mem, b->nrow, sizeof(*to->part)) };
	if (d->time != NULL) {
		while (to->n < b->nrow)
			if (time_part(d, b, to->n, &to->part[to->n], e))
				to->n++;
			else
				return false;
		return true;
	}
	/* The middle of a row's place, so that no rounding moves it over a bound. */
	for (; d->sequential && to->n < b->nrow; to->n++)
		to->part[to->n] =
		    draw_part(d, ((double)(b->first + to->n) + 0.5) / (double)d->rows);
	if (d->sequential)
		return true;
	to->hash = arena_alloc(&b->mem, b->nrow, sizeof(*to->hash));
	for (size_t r = 0; r < b->nrow; r++) {
		to->hash[r] = key_draw(&d->cells, draw, b, r);
		to->part[r] = draw_part(d,
		    d->stratify != NULL
			? strata_draw(&d->strata, key_text(&d->group, b, r), to->hash[r])
			: draw_u(to->hash[r]));
	}
	to->n = b->nrow;
	return true;
}

/* ---- the look at all rows ---- */

/* The rows of a block.  Belongs to it. */
struct looked {
	struct str *group; /* (nrow) */
	uint64_t *hash;    /* (nrow) */
};

static void *
look_hand(void *self)
{
	return division_draw(self);
}

static bool
look_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct division *d = self;
	struct batch *b = &k->batch;
	struct looked *l = arena_alloc(&b->mem, 1, sizeof(*l));

	(void)e;
	l->group = arena_alloc(&b->mem, b->nrow, sizeof(*l->group));
	l->hash = arena_alloc(&b->mem, b->nrow, sizeof(*l->hash));
	for (size_t r = 0; r < b->nrow; r++) {
		l->group[r] = key_text(&d->group, b, r);
		l->hash[r] = key_draw(&d->cells, hand, b, r);
	}
	k->note = l;
	return true;
}

static bool
look_take(void *self, struct block *k, struct err *e)
{
	struct division *d = self;
	const struct looked *l = k->note;

	(void)e;
	for (size_t r = 0; r < k->batch.nrow; r++)
		strata_add(&d->strata, l->group[r], l->hash[r]);
	return true;
}

bool
division_looks(const struct division *d)
{
	return d->stratify != NULL || d->sequential;
}

void
division_look(struct division *d, struct reader *in)
{
	struct pipeline p = { .self = d,
		.hand = look_hand,
		.hand_end = draw_hand_end,
		.work = look_work,
		.take = look_take };
	struct batch header = { 0 };
	struct err e;

	reader_header(in, &header);
	if (!division_resolve(d, &header, &e))
		run_fail(&e, NULL);
	batch_free(&header);
	if (d->sequential)
		p = (struct pipeline){ .self = d };
	d->rows = pipeline_run(&p, in);
	if (!d->sequential)
		strata_sort(&d->strata);
	if (!reader_rewind(in, &e))
		run_fail(&e, NULL);
}

void
division_count(struct division *d, const struct dealt *dealt)
{
	for (size_t r = 0; r < dealt->n; r++)
		d->part[dealt->part[r]].rows++;
	for (size_t r = 0; r < dealt->n && d->key != NULL && dealt->hash != NULL &&
			   d->seen.n < KEYS_FEW;
	     r++)
		dict_add(&d->seen,
		    (struct str){ (const char *)&dealt->hash[r], sizeof(uint64_t) });
}

bool
division_find(const struct division *d, const char *name, size_t *part, struct err *e)
{
	char names[200] = "";
	struct shown s;

	for (*part = 0; *part < d->n; (*part)++)
		if (str_equal(d->part[*part].name, str_of(name)))
			return true;
	for (size_t i = 0; i < d->n && strlen(names) < sizeof(names) - 1; i++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s%s",
		    i > 0 ? ", " : "", shown(&s, d->part[i].name.p, d->part[i].name.n));
	return fail(e, EXIT_USAGE, "no part \"%s\": there are %s",
	    shown(&s, name, strlen(name)), names);
}

void
division_warn(const struct division *d)
{
	if (d->seen.n > 0 && d->seen.n < KEYS_FEW)
		warn("-k %s: only %zu different key%s: the shares can be far off", d->key,
		    d->seen.n, d->seen.n == 1 ? "" : "s");
}

void
division_free(struct division *d)
{
	for (size_t i = 0; i < d->n; i++)
		free((char *)d->part[i].name.p);
	for (size_t i = 0; i < d->ncut; i++)
		free((char *)d->cut[i].text.p);
	free(d->cut);
	free(d->part);
	free(d->bound);
	key_free(&d->cells);
	key_free(&d->group);
	strata_free(&d->strata);
	dict_clear(&d->seen);
}
