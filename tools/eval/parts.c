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
	free(to);
	free(next);
}

static void
part_set(struct part *p, const struct parts *all, const struct rows *t,
    enum kind_of_task task, struct str name, size_t from, size_t to)
{
	*p = (struct part){ .task = task,
		.name = name,
		.x = { .n = to - from,
		    .label = t->label + from,
		    .predicted = t->predicted != NULL ? t->predicted + from : NULL,
		    .score = t->score != NULL ? t->score + from : NULL,
		    .weight = t->weight + from },
		.ranks_only = t->ranks_only,
		.chosen = t->chosen,
		.class = all->class,
		.nclass = t->classes.n };
}

/* The same rows, as the rival sees them. */
static void
rivals_set(struct parts *p, const struct rows *t)
{
	const struct rival *r = &t->rival;

	p->versus = mem_alloc(p->n, sizeof(*p->versus));
	for (size_t k = 0; k < p->n; k++) {
		struct part *part = &p->part[k], *other = &p->versus[k];
		size_t from = (size_t)(part->x.label - t->label);

		*other = *part;
		other->x.predicted = r->predicted != NULL ? r->predicted + from : NULL;
		other->x.score = r->score != NULL ? r->score + from : NULL;
		other->ranks_only = r->ranks_only;
		other->chosen = r->chosen;
		part->versus = other;
	}
}

void
parts_cut(struct parts *p, struct rows *t, enum kind_of_task task)
{
	size_t groups = t->groups.n;
	size_t *rank = mem_alloc(groups, sizeof(*rank));
	size_t *begin = mem_alloc(groups + 1, sizeof(*begin));
	struct str *name = keys_sort(&t->groups, rank);

	*p = (struct parts){ .n = 1 + groups };
	p->part = mem_alloc(p->n, sizeof(*p->part));
	if (task == EVAL_CLASSES)
		classes_sort(p, t);
	if (groups > 0)
		rows_gather(t, rank, begin);
	part_set(&p->part[0], p, t, task, STR(""), 0, t->n);
	for (size_t k = 0; k < groups; k++)
		part_set(&p->part[k + 1], p, t, task, name[k], begin[k], begin[k + 1]);
	if (t->rival.predicted != NULL || t->rival.score != NULL)
		rivals_set(p, t);
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
	*p = (struct parts){ 0 };
}
