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
 */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "op/bin.h"

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
settle_quantile(struct binning *b, struct tally *t, struct err *e)
{
	struct walk w = { .b = b, .rows = t->values.n, .buckets = b->asked };
	bool good;

	w.behind = mem_alloc(b->asked, sizeof(*w.behind));
	good = sample_walk(&t->values, run_see, &w, e);
	while (w.n > 0 && good)
		run_settle(&w);
	free(w.behind);
	return good;
}

static double
edge_at(double min, double max, uint64_t i, uint64_t n)
{
	struct exact sum = { 0 };

	exact_add_product(&sum, min, (double)(n - i));
	exact_add_product(&sum, max, (double)i);
	return exact_mean(&sum, n);
}

/* Between neighbouring doubles there is no room for edges; those are left out. */
static bool
settle_width(struct binning *b, struct tally *t, struct err *e)
{
	(void)e;
	b->min = t->min;
	b->max = t->max;
	for (uint64_t i = 1; i < b->asked; i++) {
		double x = edge_at(b->min, b->max, i, b->asked);

		if (x > (b->n == 0 ? b->min : b->edge[b->n - 1]) && x <= b->max)
			binning_edge(b, x);
	}
	return true;
}

/* ---- the table ---- */

static const struct bin_rule rule_quantile = { TALLY_VALUES, choose_count,
	settle_quantile };
static const struct bin_rule rule_width = { TALLY_RANGE, choose_count, settle_width };
static const struct bin_rule rule_edges = { 0, choose_edges, NULL };

const struct method bin_methods[] = {
	{ "quantile", "LIST:N", "N buckets of equally many values, ties kept together",
	    false, &rule_quantile },
	{ "width", "LIST:N", "N buckets of equal width between min and max", false,
	    &rule_width },
	{ "edges", "LIST:E1:E2:...", "buckets between the edges given", false,
	    &rule_edges },
	{ 0 },
};
