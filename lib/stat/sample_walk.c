/*
 * sample_walk.c - a radix sort, and a walk through a sample in rising order
 *
 * A sample without chunks is sorted where it stands.  Otherwise the range of the keys
 * is cut into parts of so few values that these can be gathered and sorted, one part
 * after the other; each takes a look at all values.  A part that cannot be cut, as one
 * value fills it, need not be gathered.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "stat/sample.h"
#include "stat/sample_chunk.h"

enum {
	DIGIT_BITS = 8,
	DIGITS = 64 / DIGIT_BITS,
	DIGIT_VALUES = 1 << DIGIT_BITS,
	FEW = 40,           /* below, insertion is the fastest sort */
	GATHERED = 1 << 22, /* values at a time, or more of a large sample: */
	GATHERED_SHARE = 16 /* this part of it, so that there are few looks */
};

/* ---- sorting ---- */

static void
insertion_sort(double *x, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		double v = x[i];
		size_t j = i;

		for (; j > 0 && x[j - 1] > v; j--)
			x[j] = x[j - 1];
		x[j] = v;
	}
}

/* From x to to, stably by the digit at shift; count[d] values have digit d. */
static void
digit_scatter(double *to, const double *x, size_t n, unsigned shift, const size_t *count)
{
	size_t at[DIGIT_VALUES], next = 0;

	for (size_t d = 0; d < DIGIT_VALUES; d++) {
		at[d] = next;
		next += count[d];
	}
	for (size_t i = 0; i < n; i++)
		to[at[key_of(x[i]) >> shift & (DIGIT_VALUES - 1)]++] = x[i];
}

/*
 * From the lowest digit to the highest, each pass stable.  All digits are counted in
 * one go; one that all values share needs no pass.
 */
static void
radix_sort(double *x, size_t n)
{
	size_t(*count)[DIGIT_VALUES] = mem_alloc(DIGITS, sizeof(*count));
	double *spare = large_memory(n, sizeof(*spare));
	double *from = x, *to = spare;

	for (size_t i = 0; i < n; i++) {
		uint64_t key = key_of(x[i]);

		for (unsigned d = 0; d < DIGITS; d++)
			count[d][key >> d * DIGIT_BITS & (DIGIT_VALUES - 1)]++;
	}
	for (unsigned d = 0; d < DIGITS; d++) {
		unsigned shift = d * DIGIT_BITS;

		if (count[d][key_of(x[0]) >> shift & (DIGIT_VALUES - 1)] == n)
			continue;
		digit_scatter(to, from, n, shift, count[d]);
		double *t = from;
		from = to;
		to = t;
	}
	if (from != x)
		memcpy(x, from, n * sizeof(*x));
	free(spare);
	free(count);
}

void
values_sort(double *x, size_t n)
{
	if (n < FEW)
		insertion_sort(x, n);
	else
		radix_sort(x, n);
}

/* ---- walking ---- */

struct walk {
	const struct sample *s;
	bool (*see)(void *with, double x, size_t count);
	void *with;
	size_t room; /* values gathered at a time */
	bool stopped;
};

static void
runs_see(struct walk *w, const double *x, size_t n)
{
	for (size_t i = 0, same; i < n && !w->stopped; i += same) {
		for (same = 1; i + same < n && x[i + same] == x[i];)
			same++;
		w->stopped = !w->see(w->with, x[i], same);
	}
}

struct gathering {
	struct key_range range;
	double *x;
	size_t n;
};

static void
see_gathering(void *with, const double *x, size_t n)
{
	struct gathering *g = with;
	uint64_t least = g->range.least, width = g->range.most - least;

	for (size_t i = 0; i < n; i++)
		if (key_of(x[i]) - least <= width)
			g->x[g->n++] = x[i];
}

/* n values lie in the range, not too many. */
static bool
part_walk(struct walk *w, struct key_range r, size_t n, struct err *e)
{
	struct gathering g = { r, large_memory(n, sizeof(*g.x)), 0 };
	bool good = sample_each(w->s, see_gathering, &g, e);

	if (good) {
		values_sort(g.x, n);
		runs_see(w, g.x, n);
	}
	free(g.x);
	return good;
}

static bool range_walk(struct walk *w, struct key_range r, size_t n, struct err *e);

/* The same of more values, all in one bucket: is it a single one? */
static bool
bucket_walk(struct walk *w, struct key_range r, size_t n, struct err *e)
{
	if (!range_narrow(w->s, &r, e))
		return false;
	if (r.least < r.most)
		return range_walk(w, r, n, e);
	w->stopped = !w->see(w->with, value_of(r.least), n);
	return true;
}

/* Buckets are taken together as long as they fit. */
static bool
buckets_walk(struct walk *w, struct key_range r, const size_t *count, struct err *e)
{
	unsigned shift = range_shift(r);
	uint64_t last = (r.most - r.least) >> shift;
	bool good = true;

	for (uint64_t b = 0, end; b <= last && good && !w->stopped; b = end) {
		size_t n = count[b];

		for (end = b + 1; end <= last && n + count[end] <= w->room; end++)
			n += count[end];
		struct key_range part = { bucket_range(r, shift, b).least,
			bucket_range(r, shift, end - 1).most };
		if (n > w->room)
			good = bucket_walk(w, part, n, e);
		else if (n > 0)
			good = part_walk(w, part, n, e);
	}
	return good;
}

static bool
range_walk(struct walk *w, struct key_range r, size_t n, struct err *e)
{
	if (n <= w->room)
		return part_walk(w, r, n, e);
	size_t *count = mem_alloc(BUCKETS, sizeof(*count));
	bool good = buckets_count(w->s, r, count, e) && buckets_walk(w, r, count, e);
	free(count);
	return good;
}

bool
sample_walk(struct sample *s, bool (*see)(void *with, double x, size_t count), void *with,
    struct err *e)
{
	struct walk w = { s, see, with, s->n / GATHERED_SHARE, false };

	if (w.room < GATHERED)
		w.room = GATHERED;
	if (s->nchunk > 0)
		return range_walk(&w, sample_range(s), s->n, e);
	values_sort(s->tail, s->ntail);
	runs_see(&w, s->tail, s->ntail);
	return true;
}
