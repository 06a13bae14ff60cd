/*
 * candidates.h - many classes, of which a step looks at few
 *
 * A softmax over thousands of classes spends its time on scores that hardly matter.  Here
 * a step has a network of its own with the same hidden layers and a score for some of the
 * classes alone: those of its rows, which are a draw by how frequent classes are, and of
 * as many draws more of that kind as are asked for.  All are candidates for every row,
 *and each counts as often as makes up for how it got there (Jean, Cho, Memisevic &
 *Bengio, ACL 2015): with z the score, p_c the share of class c among all rows, m_c how
 *often it was drawn, and d how many draws there were but for the row itself,
 *
 *	loss = log(e^z_y / (d p_y) + sum over c != y of m_c / (d p_c) e^z_c)
 *	       - z_y + log(d p_y)
 *
 * with y the row's own class.  The more draws, the nearer is this to the softmax over all
 * classes.
 *
 * Only candidates are moved, and their sums of the rule of descent with them; so a step
 * costs what its candidates do.  Draws depend on the seed alone.
 *
 * Memory: of the last layer twice more for these sums, and the small network.
 */
#ifndef MODEL_CANDIDATES_H
#define MODEL_CANDIDATES_H

#include "model/net.h"

struct candidates {
	struct net *whole;
	struct net part;          /* the network of a step: of its classes alone */
	struct net_sample sample; /* of part */
	size_t draws, most;       /* most: scores of part */
	real *first, *second;     /* sums of the rule, for the whole last layer */

	/* of all classes */
	double *cumulative, *share; /* (classes) */
	uint32_t *times;            /* (classes) how often drawn in this step */
	uint32_t *place;            /* (classes) in class[], where a step has it */

	/* of this step */
	size_t n;
	uint32_t *class;      /* (most) in the order of their coming */
	double *offset, *own; /* (most) */
};

/* whole: a network with hidden layers that ends in a softmax; at most `batch` rows a
 * step. */
void candidates_start(struct candidates *k, struct net *whole, const struct matrix *rows,
    size_t draws, size_t batch);
void candidates_free(struct candidates *k);

/*
 * Choose for these rows, and take what is theirs from the whole last layer into part,
 * with the sums of the rule into first and second, which are of part's size.
 */
void candidates_take(struct candidates *k, const struct net_rows *rows, uint64_t *state,
    real *first, real *second);

/* Put it back, after the step. */
void candidates_return(struct candidates *k, const real *first, const real *second);

/* The hidden layers of part are those of the whole from now on. */
void candidates_settle(const struct candidates *k);

#endif
