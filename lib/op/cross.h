/*
 * cross.h - what the operator (cross.c) and its full products (cross_full.c) share
 */
#ifndef OP_CROSS_H
#define OP_CROSS_H

#include "op/op.h"

enum { DEGREE_LEAST = 2, DEGREE_MOST = 10 };

/* One new column. */
struct making {
	const struct method *method;
	struct str name; /* owned */
	size_t n, room;
	struct str *source; /* (n) owned */
	uint64_t degree;    /* --poly */
};

struct cross {
	uint64_t seed;
	size_t buckets; /* --hash; 0: the categories themselves */
	size_t n, room;
	struct making *making;
};

/* What a method is: one of these behind its row in methods[]. */
struct rule {
	bool (*choose)(struct cross *c, const struct job *t, struct err *e);
	size_t least; /* sources of a column */
	const char *glue;
	bool (*fill)(const struct cross *c, const struct making *m, struct batch *b,
	    const size_t *from, size_t to, struct err *e);
};

extern const struct method cross_methods[]; /* ends with a row without name */

/* One more column; the name is taken over. */
struct making *making_add(struct cross *c, const struct method *method, struct str name);
void source_add(struct making *m, struct str column);

bool cross_full_choose(struct cross *c, const struct job *t, struct err *e);

#endif
