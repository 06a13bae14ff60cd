/*
 * bin_methods.c - where the edges between buckets lie
 *
 * Equal counts (--quantile), with ties kept together:
 *
 *	The distinct values are walked in rising order.  The bucket at hand, with b
 *	values in it, is to get its fair share of what earlier buckets left over,
 *	R values / K buckets.  A distinct value that occurs c times joins it if that
 *	brings it nearer to the share (or as near),
 *
 *		|b + c - R/K| <= |b - R/K|    that is    K * (2b + c) <= 2R,
 *
 *	and begins the next bucket otherwise; also where there are only as many
 *	distinct values left as buckets, so that no bucket asked for is missing while
 *	there are values for it.  The last bucket takes the rest.
 *
 * The edge is the smallest value of the bucket on its right.  The rule compares
 * integers and looks at the multiset alone: no rounding, no order of rows.  Without
 * ties the counts differ by one at most; 0x5, 1x3, 2, 3 in three buckets are 5, 3
 * and 2 values.
 *
 * Equal intervals (--width): edge i of N is (min * (N - i) + max * i) / N, rounded once,
 * which gives 0.3 where min + i * ((max - min) / N) gives 0.30000000000000004.
 *
 * Readable edges (--nice): whole multiples of the smallest step 1, 2 or 5 times a power
 * of ten that makes no more than N buckets.
 *
 * Clusters (--kmeans): the edge lies midway between the means of neighbours, so a new
 * value belongs to the nearer mean.
 *
 * By the label (--mdl) is bin_mdl.c's.
 *
 * By spread (--fd): equal intervals of 2 (p75 - p25) / n^(1/3) or a little less
 * (Freedman & Diaconis, "On the histogram as a density estimator", 1981).
 */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "op/bin.h"
#include "stat/kmeans1.h"
#include "stat/runs.h"

void
binning_edge(struct binning *b, double x)
{
	b->edge = mem_grow(b->edge, &b->room, b->n + 1, sizeof(*b->edge));
	b->edge[b->n++] = x + 0.0; /* -0 is 0 */
}

/* ---- parameters ---- */

static bool
choose_count(struct binning *b, const struct list *args, struct err *e)
{
	double n;

	if (args->n != 1 ||
	    num_parse(args->item[0].text.p, args->item[0].text.n, &n) != NUM_OK ||
	    n < BUCKETS_LEAST || n > BUCKETS_MOST || n != floor(n))
		return fail(e, EXIT_USAGE,
		    "--%s LIST:N wants a whole number of buckets, %d to %d",
		    b->method->name, BUCKETS_LEAST, BUCKETS_MOST);
	b->asked = (uint64_t)n;
	return true;
}

bool
bin_choose_bound(struct binning *b, const struct list *args, struct err *e)
{
	if (args->n > 0)
		return choose_count(b, args, e);
	b->asked = BUCKETS_MOST;
	return true;
}

static bool
choose_edges(struct binning *b, const struct list *args, struct err *e)
{
	struct shown s;
	double x;

	if (args->n == 0)
		return fail(e, EXIT_USAGE,
		    "--edges LIST:E1:E2:... wants the numbers between the buckets");
	for (size_t i = 0; i < args->n; i++) {
		struct str text = args->item[i].text;

		if (num_parse(text.p, text.n, &x) != NUM_OK)
			return fail(e, EXIT_USAGE, "--edges: \"%s\" is not a number",
			    shown(&s, text.p, text.n));
		if (i > 0 && !(x > b->edge[i - 1]))
			return fail(e, EXIT_USAGE,
			    "--edges: %s does not lie above the edge before it (write "
			    "them in rising order)",
			    shown(&s, text.p, text.n));
		binning_edge(b, x);
	}
	return true;
}

/* ---- edges ---- */

/*
 * The walk knows how many distinct values are left only where it ends, so it stays
 * behind by as many as there are buckets: while more are left, that is no question.
 */
struct run {
	double x;
	size_t count;
};

struct walk {
	struct binning *b;
	size_t distinct;        /* walked past */
	size_t in;              /* values in the bucket at hand */
	uint64_t rows, buckets; /* left, with the bucket at hand */
	struct run *behind;     /* (b->asked) a ring */
	size_t first, n;
};

/* The first of the runs kept back, with `n` distinct values left or more. */
static void
run_settle(struct walk *w)
{
	struct binning *b = w->b;
	struct run r = w->behind[w->first];

	if (w->in > 0 && w->buckets > 1 &&
	    (w->n < w->buckets || w->buckets * (2 * w->in + r.count) > 2 * w->rows)) {
		binning_edge(b, r.x);
		w->rows -= w->in;
		w->buckets--;
		w->in = 0;
	}
	w->in += r.count;
	w->first = (w->first + 1) % b->asked;
	w->n--;
}

static bool
run_see(void *with, double x, size_t count)
{
	struct walk *w = with;

	if (w->distinct++ == 0)
		w->b->min = x;
	if (w->n == w->b->asked)
		run_settle(w);
	w->behind[(w->first + w->n++) % w->b->asked] = (struct run){ x, count };
	w->b->max = x;
	return true;
}

static bool
settle_quantile(struct binning *b, struct tally *t, struct str column, struct err *e)
{
	(void)column;
	struct walk w = { .b = b, .rows = t->values.n, .buckets = b->asked };
	bool good;

	w.behind = mem_alloc(b->asked, sizeof(*w.behind));
	good = sample_walk(&t->values, run_see, &w, e);
	while (w.n > 0 && good)
		run_settle(&w);
	free(w.behind);
	return good;
}

/* Between neighbouring doubles there is no room for edges; those are left out. */
static bool
settle_width(struct binning *b, struct tally *t, struct str column, struct err *e)
{
	(void)column;
	(void)e;
	b->min = t->min;
	b->max = t->max;
	for (uint64_t i = 1; i < b->asked; i++) {
		double x = exact_between(b->min, b->max, i, b->asked);

		if (x > (b->n == 0 ? b->min : b->edge[b->n - 1]) && x <= b->max)
			binning_edge(b, x);
	}
	return true;
}

/* ---- readable edges ---- */

/* count * digit * 10^power, correctly rounded. */
static double
multiple(int64_t count, int digit, int power)
{
	char text[64];
	size_t n = 0;
	double x = 0;
	uint64_t size = (uint64_t)(count < 0 ? -count : count) * (uint64_t)digit;

	if (count < 0)
		text[n++] = '-';
	n += num_print_count(size, text + n);
	text[n++] = 'e';
	if (power < 0)
		text[n++] = '-';
	n += num_print_count((unsigned)(power < 0 ? -power : power), text + n);
	if (num_parse(text, n, &x) != NUM_OK)
		x = count < 0 ? -INFINITY : INFINITY;
	return x;
}

/* The multiples above min and up to max; false if they make more than `asked` buckets. */
static bool
multiples_find(struct binning *b, int digit, int power)
{
	double first = floor(b->min / multiple(1, digit, power));
	int64_t count = (int64_t)first - 1;
	double x;

	b->n = 0;
	for (;; count++) {
		x = multiple(count, digit, power);
		if (x > b->max)
			return true;
		if (x <= b->min || (b->n > 0 && x <= b->edge[b->n - 1]))
			continue;
		if (b->n + 1 == b->asked)
			return false;
		binning_edge(b, x);
	}
}

/* Too far from 0 for their distance: no step counts, so the edges are just even. */
static bool
is_readable(const struct binning *b, double step)
{
	const double most = 0x1p50;

	return fabs(b->min) / step < most && fabs(b->max) / step < most;
}

static bool
settle_nice(struct binning *b, struct tally *t, struct str column, struct err *e)
{
	static const int digits[] = { 1, 2, 5 };
	double width = t->max / (double)b->asked - t->min / (double)b->asked;

	b->min = t->min;
	b->max = t->max;
	if (b->min == b->max)
		return true;
	if (!is_readable(b, width / 100))
		return settle_width(b, t, column, e);
	/* From a step that is surely too small on. */
	for (int power = (int)floor(log10(width)) - 1;; power++)
		for (int i = 0; i < 3; i++)
			if (multiples_find(b, digits[i], power))
				return true;
}

/* ---- clusters ---- */

/* Between the clusters on both sides of value `at`, each `first` to `end`. */
static double
edge_between(const struct runs *v, size_t first, size_t at, size_t end)
{
	double left = kmeans1_mean(v->x, v->count, first, at);
	double right = kmeans1_mean(v->x, v->count, at, end);
	double edge = left / 2 + right / 2;

	return edge > v->x[at - 1] && edge <= v->x[at] ? edge : v->x[at];
}

static void
clusters_find(struct binning *b, const struct runs *v)
{
	size_t k = b->asked < v->n ? b->asked : v->n;
	uint32_t *first = mem_alloc(k, sizeof(*first));

	b->min = v->x[0];
	b->max = v->x[v->n - 1];
	kmeans1(v->x, v->count, v->n, k, first);
	for (size_t j = 1; j < k; j++)
		binning_edge(b, edge_between(v, first[j - 1], first[j],
				    j + 1 < k ? first[j + 1] : v->n));
	free(first);
}

static bool
settle_kmeans(struct binning *b, struct tally *t, struct str column, struct err *e)
{
	struct runs v = { 0 };
	bool good = runs_take(&v, &t->values, e);
	struct shown s;

	if (good && v.n > UINT32_MAX)
		good = fail(e, EXIT_DATA,
		    "column \"%s\" has too many distinct values for --kmeans (use "
		    "--quantile)",
		    shown(&s, column.p, column.n));
	if (good)
		clusters_find(b, &v);
	runs_free(&v);
	return good;
}

/* ---- by spread ---- */

static double
cube(double x)
{
	return x * x * x;
}

/* The least whole k with k * 2 iqr >= range * n^(1/3), which asks no root of the library.
 */
static double
buckets_by_spread(double range, double iqr, double n)
{
	double ratio = range / (2 * iqr), k = floor(ratio * cbrt(n));

	if (!(k < 0x1p52))
		return k; /* far too many, and no longer counted one by one */
	while (k > 1 && cube((k - 1) / ratio) >= n)
		k--;
	while (cube(k / ratio) < n)
		k++;
	return k;
}

static bool
settle_spread(struct binning *b, struct tally *t, struct str column, struct err *e)
{
	const double p[] = { 0.25, 0.75 };
	uint64_t most = b->asked;
	double q[2], k;
	struct shown s;
	bool good;

	if (!sample_quantiles(&t->values, p, 2, q, e))
		return false;
	b->min = t->min;
	b->max = t->max;
	if (b->min == b->max)
		return true;
	if (q[0] == q[1])
		return fail(e, EXIT_DATA,
		    "column \"%s\": its quartiles are equal, so --fd has no width to go "
		    "by "
		    "(use --quantile or --width)",
		    shown(&s, column.p, column.n));
	k = buckets_by_spread(
	    t->max / 2 - t->min / 2, q[1] / 2 - q[0] / 2, (double)t->values.n);
	if (!(k <= (double)most))
		return fail(e, EXIT_DATA,
		    "column \"%s\" has so long a tail that --fd makes %.12g buckets, "
		    "more "
		    "than %llu (use --quantile, or csv-scale --clip first)",
		    shown(&s, column.p, column.n), k, (unsigned long long)most);
	b->asked = (uint64_t)k;
	good = settle_width(b, t, column, e);
	b->asked = most;
	return good;
}

/* ---- the table ---- */

static const struct bin_rule rule_quantile = {
	.needs = TALLY_VALUES, .choose = choose_count, .settle = settle_quantile
};
static const struct bin_rule rule_width = {
	.needs = TALLY_RANGE, .choose = choose_count, .settle = settle_width
};
static const struct bin_rule rule_nice = {
	.needs = TALLY_RANGE, .bound = true, .choose = choose_count, .settle = settle_nice
};
static const struct bin_rule rule_kmeans = {
	.needs = TALLY_VALUES, .choose = choose_count, .settle = settle_kmeans
};
static const struct bin_rule rule_spread = { .needs = TALLY_VALUES | TALLY_RANGE,
	.bound = true,
	.choose = bin_choose_bound,
	.settle = settle_spread };
static const struct bin_rule rule_edges = { .choose = choose_edges };

const struct method bin_methods[] = {
	{ "quantile", "LIST:N", "N buckets of equally many values, ties kept together",
	    false, &rule_quantile },
	{ "width", "LIST:N", "N buckets of equal width between min and max", false,
	    &rule_width },
	{ "nice", "LIST:N", "N buckets or fewer, with edges that are easy to read", false,
	    &rule_nice },
	{ "kmeans", "LIST:N", "N clusters, the best there are", false, &rule_kmeans },
	{ "fd", "LIST[:MOST]", "equal width, by spread and number (Freedman-Diaconis)",
	    false, &rule_spread },
	{ "mdl", "LIST[:MOST]", "where the label (-y) changes, as long as a cut pays",
	    false, &bin_mdl },
	{ "edges", "LIST:E1:E2:...", "buckets between the edges given", false,
	    &rule_edges },
	{ 0 },
};
