/*
 * sample.c - exact quantiles by counting, and a radix sort
 *
 * The bits of a double, with all of them flipped where it is negative and the sign
 * flipped where it is not, are an integer that orders as the doubles do.  Everything
 * here counts digits of that key, so no order of arrival and no choice of values is a
 * bad case, as there is for methods that compare with a pivot.
 *
 * Selection spreads the range of the keys over BUCKETS buckets, counts, and moves to
 * the front the few buckets that hold a wanted rank; these are treated likewise, or
 * sorted once they are small.  Each round takes 12 bits off the range, so there are at
 * most six, and all but the first mostly see a small part of the values.
 */
#include "stat/sample.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	BUCKET_BITS = 12,
	BUCKETS = 1 << BUCKET_BITS,
	DIGIT_BITS = 8,
	DIGITS = 64 / DIGIT_BITS,
	DIGIT_VALUES = 1 << DIGIT_BITS,
	FEW = 40,         /* below, insertion is the fastest sort */
	WORTHWHILE = 1024 /* below, sorting is faster than another round of counting */
};

/* A rank whose value is asked for. */
struct wanted {
	size_t rank;
	double value;
};

static inline uint64_t
key_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits ^ (-(bits >> 63) | (uint64_t)1 << 63);
}

void
sample_add(struct sample *s, const double *x, size_t n)
{
	size_t m = s->n;

	if (n == 0)
		return;
	s->x = mem_grow(s->x, &s->room, m + n, sizeof(*s->x));
	for (size_t i = 0; i < n; i++) {
		s->x[m] = x[i] + 0.0; /* makes 0 of -0 */
		m += x[i] == x[i];
	}
	s->n = m;
}

void
sample_merge(struct sample *s, const struct sample *other)
{
	size_t n = other->n;

	if (n == 0)
		return;
	s->x = mem_grow(s->x, &s->room, s->n + n, sizeof(*s->x));
	memcpy(s->x + s->n, other->x, n * sizeof(*s->x));
	s->n += n;
}

void
sample_free(struct sample *s)
{
	free(s->x);
	*s = (struct sample){ 0 };
}

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
	double *spare = mem_alloc(n, sizeof(*spare));
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

static void
values_sort(double *x, size_t n)
{
	if (n < FEW)
		insertion_sort(x, n);
	else
		radix_sort(x, n);
}

void
sample_sort(struct sample *s)
{
	values_sort(s->x, s->n);
}

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
	while ((most - least) >> s.shift >= BUCKETS)
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
	struct bucket *bucket = mem_alloc(BUCKETS, sizeof(*bucket));
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

/* The point at t, 0 <= t < 1, between low and high. */
static double
between(double low, double high, double t)
{
	double width = high - low;

	if (isinf(width))
		return 2 * between(low / 2, high / 2, t);
	return t < 0.5 ? low + width * t : high - width * (1 - t);
}

/* Where a quantile lies: at t, 0 <= t < 1, of the way between two ranks. */
struct place {
	size_t low, high;
	double t;
};

static struct place
place_of(size_t n, double p)
{
	double h = (double)(n - 1) * p;
	size_t low = (size_t)h;

	return (struct place){
		.low = low,
		.high = low + 1 < n ? low + 1 : low,
		.t = h - (double)low,
	};
}

void
sample_quantiles(struct sample *s, const double *p, size_t np, double *q)
{
	size_t nw = 2 * np;

	if (np == 0 || s->n == 0) {
		for (size_t i = 0; i < np; i++)
			q[i] = NAN;
		return;
	}
	struct wanted *w = mem_alloc(nw, sizeof(*w));
	for (size_t i = 0; i < np; i++) {
		w[2 * i].rank = place_of(s->n, p[i]).low;
		w[2 * i + 1].rank = place_of(s->n, p[i]).high;
	}
	qsort(w, nw, sizeof(*w), wanted_order);
	ranks_select(s->x, s->n, 0, w, nw);
	for (size_t i = 0; i < np; i++) {
		struct place at = place_of(s->n, p[i]);

		q[i] = between(
		    wanted_value(w, nw, at.low), wanted_value(w, nw, at.high), at.t);
	}
	free(w);
}
