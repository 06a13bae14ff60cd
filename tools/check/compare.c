/*
 * compare.c - how far a table is from a reference, column by column
 *
 * Texts are compared by the counts of their values; numbers by those of the tenths of
 * the reference (half-open, between its deciles; a value that fills more than a tenth
 * has a cell of its own) and, exactly, by their distribution functions.
 */
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "stat/distance.h"

enum { TENTHS = 10, EDGES = 2 * (TENTHS - 1) };

/* What is told of a column: numbers that --fail-if may name, by their place here. */
enum measure {
	MISSING_REF,
	MISSING_NOW,
	LINF,
	WORST_REF,
	WORST_NOW,
	JS,
	PSI,
	CHI2,
	CHI2_DF,
	CHI2_P,
	KS,
	KS_P,
	WASSERSTEIN,
	SHIFT,
	NEW_VALUES,
	GONE_VALUES,
	MEASURES
};

static const char *const measure_names[MEASURES] = { "missing_ref", "missing", "linf",
	"worst_ref", "worst_now", "js", "psi", "chi2", "df", "chi2_p", "ks", "ks_p",
	"wasserstein", "shift", "new", "gone" };

struct comparison_row {
	struct str column;
	const char *kind, *note;
	struct str worst; /* in mem */
	uint64_t n_ref, n;
	double of[MEASURES];
	struct arena mem;
};

/* Cells with their counts on both sides. */
struct cells {
	size_t k, room_a, room_b;
	uint64_t *a, *b;
};

static void
cell_add(struct cells *c, uint64_t a, uint64_t b)
{
	c->a = mem_grow(c->a, &c->room_a, c->k + 1, sizeof(*c->a));
	c->b = mem_grow(c->b, &c->room_b, c->k + 1, sizeof(*c->b));
	c->a[c->k] = a;
	c->b[c->k++] = b;
}

/* The distances that counts have; the worst cell is returned. */
static size_t
counts_compare(struct comparison_row *row, const struct cells *c)
{
	size_t worst, freedom;

	row->of[LINF] = distance_linf(c->a, c->b, c->k, &worst);
	row->of[JS] = distance_js(c->a, c->b, c->k);
	row->of[PSI] = distance_psi(c->a, c->b, c->k);
	row->of[CHI2] = distance_chi2(c->a, c->b, c->k, &freedom);
	if (isnan(row->of[CHI2]))
		return SIZE_MAX;
	row->of[CHI2_DF] = (double)freedom;
	row->of[CHI2_P] = freedom > 0 ? chi2_tail(row->of[CHI2], freedom) : 1;
	row->of[WORST_REF] = (double)c->a[worst] / (double)row->n_ref;
	row->of[WORST_NOW] = (double)c->b[worst] / (double)row->n;
	return worst;
}

/* ---- texts ---- */

struct pair {
	struct str text;
	uint64_t a, b;
};

static int
pair_order(const void *x, const void *y)
{
	return str_order(((const struct pair *)x)->text, ((const struct pair *)y)->text);
}

/* All values of both, by bytes. */
static struct pair *
pairs_make(const struct distinct *a, const struct distinct *b, size_t *n)
{
	struct pair *pair = mem_alloc(a->texts.n + b->texts.n, sizeof(*pair));
	struct dict all = { 0 };

	for (size_t i = 0; i < a->texts.n; i++)
		pair[dict_add(&all, dict_key(&a->texts, i))].a = a->count[i];
	for (size_t i = 0; i < b->texts.n; i++)
		pair[dict_add(&all, dict_key(&b->texts, i))].b = b->count[i];
	*n = all.n;
	for (size_t i = 0; i < *n; i++) {
		struct str text = dict_key(&all, i);
		size_t k = dict_find(&a->texts, text);

		/* The key lives with the table it is from. */
		pair[i].text = k != DICT_NONE
				   ? dict_key(&a->texts, k)
				   : dict_key(&b->texts, dict_find(&b->texts, text));
	}
	dict_clear(&all);
	if (*n > 0)
		qsort(pair, *n, sizeof(*pair), pair_order);
	return pair;
}

static void
texts_compare(
    struct comparison_row *row, const struct profile *a, const struct profile *b)
{
	struct cells c = { 0 };
	struct pair *pair;
	size_t n, worst;

	if (a->cells.over || b->cells.over) {
		row->note = "too many distinct values (--max-distinct)";
		return;
	}
	pair = pairs_make(&a->cells, &b->cells, &n);
	row->of[NEW_VALUES] = row->of[GONE_VALUES] = 0;
	for (size_t i = 0; i < n; i++) {
		cell_add(&c, pair[i].a, pair[i].b);
		row->of[NEW_VALUES] += pair[i].a == 0;
		row->of[GONE_VALUES] += pair[i].b == 0;
	}
	worst = counts_compare(row, &c);
	if (worst != SIZE_MAX)
		row->worst = arena_keep(&row->mem, pair[worst].text);
	free(pair);
	free(c.a);
	free(c.b);
}

/* ---- numbers ---- */

/* How many values lie in each of n + 1 cells: [edge, next edge). */
static void
runs_count(const struct runs *r, const double *edge, size_t n, uint64_t *count)
{
	size_t cell = 0;

	for (size_t i = 0; i < r->n; i++) {
		while (cell < n && r->x[i] >= edge[cell])
			cell++;
		count[cell] += r->count[i];
	}
}

static struct str
interval_text(struct comparison_row *row, const double *edge, size_t n, size_t cell)
{
	char *text = arena_alloc(&row->mem, 2 * NUM_WIDTH + 4, 1);
	size_t length = 0;

	if (n == 0)
		return STR("all");
	if (cell == 0) {
		text[length++] = '<';
		length += num_print(edge[0], text + length);
	} else if (cell == n) {
		text[length++] = '>';
		text[length++] = '=';
		length += num_print(edge[n - 1], text + length);
	} else {
		text[length++] = '[';
		length += num_print(edge[cell - 1], text + length);
		text[length++] = ',';
		length += num_print(edge[cell], text + length);
		text[length++] = ')';
	}
	return (struct str){ text, length };
}

/* The first value of the runs above x, or NaN. */
static double
value_above(const struct runs *r, double x)
{
	size_t i = 0;

	while (i < r->n && r->x[i] <= x)
		i++;
	return i < r->n ? r->x[i] : NAN;
}

static bool
edges_find(
    struct profile *ref, const struct runs *runs, double *edge, size_t *n, struct err *e)
{
	double p[TENTHS - 1], q[TENTHS - 1];

	for (int i = 1; i < TENTHS; i++)
		p[i - 1] = (double)i / TENTHS;
	if (!sample_quantiles(&ref->values, p, TENTHS - 1, q, e))
		return false;
	*n = 0;
	for (int i = 0; i < TENTHS - 1; i++) {
		double x = i > 0 && q[i] == q[i - 1] ? value_above(runs, q[i]) : q[i];

		if (!isnan(x) && (*n == 0 || x > edge[*n - 1]))
			edge[(*n)++] = x;
	}
	return true;
}

/* By how many of the reference's deviations the mean has moved. */
static double
mean_shift(const struct profile *a, const struct profile *b)
{
	double sd;

	if (a->numbers < 2 || b->numbers == 0)
		return NAN;
	sd = sqrt(exact_variance(a->sum, a->squares, a->numbers, 1));
	return sd > 0
		   ? (exact_mean(b->sum, b->numbers) - exact_mean(a->sum, a->numbers)) /
			 sd
		   : NAN;
}

static void
numbers_compare(struct comparison_row *row, struct profile *a, struct profile *b)
{
	double edge[EDGES];
	uint64_t na[EDGES + 1] = { 0 }, nb[EDGES + 1] = { 0 };
	struct runs ra = { 0 }, rb = { 0 };
	struct cells c = { .a = na, .b = nb };
	size_t n, worst;
	struct err e;

	if (!runs_take(&ra, &a->values, &e) || !runs_take(&rb, &b->values, &e) ||
	    !edges_find(a, &ra, edge, &n, &e))
		run_fail(&e, NULL);
	runs_count(&ra, edge, n, na);
	runs_count(&rb, edge, n, nb);
	c.k = n + 1;
	worst = counts_compare(row, &c);
	if (worst != SIZE_MAX)
		row->worst = interval_text(row, edge, n, worst);
	row->of[KS] = distance_ks(&ra, &rb);
	row->of[KS_P] = ks_tail(row->of[KS], row->n_ref, row->n);
	row->of[WASSERSTEIN] = distance_wasserstein(&ra, &rb);
	row->of[SHIFT] = mean_shift(a, b);
	runs_free(&ra);
	runs_free(&rb);
}

/* ---- a column ---- */

static bool
is_number(const struct profile *p)
{
	return profile_type(p) == PROFILE_INTEGER || profile_type(p) == PROFILE_NUMBER;
}

static double
missing_share(const struct profile *p)
{
	double all = (double)p->present + (double)p->missing;

	return all > 0 ? (double)p->missing / all : NAN;
}

/* a or b is NULL where the column is not there. */
static void
column_compare(struct comparison_row *row, struct profile *a, struct profile *b)
{
	for (int i = 0; i < MEASURES; i++)
		row->of[i] = NAN;
	row->n_ref = a != NULL ? a->present : 0;
	row->n = b != NULL ? b->present : 0;
	row->kind = is_number(a != NULL ? a : b) ? "number" : "text";
	if (a != NULL)
		row->of[MISSING_REF] = missing_share(a);
	if (b != NULL)
		row->of[MISSING_NOW] = missing_share(b);
	if (a == NULL || b == NULL) {
		row->note = a == NULL ? "not in the reference" : "only in the reference";
		return;
	}
	if (is_number(a) && is_number(b)) {
		numbers_compare(row, a, b);
		return;
	}
	if (is_number(a) && b->present > 0)
		row->note = "numbers in the reference, text now";
	else if (is_number(b) && a->present > 0)
		row->note = "text in the reference, numbers now";
	row->kind = "text";
	texts_compare(row, a, b);
}

/* ---- the report ---- */

static void
columns_name(struct report *out)
{
	static const char *const before[] = { "column", "kind", "n_ref", "n" };

	for (int i = 0; i < 4; i++)
		report_column(out, str_of(before[i]));
	for (int i = 0; i < MEASURES; i++) {
		if (i == WORST_REF)
			report_column(out, STR("worst"));
		report_column(out, str_of(measure_names[i]));
	}
	report_column(out, STR("note"));
}

static void
row_report(const struct comparison_row *row, struct report *out)
{
	report_text(out, row->column);
	report_text(out, str_of(row->kind));
	report_count(out, row->n_ref);
	report_count(out, row->n);
	for (int i = 0; i < MEASURES; i++) {
		if (i == WORST_REF)
			report_text(out, row->worst);
		report_number(out, row->of[i]);
	}
	if (row->note != NULL)
		report_text(out, str_of(row->note));
	report_end_row(out);
}

static enum measure
measure_find(struct str name)
{
	int i = 0;

	while (i < MEASURES && !str_equal(name, str_of(measure_names[i])))
		i++;
	return (enum measure)i;
}

void
compare_conditions_check(const struct condition *c, size_t n)
{
	char names[300];
	size_t at = 0;

	for (int i = 0; i < MEASURES; i++)
		at += (size_t)snprintf(names + at, sizeof(names) - at, "%s%s",
		    i > 0 ? ", " : "", measure_names[i]);
	for (size_t i = 0; i < n; i++)
		if (measure_find(c[i].metric) == MEASURES)
			condition_unknown(&c[i], "a column", names);
}

/*
 * A gate that cannot be judged is shut: a column that is gone fails each condition.  A
 * distance that this kind of column does not have fails none.
 */
static bool
row_fails(const struct comparison_row *row, const struct check *c,
    const struct condition *condition)
{
	char where[sizeof(struct shown) + 20];
	bool gone = row->n == 0 && row->n_ref > 0, any = false;
	struct shown s;

	snprintf(where, sizeof(where),
	    "column \"%s\": ", shown(&s, row->column.p, row->column.n));
	for (size_t i = 0; i < c->fail_if.n; i++) {
		double x = row->of[measure_find(condition[i].metric)];

		if (isnan(x) ? !gone : !condition_holds(&condition[i], x))
			continue;
		condition_tell(&condition[i], where, x);
		any = true;
	}
	return any;
}

/* The columns of the reference, then those that are new. */
static bool
surveys_compare(const struct check *c, struct survey *ref, struct survey *now,
    const struct condition *condition, struct report *out)
{
	size_t nref = ref->d.columns.n;
	bool fails = false;

	for (size_t i = 0; i < nref + now->d.columns.n; i++) {
		bool is_new = i >= nref;
		struct str name = is_new ? dict_key(&now->d.columns, i - nref)
					 : dict_key(&ref->d.columns, i);
		struct comparison_row row = { .column = name };
		size_t other =
		    dict_find(is_new ? &ref->d.columns : &now->d.columns, name);

		if (is_new && other != DICT_NONE)
			continue;
		column_compare(&row, is_new ? NULL : &ref->of[i],
		    is_new               ? &now->of[i - nref]
		    : other != DICT_NONE ? &now->of[other]
					 : NULL);
		row_report(&row, out);
		fails |= row_fails(&row, c, condition);
		arena_free(&row.mem);
	}
	return fails;
}

int
compare(const struct check *c, struct reader *in, struct report *out)
{
	struct condition *condition = conditions_read(&c->fail_if);

	conditions_refuse_previous(condition, c->fail_if.n);
	struct reader *reference;
	struct survey ref, now;
	bool fails;

	compare_conditions_check(condition, c->fail_if.n);
	reference = reference_open(c);
	columns_name(out);
	survey_take(&ref, c, reference, c->max_distinct);
	survey_take(&now, c, in, c->max_distinct);
	fails = surveys_compare(c, &ref, &now, condition, out);
	report_end(out);
	survey_free(&ref);
	survey_free(&now);
	reader_close(reference);
	free(condition);
	return fails ? EXIT_NO : EXIT_SUCCESS;
}
