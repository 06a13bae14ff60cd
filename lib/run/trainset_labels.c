/*
 * trainset_labels.c - see trainset_labels.h
 */
#include "run/trainset_labels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"

/* ---- labels and weights of a batch ---- */

const double *
trainset_weights(const struct trainset *t, struct batch *b, struct err *e)
{
	const double *w;
	size_t j;

	if (!batch_need(b, str_of(t->weights), &j, e))
		return NULL;
	w = batch_numbers(b, j, e);
	for (size_t r = 0; w != NULL && r < b->nrow; r++)
		if (isnan(w[r]) || w[r] < 0) {
			batch_fail(b, j, r, e,
			    isnan(w[r]) ? "a weight is missing" : "a weight is negative");
			return NULL;
		}
	return w;
}

/* A label that is no number: a class, most likely. */
static const double *
not_a_label(struct batch *b, size_t j, struct err *e)
{
	struct shown s;
	size_t row = e->row;
	double x;

	if (row == ERR_NOWHERE)
		return NULL;
	struct str cell = batch_cell(b, j, row);
	if (num_parse(cell.p, cell.n, &x) == NUM_NOT)
		batch_fail(b, j, row, e,
		    "the label \"%s\" is not a number (name classes with --positive or "
		    "--negative, or use --model softmax)",
		    shown(&s, cell.p, cell.n));
	return NULL;
}

/* Labels as texts; a missing one is a fault. */
const struct str *
trainset_texts(const struct trainset *t, struct batch *b, struct err *e)
{
	struct str *text = arena_alloc(&b->mem, b->nrow, sizeof(*text));
	size_t j;

	if (!batch_need(b, str_of(t->label), &j, e))
		return NULL;
	for (size_t r = 0; r < b->nrow; r++) {
		if (batch_is_missing(b, j, r)) {
			batch_fail(b, j, r, e,
			    "the label is missing (csv-scrub --drop-missing drops such "
			    "rows)");
			return NULL;
		}
		text[r] = batch_cell(b, j, r);
	}
	return text;
}

/* Labels as 0 and 1 under a rule, else as numbers. */
static const double *
label_of(const struct trainset *t, const char *name, struct batch *b, struct err *e)
{
	const double *y;
	size_t j;

	if (!batch_need(b, str_of(name), &j, e))
		return NULL;
	if (label_rule_given(t->rule)) {
		double *to = arena_alloc(&b->mem, b->nrow, sizeof(*to));

		return label_numbers(t->rule, b, j, to, e) ? to : NULL;
	}
	y = batch_numbers(b, j, e);
	if (y == NULL)
		return not_a_label(b, j, e);
	for (size_t r = 0; r < b->nrow; r++)
		if (isnan(y[r])) {
			batch_fail(b, j, r, e,
			    "the label is missing (csv-scrub --drop-missing drops such "
			    "rows)");
			return NULL;
		}
	return y;
}

/* Several labels of 0 and 1 as one: the set of those that are 1. */
static const double *
sets_of(const struct trainset *t, struct batch *b, struct err *e)
{
	double *to = arena_alloc(&b->mem, b->nrow, sizeof(*to));
	char number[NUM_WIDTH + 1];
	size_t j;

	memset(to, 0, b->nrow * sizeof(*to));
	for (size_t c = 0; c < t->nlabel; c++) {
		const double *y = label_of(t, t->labels[c], b, e);

		if (y == NULL)
			return NULL;
		for (size_t r = 0; r < b->nrow; r++) {
			to[r] += y[r] == 1 ? ldexp(1, (int)c) : 0;
			if (y[r] == 0 || y[r] == 1)
				continue;
			number[num_print(y[r], number)] = '\0';
			batch_need(b, str_of(t->labels[c]), &j, e);
			batch_fail(b, j, r, e,
			    "one of several labels is 0 or 1, not %s (name classes with "
			    "--positive or --negative)",
			    number);
			return NULL;
		}
	}
	return to;
}

/* Several labels that are the probabilities of classes: (nrow, nlabel). */
static const double *
shares_of(const struct trainset *t, struct batch *b, struct err *e)
{
	size_t k = t->nlabel, j;
	double *to = arena_alloc(&b->mem, b->nrow * k, sizeof(*to));
	char number[NUM_WIDTH + 1];

	for (size_t c = 0; c < k; c++) {
		const double *y = label_of(t, t->labels[c], b, e);

		for (size_t r = 0; y != NULL && r < b->nrow; r++)
			to[r * k + c] = y[r];
		if (y == NULL)
			return NULL;
	}
	for (size_t r = 0; r < b->nrow; r++) {
		double sum = 0, bad = 0;

		for (size_t c = 0; c < k; c++) {
			sum += to[r * k + c];
			bad = to[r * k + c] < 0 ? to[r * k + c] : bad;
		}
		if (bad == 0 && fabs(sum - 1) <= 1e-6)
			continue;
		number[num_print(bad < 0 ? bad : sum, number)] = '\0';
		batch_need(b, str_of(t->labels[0]), &j, e);
		batch_fail(b, j, r, e,
		    bad < 0 ? "a probability of this row is %s, below 0"
			    : "the probabilities of this row add up to %s, not to 1",
		    number);
		return NULL;
	}
	return to;
}

const double *
trainset_labels(const struct trainset *t, struct batch *b, struct err *e)
{
	if (t->nlabel < 2)
		return label_of(t, t->label, b, e);
	return t->shares ? shares_of(t, b, e) : sets_of(t, b, e);
}

/* ---- classes ---- */

/* probability=setosa, as csv-predict writes it, is about setosa. */
void
trainset_name(struct trainset *t)
{
	static const char head[] = "probability=";
	size_t n = sizeof(head) - 1;

	for (size_t c = 0; t->nlabel > 1 && c < t->nlabel; c++) {
		struct str name = str_of(t->labels[c]);

		if (t->shares && name.n > n && memcmp(name.p, head, n) == 0)
			name = (struct str){ name.p + n, name.n - n };
		dict_add(&t->class, name);
	}
}

struct class_place {
	struct str text;
	size_t was;
};

static int
class_order(const void *a, const void *b)
{
	return str_order(
	    ((const struct class_place *)a)->text, ((const struct class_place *)b)->text);
}

/* Classes and the labels that number them, from the order of their coming to bytes'. */
void
trainset_order(struct trainset *t)
{
	size_t n = t->class.n;
	struct class_place *place = mem_alloc(n, sizeof(*place));
	double *now = mem_alloc(n, sizeof(*now));
	struct dict sorted = { 0 };

	for (size_t c = 0; c < n; c++)
		place[c] = (struct class_place){ dict_key(&t->class, c), c };
	qsort(place, n, sizeof(*place), class_order);
	for (size_t c = 0; c < n; c++) {
		dict_add(&sorted, place[c].text);
		now[place[c].was] = (double)c;
	}
	for (size_t i = 0; i < t->matrix.nrow; i++)
		t->matrix.label[i] = now[(size_t)t->matrix.label[i]];
	dict_clear(&t->class);
	t->class = sorted;
	free(place);
	free(now);
}

/* Labels in the numbers of the classes of another set. */
void
trainset_order_like(
    struct trainset *t, const struct trainset *like, const struct reader *in)
{
	struct shown s;
	struct err e;

	for (size_t i = 0; i < t->matrix.nrow; i++) {
		struct str class = dict_key(&t->class, (size_t)t->matrix.label[i]);
		size_t c = dict_find(&like->class, class);

		if (c == DICT_NONE) {
			fail(&e, EXIT_DATA,
			    "%s: the label \"%s\" is not one of the rows to learn from",
			    reader_name(in), shown(&s, class.p, class.n));
			run_fail(&e, NULL);
		}
		t->matrix.label[i] = (double)c;
	}
}
