/*
 * csv-model - look into a model
 *
 * Prints what a state of csv-train holds as a table: its weights, the largest of them,
 * how they differ from another model's, how many there are.  Or turns a model into a
 * program, or a table of weights into a model.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/dict.h"
#include "model.h"

struct look {
	struct common common;
	const char *compare;
	struct importing import;
	size_t top, histogram;
	int export;
	bool count, imports;
};

#define AT(field) offsetof(struct look, field)

static const struct opt options[] = {
	{ 0, "top", OPT_COUNT, AT(top), "K", "only the K largest weights, largest first",
	    1, false },
	{ 0, "compare", OPT_TEXT, AT(compare), "FILE",
	    "beside those of another model, and how they differ", 0, false },
	{ 0, "count", OPT_FLAG, AT(count), NULL, "how many numbers were learnt", 0,
	    false },
	{ 0, "histogram", OPT_COUNT, AT(histogram), "N",
	    "how many weights lie in each of N equal intervals", 1, false },
	{ 0, "export", OPT_WORD, AT(export), EXPORTS,
	    "a program, or liblinear's model or PMML, for prepared features", 0, false },
	{ 0, "import", OPT_FLAG, AT(imports), NULL,
	    "make a state of CSV with a row for each feature and its weight", 0, false },
	{ 0, "model", OPT_TEXT, AT(import.model), "linear|logistic",
	    "with --import: what kind it is", 0, false },
	{ 'y', "label", OPT_TEXT, AT(import.label), "COL",
	    "with --import: what it predicts", 0, false },
	{ 0, "names", OPT_TEXT, AT(import.names), "COL",
	    "with --import: the column of features (default: feature)", 0, false },
	{ 0, "weights", OPT_TEXT, AT(import.weights), "COL",
	    "with --import: the column of weights (default: weight)", 0, false },
	{ 0 },
};

static const struct tool tool = { "csv-model", "look into a model", "[options] FILE",
	"  csv-model --top 10 model.st\n"
	"  csv-model --compare old.st new.st\n"
	"  csv-model --export sql model.st > score.sql\n" };

const struct model *
model_read(struct recipe *r, struct state *st, const char *path, const struct step **step)
{
	struct err e;

	if (!state_read(st, path, &e) || !recipe_load(r, st, false, &e))
		run_fail(&e, NULL);
	*step = &r->step[r->n - 1];
	if (!op_is_model((*step)->op))
		die(EXIT_DATA, "%s: its last step is %s, not a model", path,
		    (*step)->op->name);
	if (((const struct model *)(*step)->self)->knn != NULL)
		die(EXIT_DATA, "%s: a model of neighbours is rows, which have no weights",
		    path);
	return (*step)->self;
}

/* ---- printing ---- */

static int
by_size(const void *a, const void *b)
{
	const struct term *x = *(const struct term *const *)a;
	const struct term *y = *(const struct term *const *)b;
	int order;

	if (fabs(x->x) != fabs(y->x))
		return fabs(x->x) > fabs(y->x) ? -1 : 1;
	order = str_order(x->from, y->from);
	return order != 0 ? order : str_order(x->to, y->to);
}

static void
columns_name(struct report *r, const struct terms *t)
{
	report_column(r, STR("feature"));
	if (t->several)
		report_column(r, STR("to"));
	report_column(r, STR("weight"));
}

static void
term_print(struct report *r, const struct terms *t, const struct term *x)
{
	report_text(r, x->from);
	if (t->several)
		report_text(r, x->to);
	report_number(r, x->x);
}

static void
weights_print(const struct look *k, const struct terms *t, struct report *r)
{
	const struct term **order = mem_alloc(t->n, sizeof(*order));
	size_t n = 0;

	columns_name(r, t);
	for (size_t i = 0; i < t->n; i++)
		if (k->top == 0 || t->term[i].from.n > 0)
			order[n++] = &t->term[i];
	if (k->top > 0 && n > 0)
		qsort(order, n, sizeof(*order), by_size);
	for (size_t i = 0; i < n && (k->top == 0 || i < k->top); i++) {
		term_print(r, t, order[i]);
		report_end_row(r);
	}
	free(order);
}

/* Terms by name: from, a NUL, and to. */
static struct str
term_key(const struct term *x, struct arena *mem)
{
	char *p = arena_alloc(mem, x->from.n + 1 + x->to.n, 1);

	memcpy(p, x->from.p, x->from.n);
	p[x->from.n] = '\0';
	memcpy(p + x->from.n + 1, x->to.p, x->to.n);
	return (struct str){ p, x->from.n + 1 + x->to.n };
}

/* All terms of the one, and then those that the other alone has. */
static void
comparison_print(const struct terms *t, const struct terms *other, struct report *r)
{
	struct dict names = { 0 }, own = { 0 };
	struct arena mem = { 0 };

	columns_name(r, t);
	report_column(r, STR("other"));
	report_column(r, STR("difference"));
	for (size_t i = 0; i < other->n; i++)
		dict_add(&names, term_key(&other->term[i], &mem));
	for (size_t i = 0; i < t->n; i++) {
		struct str key = term_key(&t->term[i], &mem);
		size_t at = dict_find(&names, key);
		double x = at == DICT_NONE ? NAN : other->term[at].x;

		dict_add(&own, key);
		term_print(r, t, &t->term[i]);
		report_number(r, x);
		report_number(r, t->term[i].x - x);
		report_end_row(r);
	}
	for (size_t i = 0; i < other->n; i++) {
		const struct term *x = &other->term[i];

		if (dict_find(&own, dict_key(&names, i)) != DICT_NONE)
			continue;
		term_print(r, t, &(struct term){ x->from, x->to, NAN });
		report_number(r, x->x);
		report_end_row(r);
	}
	dict_clear(&names);
	dict_clear(&own);
	arena_free(&mem);
}

/* ---- counting ---- */

static void
count_row(struct report *r, struct str part, size_t n)
{
	report_text(r, part);
	report_count(r, n);
	report_end_row(r);
}

static void
count_print(const struct model *m, const struct terms *t, struct report *r)
{
	size_t weights = 0;

	report_column(r, STR("part"));
	report_column(r, STR("parameters"));
	for (size_t i = 0; i < t->n; i++)
		weights += t->term[i].from.n > 0;
	for (size_t i = 0; m->net != NULL && i < m->net->nlayer; i++) {
		const struct layer *l = &m->net->layer[i];
		char name[32];

		snprintf(name, sizeof(name), "layer %zu", i + 1);
		count_row(r, str_of(name), (l->in + 1) * l->out);
	}
	count_row(r, STR("weights"), weights);
	count_row(r, STR("intercepts"), t->n - weights);
	count_row(r, STR("all"), t->n);
}

static void
histogram_print(const struct terms *t, size_t n, struct report *r)
{
	double lo = INFINITY, hi = -INFINITY;
	size_t *count = mem_alloc(n, sizeof(*count));

	report_column(r, STR("lo"));
	report_column(r, STR("hi"));
	report_column(r, STR("n"));
	for (size_t i = 0; i < t->n; i++)
		if (t->term[i].from.n > 0) {
			lo = fmin(lo, t->term[i].x);
			hi = fmax(hi, t->term[i].x);
		}
	for (size_t i = 0; i < t->n; i++) {
		double share = (t->term[i].x - lo) / (hi - lo);

		if (t->term[i].from.n > 0)
			count[share < 1 ? (size_t)(share * (double)n) : n - 1]++;
	}
	for (size_t i = 0; i < n; i++) {
		double a = (double)i / (double)n, b = (double)(i + 1) / (double)n;

		report_number(r, lo * (1 - a) + hi * a);
		report_number(r, lo * (1 - b) + hi * b);
		report_count(r, count[i]);
		report_end_row(r);
	}
	free(count);
}

/* ---- main ---- */

static void
look_start(struct look *k, int argc, char **argv)
{
	const struct opt_table tables[] = { { options, k }, { options_input, &k->common },
		{ options_output, &k->common }, { options_format, &k->common },
		{ options_messages, &k->common }, { NULL, NULL } };
	int asked;

	tool_start_operands(&tool, tables, &k->common, argc, argv);
	asked = (k->top > 0) + (k->compare != NULL) + k->count + (k->histogram > 0) +
		(k->export >= 0) + k->imports;
	if (asked > 1)
		tool_usage(
		    "--top, --compare, --count, --histogram, --export and --import "
		    "exclude each other");
	if (k->imports != (k->import.model != NULL) ||
	    k->imports != (k->import.label != NULL))
		tool_usage("--import, --model and --label go together");
	if (!k->imports && k->common.npath != 1)
		tool_usage("one FILE is the model to look into");
}

static void
model_look(const struct look *k, const char *path)
{
	struct recipe recipe = { 0 }, second = { 0 };
	struct state st = { 0 }, st2 = { 0 };
	const struct step *step, *step2;
	const struct model *m = model_read(&recipe, &st, path, &step);
	struct terms t, other = { 0 };

	terms_make(&t, m);
	if (k->compare != NULL) {
		terms_make(&other, model_read(&second, &st2, k->compare, &step2));
		if (other.several != t.several)
			die(EXIT_DATA,
			    "%s: a %s model has no weights to compare with a "
			    "%s model's",
			    k->compare, step2->op->name, step->op->name);
	}
	if (k->export >= 0) {
		struct output *out = output_open(k->common.output, ',', NULL);

		if (recipe.n > 1)
			warn("%s: the %zu steps before the model prepare its features, "
			     "and "
			     "are not exported",
			    path, recipe.n - 1);
		model_export(m, step, k->export, out->sink);
		output_end(out, false);
		output_publish(out);
	} else {
		struct report *r = report_open(&k->common, NULL);

		if (k->compare != NULL)
			comparison_print(&t, &other, r);
		else if (k->count)
			count_print(m, &t, r);
		else if (k->histogram > 0)
			histogram_print(&t, k->histogram, r);
		else
			weights_print(k, &t, r);
		report_end(r);
	}
	terms_free(&t);
	terms_free(&other);
	recipe_free(&recipe);
	recipe_free(&second);
	state_free(&st);
	state_free(&st2);
}

int
main(int argc, char **argv)
{
	struct look k = { .common = COMMON_DEFAULT,
		.export = -1,
		.import = { .names = "feature", .weights = "weight" } };

	look_start(&k, argc, argv);
	if (k.imports)
		return model_import(&k.common, &k.import);
	model_look(&k, k.common.path[0]);
	return tool_end(&k.common, NULL, NULL);
}
