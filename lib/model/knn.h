/*
 * knn.h - the k nearest neighbours of a row among those that were learnt
 *
 * Nothing is learnt but the rows.  What is said of another row is the weighted mean of
 * the labels of the k rows with the smallest Euclidean distance, or the weighted share of
 * each class among them.  Rows at the same distance as the k-th share the places that are
 * left among them, so that which came first does not show (Fix & Hodges 1951; Cover &
 * Hart, IEEE Trans. Information Theory 13 (1967), 21-27).
 *
 * All rows are looked at: time and memory grow with them, 8 bytes a value.  They stand
 * in groups of KNN_LANES, feature by feature, so that several distances are found at
 * once, each added up in the order of the features.
 */
#ifndef MODEL_KNN_H
#define MODEL_KNN_H

#include "model/matrix.h"

enum { KNN_LANES = 8 };

struct knn {
	size_t k, ncol, nclass; /* nclass 0: labels are numbers */
	size_t nrow, room;      /* room: in groups */
	double *value;          /* (groups, ncol, KNN_LANES) */
	double *label, *weight; /* (nrow), in room for whole groups */
};

void knn_start(struct knn *n, size_t k, size_t ncol, size_t nclass);
void knn_free(struct knn *n);
void knn_add(struct knn *n, const double *value, double label, double weight);

size_t knn_scratch(const struct knn *n); /* how many doubles the next wants */

/* What is said of a row x[ncol]: one number, or a share of each class; NaN where k rows
 * have no distance that is a number. */
void knn_answer(const struct knn *n, const double *x, double *scratch, double *answer);

#endif
