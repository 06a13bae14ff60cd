/*
 * text.c - a column of text into a column for each of its terms
 *
 * tf-idf is scikit-learn's: a term's count times ln((1 + n) / (1 + d)) + 1, for d of n
 * cells that hold it, and then the row's numbers divided by their length.
 */
#include "op/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/num.h"

enum { SEED_DEFAULT = 1 };

static const struct text defaults = { .min_count = 1,
	.top = TERMS,
	.max_share = 1,
	.seed = SEED_DEFAULT,
	.max_columns = TERMS_MOST };

#define AT(field) offsetof(struct text, field)

static const struct opt options[] = {
	{ 0, "characters", OPT_COUNT, AT(characters), "N",
	    "terms are runs of N characters of a word, not words", 1, false },
	{ 0, "min-count", OPT_COUNT, AT(min_count), "N", "no terms that fewer cells hold",
	    1, false },
	{ 0, "max-share", OPT_REAL, AT(max_share), "P",
	    "no terms that a larger share of the cells holds", 0, false },
	{ 0, "top", OPT_COUNT, AT(top), "K",
	    "only the K terms that most cells hold (default 1000)", 1, false },
	{ 0, "binary", OPT_FLAG, AT(binary), NULL,
	    "whether a term is there, not how often", 0, false },
	{ 0, "keep", OPT_FLAG, AT(keep), NULL, "leave the text, and add to the right", 0,
	    false },
	{ 0, "hash", OPT_COUNT, AT(buckets), "N",
	    "no vocabulary, but N buckets by hash: columns col#0, col#1, ...", 1, false },
	{ 's', "seed", OPT_SEED, AT(seed), "N",
	    "with --hash: another choice of the same kind (default 1)", 0, false },
	{ 0, "max-columns", OPT_COUNT, AT(max_columns), "N",
	    "refuse to make more of one column (default 10000)", 1, true },
	{ 0 },
};

/* What a method is: one of these behind its row. */
struct text_rule {
	bool tfidf;
};

static const struct text_rule rule_counts = { false }, rule_tfidf = { true };

const struct method text_methods[] = {
	{ "counts", "LIST[:N]", "how often each word, or run of up to N words, occurs",
	    false, &rule_counts },
	{ "tfidf", "LIST[:N]", "the same, with terms that few cells hold weighing more",
	    false, &rule_tfidf },
	{ 0 },
};

bool
terms_is_tfidf(const struct terms *s)
{
	return ((const struct text_rule *)s->method->how)->tfidf;
}

/* ---- choosing ---- */

struct terms *
terms_add(struct text *t, struct str column, const struct method *m)
{
	struct subject *subject;
	struct terms *s;

	subjects_add(&t->subjects, column, t->buckets > 0 ? 0 : TALLY_TEXTS);
	t->of = mem_grow(t->of, &t->room, t->subjects.n, sizeof(*t->of));
	s = &t->of[t->subjects.n - 1];
	*s = (struct terms){ .method = m, .announced = UINT64_MAX };
	s->cutting = mem_alloc(1, sizeof(*s->cutting));
	*s->cutting = (struct cutting){ 1, t->characters };
	subject = &t->subjects.subject[t->subjects.n - 1];
	subject->split = terms_split;
	subject->how = s->cutting;
	return s;
}

static bool
hashing_check(const struct text *t, const struct start *st, struct err *e)
{
	if (t->buckets == 0)
		return true;
	if (t->min_count > 1 || t->top != TERMS || t->max_share < 1)
		return fail(e, EXIT_USAGE,
		    "--hash learns no vocabulary: it goes with no --min-count, "
		    "--max-share "
		    "or --top");
	for (size_t i = 0; i < st->n; i++)
		if (((const struct text_rule *)st->job[i].method->how)->tfidf)
			return fail(e, EXIT_USAGE,
			    "--hash learns no vocabulary, which --tfidf weighs");
	if (t->buckets > BUCKETS_MOST)
		return fail(e, EXIT_USAGE, "--hash: more than %d buckets", BUCKETS_MOST);
	return t->buckets <= t->max_columns ||
	       fail(e, EXIT_USAGE, "--hash %zu makes more columns than --max-columns %zu",
		   t->buckets, t->max_columns);
}

static bool
grams_choose(struct terms *s, const struct list *args, struct err *e)
{
	double n = 1;

	if (args->n > 1 ||
	    (args->n == 1 &&
		(num_parse(args->item[0].text.p, args->item[0].text.n, &n) != NUM_OK ||
		    n != floor(n) || n < 1 || n > GRAMS_MOST)) ||
	    (args->n == 1 && s->cutting->characters > 0))
		return fail(e, EXIT_USAGE,
		    "--%s LIST[:N] wants a whole number of words, 1 to %d, and none with "
		    "--characters",
		    s->method->name, GRAMS_MOST);
	s->cutting->grams = (size_t)n;
	return true;
}

static bool
start(void *self, const struct start *st, struct err *e)
{
	struct text *t = self;

	if (t->characters > 100)
		return fail(e, EXIT_USAGE, "--characters: more than 100");
	if (!(t->max_share > 0 && t->max_share <= 1))
		return fail(e, EXIT_USAGE, "--max-share is a number above 0, up to 1");
	if (!hashing_check(t, st, e))
		return false;
	for (size_t i = 0; i < st->n; i++) {
		const struct job *job = &st->job[i];

		if (!grams_choose(
			terms_add(t, job->column[0], job->method), &job->args, e))
			return false;
	}
	return true;
}

/* ---- settling ---- */

static void
name_add(struct terms *s, struct str column, char between, struct str term)
{
	char *p = arena_alloc(&s->mem, column.n + 1 + term.n, 1);

	memcpy(p, column.p, column.n);
	p[column.n] = between;
	memcpy(p + column.n + 1, term.p, term.n);
	s->name[s->nname++] = (struct str){ p, column.n + 1 + term.n };
}

void
terms_settle(const struct text *t, struct terms *s, struct str column)
{
	size_t n = t->buckets > 0 ? t->buckets : s->term.n;
	char text[NUM_WIDTH];

	s->name = mem_alloc(n, sizeof(*s->name));
	for (size_t i = 0; i < n; i++) {
		struct str bucket = { text, num_print_count(i, text) };

		if (t->buckets > 0)
			name_add(s, column, '#', bucket);
		else
			name_add(s, column, '=', dict_key(&s->term, i));
	}
	if (!terms_is_tfidf(s))
		return;
	s->weight = mem_alloc(n, sizeof(*s->weight));
	for (size_t i = 0; i < n; i++)
		s->weight[i] = elementary_log((1 + (double)s->documents) /
					      (1 + (double)s->count[i])) +
			       1;
}

static void
term_take(struct terms *s, struct str term, uint64_t count)
{
	dict_add(&s->term, term);
	s->count = mem_grow(s->count, &s->room, s->term.n, sizeof(*s->count));
	s->count[s->term.n - 1] = count;
}

static void
vocabulary_take(const struct text *t, struct terms *s, const struct tally *tally)
{
	size_t *order = distinct_order(&tally->texts), n = tally->texts.texts.n;
	size_t cells = dict_find(&tally->texts.texts, STR(" "));

	s->documents = cells != DICT_NONE ? tally->texts.count[cells] : 0;
	for (size_t i = 0; i < n && s->term.n < t->top; i++) {
		struct str term = dict_key(&tally->texts.texts, order[i]);
		uint64_t count = tally->texts.count[order[i]];

		if (order[i] != cells && count >= t->min_count &&
		    (double)count <= t->max_share * (double)s->documents)
			term_take(s, term, count);
	}
	free(order);
}

static bool
settle(void *self, void *acc, struct err *e)
{
	struct text *t = self;
	const struct tally *tally = tallies_of(acc);
	struct shown buf;

	for (size_t i = 0; i < t->subjects.n; i++) {
		struct str column = t->subjects.subject[i].column;
		struct terms *s = &t->of[i];

		if (t->buckets == 0)
			vocabulary_take(t, s, &tally[i]);
		shown(&buf, column.p, column.n);
		if (s->term.n > t->max_columns)
			return fail(e, EXIT_DATA,
			    "column \"%s\" would become %zu columns, more than "
			    "--max-columns %zu (use --top or --min-count)",
			    buf.s, s->term.n, t->max_columns);
		if (s->term.n == 0 && t->buckets == 0)
			return fail(e, EXIT_DATA,
			    "column \"%s\" has no term that is kept (see --min-count and "
			    "--max-share)",
			    buf.s);
		terms_settle(t, s, column);
	}
	return true;
}

/* ---- applying ---- */

/* The numbers of one row from its terms. */
static void
row_count(const struct text *t, const struct terms *s, struct draw *draw,
    const struct str *term, size_t n, double **x, size_t row)
{
	for (size_t i = 0; i < n; i++) {
		size_t at;

		if (t->buckets > 0) {
			draw_start(draw);
			draw_cell(draw, term[i]);
			at = draw_bucket(draw_hash(draw), t->buckets);
		} else if ((at = dict_find(&s->term, term[i])) == DICT_NONE) {
			continue;
		}
		x[at][row] = t->binary ? 1 : x[at][row] + 1;
	}
}

static void
row_weigh(const struct terms *s, double **x, size_t row)
{
	double sum = 0;

	for (size_t i = 0; i < s->nname; i++)
		if (x[i][row] != 0) {
			x[i][row] *= s->weight[i];
			sum += x[i][row] * x[i][row];
		}
	for (size_t i = 0; sum > 0 && i < s->nname; i++)
		if (x[i][row] != 0)
			x[i][row] /= sqrt(sum);
}

static bool
column_apply(
    const struct text *t, const struct terms *s, struct batch *b, size_t j, struct err *e)
{
	struct str *cell = arena_alloc(&b->mem, b->nrow, sizeof(*cell));
	double **x = arena_alloc(&b->mem, s->nname, sizeof(*x));
	struct draw *draw = draw_new("bucket", t->seed);
	size_t first = t->keep ? b->ncol : j;
	bool good;

	for (size_t r = 0; r < b->nrow; r++)
		cell[r] = batch_is_missing(b, j, r) ? STR("") : batch_cell(b, j, r);
	good = batch_replace(b, first, !t->keep, s->name, s->nname, e);
	for (size_t i = 0; i < s->nname && good; i++) {
		x[i] = batch_set_numbers(b, first + i);
		for (size_t r = 0; r < b->nrow; r++)
			x[i][r] = 0;
	}
	for (size_t r = 0; r < b->nrow && good; r++) {
		struct str *term;
		size_t n = terms_cut(s->cutting, cell[r], &b->mem, &term);

		row_count(t, s, draw, term, n, x, r);
		if (s->weight != NULL)
			row_weigh(s, x, r);
	}
	draw_free(draw);
	return good;
}

static bool
apply(const void *self, struct batch *b, struct err *e)
{
	const struct text *t = self;
	size_t j;

	for (size_t i = 0; i < t->subjects.n; i++)
		if (!batch_need(b, t->subjects.subject[i].column, &j, e) ||
		    !column_apply(t, &t->of[i], b, j, e))
			return false;
	return true;
}

static void
free_text(void *self)
{
	struct text *t = self;

	for (size_t i = 0; i < t->subjects.n; i++) {
		struct terms *s = &t->of[i];

		free(s->cutting);
		dict_clear(&s->term);
		free(s->count);
		free(s->weight);
		free(s->name);
		arena_free(&s->mem);
	}
	free(t->of);
	subjects_free(&t->subjects);
}

const struct op op_text = {
	.name = "text",
	.brief = "count the words of a text column, or weigh them",
	.methods = text_methods,
	.options = options,
	.size = sizeof(struct text),
	.defaults = &defaults,
	.accumulator = &column_accumulator,
	.start = start,
	.settle = settle,
	.apply = apply,
	.save = text_save,
	.load = text_load,
	.loaded = text_loaded,
	.free = free_text,
};
