/*
 * print.c - see print.h
 *
 * Nearness is the cosine of the angle between two vectors.
 */
#include "print.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "op/vectors.h"
#include "run/recipe.h"
#include "run/report.h"

enum { NEAREST = 10 };

struct print {
	struct common common;
	const char *apply, *nearest;
	size_t top;
	bool table;
};

#define AT(field) offsetof(struct print, field)

static const struct opt options[] = {
	{ 'a', "apply", OPT_TEXT, AT(apply), "FILE", "the state they are in", 0, false },
	{ 0, "table", OPT_FLAG, AT(table), NULL, "print each category with its numbers",
	    0, false },
	{ 0, "nearest", OPT_TEXT, AT(nearest), "VALUE",
	    "print the categories nearest to this one", 0, false },
	{ 0, "top", OPT_COUNT, AT(top), "K", "so many (default 10)", 1, false },
	{ 0 },
};

static const struct tool tool = { "csv-vectors", "a kept table of vectors",
	"-a FILE --table | --nearest VALUE [options]",
	"  csv-vectors -a vectors.st --table > table.csv\n"
	"  csv-vectors -a vectors.st --nearest Oslo\n" };

bool
print_wanted(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--table") == 0 ||
		    strncmp(argv[i], "--nearest", 9) == 0)
			return true;
	return false;
}

static void
table_print(const struct vectors_of *s, struct report *r)
{
	report_column(r, STR("level"));
	for (size_t c = 0; c < s->k; c++)
		report_column(r, s->names[c]);
	for (size_t i = 0; i < s->level.n; i++) {
		report_text(r, dict_key(&s->level, i));
		for (size_t c = 0; c < s->k; c++)
			report_number(r, s->vector[i * s->k + c]);
		report_end_row(r);
	}
}

static double
product(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

struct neighbour {
	struct str level;
	double cosine;
};

static int
neighbour_order(const void *a, const void *b)
{
	const struct neighbour *x = a, *y = b;

	if (x->cosine != y->cosine)
		return x->cosine > y->cosine ? -1 : 1;
	return str_order(x->level, y->level);
}

/* A vector of zeros has no direction, and is near nobody. */
static void
nearest_print(const struct print *p, const struct vectors_of *s, struct report *r)
{
	size_t own = dict_find(&s->level, str_of(p->nearest)), n = 0;
	struct neighbour *other = mem_alloc(s->level.n, sizeof(*other));
	struct shown buf;

	if (own == DICT_NONE)
		die(EXIT_DATA, "%s: \"%s\" has no vector", p->apply,
		    shown(&buf, p->nearest, strlen(p->nearest)));
	const double *x = s->vector + own * s->k;
	for (size_t i = 0; i < s->level.n; i++) {
		const double *y = s->vector + i * s->k;
		double length = sqrt(product(x, x, s->k) * product(y, y, s->k));

		if (i != own && length > 0)
			other[n++] = (struct neighbour){ dict_key(&s->level, i),
				product(x, y, s->k) / length };
	}
	if (n > 0)
		qsort(other, n, sizeof(*other), neighbour_order);
	report_column(r, STR("level"));
	report_column(r, STR("cosine"));
	for (size_t i = 0; i < n && i < p->top; i++) {
		report_text(r, other[i].level);
		report_number(r, other[i].cosine);
		report_end_row(r);
	}
	free(other);
}

/* The one set of vectors that the state holds. */
static const struct vectors_of *
vectors_read(const struct print *p, struct recipe *r, struct state *st)
{
	const struct vectors *v;
	struct err e;

	if (!state_read(st, p->apply, &e) || !recipe_load(r, st, false, &e))
		run_fail(&e, NULL);
	if (r->n != 1 || strcmp(r->step[0].op->name, "vectors") != 0)
		die(EXIT_DATA, "%s: not one step of vectors", p->apply);
	v = r->step[0].self;
	if (v->subjects.n != 1)
		die(EXIT_DATA, "%s: vectors of more than one column", p->apply);
	return &v->of[0];
}

int
print_main(int argc, char **argv)
{
	struct print p = { .common = COMMON_DEFAULT, .top = NEAREST };
	const struct opt_table tables[] = {
		{ options, &p },
		{ options_input, &p.common },
		{ options_output, &p.common },
		{ options_messages, &p.common },
		{ NULL, NULL },
	};
	struct recipe recipe = { 0 };
	struct state st = { 0 };

	tool_start_operands(&tool, tables, &p.common, argc, argv);
	if (p.apply == NULL || p.table == (p.nearest != NULL) || p.common.npath > 0)
		tool_usage(
		    "--table and --nearest print what is in -a FILE, one of them, and "
		    "read no rows");
	const struct vectors_of *s = vectors_read(&p, &recipe, &st);
	struct report *r = report_open(&p.common, NULL);
	if (p.table)
		table_print(s, r);
	else
		nearest_print(&p, s, r);
	report_end(r);
	recipe_free(&recipe);
	state_free(&st);
	return tool_end(&p.common, NULL, NULL);
}
