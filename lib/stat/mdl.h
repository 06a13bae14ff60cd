/*
 * mdl.h - where to cut numbers so that the parts tell a label
 *
 * A stretch of values is cut where the entropy of the label within the two parts is
 * least, and each part again, as long as the cut pays for itself: its gain must exceed
 *
 *	(log2(n - 1) + log2(3^k - 2) - k H + k1 H1 + k2 H2) / n
 *
 * for n values of k labels with entropy H, the two parts having k1 and k2 with H1 and H2
 * (Fayyad & Irani, "Multi-interval discretization of continuous-valued attributes for
 * classification learning", 1993).  Of cuts that are as good the leftmost is taken, of
 * sums the order is given, so the multiset alone decides.
 *
 * Time: n k for each level of cutting.  Memory: 8 k bytes for each distinct value, the
 * caller's.
 */
#ifndef STAT_MDL_H
#define STAT_MDL_H

#include <stddef.h>
#include <stdint.h>

/*
 * n distinct values in rising order, count[i * k + c] of value i with label c.  Cuts are
 * in front of value cut[0] < cut[1] ..., at most `most`; how many there are is returned.
 */
size_t mdl_cut(const uint64_t *count, size_t n, size_t k, size_t *cut, size_t most);

/* The mutual information, in bits, of two labels from the counts of their pairs (a, b).
 */
double mutual_information(const uint64_t *count, size_t a, size_t b);

#endif
