/*
 * information.h - how much one thing tells of another, in bits
 *
 *	H(Y)   = -sum_j p_j log2 p_j
 *	I(X;Y) = sum_ij p_ij log2(p_ij / (p_i p_j))
 *
 * of counts.  Things that have nothing to do with each other share some bits by chance:
 * on the average about (r - 1) (c - 1) / (2 n ln 2), where r and c values occur among n
 * rows (Miller, "Note on the bias of information estimates", 1955).
 *
 * Sums are exact, so the order of values does not show.
 */
#ifndef STAT_INFORMATION_H
#define STAT_INFORMATION_H

#include <stddef.h>
#include <stdint.h>

struct information {
	uint64_t n;
	double entropy; /* of Y */
	double mutual;  /* never below 0 */
	double chance;
};

/* count[i * c + j]: rows with value i of X and j of Y.  All 0 for no rows. */
struct information information_of(const uint64_t *count, size_t r, size_t c);

/* What is shared beyond chance, as a share of H(Y): 0 to 1; NaN where H(Y) is 0. */
double information_share(const struct information *x);

#endif
