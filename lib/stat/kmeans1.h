/*
 * kmeans1.h - the best clusters of numbers, not just good ones
 *
 * On a line, clusters are stretches of the sorted values, so the partition with the
 * least sum of squared distances to the clusters' means is found by dynamic programming
 * (Fisher, "On grouping for maximum homogeneity", 1958; Wang & Song, "Ckmeans.1d.dp",
 * R Journal 2011): nothing is drawn at random and there is no local optimum to be caught
 * in.  The best beginning of the last cluster rises with its end, so each layer is
 * filled by halving (n log n costs, not n^2).
 *
 * Sums are kept in double-double (dd.h) about the middle of the values, so the cost of a
 * stretch is right to about 2^-90 of the whole; of partitions that cost the same to 2^-80
 * of it, the one whose clusters on the left are larger is taken.
 *
 * Memory: for n distinct values 80 bytes each, and 4 more for each cluster.
 */
#ifndef STAT_KMEANS1_H
#define STAT_KMEANS1_H

#include <stddef.h>
#include <stdint.h>

/*
 * The n distinct values x, rising, x[i] with a weight count[i] > 0, in k clusters,
 * 1 <= k <= n < 2^32: first[j] is where cluster j begins, first[0] = 0.
 */
void kmeans1(const double *x, const size_t *count, size_t n, size_t k, uint32_t *first);

/* The mean of a stretch [from, to) of them, which lies between its ends. */
double kmeans1_mean(const double *x, const size_t *count, size_t from, size_t to);

#endif
