/*
 * parts.c - all rows, and the rows of each group
 *
 * Groups stand in the order of their names, byte by byte, and classes too, so that
 * the order of the rows does not show.  The rows of a group are put side by side:
 * then its examples are a stretch of the arrays of all rows.
 */
#include <stdlib.h>
#include <string.h>

#include "eval.h"

/*
 * city=Leeds, or with several columns city=Leeds,year=2019: a list as on the command
 * line, where a value with a comma in it is quoted as in CSV.  So two groups never
 * have one name.
 */
struct str
group_name(const struct roles *r, struct batch *b, size_t row)
{
	size_t room = 0, n = 0;
	char *out;

	for (size_t i = 0; i < r->nby; i++)
		room += 2 * (r->by_name[i].n + batch_cell(b, r->by[i], row).n) + 4;
	out = arena_alloc(&b->mem, room, 1);
	for (size_t i = 0; i < r->nby; i++) {
		struct str cell = batch_cell(b, r->by[i], row);
		struct str part[3] = { r->by_name[i], STR("="), cell };
		bool quote = false;

		if (batch_is_missing(b, r->by[i], row))
			part[2] = STR("");
		for (size_t k = 0; k < 3 && r->nby > 1; k++)
			quote |= part[k].n > 0 && (memchr(part[k].p, ',', part[k].n) ||
						      memchr(part[k].p, '"', part[k].n));
		if (i > 0)
			out[n++] = ',';
		if (quote)
			out[n++] = '"';
		for (size_t k = 0; k < 3; k++)
			for (size_t c = 0; c < part[k].n; c++) {
				if (quote && part[k].p[c] == '"')
					out[n++] = '"';
				out[n++] = part[k].p[c];
			}
		if (quote)
			out[n++] = '"';
	}
	return (struct str){ out, n };
}

/* ---- order ---- */

struct ordered {
	struct str key;
	size_t number;
};

static int
ordered_compare(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	return str_order(x->key, y->key);
}

/* The keys of a dict in order, and the rank of each in `rank` (d->n). */
static struct str *
keys_sort(const struct dict *d, size_t *rank)
{
	struct ordered *o = mem_alloc(d->n, sizeof(*o));
	struct str *sorted = mem_alloc(d->n, sizeof(*sorted));

	for (size_t i = 0; i < d->n; i++)
		o[i] = (struct ordered){ dict_key(d, i), i };
	qsort(o, d->n, sizeof(*o), ordered_compare);
	for (size_t i = 0; i < d->n; i++) {
		sorted[i] = o[i].key;
		rank[o[i].number] = i;
	}
	free(o);
	return sorted;
}

static void
classes_sort(struct parts *p, struct rows *t)
{
	size_t *rank = mem_alloc(t->classes.n, sizeof(*rank));

	p->class = keys_sort(&t->classes, rank);
	for (size_t i = 0; i < t->n; i++) {
		t->label[i] = (double)rank[(size_t)t->label[i]];
		t->predicted[i] = (double)rank[(size_t)t->predicted[i]];
		if (t->rival.predicted != NULL)
			t->rival.predicted[i] =
			    (double)rank[(size_t)t->rival.predicted[i]];
	}
	free(rank);
}

/* ---- cutting ---- */

static double *
permuted(double *x, const size_t *to, size_t n)
{
	double *y;

	if (x == NULL)
		return NULL;
	y = mem_resize(NULL, n, sizeof(*y));
	for (size_t i = 0; i < n; i++)
		y[to[i]] = x[i];
	free(x);
	return y;
}

/* Stretch k of the rows begins at begin[k]; there are t->groups.n of them. */
static void
rows_gather(struct rows *t, const size_t *rank, size_t *begin)
{
	size_t *to = mem_alloc(t->n, sizeof(*to));
	size_t *next = mem_alloc(t->groups.n + 1, sizeof(*next));

	for (size_t i = 0; i < t->n; i++)
		next[rank[t->group[i]] + 1]++;
	for (size_t k = 0; k < t->groups.n; k++)
		next[k + 1] += next[k];
	memcpy(begin, next, (t->groups.n + 1) * sizeof(*begin));
	for (size_t i = 0; i < t->n; i++)
		to[i] = next[rank[t->group[i]]]++;
	t->label = permuted(t->label, to, t->n);
	t->predicted = permuted(t->predicted, to, t->n);
	t->score = permuted(t->score, to, t->n);
	t->weight = permuted(t->weight, to, t->n);
	t->rival.predicted = permuted(t->rival.predicted, to, t->n);
	t->rival.score = permuted(t->rival.score, to, t->n);
	for (size_t k = 0; k < t->nmore; k++) {
		t->more[k] = permuted(t->more[k], to, t->n);
		if (t->rival.more != NULL)
			t->rival.more[k] = permuted(t->rival.more[k], to, t->n);
	}
	free(to);
	free(next);
}

static double *
from_row(double *x, size_t row)
{
	return x != NULL ? x + row : NULL;
}

static double *const *
more_from(struct parts *p, double *const *more, size_t n, size_t row)
{
	double **at = arena_alloc(&p->mem, n + 1, sizeof(*at));

	for (size_t k = 0; more != NULL && k < n; k++)
		at[k] = from_row(more[k], row);
	return more != NULL ? at : NULL;
}

static struct part
part_of(struct parts *all, const struct rows *t, const struct eval *ev,
    enum kind_of_task task, struct str name, size_t from, size_t to)
{
	return (struct part){ .task = task,
		.name = name,
		.x = { .n = to - from,
		    .label = from_row(t->label, from),
		    .predicted = from_row(t->predicted, from),
		    .score = from_row(t->score, from),
		    .weight = t->weight + from },
		.ranks_only = t->ranks_only,
		.chosen = t->chosen,
		.class = all->class,
		.nclass = t->classes.n,
		.more = more_from(all, t->more, t->nmore, from),
		.nmore = t->nmore,
		.ev = ev };
}

/* The same rows, as the rival sees them. */
static struct part
rival_of(struct parts *all, const struct rows *t, const struct part *part)
{
	const struct rival *r = &t->rival;
	size_t from = (size_t)(part->x.weight - t->weight);
	struct part other = *part;

	other.x.predicted = from_row(r->predicted, from);
	other.x.score = from_row(r->score, from);
	other.ranks_only = r->ranks_only;
	other.chosen = r->chosen;
	other.more = more_from(all, r->more, t->nmore, from);
	return other;
}

static struct str
label_name(struct parts *all, const struct part *of, const char *label)
{
	size_t n = of->name.n, more = strlen(label);
	char *name = arena_alloc(&all->mem, n + 1 + more, 1);

	if (n == 0)
		return str_of(label);
	memcpy(name, of->name.p, n);
	name[n] = ',';
	memcpy(name + n + 1, label, more);
	return (struct str){ name, n + 1 + more };
}

/* A part, what the rival sees of it, and the same of each label. */
static void
part_put(struct parts *p, const struct rows *t, struct part one)
{
	size_t labels = one.task == EVAL_LABELS ? one.ev->labels.n : 0, first = p->n;

	p->part[p->n++] = one;
	if (p->versus != NULL)
		p->versus[first] = rival_of(p, t, &one);
	for (size_t c = 0; c < labels; c++) {
		struct part *of = &p->part[p->n];

		*of = label_part(&one, c);
		of->name = label_name(p, &one, one.ev->labels.text[c]);
		if (p->versus != NULL)
			p->versus[p->n] = label_part(&p->versus[first], c);
		p->n++;
	}
	for (size_t k = first; p->versus != NULL && k < p->n; k++)
		p->part[k].versus = &p->versus[k];
}

void
parts_cut(struct parts *p, struct rows *t, const struct eval *ev, enum kind_of_task task)
{
	size_t groups = t->groups.n, room = (1 + groups) * (1 + ev->labels.n);
	size_t *rank = mem_alloc(groups, sizeof(*rank));
	size_t *begin = mem_alloc(groups + 1, sizeof(*begin));
	struct str *name = keys_sort(&t->groups, rank);

	*p = (struct parts){ .part = mem_alloc(room, sizeof(*p->part)) };
	if (t->rival.predicted != NULL || t->rival.score != NULL || t->rival.more != NULL)
		p->versus = mem_alloc(room, sizeof(*p->versus));
	if (task == EVAL_CLASSES)
		classes_sort(p, t);
	if (groups > 0)
		rows_gather(t, rank, begin);
	part_put(p, t, part_of(p, t, ev, task, STR(""), 0, t->n));
	for (size_t k = 0; k < groups; k++)
		part_put(p, t, part_of(p, t, ev, task, name[k], begin[k], begin[k + 1]));
	free(name);
	free(begin);
	free(rank);
}

void
parts_free(struct parts *p)
{
	free(p->part);
	free(p->versus);
	free(p->class);
	arena_free(&p->mem);
	*p = (struct parts){ 0 };
}
