/*
 * sample_quantile.c - exact quantiles by counting
 *
 * Everything here counts digits of keys (sample_chunk.h), so no order of arrival and no
 * choice of values is a bad case, as there is for methods that compare with a pivot.
 *
 * A sample with chunks is looked through: its range of keys is spread over 2^16
 * buckets, the values in each are counted, and those of the few buckets that hold a
 * wanted rank are gathered.  A bucket too full for that is treated likewise, its own
 * range spread anew; so there are at most four rounds, and all but the first see a
 * small part of the values.
 *
 * What was gathered, or a small sample's tail, is selected from in place, in the same
 * way but with the kept buckets moved to the front, or sorted once they are small.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/sample.h"
#include "stat/sample_chunk.h"

enum {
	SMALL_BITS = 12,
	SMALL_BUCKETS = 1 << SMALL_BITS, /* in place */
	WORTHWHILE = 1024, /* below, sorting is faster than another round of counting */
	GATHERED = 1 << 20 /* values at most */
};

/* A rank whose value is asked for. */
struct wanted {
	size_t rank;
	double value;
	size_t bucket, in, below; /* where it lies, with how many, and after how many */
	bool gathered;
};

/* ---- in place ---- */

/* How the keys of some values are spread over buckets: (key - least) >> shift. */
struct spread {
	uint64_t least;
	unsigned shift;
	bool constant; /* all keys are the same */
};

static struct spread
spread_of(const double *x, size_t n)
{
	uint64_t least = UINT64_MAX, most = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t key = key_of(x[i]);

		least = key < least ? key : least;
		most = key > most ? key : most;
	}
	struct spread s = { .least = least, .constant = least == most };
	while ((most - least) >> s.shift >= SMALL_BUCKETS)
		s.shift++;
	return s;
}

static inline size_t
bucket_of(const struct spread *s, double x)
{
	return (size_t)((key_of(x) - s->least) >> s->shift);
}

/* A bucket: how many values it has, and where the next one goes if it is kept. */
struct bucket {
	size_t n, head;
	bool kept;
};

/* Keep the buckets that hold a wanted rank; the first value of all has rank first. */
static void
buckets_keep(struct bucket *bucket, size_t first, const struct wanted *w, size_t nw)
{
	size_t end = first, head = 0;

	for (struct bucket *b = bucket; nw > 0; b++) {
		end += b->n;
		b->kept = w->rank < end;
		if (b->kept) {
			b->head = head;
			head += b->n;
		}
		for (; nw > 0 && w->rank < end; w++, nw--)
			continue;
	}
}

/* Without a branch: where a good part is kept, nothing could predict it. */
static inline void
swap_if(double *x, double *y, bool swap)
{
	uint64_t a, b, change;

	memcpy(&a, x, sizeof(a));
	memcpy(&b, y, sizeof(b));
	change = (a ^ b) & -(uint64_t)swap;
	a ^= change;
	b ^= change;
	memcpy(x, &a, sizeof(a));
	memcpy(y, &b, sizeof(b));
}

/*
 * Swap the values of kept buckets to the front of x, then each to its own bucket's
 * place, cycle by cycle (McIlroy, Bostic & McIlroy, "Engineering radix sort", 1993).
 * Each head ends where its bucket ends.
 */
static void
buckets_gather(double *x, size_t n, const struct spread *s, struct bucket *bucket)
{
	size_t front = 0, end = 0;

	for (size_t i = 0; i < n; i++) {
		bool kept = bucket[bucket_of(s, x[i])].kept;

		swap_if(&x[i], &x[front], kept);
		front += kept;
	}
	for (struct bucket *b = bucket; end < front; b++) {
		if (!b->kept)
			continue;
		end += b->n;
		while (b->head < end) {
			double v = x[b->head];

			for (struct bucket *c; (c = &bucket[bucket_of(s, v)]) != b;) {
				double t = x[c->head];

				x[c->head++] = v;
				v = t;
			}
			x[b->head++] = v;
		}
	}
}

/* Find the values of w[0..nw-1], in rising order of rank; x[0..n-1] start at first. */
static void
ranks_select(double *x, size_t n, size_t first, struct wanted *w, size_t nw)
{
	struct spread s = spread_of(x, n);

	if (s.constant || n < WORTHWHILE) {
		if (!s.constant)
			values_sort(x, n);
		for (size_t i = 0; i < nw; i++)
			w[i].value = x[w[i].rank - first];
		return;
	}
	struct bucket *bucket = mem_alloc(SMALL_BUCKETS, sizeof(*bucket));
	for (size_t i = 0; i < n; i++)
		bucket[bucket_of(&s, x[i])].n++;
	buckets_keep(bucket, first, w, nw);
	buckets_gather(x, n, &s, bucket);
	for (struct bucket *b = bucket; nw > 0; first += b->n, b++) {
		size_t k = 0;

		while (k < nw && w[k].rank < first + b->n)
			k++;
		if (k > 0)
			ranks_select(x + b->head - b->n, b->n, first, w, k);
		w += k;
		nw -= k;
	}
	free(bucket);
}

/* ---- looking through chunks ---- */

struct sifting {
	struct key_range range;
	unsigned shift;
	const bool *kept; /* (BUCKETS) */
	double *x;
	size_t n;
};

static void
see_sifting(void *with, const double *x, size_t n)
{
	struct sifting *g = with;
	const struct sifting c = *g;
	size_t to = c.n;

	for (size_t i = 0; i < n; i++) {
		uint64_t key = key_of(x[i]) - c.range.least;

		if (key <= c.range.most - c.range.least && c.kept[key >> c.shift])
			c.x[to++] = x[i];
	}
	g->n = to;
}

/*
 * Find the bucket of each rank, w[0..nw-1] rising; the range's first value has rank
 * `first`.  Says which to gather and how many values these have; others are too full.
 */
static size_t
buckets_find(const size_t *count, size_t first, struct wanted *w, size_t nw, bool *kept)
{
	size_t gathered = 0;

	for (size_t b = 0; nw > 0; first += count[b++]) {
		if (w->rank >= first + count[b])
			continue;
		kept[b] = gathered + count[b] <= GATHERED;
		gathered += kept[b] ? count[b] : 0;
		for (; nw > 0 && w->rank < first + count[b]; w++, nw--) {
			w->bucket = b;
			w->in = count[b];
			w->below = first;
			w->gathered = kept[b];
		}
	}
	return gathered;
}

/* Gather the n values of the kept buckets, and select among them. */
static bool
kept_select(const struct sample *s, struct sifting *g, size_t n, struct wanted *w,
    size_t nw, struct err *e)
{
	struct wanted *among = mem_alloc(nw, sizeof(*among));
	size_t na = 0, before = 0;

	g->x = large_memory(n, sizeof(*g->x));
	bool good = sample_each(s, see_sifting, g, e);
	for (size_t i = 0; i < nw; i++) {
		if (!w[i].gathered)
			continue;
		/* Ranks among what was gathered: without what lies between. */
		among[na] = w[i];
		among[na++].rank = w[i].rank - w[i].below + before;
		if (i + 1 < nw && w[i + 1].bucket != w[i].bucket)
			before += w[i].in;
	}
	if (good && na > 0)
		ranks_select(g->x, n, 0, among, na);
	for (size_t i = 0, k = 0; i < nw; i++)
		if (w[i].gathered)
			w[i].value = among[k++].value;
	free(g->x);
	free(among);
	return good;
}

static bool range_select(const struct sample *s, struct key_range r, size_t first,
    struct wanted *w, size_t nw, struct err *e);

/* A bucket too full to be gathered. */
static bool
bucket_select(const struct sample *s, struct key_range r, struct wanted *w, size_t nw,
    struct err *e)
{
	if (!range_narrow(s, &r, e))
		return false;
	if (r.least < r.most)
		return range_select(s, r, w->below, w, nw, e);
	for (size_t i = 0; i < nw; i++)
		w[i].value = value_of(r.least);
	return true;
}

static bool
range_select(const struct sample *s, struct key_range r, size_t first, struct wanted *w,
    size_t nw, struct err *e)
{
	unsigned shift = range_shift(r);
	size_t *count = mem_alloc(BUCKETS, sizeof(*count));
	bool *kept = mem_alloc(BUCKETS, sizeof(*kept));
	bool good = buckets_count(s, r, count, e);

	if (good) {
		size_t n = buckets_find(count, first, w, nw, kept);
		struct sifting g = { r, shift, kept, NULL, 0 };

		good = n == 0 || kept_select(s, &g, n, w, nw, e);
	}
	free(kept);
	free(count);
	for (size_t i = 0, k; i < nw && good; i += k) {
		for (k = 1; i + k < nw && w[i + k].bucket == w[i].bucket;)
			k++;
		if (!w[i].gathered)
			good = bucket_select(
			    s, bucket_range(r, shift, w[i].bucket), w + i, k, e);
	}
	return good;
}

static int
wanted_order(const void *a, const void *b)
{
	size_t m = ((const struct wanted *)a)->rank, n = ((const struct wanted *)b)->rank;

	return (m > n) - (m < n);
}

static double
wanted_value(const struct wanted *w, size_t nw, size_t rank)
{
	struct wanted key = { .rank = rank };
	const struct wanted *found = bsearch(&key, w, nw, sizeof(*w), wanted_order);

	return found->value;
}

/* The point at t, 0 <= t <= 1, between low and high. */
static double
between(double low, double high, double t)
{
	double width = high - low;

	if (isinf(width))
		return 2 * between(low / 2, high / 2, t);
	return t < 0.5 ? low + width * t : high - width * (1 - t);
}

/* Where a quantile lies: at t, 0 <= t <= 1, of the way between two ranks. */
struct place {
	size_t low, high;
	double t;
};

/* Between the ranks below and at h, counted from 1; with t of the way. */
static struct place
place_between(size_t n, double h, double t)
{
	double most = (double)n, low = fmin(fmax(h, 1), most);
	double high = fmin(fmax(h + 1, 1), most);

	return (struct place){ (size_t)low - 1, (size_t)high - 1, t };
}

/* Types 1 to 3 are steps, the others lines (Hyndman & Fan, pages 361-363). */
static struct place
place_of_type(size_t n, double p, int type)
{
	static const double a[] = {
		[4] = 0, [5] = 0.5, [6] = 0, [7] = 1, [8] = 1.0 / 3, [9] = 3.0 / 8
	};
	static const double b[] = {
		[4] = 1, [5] = 0.5, [6] = 0, [7] = 1, [8] = 1.0 / 3, [9] = 3.0 / 8
	};
	const double rounding = 4 * 0x1p-52;
	double h, whole, t;

	if (type <= 3 || type > 9)
		h = (double)n * p - (type == 3 ? 0.5 : 0);
	else
		h = a[type] + p * ((double)n + 1 - a[type] - b[type]);
	whole = floor(h + rounding * fmax(h, 1));
	t = h - whole;
	if (fabs(t) <= rounding * fmax(h, 1))
		t = 0;
	if (type == 2)
		t = t > 0 ? 1 : 0.5;
	else if (type == 1 || (type == 3 && (t > 0 || fmod(whole, 2) != 0)))
		t = t > 0 || type == 3;
	return place_between(n, whole, t);
}

static struct place
place_of(size_t n, double p, int type)
{
	if (type != 7)
		return place_of_type(n, p, type);
	double h = (double)(n - 1) * p;
	size_t low = (size_t)h;

	return (struct place){
		.low = low,
		.high = low + 1 < n ? low + 1 : low,
		.t = h - (double)low,
	};
}

/* The values of w[0..nw-1], whose ranks rise. */
static bool
values_find(struct sample *s, struct wanted *w, size_t nw, struct err *e)
{
	if (s->nchunk > 0)
		return range_select(s, sample_range(s), 0, w, nw, e);
	ranks_select(s->tail, s->n, 0, w, nw);
	return true;
}

bool
sample_quantiles(struct sample *s, const double *p, size_t np, double *q, struct err *e)
{
	return sample_quantiles_of_type(s, 7, p, np, q, e);
}

bool
sample_quantiles_of_type(
    struct sample *s, int type, const double *p, size_t np, double *q, struct err *e)
{
	size_t nw = 2 * np;

	for (size_t i = 0; i < np; i++)
		q[i] = NAN;
	if (np == 0 || s->n == 0)
		return true;
	struct wanted *w = mem_alloc(nw, sizeof(*w));
	for (size_t i = 0; i < np; i++) {
		w[2 * i].rank = place_of(s->n, p[i], type).low;
		w[2 * i + 1].rank = place_of(s->n, p[i], type).high;
	}
	qsort(w, nw, sizeof(*w), wanted_order);
	bool good = values_find(s, w, nw, e);
	for (size_t i = 0; i < np && good; i++) {
		struct place at = place_of(s->n, p[i], type);

		q[i] = between(
		    wanted_value(w, nw, at.low), wanted_value(w, nw, at.high), at.t);
	}
	free(w);
	return good;
}
