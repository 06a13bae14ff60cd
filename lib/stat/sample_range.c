/*
 * sample_range.c - ranges of a sample's keys: how far they go, how they are filled
 *
 * What both selecting and walking begin with.  See sample_chunk.h.
 */
#include "stat/outline.h"
#include "stat/sample.h"
#include "stat/sample_chunk.h"

struct key_range
sample_range(const struct sample *s)
{
	struct outline o = outline_of(s->tail, s->ntail);
	double min = s->nchunk > 0 && s->min < o.min ? s->min : o.min;
	double max = s->nchunk > 0 && s->max > o.max ? s->max : o.max;

	return (struct key_range){ key_of(min), key_of(max) };
}

unsigned
range_shift(struct key_range r)
{
	unsigned shift = 0;

	while ((r.most - r.least) >> shift >= BUCKETS)
		shift++;
	return shift;
}

struct key_range
bucket_range(struct key_range r, unsigned shift, uint64_t bucket)
{
	uint64_t from = bucket << shift, to = from + ((uint64_t)1 << shift) - 1;

	to = to < r.most - r.least ? to : r.most - r.least;
	return (struct key_range){ r.least + from, r.least + to };
}

/* ---- how many are in each part ---- */

struct counting {
	struct key_range range;
	unsigned shift;
	size_t *count;
};

static void
see_counting(void *with, const double *x, size_t n)
{
	const struct counting c = *(const struct counting *)with;

	for (size_t i = 0; i < n; i++) {
		uint64_t key = key_of(x[i]) - c.range.least;

		if (key <= c.range.most - c.range.least)
			c.count[key >> c.shift]++;
	}
}

bool
buckets_count(const struct sample *s, struct key_range r, size_t *count, struct err *e)
{
	struct counting c = { r, range_shift(r), count };

	return sample_each(s, see_counting, &c, e);
}

/* ---- how far the keys within a range go ---- */

struct narrowing {
	struct key_range in, found;
};

static void
see_narrowing(void *with, const double *x, size_t n)
{
	struct narrowing *w = with;
	struct key_range in = w->in, found = w->found;

	for (size_t i = 0; i < n; i++) {
		uint64_t key = key_of(x[i]);

		if (key < in.least || key > in.most)
			continue;
		found.least = key < found.least ? key : found.least;
		found.most = key > found.most ? key : found.most;
	}
	w->found = found;
}

bool
range_narrow(const struct sample *s, struct key_range *r, struct err *e)
{
	struct narrowing w = { *r, { r->most, r->least } };

	if (!sample_each(s, see_narrowing, &w, e))
		return false;
	*r = w.found;
	return true;
}
