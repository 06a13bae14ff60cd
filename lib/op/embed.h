/*
 * embed.h - what the operator (embed.c) and its facts (embed_state.c) share
 *
 * Principal components: p columns of numbers, less their means, are turned into k < p
 * or as many that do not vary together, the first of which varies most.  The directions
 * are the eigenvectors of the covariances (Pearson 1901; Jolliffe, Principal Component
 * Analysis, 2002); these come from exact sums, so the components of a table are a
 * property of its rows, whatever their order.
 */
#ifndef OP_EMBED_H
#define OP_EMBED_H

#include "op/op.h"
#include "stat/comoment.h"

enum { COLUMNS_MOST = 1000 }; /* of one embedding: 1.1 GB of sums */

/* One embedding: chosen, then learnt. */
struct embedding {
	const struct method *method;
	struct str name; /* of the new columns, without their number; owned */
	size_t n, room;
	struct str *source; /* (n) owned */
	uint64_t asked;     /* how many components; 0: as many as `share` takes */
	double share;       /* of the variance */

	double *mean; /* (n) */
	double total; /* the variance of all columns together */
	size_t k;
	double *variance, *loading; /* (k), (k, n) */
	struct str *names;          /* (k) owned */
	size_t known; /* of the means, while they are loaded; then loadings */
};

struct embed {
	bool keep;
	size_t n, room;
	struct embedding *of; /* (n) */
};

struct embedding *embedding_add(struct embed *m, struct str name);
void embedding_source(struct embedding *g, struct str column);

/* Room for k components, and their names. */
void embedding_components(struct embedding *g, size_t k);

extern const struct method embed_methods[];

void embed_save(const void *self, struct state_out *out, bool settled);
bool embed_load(
    void *self, const struct facts *step, const struct fact *f, struct err *e);
bool embed_loaded(void *self, const struct facts *step, bool settled, struct err *e);

extern const struct accumulator embed_accumulator;

#endif
