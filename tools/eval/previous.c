/*
 * previous.c - gates against an earlier report: --previous FILE, 'auc<prev-0.01'
 *
 * The report is csv-eval's own: its rows without a group are about all rows.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "eval.h"
#include "run/pipeline.h"

struct taking {
	struct condition *condition;
	size_t n;
	bool *found; /* (n) */
};

static bool
rows_take(void *self, struct block *k, struct err *e)
{
	struct taking *t = self;
	struct batch *b = &k->batch;
	size_t group, metric, value;
	struct shown s;

	if (!batch_need(b, STR("group"), &group, e) ||
	    !batch_need(b, STR("metric"), &metric, e) ||
	    !batch_need(b, STR("value"), &value, e))
		return false;
	for (size_t r = 0; r < b->nrow; r++) {
		struct str name = batch_cell(b, metric, r);
		struct str cell = batch_cell(b, value, r);
		double x = NAN;

		if (batch_cell(b, group, r).n > 0)
			continue;
		if (cell.n > 0 && num_parse(cell.p, cell.n, &x) != NUM_OK)
			return batch_fail(b, value, r, e, "\"%s\" is not a number",
			    shown(&s, cell.p, cell.n));
		for (size_t i = 0; i < t->n; i++)
			if (t->condition[i].previous &&
			    str_equal(t->condition[i].metric, name)) {
				condition_settle(&t->condition[i], x);
				t->found[i] = true;
			}
	}
	return true;
}

void
previous_check(const struct eval *ev)
{
	bool wanted = false;

	for (size_t i = 0; i < ev->fail_if.n; i++)
		wanted |= ev->condition[i].previous;
	if (wanted && ev->previous == NULL)
		tool_usage("--fail-if with prev wants --previous, an earlier report");
	if (!wanted && ev->previous != NULL)
		tool_usage("--previous goes with --fail-if METRIC<prev+NUMBER");
}

void
previous_read(struct eval *ev)
{
	struct common common = ev->common;
	struct taking t = { ev->condition, ev->fail_if.n, NULL };
	struct pipeline p = { .self = &t, .take = rows_take };
	struct reader *in;

	if (ev->previous == NULL)
		return;
	common.path = &ev->previous;
	common.npath = 1;
	in = tool_reader(&common, false);
	t.found = mem_alloc(t.n, sizeof(*t.found));
	pipeline_run(&p, in);
	for (size_t i = 0; i < t.n; i++)
		if (t.condition[i].previous && !t.found[i])
			die(EXIT_DATA, "%s: it has no %.*s of all rows", ev->previous,
			    (int)t.condition[i].metric.n, t.condition[i].metric.p);
	free(t.found);
	reader_close(in);
}
