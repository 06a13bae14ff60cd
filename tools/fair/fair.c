/*
 * csv-fair - would a model say the same if an attribute were another?
 *
 * A fold.  Counterfactual fairness by flipping: the attribute's column is set to each of
 * its values in every row, the model, preparation and all, predicts again, and what
 * changes is counted (Kusner et al., "Counterfactual fairness", 2017, for attributes that
 * nothing else in the table depends on).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/dict.h"
#include "run/filter.h"
#include "run/report.h"
#include "run/rescore.h"
#include "stat/exact.h"
#include "table/list.h"

enum { VALUES_MOST = 1000 };

struct fair {
	struct common common;
	struct texts apply;
	const char *flip, *worst;
	size_t top;

	struct str column;
	struct list values; /* to set it to; n == 0: those that occur */
};

#define AT(field) offsetof(struct fair, field)

static const struct opt options[] = {
	{ 'a', "apply", OPT_TEXTS, AT(apply), "FILE",
	    "the model, and what prepares its rows; may be repeated", 0, false },
	{ 0, "flip", OPT_TEXT, AT(flip), "COL[:V1:V2...]",
	    "set this column to these values (default: to each that occurs)", 0, false },
	{ 0, "worst", OPT_TEXT, AT(worst), "FILE",
	    "write the rows that change most: row, value, from, to, difference", 0,
	    false },
	{ 0, "top", OPT_COUNT, AT(top), "N", "so many of them (default 10)", 1, false },
	{ 0 },
};

static const struct tool tool = { "csv-fair",
	"would a model say the same if an attribute were another?",
	"-a FILE --flip COL [options] [file ...]",
	"  csv-fair -a model.st --flip sex people.csv\n"
	"  csv-fair -a model.st --flip city:Leeds:York --worst worst.csv people.csv\n" };

static void
start(struct fair *f, struct recipe *r, int argc, char **argv)
{
	const struct opt_table tables[] = { { options, f }, { options_input, &f->common },
		{ options_output, &f->common }, { options_format, &f->common },
		{ options_messages, &f->common }, { NULL, NULL } };
	struct str rest;
	struct err e;

	tool_start(&tool, tables, &f->common, argc, argv);
	if (f->apply.n == 0 || f->flip == NULL)
		tool_usage("-a names the model, and --flip the column of the attribute");
	if (f->worst != NULL && f->common.output != NULL &&
	    strcmp(f->worst, f->common.output) == 0)
		tool_usage("--worst %s: the report goes there", f->worst);
	f->column = list_head(str_of(f->flip));
	rest = list_rest(str_of(f->flip));
	if (rest.p != NULL && !list_parse(&f->values, rest, ':', &e))
		tool_usage("--flip: %s", e.msg);
	recipe_read(r, &f->apply, false);
	if (!op_is_model(r->step[r->n - 1].op))
		die(EXIT_DATA, "%s: its last step is %s, not a model",
		    f->apply.text[f->apply.n - 1], r->step[r->n - 1].op->name);
}

/* ---- values ---- */

static int
by_bytes(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

/* The values that occur, in the order of their bytes. */
static void
values_find(struct fair *f, const struct str *cell, size_t n, const struct reader *in)
{
	struct dict seen = { 0 };
	struct str *value;

	if (f->values.n > 0)
		return;
	for (size_t i = 0; i < n && seen.n <= VALUES_MOST; i++)
		dict_add(&seen, cell[i]);
	if (seen.n > VALUES_MOST)
		die(EXIT_DATA,
		    "%s: --flip %s: more than %d different values (name some, "
		    "COL:V1:V2)",
		    reader_name(in), f->flip, VALUES_MOST);
	value = mem_alloc(seen.n, sizeof(*value));
	for (size_t i = 0; i < seen.n; i++)
		value[i] = dict_key(&seen, i);
	if (seen.n > 0)
		qsort(value, seen.n, sizeof(*value), by_bytes);
	for (size_t i = 0; i < seen.n; i++)
		list_add(&f->values, value[i]);
	free(value);
	dict_clear(&seen);
}

/* ---- what changes ---- */

struct change { /* of a row */
	uint64_t row;
	struct str from, to;
	double before, after;
};

struct changes { /* the largest so far, largest first */
	size_t n, most;
	struct change *of;
};

static double
size_of(const struct change *c)
{
	return fabs(c->after - c->before);
}

/* Equal ones stay in the order of their coming. */
static void
change_offer(struct changes *w, struct change c)
{
	size_t i = w->n;

	if (w->most == 0 || (w->n == w->most && size_of(&c) <= size_of(&w->of[w->n - 1])))
		return;
	if (w->n < w->most)
		w->n++;
	else
		i--;
	for (; i > 0 && size_of(&w->of[i - 1]) < size_of(&c); i--)
		w->of[i] = w->of[i - 1];
	w->of[i] = c;
}

/* The output that counts: of several classes the probability of the first answer. */
static size_t
answer_of(const struct scores *s, size_t row)
{
	size_t best = 0;

	for (size_t c = 1; c < s->k; c++)
		if (s->score[row * s->k + c] > s->score[row * s->k + best])
			best = c;
	return best;
}

static bool
says_otherwise(
    const struct model *m, const struct scores *a, const struct scores *b, size_t row)
{
	if (m->nclass > 0)
		return answer_of(a, row) != answer_of(b, row);
	if (m->learner->binary)
		return (a->score[row] >= 0.5) != (b->score[row] >= 0.5);
	return a->score[row] != b->score[row];
}

/* A row of the report: all rows with another value set to this one. */
static void
value_report(const struct model *m, const struct scores *before,
    const struct scores *after, const struct str *cell, struct str value,
    struct changes *worst, struct report *out)
{
	size_t n = 0, flips = 0;
	double most = 0;
	struct exact sum = { 0 }, shift = { 0 };

	for (size_t i = 0; i < before->n; i++) {
		size_t at = i * before->k + answer_of(before, i);
		double d = after->score[at] - before->score[at];

		if (str_equal(cell[i], value))
			continue;
		n++;
		flips += says_otherwise(m, before, after, i);
		exact_add(&sum, fabs(d));
		exact_add(&shift, d);
		most = fmax(most, fabs(d));
		change_offer(worst, (struct change){ i + 1, cell[i], value,
					before->score[at], after->score[at] });
	}
	report_text(out, value);
	report_count(out, n);
	report_number(out, n > 0 ? (double)flips / (double)n : NAN);
	report_number(out, n > 0 ? exact_value(&sum) / (double)n : NAN);
	report_number(out, n > 0 ? exact_value(&shift) / (double)n : NAN);
	report_number(out, n > 0 ? most : NAN);
	report_end_row(out);
}

static void
worst_write(struct output *o, const struct changes *w)
{
	static const char *const names[] = { "row", "from", "to", "before", "after",
		"difference" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		writer_text(o->writer, str_of(names[i]));
	writer_end_row(o->writer);
	for (size_t i = 0; i < w->n; i++) {
		const struct change *c = &w->of[i];

		writer_count(o->writer, c->row);
		writer_text(o->writer, c->from);
		writer_text(o->writer, c->to);
		writer_number(o->writer, c->before);
		writer_number(o->writer, c->after);
		writer_number(o->writer, c->after - c->before);
		writer_end_row(o->writer);
	}
	output_end(o, true);
}

static void
flip_report(
    struct fair *f, const struct rescoring *r, struct changes *worst, struct report *out)
{
	static const char *const names[] = { "value", "n", "flip_rate",
		"mean_abs_difference", "mean_difference", "max_abs_difference" };
	struct arena mem = { 0 };
	size_t n;
	struct str *cell = column_cells(r, f->column, &n, &mem);
	struct scores before = { 0 }, after = { 0 };

	values_find(f, cell, n, r->in);
	rescore(r, &(struct replaced){ { 0 }, NULL, { 0 } }, &before);
	if (before.n == 0)
		die(EXIT_DATA, "%s: a header and no rows: there is nothing to try",
		    reader_name(r->in));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		report_column(out, str_of(names[i]));
	for (size_t i = 0; i < f->values.n; i++) {
		struct replaced x = { f->column, NULL, f->values.item[i].text };

		rescore(r, &x, &after);
		value_report(
		    rescoring_model(r), &before, &after, cell, x.all, worst, out);
	}
	/* Before the cells go: worst points to them. */
	if (f->worst != NULL) {
		struct output *o = output_open(f->worst, ',', r->in);

		worst_write(o, worst);
		output_publish(o);
	}
	scores_free(&before);
	scores_free(&after);
	free(cell);
	arena_free(&mem);
}

int
main(int argc, char **argv)
{
	struct fair f = { .common = COMMON_DEFAULT, .top = 10 };
	struct recipe recipe = { 0 };

	start(&f, &recipe, argc, argv);
	struct reader *in = tool_reader(&f.common, true);
	struct report *out = report_open(&f.common, in);
	struct rescoring r = {
		.recipe = &recipe, .in = in, .missing = &f.common.missing
	};
	struct changes worst = { .most = f.worst != NULL ? f.top : 0 };
	worst.of = mem_alloc(worst.most + 1, sizeof(*worst.of));
	flip_report(&f, &r, &worst, out);
	report_end(out);
	int status = tool_end(&f.common, in, NULL);
	free(worst.of);
	list_free(&f.values);
	reader_close(in);
	recipe_free(&recipe);
	return status;
}
