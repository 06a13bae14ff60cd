/*
 * runs.h - the distinct values of a sample in rising order, each with its count
 *
 * For what must look at them more than once; who can do with one look walks
 * (sample.h).  Memory: 16 bytes for each distinct value.
 */
#ifndef STAT_RUNS_H
#define STAT_RUNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "stat/sample.h"

/* Zero-initialised is empty. */
struct runs {
	size_t n, room, count_room;
	double *x;     /* (n) rising */
	size_t *count; /* (n) */
};

bool runs_take(struct runs *r, struct sample *s, struct err *e); /* s as sample_walk() */
void runs_free(struct runs *r);

#endif
