/*
 * csv-balance - fewer rows of the classes that have too many, and weights to make up
 *
 * A row verb.  Rows of small classes stay; of large ones those with the smallest
 * hashes stay and weigh more, so that weighted totals of the classes are what they
 * were and a model's probabilities stay honest.  Two looks: the first counts.  With
 * --factor and a class named, one look is enough.  Or all rows stay, and weights alone
 * do the balancing.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "classes.h"
#include "run/rows.h"
#include "weigh.h"

struct balance {
	struct common common;
	const char *label, *positive, *negative, *ratio, *weights, *reweigh;
	double factor; /* 0: by ratio */
	bool class_weight, oversample;

	struct classes classes;
	double ratio_wanted;
	struct key record, group; /* group: of --reweigh */
	struct weigh weigh;
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
	{ 0, "class-weight", OPT_FLAG, AT(class_weight), NULL,
	    "keep all rows, with weights that make the classes weigh the same", 0,
	    false },
	{ 0, "oversample", OPT_FLAG, AT(oversample), NULL,
	    "repeat rows of the small classes instead, up to --ratio", 0, false },
	{ 0, "reweigh", OPT_TEXT, AT(reweigh), "LIST",
	    "keep all rows, with weights that make the class independent of these "
	    "columns",
	    0, false },
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
	if ((o->ratio != NULL) + (o->factor != 0) + o->class_weight +
		(o->reweigh != NULL) >
	    1)
		tool_usage("--ratio, --factor, --class-weight and --reweigh exclude each "
			   "other");
	if (o->oversample && (o->factor != 0 || o->class_weight || o->reweigh != NULL ||
				 o->weights != NULL))
		tool_usage(
		    "--oversample repeats rows and weighs none: it goes with --ratio "
		    "alone");
	o->weigh.grouped = o->reweigh != NULL;
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
	if (o->reweigh != NULL && !key_resolve(&o->group, o->reweigh, header, NULL, e))
		return false;
	return key_resolve(&o->record, NULL, header, NULL, e);
}

/* Do weights alone do it? */
static bool
weighs_only(const struct balance *o)
{
	return o->class_weight || o->reweigh != NULL;
}

/* Are rows counted, and nothing else learnt of them? */
static bool
counts_only(const struct balance *o)
{
	return o->factor != 0 || weighs_only(o) || o->oversample;
}

/* ---- what follows from a row alone, in any thread ---- */

static void *
balance_hand(void *self)
{
	const struct balance *o = self;

	return draw_new("balance", o->common.seed);
}

/* The rows of a block from the first on.  Belongs to it. */
struct candidates {
	size_t n;
	struct str *class; /* (n) its name */
	struct str *group; /* (n) of --reweigh, or NULL */
	double *weight;    /* (n) so far */
	uint64_t *hash;    /* (n) NULL: not asked for */
};

/*
 * All rows, or those before a fault, which is then in e.  draw: NULL where no hashes
 * are wanted.
 */
static bool
candidates_find(
    const struct balance *o, struct draw *draw, struct block *k, struct err *e)
{
	struct batch *b = &k->batch;
	struct candidates *c = arena_alloc(&b->mem, 1, sizeof(*c));

	k->note = c;
	*c = (struct candidates){ 0 };
	c->class = arena_alloc(&b->mem, b->nrow, sizeof(*c->class));
	c->weight = arena_alloc(&b->mem, b->nrow, sizeof(*c->weight));
	if (o->reweigh != NULL)
		c->group = arena_alloc(&b->mem, b->nrow, sizeof(*c->group));
	if (draw != NULL)
		c->hash = arena_alloc(&b->mem, b->nrow, sizeof(*c->hash));
	for (size_t r = 0; r < b->nrow; r++, c->n++) {
		if (!class_name(&o->classes, b, r, &c->class[r], e) ||
		    !row_weight(b, o->weight, r, &c->weight[r], e))
			return false;
		if (c->group != NULL)
			c->group[r] = key_text(&o->group, b, r);
		if (draw != NULL)
			c->hash[r] = key_draw(&o->record, draw, b, r);
	}
	return true;
}

/* ---- the first look ---- */

static bool
count_work(void *self, void *hand, struct block *k, struct err *e)
{
	const struct balance *o = self;

	return candidates_find(o, counts_only(o) ? NULL : hand, k, e);
}

static bool
count_take(void *self, struct block *k, struct err *e)
{
	struct balance *o = self;
	const struct candidates *c = k->note;

	(void)e;
	for (size_t r = 0; r < c->n; r++) {
		size_t i = class_find(&o->classes, c->class[r]); /* may move them */
		struct class *class = &o->classes.of[i];

		if (weighs_only(o))
			weigh_add(&o->weigh, c->class[r],
			    c -> group != NULL ? c -> group[r] : STR(""), c -> weight[r]);
		if (counts_only(o))
			class->rows++;
		else
			class_add(class, c->hash[r],
			    o->weight == COLUMN_NONE ? NULL : &c->weight[r]);
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
	struct pipeline p = { .self = o,
		.missing = &o->common.missing,
		.hand = balance_hand,
		.hand_end = draw_hand_end,
		.work = count_work,
		.take = count_take };
	struct batch header = { .missing = &o->common.missing };
	struct err e;

	reader_header(in, &header);
	if (!columns_resolve(o, &header, &e))
		run_fail(&e, NULL);
	batch_free(&header);
	pipeline_run(&p, in);
	classes_check(o, in);
	weigh_settle(&o->weigh);
	weigh_check(&o->weigh);
	if (o->factor != 0 && o->classes.name.n > 0)
		factor_set(o, classes_largest(&o->classes));
	else if (o->oversample)
		classes_repeat(&o->classes, o->ratio_wanted);
	else if (!counts_only(o) && !classes_thin(&o->classes, o->ratio_wanted, &e))
		run_fail(&e, NULL);
	for (size_t i = 0; i < o->classes.name.n; i++)
		o->classes.of[i].rows = o->classes.of[i].kept = 0;
	if (!reader_rewind(in, &e))
		run_fail(&e, NULL);
}

/* ---- the second, or the only one ---- */

static bool
balance_header(void *self, struct batch *b, struct err *e)
{
	struct balance *o = self;
	struct str name = str_of(o->weights != NULL ? o->weights : "weight");

	if (o->record.n == 0 && !columns_resolve(o, b, e))
		return false;
	if (o->oversample)
		return true;
	if (o->weight == COLUMN_NONE && !batch_replace(b, b->ncol, 0, &name, 1, e))
		return false;
	batch_set_numbers(b, o->weight == COLUMN_NONE ? b->ncol - 1 : o->weight);
	return true;
}

static bool
stays(const struct balance *o, const struct class *k, struct draw *draw, struct batch *b,
    size_t row)
{
	if (!k->thinned)
		return true;
	uint64_t hash = key_draw(&o->record, draw, b, row);

	return o->factor != 0 ? draw_u(hash) < 1 / o->factor : hash <= k->bound;
}

/* The weights of the rows that stay, and which those are: in k->row. */
static bool
rows_weigh(const struct balance *o, struct draw *draw, struct block *k, struct err *e)
{
	struct candidates *c = k->note;

	for (size_t r = 0; r < c->n; r++) {
		size_t i = dict_find(&o->classes.name, c->class[r]);

		/* None of the first look's classes: the file has changed since. */
		if (i == DICT_NONE)
			continue;
		const struct class *class = &o->classes.of[i];
		if (!stays(o, class, draw, &k->batch, r))
			continue;
		if (class->thinned)
			c->weight[r] *= class->factor;
		else if (weighs_only(o))
			c->weight[r] *= weigh_factor(&o->weigh, c->class[r],
			    c -> group != NULL ? c -> group[r] : STR(""));
		if (!isfinite(c->weight[r])) {
			c->n = r;
			return batch_fail(
			    &k->batch, o->weight, r, e, "the weight grows too large");
		}
		k->row[k->nrow++] = r;
	}
	return true;
}

/* Whole copies, and one more of the rows whose hash falls within the rest. */
static void
rows_repeat(const struct balance *o, struct draw *draw, struct block *k)
{
	const struct candidates *c = k->note;

	for (size_t r = 0; r < c->n; r++) {
		size_t i = dict_find(&o->classes.name, c->class[r]), copies;
		double factor = i != DICT_NONE ? o->classes.of[i].factor : 0;

		copies = (size_t)factor;
		if (factor > (double)copies &&
		    draw_u(key_draw(&o->record, draw, &k->batch, r)) <
			factor - (double)copies)
			copies++;
		k->row =
		    mem_grow(k->row, &k->row_room, k->nrow + copies + 1, sizeof(*k->row));
		while (copies-- > 0)
			k->row[k->nrow++] = r;
	}
}

static bool
balance_choose(void *self, void *hand, struct block *k, struct err *e)
{
	const struct balance *o = self;
	struct str name = str_of(o->weights != NULL ? o->weights : "weight");
	struct batch *b = &k->batch;
	struct err ignored;
	bool good = candidates_find(o, NULL, k, e);
	const struct candidates *c = k->note;

	if (o->oversample) {
		rows_repeat(o, hand, k);
		return good;
	}
	/* A fault found now is in a row before the other one. */
	good = rows_weigh(o, hand, k, e) && good;
	/* Only now: until here the column is what was read, and what is hashed. */
	if (o->weight == COLUMN_NONE)
		batch_replace(b, b->ncol, 0, &name, 1, &ignored);
	memcpy(batch_set_numbers(b, o->weight == COLUMN_NONE ? b->ncol - 1 : o->weight),
	    c->weight, b->nrow * sizeof(*c->weight));
	return good;
}

static bool
balance_settle(void *self, struct block *k, struct err *e)
{
	struct balance *o = self;
	const struct candidates *c = k->note;

	(void)e;
	for (size_t r = 0, i = 0; r < c->n; r++) {
		size_t class = dict_find(&o->classes.name, c->class[r]);
		uint64_t kept = 0;

		for (; i < k->nrow && k->row[i] == r; i++)
			kept++;
		if (class == DICT_NONE)
			continue;
		o->classes.of[class].rows++;
		o->classes.of[class].kept += kept;
	}
	return true;
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
		if (o->common.verbose && o->oversample)
			tell("class \"%s\": %" PRIu64 " rows become %" PRIu64, s.s,
			    k->rows, k->kept);
		else if (o->common.verbose && !weighs_only(o))
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
	struct chooser c = { .self = &o,
		.missing = &o.common.missing,
		.header = balance_header,
		.choose = balance_choose,
		.settle = balance_settle,
		.hand = balance_hand,
		.hand_end = draw_hand_end };
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
	key_free(&o.group);
	weigh_free(&o.weigh);
	return status;
}
