/*
 * csv-balance - fewer rows of the classes that have too many, and weights to make up
 *
 * A row verb.  Rows of small classes stay; of large ones those with the smallest
 * hashes stay and weigh more, so that weighted totals of the classes are what they
 * were and a model's probabilities stay honest.  Two looks: the first counts.  With
 * --factor and a class named, one look is enough.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "classes.h"
#include "run/rows.h"

struct balance {
	struct common common;
	const char *label, *positive, *negative, *ratio, *weights;
	double factor; /* 0: by ratio */

	struct classes classes;
	double ratio_wanted;
	struct key record;
	struct draw *draw;
	size_t weight; /* the column, or COLUMN_NONE: it will be the last one */
};

#define AT(field) offsetof(struct balance, field)

static const struct opt options[] = {
	{ 'y', "label", OPT_TEXT, AT(label), "COL", "the column that names the class", 0,
	    false },
	{ 0, "positive", OPT_TEXT, AT(positive), "V[,V...]",
	    "two classes: these labels, and all others", 0, false },
	{ 0, "negative", OPT_TEXT, AT(negative), "V[,V...]",
	    "the same, with these the negative class", 0, false },
	{ 0, "ratio", OPT_TEXT, AT(ratio), "A:B",
	    "keep A rows of large classes to B of the smallest (default 1:1)", 0, false },
	{ 0, "factor", OPT_REAL, AT(factor), "N",
	    "keep one row of N of the largest class instead, or of the negative one", 1,
	    false },
	{ 0, "weight-column", OPT_TEXT, AT(weights), "COL",
	    "multiply the weights there, or add the column (default: weight)", 0, false },
	{ 0 },
};

static const struct tool tool = { "csv-balance",
	"fewer rows of the large classes, and weights to make up for it",
	"-y COL [options] [file ...]",
	"  csv-balance -y damage train.csv > balanced.csv\n"
	"  csv-balance -y clicked --positive 1 --factor 20 train.csv > balanced.csv\n" };

static bool
ratio_parse(struct balance *o)
{
	struct str s = str_of(o->ratio != NULL ? o->ratio : "1:1");
	const char *colon = memchr(s.p, ':', s.n);
	size_t n = colon != NULL ? (size_t)(colon - s.p) : 0;
	double a, b;

	if (colon == NULL || num_parse(s.p, n, &a) != NUM_OK ||
	    num_parse(colon + 1, s.n - n - 1, &b) != NUM_OK || !(a > 0) || !(b > 0))
		return false;
	o->ratio_wanted = a / b;
	return o->ratio_wanted > 0 && isfinite(o->ratio_wanted);
}

static void
balance_start(struct balance *o, int argc, char **argv)
{
	const struct opt_table tables[] = {
		{ options, o },
		{ options_seed, &o->common },
		{ options_input, &o->common },
		{ options_output, &o->common },
		{ options_messages, &o->common },
		{ NULL, NULL },
	};
	struct err e;

	tool_start(&tool, tables, &o->common, argc, argv);
	if (o->label == NULL)
		tool_usage("-y says which column names the class");
	if (o->ratio != NULL && o->factor != 0)
		tool_usage("--ratio and --factor exclude each other");
	if (!ratio_parse(o))
		tool_usage("--ratio %s: write A:B, two numbers above 0", o->ratio);
	if (o->weights != NULL && *o->weights == '\0')
		tool_usage("--weight-column: the column needs a name");
	if (!label_rule_parse(&o->classes.rule, o->positive, o->negative, &e))
		tool_usage("%s", e.msg);
	if (label_rule_given(&o->classes.rule)) {
		class_find(&o->classes, STR("negative"));
		class_find(&o->classes, STR("positive"));
	}
	o->draw = draw_new("balance", o->common.seed);
}

/* ---- columns ---- */

static bool
columns_resolve(struct balance *o, struct batch *header, struct err *e)
{
	struct str name = str_of(o->weights != NULL ? o->weights : "weight");
	struct shown s;

	if (!batch_need(header, str_of(o->label), &o->classes.column, e))
		return false;
	o->weight = batch_find(header, name);
	if (o->weight == o->classes.column)
		return fail(e, EXIT_USAGE,
		    "column \"%s\" cannot hold both labels and weights",
		    shown(&s, name.p, name.n));
	if (o->weight != COLUMN_NONE && o->weights == NULL)
		warn("column \"weight\" is there and taken for weights (--weight-column "
		     "names another)");
	return key_resolve(&o->record, NULL, header, NULL, e);
}

/* What a row weighs so far. */
static bool
weight_of(const struct balance *o, struct batch *b, size_t row, double *w, struct err *e)
{
	struct str cell;
	struct shown s;

	*w = 1;
	if (o->weight == COLUMN_NONE)
		return true;
	cell = batch_cell(b, o->weight, row);
	if (missing_number(b->missing, cell))
		return batch_fail(b, o->weight, row, e, "a weight is missing");
	if (num_parse(cell.p, cell.n, w) != NUM_OK)
		return batch_fail(b, o->weight, row, e,
		    "\"%s\" is not a number, and so no weight",
		    shown(&s, cell.p, cell.n));
	return *w >= 0 || batch_fail(b, o->weight, row, e, "a weight is negative");
}

/* ---- the first look ---- */

static bool
batch_count(struct balance *o, struct batch *b, struct err *e)
{
	for (size_t r = 0; r < b->nrow; r++) {
		size_t class;
		double w;

		if (!class_of(&o->classes, b, r, &class, e) || !weight_of(o, b, r, &w, e))
			return false;
		if (o->factor != 0)
			o->classes.of[class].rows++;
		else
			class_add(&o->classes.of[class],
			    key_draw(&o->record, o->draw, b, r),
			    o->weight == COLUMN_NONE ? NULL : &w);
	}
	return true;
}

static void
classes_check(const struct balance *o, const struct reader *in)
{
	struct shown label, name;
	struct err e;
	size_t one;

	if (!classes_only_one(&o->classes, &one))
		return;
	struct str class = dict_key(&o->classes.name, one);
	fail(&e, EXIT_DATA,
	    "%s: column \"%s\": all rows are of one class, \"%s\": there is nothing to "
	    "balance",
	    reader_name(in), shown(&label, o->label, strlen(o->label)),
	    shown(&name, class.p, class.n));
	run_fail(&e, NULL);
}

/* Thin this class by --factor. */
static void
factor_set(struct balance *o, size_t class)
{
	struct class *k = &o->classes.of[class];

	k->thinned = true;
	k->factor = o->factor;
}

/* Count, and decide what to keep. */
static void
look(struct balance *o, struct reader *in)
{
	struct batch b = { .missing = &o->common.missing };
	struct err e;
	int got;

	reader_header(in, &b);
	if (!columns_resolve(o, &b, &e))
		run_fail(&e, NULL);
	while ((got = reader_next(in, &b, &e)) > 0) {
		if (!batch_count(o, &b, &e))
			run_fail(&e, &b);
		tool_tick(in);
	}
	if (got < 0)
		run_fail(&e, NULL);
	batch_free(&b);
	classes_check(o, in);
	if (o->factor != 0 && o->classes.name.n > 0)
		factor_set(o, classes_largest(&o->classes));
	else if (o->factor == 0 && !classes_thin(&o->classes, o->ratio_wanted, &e))
		run_fail(&e, NULL);
	for (size_t i = 0; i < o->classes.name.n; i++)
		o->classes.of[i].rows = o->classes.of[i].kept = 0;
	if (!reader_rewind(in, &e))
		run_fail(&e, NULL);
}

/* ---- the second, or the only one ---- */

static bool
stays(const struct balance *o, const struct class *k, struct batch *b, size_t row)
{
	if (!k->thinned)
		return true;
	uint64_t hash = key_draw(&o->record, o->draw, b, row);

	return o->factor != 0 ? draw_u(hash) < 1 / o->factor : hash <= k->bound;
}

static bool
balance_choose(void *self, struct batch *b, size_t *rows, size_t *n, struct err *e)
{
	struct balance *o = self;
	struct str name = str_of(o->weights != NULL ? o->weights : "weight");
	double *to = arena_alloc(&b->mem, b->nrow, sizeof(*to));
	bool good = true;

	if (b->nrow == 0 && o->record.n == 0 && !columns_resolve(o, b, e))
		return false;
	for (size_t r = 0; r < b->nrow && good; r++) {
		size_t class = 0;

		good = class_of(&o->classes, b, r, &class, e) &&
		       weight_of(o, b, r, &to[r], e);
		if (!good)
			break;
		struct class *k = &o->classes.of[class];
		k->rows++;
		if (!stays(o, k, b, r))
			continue;
		k->kept++;
		if (k->thinned)
			to[r] *= k->factor;
		good = isfinite(to[r]) ||
		       batch_fail(b, o->weight, r, e, "the weight grows too large");
		if (good)
			rows[(*n)++] = r;
	}
	/* Only now: until here the column is what was read, and what is hashed. */
	if (o->weight == COLUMN_NONE && !batch_replace(b, b->ncol, 0, &name, 1, e))
		return false;
	memcpy(batch_set_numbers(b, o->weight == COLUMN_NONE ? b->ncol - 1 : o->weight),
	    to, b->nrow * sizeof(*to));
	return good;
}

/* What became of the classes. */
static void
classes_tell(const struct balance *o)
{
	const struct classes *c = &o->classes;

	for (size_t i = 0; i < c->name.n; i++) {
		const struct class *k = &c->of[i];
		struct str name = dict_key(&c->name, i);
		struct shown s;
		char factor[NUM_WIDTH + 1] = "";

		shown(&s, name.p, name.n);
		factor[num_print(k->thinned ? k->factor : 1, factor)] = '\0';
		if (o->common.verbose)
			tell("class \"%s\": %" PRIu64 " of %" PRIu64
			     " rows kept, weight %s",
			    s.s, k->kept, k->rows, factor);
		if (k->rows > 0 && k->kept == 0)
			warn("class \"%s\": no row was kept (use a smaller --factor)",
			    s.s);
	}
	if (label_rule_given(&c->rule) && o->factor != 0 && c->of[0].rows < c->of[1].rows)
		warn("the negative class, which was thinned, is the smaller one");
}

int
main(int argc, char **argv)
{
	struct balance o = { .common = COMMON_DEFAULT };

	balance_start(&o, argc, argv);
	bool once = o.factor != 0 && label_rule_given(&o.classes.rule);
	struct reader *in = tool_reader(&o.common, !once);
	struct output *out = output_open(o.common.output, reader_delimiter(in), in);
	struct chooser c = { &o, &o.common.missing, balance_choose };
	if (once)
		factor_set(&o, class_find(&o.classes, STR("negative")));
	else
		look(&o, in);
	rows_stream(&c, in, out);
	classes_check(&o, in);
	rows_end(out, in);
	classes_tell(&o);
	int status = tool_end(&o.common, in, NULL);
	reader_close(in);
	classes_free(&o.classes);
	key_free(&o.record);
	draw_free(o.draw);
	return status;
}
