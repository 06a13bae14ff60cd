/*
 * ask.c - see ask.h
 */
#include "ask.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "op/ngram.h"
#include "run/pipeline.h"
#include "run/recipe.h"
#include "run/report.h"
#include "stat/exact.h"

struct ask {
	struct common common;
	const char *apply, *after;
	size_t next;
	bool perplexity;

	/* of --perplexity */
	const struct ngrams *of;
	size_t texts, tokens, unknown;
	struct exact log_probability;
};

#define AT(field) offsetof(struct ask, field)

static const struct opt options[] = {
	{ 'a', "apply", OPT_TEXT, AT(apply), "FILE", "the state it is in", 0, false },
	{ 0, "perplexity", OPT_FLAG, AT(perplexity), NULL,
	    "how well all texts together are foretold", 0, false },
	{ 0, "next", OPT_COUNT, AT(next), "K", "the K tokens most likely to come", 1,
	    false },
	{ 0, "after", OPT_TEXT, AT(after), "TEXT", "after this (default: a beginning)", 0,
	    false },
	{ 0 },
};

static const struct tool tool = { "csv-ngram", "ask a kept model of texts",
	"-a FILE --perplexity [options] [file ...] | --next K [--after TEXT]",
	"  csv-ngram -a titles.st --perplexity other.csv\n"
	"  csv-ngram -a titles.st --next 5 --after 'the art of'\n" };

bool
ask_wanted(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--perplexity") == 0 ||
		    strncmp(argv[i], "--next", 6) == 0 ||
		    strncmp(argv[i], "--after", 7) == 0)
			return true;
	return false;
}

/* ---- what comes next ---- */

struct coming {
	struct str token;
	double p;
};

static int
coming_order(const void *a, const void *b)
{
	const struct coming *x = a, *y = b;

	if (x->p != y->p)
		return x->p > y->p ? -1 : 1;
	return str_order(x->token, y->token);
}

static void
next_print(const struct ask *a, const struct ngram *m, struct report *r)
{
	struct str after = str_of(a->after != NULL ? a->after : "");
	uint32_t *number = mem_alloc(after.n / 2 + 3, sizeof(*number));
	size_t n = ngram_numbers(m, after, number) - 1, many = 0;
	struct coming *coming = mem_alloc(m->token.n, sizeof(*coming));

	for (size_t i = 0; i < m->token.n; i++)
		if (i != TOKEN_BEGIN)
			coming[many++] = (struct coming){ dict_key(&m->token, i),
				ngram_probability(m, number, n, (uint32_t)i) };
	qsort(coming, many, sizeof(*coming), coming_order);
	report_column(r, STR("token"));
	report_column(r, STR("probability"));
	for (size_t i = 0; i < many && i < a->next; i++) {
		report_text(r, coming[i].token);
		report_number(r, coming[i].p);
		report_end_row(r);
	}
	free(coming);
	free(number);
}

/* ---- how well all texts are foretold ---- */

static bool
texts_take(void *self, struct block *k, struct err *e)
{
	struct ask *a = self;
	struct batch *b = &k->batch;
	struct str column = a->of->subjects.subject[0].column;
	size_t j;

	if (!batch_need(b, column, &j, e))
		return false;
	for (size_t r = 0; r < b->nrow; r++) {
		struct str cell = batch_cell(b, j, r);
		uint32_t *number = arena_alloc(&b->mem, cell.n / 2 + 3, sizeof(*number));
		struct ngram_score s;

		if (batch_is_missing(b, j, r))
			continue;
		s = ngram_score(&a->of->of[0].model, number,
		    ngram_numbers(&a->of->of[0].model, cell, number));
		a->texts++;
		a->tokens += s.tokens;
		a->unknown += s.unknown;
		exact_add(&a->log_probability, s.log_probability);
	}
	return true;
}

static void
row(struct report *r, const char *metric, double x)
{
	report_text(r, str_of(metric));
	report_number(r, x);
	report_end_row(r);
}

static void
perplexity_print(struct ask *a, struct reader *in, struct report *r)
{
	struct pipeline p = {
		.self = a, .missing = &a->common.missing, .take = texts_take
	};
	double sum, n;

	pipeline_run(&p, in);
	require_whole(in);
	sum = exact_value(&a->log_probability);
	n = (double)a->texts;
	report_column(r, STR("metric"));
	report_column(r, STR("value"));
	row(r, "texts", n);
	row(r, "tokens", (double)a->tokens);
	row(r, "unknown", (double)a->unknown);
	row(r, "log_probability", sum);
	row(r, "perplexity", n > 0 ? ngram_perplexity(sum, (double)a->tokens, n) : NAN);
}

/* ---- the program ---- */

/* The one model that the state holds. */
static const struct ngrams *
model_read(const struct ask *a, struct recipe *r, struct state *st)
{
	const struct ngrams *v;
	struct err e;

	if (!state_read(st, a->apply, &e) || !recipe_load(r, st, false, &e))
		run_fail(&e, NULL);
	if (r->n != 1 || strcmp(r->step[0].op->name, "ngram") != 0)
		die(EXIT_DATA, "%s: not one step of ngram", a->apply);
	v = r->step[0].self;
	if (v->subjects.n != 1)
		die(EXIT_DATA, "%s: models of more than one column", a->apply);
	return v;
}

static void
ask_check(const struct ask *a)
{
	if (a->apply == NULL || a->perplexity == (a->next > 0))
		tool_usage("--perplexity and --next ask what is in -a FILE, one of them");
	if (a->next == 0 && a->after != NULL)
		tool_usage("--after goes with --next");
	if (a->next > 0 && a->common.npath > 0)
		tool_usage("--next reads no rows: say with --after what comes before");
}

int
ask_main(int argc, char **argv)
{
	struct ask a = { .common = COMMON_DEFAULT };
	const struct opt_table tables[] = {
		{ options, &a },
		{ options_input, &a.common },
		{ options_output, &a.common },
		{ options_messages, &a.common },
		{ NULL, NULL },
	};
	struct recipe recipe = { 0 };
	struct state st = { 0 };
	struct reader *in = NULL;

	tool_start(&tool, tables, &a.common, argc, argv);
	ask_check(&a);
	a.of = model_read(&a, &recipe, &st);
	if (a.perplexity)
		in = tool_reader(&a.common, false);
	struct report *r = report_open(&a.common, in);
	if (a.perplexity)
		perplexity_print(&a, in, r);
	else
		next_print(&a, &a.of->of[0].model, r);
	report_end(r);
	int status = tool_end(&a.common, in, NULL);
	if (in != NULL)
		reader_close(in);
	recipe_free(&recipe);
	state_free(&st);
	return status;
}
