/*
 * view.c - what a profile holds, in more rows than one: frequent values, a histogram
 */
#include "describe.h"

#include <stdlib.h>

static void
row_begin(struct report *r, const struct group_value *of, struct str column)
{
	for (size_t k = 0; k < of->n; k++)
		report_text(r, of->value[k]);
	report_text(r, column);
}

/* ---- the most frequent values ---- */

static void
top_rows(const struct program *p, struct profile *of, struct str column,
    const struct group_value *group, struct report *r)
{
	const struct distinct *d = &of->cells;
	struct shown s;

	if (d->over) {
		warn("column \"%s\" has more distinct values than are told apart, so its "
		     "most frequent ones are not known (use --distinct exact)",
		    shown(&s, column.p, column.n));
		return;
	}
	size_t *order = distinct_order(d);
	for (size_t i = 0; i < d->texts.n && i < p->top; i++) {
		uint64_t n = d->count[order[i]];

		row_begin(r, group, column);
		report_text(r, dict_key(&d->texts, order[i]));
		report_count(r, n);
		report_number(r, (double)n / (double)of->present);
		report_end_row(r);
	}
	free(order);
}

/* ---- a histogram ---- */

/* The cells are [edge, next edge), the last one closed. */
struct histogram {
	size_t n;        /* cells */
	double *edge;    /* (n + 1) */
	uint64_t *count; /* (n) */
	size_t at;
};

static bool
run_count(void *with, double x, size_t count)
{
	struct histogram *h = with;

	while (h->at + 1 < h->n && x >= h->edge[h->at + 1])
		h->at++;
	h->count[h->at] += count;
	return true;
}

/* Edges that fall together, between neighbouring doubles, are one. */
static void
edges_make(struct histogram *h, const struct profile *of, size_t cells)
{
	h->edge = mem_alloc(cells + 1, sizeof(*h->edge));
	h->edge[0] = of->min;
	h->n = 0;
	for (size_t i = 1; i <= cells; i++) {
		double x = exact_between(of->min, of->max, i, cells);

		if (x > h->edge[h->n] || (i == cells && h->n == 0))
			h->edge[++h->n] = x;
	}
	h->count = mem_alloc(h->n, sizeof(*h->count));
}

static void
histogram_rows(const struct program *p, struct profile *of, struct str column,
    const struct group_value *group, struct report *r)
{
	struct histogram h = { 0 };
	struct err e;

	if (profile_type(of) != PROFILE_INTEGER && profile_type(of) != PROFILE_NUMBER)
		return;
	edges_make(&h, of, p->histogram);
	if (!sample_walk(&of->values, run_count, &h, &e))
		run_fail(&e, NULL);
	for (size_t i = 0; i < h.n; i++) {
		row_begin(r, group, column);
		report_number(r, h.edge[i]);
		report_number(r, h.edge[i + 1]);
		report_count(r, h.count[i]);
		report_number(r, (double)h.count[i] / (double)of->numbers);
		report_end_row(r);
	}
	free(h.edge);
	free(h.count);
}

/* ---- both ---- */

bool
view_chosen(const struct program *p)
{
	return p->top > 0 || p->histogram > 0;
}

void
view_header(const struct program *p, struct report *r)
{
	static const char *const top[] = { "value", "count", "share", NULL };
	static const char *const histogram[] = { "low", "high", "count", "share", NULL };

	for (const char *const *name = p->top > 0 ? top : histogram; *name != NULL;
	     name++)
		report_column(r, str_of(*name));
}

void
view_rows(const struct program *p, struct profile *of, const struct group_value *group,
    struct report *r)
{
	const struct describe *d = p->recipe.step->self;

	for (size_t i = 0; i < d->columns.n; i++) {
		profile_settle(&of[i]);
		(p->top > 0 ? top_rows : histogram_rows)(
		    p, &of[i], dict_key(&d->columns, i), group, r);
	}
}
