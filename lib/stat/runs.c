/*
 * runs.c - the distinct values of a sample, kept
 */
#include "stat/runs.h"

#include <stdlib.h>

#include "base/mem.h"

static bool
run_see(void *with, double x, size_t count)
{
	struct runs *r = with;

	r->x = mem_grow(r->x, &r->room, r->n + 1, sizeof(*r->x));
	r->count = mem_grow(r->count, &r->count_room, r->n + 1, sizeof(*r->count));
	r->x[r->n] = x;
	r->count[r->n++] = count;
	return true;
}

bool
runs_take(struct runs *r, struct sample *s, struct err *e)
{
	return sample_walk(s, run_see, r, e);
}

void
runs_free(struct runs *r)
{
	free(r->x);
	free(r->count);
	*r = (struct runs){ 0 };
}
