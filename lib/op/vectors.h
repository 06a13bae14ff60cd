/*
 * vectors.h - what the operator (vectors.c) and its facts (vectors_state.c) share
 *
 * A category becomes k numbers, so that those which occur with the same things are near
 * each other.  Of the category i and its context j, cells of two columns of one row that
 * come together n_ij times among N rows,
 *
 *	M_ij = max(0, log(n_ij N / (n_i n_j)))
 *
 * the positive pointwise mutual information; the vectors are the first k left singular
 * vectors of M, each times the root of its singular value (Levy & Goldberg, "Neural word
 * embedding as implicit matrix factorization", 2014).  They come from the eigenvectors of
 * M M', whose signs stat/eigen.h chooses.
 *
 * Memory while learning: each different pair, and 8 bytes for each two of the categories
 * that are kept, of which there are LEVELS_MOST at most.
 */
#ifndef OP_VECTORS_H
#define OP_VECTORS_H

#include "base/dict.h"
#include "op/column.h"
#include "op/op.h"

enum { VECTOR_LEVELS = 1000, VECTOR_MOST = 1000 };

/* The vectors of one column. */
struct vectors_of {
	const struct method *method;
	struct str name;    /* of the new columns, without their number; owned */
	struct str context; /* the other column; owned */
	uint64_t k;
	struct dict level; /* by falling count, then by bytes */
	size_t room;
	double *vector;    /* (level.n, k) owned */
	size_t known;      /* of these numbers, while they are loaded */
	struct str *names; /* (k) owned */
};

struct vectors {
	struct subjects subjects; /* first: see op/column.h */
	size_t min_count, top;
	bool keep;
	const char *nearest; /* this and table: see options[] */
	bool table;
	struct vectors_of *of; /* (subjects.n) */
	size_t room;
};

extern const struct method vectors_methods[]; /* ends with a row without name */

struct vectors_of *vectors_add(struct vectors *v, const struct method *m,
    struct str column, struct str context, struct str name);
void vectors_name(struct vectors_of *s); /* once k is known */

void vectors_save(const void *self, struct state_out *out, bool settled);
bool vectors_load(
    void *self, const struct facts *step, const struct fact *f, struct err *e);
bool vectors_loaded(void *self, const struct facts *step, bool settled, struct err *e);

#endif
