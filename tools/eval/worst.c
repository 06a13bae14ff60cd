/*
 * worst.c - groups by how badly they fare: --worst
 *
 * A row for each group of -g, the worst first by one metric; those for which it is not
 * defined come last, equals in the order of their names.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval.h"

void
worst_check(const struct eval *ev, enum kind_of_task task)
{
	if (ev->worst != NULL && metric_better(ev, task, str_of(ev->worst)) == 0)
		tool_usage(
		    "--worst %s: not a metric of which more or less is better, such "
		    "as %s",
		    ev->worst, task == EVAL_REGRESSION ? "rmse" : "log_loss");
}

struct ranked {
	const struct part *part;
	double weight, value;
	int way;
};

static double
value_named(const struct part *p, const char *name, double *weight)
{
	struct values v = { 0 };
	struct list want = { 0 };
	double x;

	list_add(&want, str_of(name));
	list_add(&want, STR("weight"));
	values_of(&v, p, &want);
	x = v.value[0].x;
	*weight = v.value[1].x;
	values_free(&v);
	list_free(&want);
	return x;
}

static int
by_badness(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (isnan(x->value) != isnan(y->value))
		return isnan(x->value) ? 1 : -1;
	if (!isnan(x->value) && x->value != y->value)
		return (x->value < y->value) == (x->way > 0) ? -1 : 1;
	return str_order(x->part->name, y->part->name);
}

void
worst_show(struct report *out, const struct eval *ev, const struct parts *p)
{
	struct ranked *r = mem_alloc(p->n, sizeof(*r));
	double total = 0, whole = value_named(&p->part[0], ev->worst, &total);
	size_t n = 0;

	for (size_t i = 1; i < p->n; i++) {
		struct ranked one = { .part = &p->part[i],
			.way = metric_better(ev, p->part[0].task, str_of(ev->worst)) };

		if (p->part[i].x.n < ev->min_n || p->part[i].task != p->part[0].task)
			continue;
		one.value = value_named(one.part, ev->worst, &one.weight);
		r[n++] = one;
	}
	qsort(r, n, sizeof(*r), by_badness);
	report_column(out, STR("group"));
	report_column(out, STR("n"));
	report_column(out, STR("share"));
	report_column(out, str_of(ev->worst));
	report_column(out, STR("difference"));
	for (size_t i = 0; i < n; i++) {
		report_text(out, r[i].part->name);
		report_count(out, r[i].part->x.n);
		report_number(out, r[i].weight / total);
		report_number(out, r[i].value);
		report_number(out, r[i].value - whole);
		report_end_row(out);
	}
	free(r);
}
