/*
 * ranking.h - how well scores order the answers to one query
 *
 * Answers have a grade, 0 or more, and are relevant where it is above 0.  They stand by
 * falling scores; of equal ones every order is as likely, and each measure is its mean
 * over these orders, so that it does not depend on the order of rows (McSherry & Najork,
 * "Computing information retrieval performance measures efficiently in the presence of
 * tied scores", 2008).
 *
 *	dcg@K        sum over the first K places i of grade / log2(i + 1)
 *	ndcg@K       that, over what the best order of the grades gives
 *	precision@K  share of relevant ones among the first K places, empty ones included
 *	recall@K     share of all relevant ones that stand there
 *	hit@K        does one stand there at all?
 *	mrr          1 / the place of the first relevant one
 *	map          the mean, over relevant ones, of the precision at their place
 *
 * NaN where nothing is relevant.
 */
#ifndef STAT_RANKING_H
#define STAT_RANKING_H

#include <stddef.h>

struct answer {
	double score, grade;
};

/* Puts them into the order of falling scores, which the rest asks for. */
void ranking_sort(struct answer *a, size_t n);

/* k == 0: all places. */
double ranking_ndcg(const struct answer *a, size_t n, size_t k);
double ranking_precision(const struct answer *a, size_t n, size_t k);
double ranking_recall(const struct answer *a, size_t n, size_t k);
double ranking_hit(const struct answer *a, size_t n, size_t k);
double ranking_mrr(const struct answer *a, size_t n, size_t k); /* k: not looked at */
double ranking_map(const struct answer *a, size_t n, size_t k); /* k: not looked at */

#endif
