/*
 * kmeans.h - clusters of rows of numbers: k-means with careful seeding
 *
 * Rows are first made points: each distinct one once, in rising order, with how often it
 * came.  Everything after that goes over the points in this order, so the clusters are a
 * function of the multiset of rows, to the last bit.
 *
 * Centres are drawn as k-means++ does, a point with a chance in proportion to its weight
 * times its squared distance to the nearest centre so far (Arthur & Vassilvitskii, 2007).
 * The draw is a race: each point runs -log(u) / chance, where u is a hash of the point
 * itself, the seed, the start and the step, and the fastest wins.  So it is the content
 * of a row, not its place, that decides, and a row more or less changes few draws.
 *
 * Then Lloyd's steps: points go to their nearest centre (of equals the first), centres to
 * the means of their points, until no point moves; a centre without points goes to the
 * point that lies farthest from its own.  Points that bounds show to stay are not
 * measured.
 *
 * Memory: 8 p + 24 bytes for each distinct row of p numbers, 4 more for each start, and
 * 16 for each start that is under way.
 */
#ifndef STAT_KMEANS_H
#define STAT_KMEANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct points {
	size_t n, p;
	double *x;      /* (n, p) distinct, in rising order */
	double *weight; /* (n) how many rows */
};

/* From rows (n, p) without NaN, which are put in order here. */
void points_make(struct points *s, double *row, size_t n, size_t p);
void points_free(struct points *s);

/* k centres (k, p) and the cluster of each point; k <= s->n.  Returns the inertia. */
double kmeans_run(const struct points *s, size_t k, uint64_t seed, size_t start,
    double *centre, uint32_t *cluster);

/* The nearest of k centres to x, of equals the first; its squared distance. */
size_t kmeans_nearest(
    const double *centre, size_t k, size_t p, const double *x, double *square);

/*
 * The mean silhouette of each cluster, and of all points behind them: (b - a) / max(a, b)
 * for a point's mean distance a to its own cluster and the least one b to another
 * (Rousseeuw 1987); 0 in a cluster of one row.  By all pairs where there are at most
 * SILHOUETTE_POINTS distinct points; beyond, distances to centres stand for means of
 * distances (the simplified silhouette), and false is returned.
 */
enum { SILHOUETTE_POINTS = 5000 };
bool silhouettes(const struct points *s, const double *centre, const uint32_t *cluster,
    size_t k, double *silhouette);

#endif
