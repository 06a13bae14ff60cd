/*
 * cluster.h - what the operator (cluster.c) and its facts (cluster_state.c) share
 *
 * Each row gets the number of the nearest of k centres (stat/kmeans.h).  Clusters are
 * numbered from the largest on; of equals the one whose centre comes first.
 */
#ifndef OP_CLUSTER_H
#define OP_CLUSTER_H

#include "op/op.h"
#include "stat/kmeans.h"

enum { CLUSTERS_MOST = 1000, CLUSTER_COLUMNS = 1000, STARTS_MOST = 1000 };

/* One set of columns: chosen, then learnt. */
struct clustering {
	const struct method *method;
	struct str name; /* of the new column; owned */
	struct str far;  /* of that of distances; owned; n == 0: none */
	size_t n, room;
	struct str *source; /* (n) owned */
	uint64_t k;

	double *centre;     /* (k, n) */
	uint64_t *rows;     /* (k) */
	double *silhouette; /* (k + 1) the last: of all; NaN where there is none */
	double inertia;
	bool exact;          /* silhouettes by all pairs */
	uint64_t incomplete; /* rows left out */
	size_t known;        /* facts of centres, while they are loaded */
};

struct cluster {
	size_t starts;
	uint64_t seed;
	bool distance;
	size_t n, room;
	struct clustering *of; /* (n) */

	/* While settling: a part for each set and start. */
	struct points *points;   /* (n) */
	struct attempt *attempt; /* (n, starts) */
};

/* Rows of a set that have all values. */
struct gathered {
	size_t n, room;
	double *x; /* (n, columns) */
	uint64_t incomplete;
};

struct clustering *clustering_add(struct cluster *c, struct str name);
void clustering_source(struct clustering *s, struct str column);
void clustering_name_distance(struct clustering *s);

/* Room for what is learnt. */
void clustering_centres(struct clustering *s);

extern const struct method cluster_methods[]; /* ends with a row without name */

/* For op_cluster and its accumulator, which is a struct gathered[n]. */
void cluster_save(const void *self, struct state_out *out, bool settled);
bool cluster_load(
    void *self, const struct facts *step, const struct fact *f, struct err *e);
bool cluster_loaded(void *self, const struct facts *step, bool settled, struct err *e);
bool cluster_partial_save(
    void *acc, const void *self, struct state_out *out, struct err *e);
bool cluster_partial_load(void *acc, const void *self, const struct facts *step,
    const struct fact *f, struct err *e);
bool cluster_partial_loaded(
    void *acc, const void *self, const struct facts *step, struct err *e);

#endif
