/*
 * csv-importance - how much worse a model gets without a column
 *
 * A fold.  Permutation importance (Breiman, "Random forests", 2001): the cells of a
 * column are shuffled among the rows, and the model, preparation and all, predicts again.
 * What it loses by that is what it had from the column.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/num.h"
#include "base/random.h"
#include "run/filter.h"
#include "run/report.h"
#include "run/rescore.h"
#include "stat/metric.h"
#include "table/select.h"

enum { REPEATS = 5 };

struct importance {
	struct common common;
	struct texts apply;
	const char *label, *weight, *columns, *metric;
	size_t repeats;
};

#define AT(field) offsetof(struct importance, field)

static const struct opt options[] = {
	{ 'a', "apply", OPT_TEXTS, AT(apply), "FILE",
	    "the model, and what prepares its rows; may be repeated", 0, false },
	{ 'y', "label", OPT_TEXT, AT(label), "COL",
	    "the column of true labels (default: the one the model learnt)", 0, false },
	{ 'c', "columns", OPT_TEXT, AT(columns), "LIST",
	    "the columns to try (default: all but label and weight)", 0, false },
	{ 'w', "weight", OPT_TEXT, AT(weight), "COL", "the column of weights", 0, false },
	{ 0, "metric", OPT_TEXT, AT(metric), "NAME",
	    "what gets worse (default: log_loss, or rmse of numbers)", 0, false },
	{ 0, "repeats", OPT_COUNT, AT(repeats), "N",
	    "how often to shuffle each column (default 5)", 1, false },
	{ 0 },
};

static const struct tool tool = { "csv-importance",
	"how much worse a model gets without a column", "-a FILE [options] [file ...]",
	"  csv-importance -a model.st valid.csv\n"
	"  csv-importance -a model.st --metric auc -c age,income valid.csv\n" };

/* ---- the metric ---- */

struct judge {
	const struct metric *m; /* NULL: of several classes, log loss or accuracy */
	bool accuracy, higher;
	enum task task;
};

static struct judge
judge_find(const struct importance *p, const struct model *m)
{
	struct judge j = { .task = m->learner->binary ? TASK_BINARY : TASK_REGRESSION };
	const char *name = p->metric != NULL                     ? p->metric
			   : m->learner->binary || m->nclass > 0 ? "log_loss"
								 : "rmse";

	if (m->nclass > 0) {
		j.accuracy = j.higher = strcmp(name, "accuracy") == 0;
		if (!j.accuracy && strcmp(name, "log_loss") != 0)
			tool_usage("--metric %s: of several classes it is log_loss or "
				   "accuracy",
			    name);
		return j;
	}
	j.m = metric_find(j.task, str_of(name));
	if (strcmp(name, "n") == 0 || strcmp(name, "weight") == 0)
		j.m = NULL;
	if (j.m == NULL)
		tool_usage(
		    "--metric %s: not a metric of csv-eval for such a model", name);
	else
		j.higher = j.m->higher_is_better;
	return j;
}

static double
classes_value(const struct judge *j, const struct scores *s)
{
	double sum = 0, weight = 0;

	for (size_t i = 0; i < s->n; i++) {
		const double *p = s->score + i * s->k;
		size_t y = (size_t)s->label[i], best = 0;

		for (size_t c = 1; c < s->k; c++)
			best = p[c] > p[best] ? c : best;
		sum += s->weight[i] *
		       (j->accuracy ? best == y : -elementary_log(fmax(p[y], 0x1p-53)));
		weight += s->weight[i];
	}
	return sum / weight;
}

static double
judge_value(const struct judge *j, const struct scores *s)
{
	double *said = NULL, value;
	struct examples x = {
		.n = s->n, .label = s->label, .weight = s->weight, .predicted = s->score
	};
	struct summary *summary;

	if (j->m == NULL)
		return classes_value(j, s);
	if (j->task == TASK_BINARY) {
		said = mem_alloc(s->n, sizeof(*said));
		for (size_t i = 0; i < s->n; i++)
			said[i] = s->score[i] >= 0.5;
		x.score = s->score;
		x.predicted = said;
	}
	summary = summary_new(j->task, &x);
	value = j->m->of(summary);
	summary_free(summary);
	free(said);
	return value;
}

/* ---- a column ---- */

struct outcome {
	struct str column;
	double mean, sd, value;
};

static void
shuffle(struct str *cell, size_t n, uint64_t *state)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = random_below(state, i);
		struct str was = cell[i - 1];

		cell[i - 1] = cell[k];
		cell[k] = was;
	}
}

static struct outcome
column_try(const struct importance *p, const struct rescoring *r, const struct judge *j,
    struct str column, double base)
{
	struct arena mem = { 0 };
	size_t n;
	struct str *cell = column_cells(r, column, &n, &mem);
	struct replaced x = { .column = column, .cell = cell };
	struct outcome o = { .column = column };
	struct scores s = { 0 };
	uint64_t state = p->common.seed;
	double squares = 0, count = (double)p->repeats;

	for (size_t i = 0; i < p->repeats; i++) {
		double value, loss;

		shuffle(cell, n, &state);
		rescore(r, &x, &s);
		value = judge_value(j, &s);
		loss = j->higher ? base - value : value - base;
		o.mean += loss / count;
		o.value += value / count;
		squares += loss * loss / count;
	}
	squares = fmax(squares - o.mean * o.mean, 0);
	o.sd = count > 1 ? sqrt(squares * count / (count - 1)) : NAN;
	scores_free(&s);
	free(cell);
	arena_free(&mem);
	return o;
}

static int
by_importance(const void *a, const void *b)
{
	const struct outcome *x = a, *y = b;

	if (x->mean != y->mean)
		return x->mean > y->mean ? -1 : 1;
	return str_order(x->column, y->column);
}

/* ---- all of them ---- */

static struct selection
columns_choose(
    const struct importance *p, const struct rescoring *r, struct batch *header)
{
	struct selection s;
	struct err e;
	size_t n = 0;

	reader_header(r->in, header);
	if (p->columns != NULL && select_needs_kinds(str_of(p->columns)))
		tool_usage("-c cannot hold @numeric or @text here");
	if (!select_columns(&s,
		p->columns != NULL ? str_of(p->columns) : (struct str){ 0 }, header, NULL,
		&e))
		run_fail(&e, NULL);
	for (size_t i = 0; i < s.n; i++) {
		struct str name = header->col[s.column[i]].name;

		if (!str_equal(name, str_of(r->label)) &&
		    (r->weight == NULL || !str_equal(name, str_of(r->weight))))
			s.column[n++] = s.column[i];
	}
	s.n = n;
	return s;
}

static void
importance_report(const struct importance *p, const struct rescoring *r,
    const struct judge *j, struct report *out)
{
	static const char *const names[] = { "column", "importance", "sd", "value" };
	struct batch header = { .missing = r->missing };
	struct selection s = columns_choose(p, r, &header);
	struct outcome *o = mem_alloc(s.n, sizeof(*o));
	struct scores base = { 0 };
	double value;

	rescore(r, &(struct replaced){ { 0 }, NULL, { 0 } }, &base);
	if (base.n == 0)
		die(EXIT_DATA, "%s: a header and no rows: there is nothing to try",
		    reader_name(r->in));
	value = judge_value(j, &base);
	for (size_t i = 0; i < s.n; i++)
		o[i] = column_try(p, r, j, header.col[s.column[i]].name, value);
	if (s.n > 0)
		qsort(o, s.n, sizeof(*o), by_importance);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		report_column(out, str_of(names[i]));
	report_missing(out);
	report_missing(out);
	report_missing(out);
	report_number(out, value);
	report_end_row(out);
	for (size_t i = 0; i < s.n; i++) {
		report_text(out, o[i].column);
		report_number(out, o[i].mean);
		report_number(out, o[i].sd);
		report_number(out, o[i].value);
		report_end_row(out);
	}
	free(o);
	scores_free(&base);
	select_free(&s);
	batch_free(&header);
}

static void
start(struct importance *p, struct recipe *r, int argc, char **argv)
{
	const struct opt_table tables[] = { { options, p }, { options_seed, &p->common },
		{ options_input, &p->common }, { options_output, &p->common },
		{ options_format, &p->common }, { options_messages, &p->common },
		{ NULL, NULL } };

	tool_start(&tool, tables, &p->common, argc, argv);
	if (p->apply.n == 0)
		tool_usage("-a names the model");
	recipe_read(r, &p->apply, false);
	if (!op_is_model(r->step[r->n - 1].op))
		die(EXIT_DATA, "%s: its last step is %s, not a model",
		    p->apply.text[p->apply.n - 1], r->step[r->n - 1].op->name);
}

int
main(int argc, char **argv)
{
	struct importance p = { .common = COMMON_DEFAULT, .repeats = REPEATS };
	struct recipe recipe = { 0 };

	start(&p, &recipe, argc, argv);
	const struct model *m = recipe.step[recipe.n - 1].self;
	struct judge j = judge_find(&p, m);
	struct reader *in = tool_reader(&p.common, true);
	struct report *out = report_open(&p.common, in);
	char *label = mem_c_string(m->label);
	struct rescoring r = { .recipe = &recipe,
		.in = in,
		.missing = &p.common.missing,
		.label = p.label != NULL ? p.label : label,
		.weight = p.weight };
	importance_report(&p, &r, &j, out);
	report_end(out);
	int status = tool_end(&p.common, in, NULL);
	reader_close(in);
	recipe_free(&recipe);
	free(label);
	return status;
}
