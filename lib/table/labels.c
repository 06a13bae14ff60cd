/*
 * labels.c - see labels.h
 */
#include "table/labels.h"

#include <math.h>

#include "base/num.h"

static bool
words_parse(struct list *l, const char *option, const char *words, struct err *e)
{
	struct err why;

	*l = (struct list){ 0 };
	if (words == NULL)
		return true;
	if (*words == '\0')
		return fail(e, EXIT_USAGE, "%s: the list is empty", option);
	if (!list_parse(l, str_of(words), ',', &why))
		return fail(e, EXIT_USAGE, "%s: %s", option, why.msg);
	return true;
}

bool
label_rule_parse(
    struct label_rule *r, const char *positive, const char *negative, struct err *e)
{
	*r = (struct label_rule){ 0 };
	if (positive != NULL && negative != NULL)
		return fail(
		    e, EXIT_USAGE, "--positive and --negative exclude each other");
	return words_parse(&r->positive, "--positive", positive, e) &&
	       words_parse(&r->negative, "--negative", negative, e);
}

void
label_rule_add(struct label_rule *r, bool positive, struct str word)
{
	list_add(positive ? &r->positive : &r->negative, word);
}

bool
label_rule_given(const struct label_rule *r)
{
	return r->positive.n + r->negative.n > 0;
}

void
label_rule_free(struct label_rule *r)
{
	list_free(&r->positive);
	list_free(&r->negative);
}

static bool
listed(const struct list *l, struct str word)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_equal(l->item[i].text, word))
			return true;
	return false;
}

double
label_value(const struct label_rule *r, struct str cell)
{
	double x;

	if (r->positive.n > 0)
		return listed(&r->positive, cell) ? 1 : 0;
	if (r->negative.n > 0)
		return listed(&r->negative, cell) ? 0 : 1;
	/* One byte is the rule in files of millions of rows. */
	if (cell.n == 1 && (*cell.p == '0' || *cell.p == '1'))
		return *cell.p - '0';
	if (num_parse(cell.p, cell.n, &x) != NUM_OK || (x != 0 && x != 1))
		return NAN;
	return x != 0; /* -0 is 0 */
}

static bool
label_missing(const struct label_rule *r, const struct batch *b, struct str cell)
{
	return label_rule_given(r) ? missing_text(b->missing, cell)
				   : missing_number(b->missing, cell);
}

/* All are 0 or 1, as they are in files of millions of rows: then they are copied. */
static bool
plain_numbers(struct batch *b, size_t j, double *y)
{
	struct err e;
	const double *x = batch_numbers(b, j, &e);

	for (size_t i = 0; x != NULL && i < b->nrow; i++) {
		if (x[i] != 0 && x[i] != 1)
			return false;
		y[i] = x[i] != 0; /* -0 is 0 */
	}
	return x != NULL;
}

bool
label_numbers(
    const struct label_rule *r, struct batch *b, size_t j, double *y, struct err *e)
{
	if (!label_rule_given(r) && plain_numbers(b, j, y))
		return true;
	for (size_t i = 0; i < b->nrow; i++) {
		struct str cell = batch_cell(b, j, i);
		struct shown s;

		if (label_missing(r, b, cell))
			return batch_fail(b, j, i, e,
			    "the label is missing (csv-scrub --drop-missing drops "
			    "such rows)");
		y[i] = label_value(r, cell);
		if (isnan(y[i]))
			return batch_fail(b, j, i, e,
			    "\"%s\" is neither 0 nor 1 (use --positive or --negative)",
			    shown(&s, cell.p, cell.n));
	}
	return true;
}
