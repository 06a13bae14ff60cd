/*
 * compare.c - several reports as one table: --compare
 *
 * The operands are reports of csv-eval.  A row for each group and metric, in the order in
 * which they first come, and a column for each report.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "eval.h"
#include "run/pipeline.h"

struct comparing {
	size_t nfile, file; /* and the one being read */
	struct dict lines;  /* group, a NUL, metric */
	struct str *group, *metric;
	double *value; /* (lines.n, nfile) */
	size_t room;
	struct arena mem;
};

static size_t
line_of(struct comparing *c, struct str group, struct str metric)
{
	char *key = arena_alloc(&c->mem, group.n + 1 + metric.n + 1, 1);
	size_t at, known = c->lines.n, room = c->room;

	if (group.n > 0)
		memcpy(key, group.p, group.n);
	key[group.n] = '\0';
	memcpy(key + group.n + 1, metric.p, metric.n);
	at = dict_add(&c->lines, (struct str){ key, group.n + 1 + metric.n });
	if (c->lines.n == known)
		return at;
	c->group = mem_grow(c->group, &room, at + 1, sizeof(*c->group));
	c->metric = mem_resize(c->metric, room, sizeof(*c->metric));
	c->value = mem_resize(c->value, room * c->nfile, sizeof(*c->value));
	c->room = room;
	c->group[at] = (struct str){ key, group.n };
	c->metric[at] = (struct str){ key + group.n + 1, metric.n };
	return at;
}

static bool
rows_take(void *self, struct block *k, struct err *e)
{
	struct comparing *c = self;
	struct batch *b = &k->batch;
	size_t group, metric, value;
	struct shown s;

	if (!batch_need(b, STR("group"), &group, e) ||
	    !batch_need(b, STR("metric"), &metric, e) ||
	    !batch_need(b, STR("value"), &value, e))
		return false;
	for (size_t r = 0; r < b->nrow; r++) {
		struct str cell = batch_cell(b, value, r);
		size_t known = c->lines.n;
		size_t at = line_of(c, batch_cell(b, group, r), batch_cell(b, metric, r));
		double x = NAN;

		if (cell.n > 0 && num_parse(cell.p, cell.n, &x) != NUM_OK)
			return batch_fail(b, value, r, e, "\"%s\" is not a number",
			    shown(&s, cell.p, cell.n));
		for (size_t i = 0; at == known && i < c->nfile; i++)
			c->value[at * c->nfile + i] = NAN;
		c->value[at * c->nfile + c->file] = x;
	}
	return true;
}

int
compare_reports(struct common *common)
{
	struct comparing c = { .nfile = common->npath };
	struct pipeline p = { .self = &c, .take = rows_take };
	struct common one = *common;
	struct report *out;

	if (c.nfile < 2)
		tool_usage("--compare holds two reports or more against each other");
	for (size_t i = 0; i < c.nfile; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(common->path[i], common->path[k]) == 0)
				tool_usage("--compare: %s comes twice, and columns need "
					   "names of their own",
				    common->path[i]);
	out = report_open(common, NULL);
	report_column(out, STR("group"));
	report_column(out, STR("metric"));
	for (; c.file < c.nfile; c.file++) {
		struct reader *in;

		one.path = common->path + c.file;
		one.npath = 1;
		report_column(out, str_of(common->path[c.file]));
		in = tool_reader(&one, false);
		pipeline_run(&p, in);
		require_whole(in);
		reader_close(in);
	}
	for (size_t i = 0; i < c.lines.n; i++) {
		report_text(out, c.group[i]);
		report_text(out, c.metric[i]);
		for (size_t k = 0; k < c.nfile; k++)
			report_number(out, c.value[i * c.nfile + k]);
		report_end_row(out);
	}
	report_end(out);
	dict_clear(&c.lines);
	free(c.group);
	free(c.metric);
	free(c.value);
	arena_free(&c.mem);
	return tool_end(common, NULL, NULL);
}
