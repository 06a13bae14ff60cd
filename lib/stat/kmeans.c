/*
 * kmeans.c - see kmeans.h
 */
#include "stat/kmeans.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/hash.h"
#include "base/mem.h"

enum { STEPS_MOST = 300 };

/* What a bound is taken down by, so that no rounding can turn a comparison. */
#define SURELY (1 - 1e-9)

#define NOWHERE UINT32_MAX /* the cluster of a point before the first step */

/* ---- points ---- */

/* A row while they are put in order. */
struct place {
	const double *x;
	size_t p;
};

static int
place_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	for (size_t i = 0; i < x->p; i++)
		if (x->x[i] != y->x[i])
			return x->x[i] < y->x[i] ? -1 : 1;
	return 0;
}

void
points_make(struct points *s, double *row, size_t n, size_t p)
{
	struct place *by = mem_alloc(n, sizeof(*by));

	for (size_t i = 0; i < n * p; i++)
		row[i] += 0.0; /* -0 is 0 */
	for (size_t i = 0; i < n; i++)
		by[i] = (struct place){ row + i * p, p };
	if (n > 0)
		qsort(by, n, sizeof(*by), place_order);
	*s = (struct points){ .p = p };
	s->x = mem_alloc(n * p, sizeof(*s->x));
	s->weight = mem_alloc(n, sizeof(*s->weight));
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || place_order(&by[i], &by[i - 1]) != 0)
			memcpy(s->x + s->n++ * p, by[i].x, p * sizeof(*s->x));
		s->weight[s->n - 1]++;
	}
	free(by);
}

void
points_free(struct points *s)
{
	free(s->x);
	free(s->weight);
	*s = (struct points){ 0 };
}

static double
square_distance(const double *x, const double *y, size_t p)
{
	double sum = 0;

	for (size_t i = 0; i < p; i++)
		sum += (x[i] - y[i]) * (x[i] - y[i]);
	return sum;
}

/*
 * Four centres at a time: their sums do not wait for each other, and each is added up in
 * the same order as alone.
 */
static void
squares_of_four(const double *centre, size_t p, const double *x, double *square)
{
	const double *a = centre, *b = a + p, *c = b + p, *d = c + p;
	double sa = 0, sb = 0, sc = 0, sd = 0;

	for (size_t i = 0; i < p; i++) {
		sa += (a[i] - x[i]) * (a[i] - x[i]);
		sb += (b[i] - x[i]) * (b[i] - x[i]);
		sc += (c[i] - x[i]) * (c[i] - x[i]);
		sd += (d[i] - x[i]) * (d[i] - x[i]);
	}
	square[0] = sa;
	square[1] = sb;
	square[2] = sc;
	square[3] = sd;
}

size_t
kmeans_nearest(const double *centre, size_t k, size_t p, const double *x, double *square)
{
	size_t best = 0, c = 0;
	double four[4];

	*square = INFINITY;
	for (; c + 4 <= k; c += 4) {
		squares_of_four(centre + c * p, p, x, four);
		for (size_t i = 0; i < 4; i++)
			if (four[i] < *square) {
				*square = four[i];
				best = c + i;
			}
	}
	for (; c < k; c++) {
		double d = square_distance(centre + c * p, x, p);

		if (d < *square) {
			*square = d;
			best = c;
		}
	}
	return best;
}

/* ---- seeding ---- */

/* A number in (0, 1] that the point, the start and the step decide. */
static double
fortune(struct draw *draw, const double *x, size_t p, size_t start, size_t step)
{
	uint64_t place[2] = { start, step };

	draw_start(draw);
	draw_cell(draw, (struct str){ (const char *)place, sizeof(place) });
	draw_cell(draw, (struct str){ (const char *)x, p * sizeof(*x) });
	return 1 - draw_u(draw_hash(draw));
}

/* chance[i] > 0 of some points; the winner of the race. */
static size_t
race(const struct points *s, const double *square, bool first, struct draw *draw,
    size_t start, size_t step)
{
	double best = INFINITY;
	size_t winner = 0;

	for (size_t i = 0; i < s->n; i++) {
		double chance = s->weight[i] * (first ? 1 : square[i]), time, u;

		if (!(chance > 0))
			continue;
		u = fortune(draw, s->x + i * s->p, s->p, start, step);
		if ((1 - u) * SURELY > best * chance)
			continue; /* as -log(u) >= 1 - u */
		time = -elementary_log(u) / chance;
		if (time < best) {
			best = time;
			winner = i;
		}
	}
	return winner;
}

static void
centres_draw(
    const struct points *s, size_t k, uint64_t seed, size_t start, double *centre)
{
	double *square = mem_alloc(s->n, sizeof(*square));
	struct draw *draw = draw_new("cluster", seed);

	for (size_t i = 0; i < s->n; i++)
		square[i] = INFINITY;
	for (size_t c = 0; c < k; c++) {
		size_t at = race(s, square, c == 0, draw, start, c);

		memcpy(centre + c * s->p, s->x + at * s->p, s->p * sizeof(*centre));
		for (size_t i = 0; i < s->n; i++)
			square[i] = fmin(square[i],
			    square_distance(centre + c * s->p, s->x + i * s->p, s->p));
	}
	draw_free(draw);
	free(square);
}

/* ---- Lloyd's steps ---- */

/*
 * What is known of a point's distances, so that most need not be measured again
 * (Hamerly, "Making k-means even faster", 2010): how far its own centre is at most, and
 * all others at least.  Both hold with a margin, so a point that is left where it is
 * would have been left there by measuring, too.
 */
struct bounds {
	double own, others;
};

/* The two nearest of k centres. */
static size_t
nearest_two(const double *centre, size_t k, size_t p, const double *x, struct bounds *b)
{
	size_t best = 0;
	double first = INFINITY, second = INFINITY;

	for (size_t c = 0; c < k; c++) {
		double d = square_distance(centre + c * p, x, p);

		if (d < first) {
			second = first;
			first = d;
			best = c;
		} else if (d < second) {
			second = d;
		}
	}
	b->own = sqrt(first);
	b->others = sqrt(second);
	return best;
}

/* Did a point move?  near[c] is half the way from c to the nearest other centre. */
static bool
points_assign(const struct points *s, size_t k, const double *centre, const double *near,
    struct bounds *bounds, uint32_t *cluster)
{
	bool moved = false;

	for (size_t i = 0; i < s->n; i++) {
		uint32_t was = cluster[i];

		if (was != NOWHERE &&
		    bounds[i].own < SURELY * fmax(bounds[i].others, near[was]))
			continue;
		cluster[i] =
		    (uint32_t)nearest_two(centre, k, s->p, s->x + i * s->p, &bounds[i]);
		moved |= cluster[i] != was;
	}
	return moved;
}

/* Half the way from each centre to the nearest other. */
static void
centres_part(const double *centre, size_t k, size_t p, double *near)
{
	for (size_t c = 0; c < k; c++) {
		double least = INFINITY;

		for (size_t d = 0; d < k; d++)
			if (d != c)
				least = fmin(least,
				    square_distance(centre + c * p, centre + d * p, p));
		near[c] = sqrt(least) / 2;
	}
}

/* The centres have moved from `was`: by so much less is known. */
static void
bounds_loosen(const struct points *s, size_t k, const double *was, const double *centre,
    const uint32_t *cluster, double *step, struct bounds *bounds)
{
	size_t far = 0;
	double second = 0; /* the longest step but that of `far` */

	for (size_t c = 0; c < k; c++) {
		step[c] = sqrt(square_distance(was + c * s->p, centre + c * s->p, s->p)) /
			  SURELY;
		if (step[c] > step[far])
			far = c;
	}
	for (size_t c = 0; c < k; c++)
		if (c != far)
			second = fmax(second, step[c]);
	for (size_t i = 0; i < s->n; i++) {
		bounds[i].own += step[cluster[i]];
		bounds[i].others -= cluster[i] == far ? second : step[far];
	}
}

static double
inertia_of(const struct points *s, size_t k, const double *centre)
{
	double sum = 0, square;

	for (size_t i = 0; i < s->n; i++) {
		kmeans_nearest(centre, k, s->p, s->x + i * s->p, &square);
		sum += s->weight[i] * square;
	}
	return sum;
}

/* The point that lies farthest from its centre becomes the centre c. */
static void
centre_rescue(const struct points *s, const uint32_t *cluster, double *centre, size_t c)
{
	double most = -1;
	size_t far = 0;

	for (size_t i = 0; i < s->n; i++) {
		double d =
		    square_distance(centre + cluster[i] * s->p, s->x + i * s->p, s->p);

		if (d > most) {
			most = d;
			far = i;
		}
	}
	memcpy(centre + c * s->p, s->x + far * s->p, s->p * sizeof(*centre));
}

static void
centres_move(const struct points *s, size_t k, const uint32_t *cluster, double *centre)
{
	double *weight = mem_alloc(k, sizeof(*weight));
	double *sum = mem_alloc(k * s->p, sizeof(*sum));

	for (size_t i = 0; i < s->n; i++) {
		weight[cluster[i]] += s->weight[i];
		for (size_t j = 0; j < s->p; j++)
			sum[cluster[i] * s->p + j] += s->weight[i] * s->x[i * s->p + j];
	}
	for (size_t c = 0; c < k; c++)
		for (size_t j = 0; j < s->p && weight[c] > 0; j++)
			centre[c * s->p + j] = sum[c * s->p + j] / weight[c];
	for (size_t c = 0; c < k; c++)
		if (weight[c] == 0)
			centre_rescue(s, cluster, centre, c);
	free(weight);
	free(sum);
}

double
kmeans_run(const struct points *s, size_t k, uint64_t seed, size_t start, double *centre,
    uint32_t *cluster)
{
	struct bounds *bounds = mem_alloc(s->n, sizeof(*bounds));
	double *was = mem_alloc(k * s->p, sizeof(*was));
	double *length = mem_alloc(k, sizeof(*length)); /* of ways and of steps */

	centres_draw(s, k, seed, start, centre);
	memset(cluster, 0xff, s->n * sizeof(*cluster)); /* NOWHERE */
	for (int step = 0;; step++) {
		centres_part(centre, k, s->p, length);
		if (!points_assign(s, k, centre, length, bounds, cluster) ||
		    step == STEPS_MOST)
			break;
		memcpy(was, centre, k * s->p * sizeof(*was));
		centres_move(s, k, cluster, centre);
		bounds_loosen(s, k, was, centre, cluster, length, bounds);
	}
	free(bounds);
	free(was);
	free(length);
	return inertia_of(s, k, centre);
}

/* ---- silhouettes ---- */

/* Mean distances of point i to each cluster; one's own without itself. */
static void
distances_exact(const struct points *s, const uint32_t *cluster, const double *weight,
    size_t k, size_t i, double *mean)
{
	for (size_t c = 0; c < k; c++)
		mean[c] = 0;
	for (size_t j = 0; j < s->n; j++)
		mean[cluster[j]] += s->weight[j] * sqrt(square_distance(s->x + i * s->p,
						       s->x + j * s->p, s->p));
	for (size_t c = 0; c < k; c++)
		mean[c] /= weight[c] - (c == cluster[i]);
}

static void
distances_to_centres(
    const struct points *s, const double *centre, size_t k, size_t i, double *mean)
{
	for (size_t c = 0; c < k; c++)
		mean[c] = sqrt(square_distance(s->x + i * s->p, centre + c * s->p, s->p));
}

static double
silhouette_of(const double *mean, size_t k, size_t own)
{
	double other = INFINITY, most;

	for (size_t c = 0; c < k; c++)
		if (c != own)
			other = fmin(other, mean[c]);
	most = fmax(mean[own], other);
	return most > 0 && isfinite(most) ? (other - mean[own]) / most : 0;
}

bool
silhouettes(const struct points *s, const double *centre, const uint32_t *cluster,
    size_t k, double *silhouette)
{
	bool exact = s->n <= SILHOUETTE_POINTS;
	double *weight = mem_alloc(k, sizeof(*weight));
	double *mean = mem_alloc(k, sizeof(*mean)), all = 0;

	for (size_t c = 0; c <= k; c++)
		silhouette[c] = 0;
	for (size_t i = 0; i < s->n; i++) {
		weight[cluster[i]] += s->weight[i];
		all += s->weight[i];
	}
	for (size_t i = 0; i < s->n && k > 1; i++) {
		double value = 0;

		if (weight[cluster[i]] > 1) {
			if (exact)
				distances_exact(s, cluster, weight, k, i, mean);
			else
				distances_to_centres(s, centre, k, i, mean);
			value = silhouette_of(mean, k, cluster[i]);
		}
		silhouette[cluster[i]] += s->weight[i] * value;
		silhouette[k] += s->weight[i] * value;
	}
	for (size_t c = 0; c < k; c++)
		silhouette[c] = weight[c] > 0 ? silhouette[c] / weight[c] : NAN;
	silhouette[k] = k > 1 ? silhouette[k] / all : NAN;
	free(weight);
	free(mean);
	return exact;
}
