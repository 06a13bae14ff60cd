/*
 * terms.c - see terms.h
 */
#include "stat/terms.h"

/* What waits is none, so it need not be cleared. */
void
terms_start(struct terms *t)
{
	t->sum = (struct exact){ 0 };
	t->n = 0;
	t->weighted = false;
}

void
terms_flush(struct terms *t)
{
	if (t->weighted)
		exact_add_products(&t->sum, t->w, t->x, t->n);
	else
		exact_add_many(&t->sum, t->x, t->n);
	t->n = 0;
	t->weighted = false;
}

void
terms_merge(struct exact *sum, struct terms *t)
{
	terms_flush(t);
	exact_merge(sum, &t->sum);
}
