/*
 * onehot_hash.c - buckets instead of a vocabulary: the hashing trick
 *
 * Nothing is learnt and no category is new, at the price that some share a column
 * (Weinberger et al., "Feature hashing for large scale multitask learning", 2009).
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/num.h"
#include "op/onehot.h"

void
buckets_name(const struct onehot *o, struct vocabulary *v, struct str column)
{
	size_t n = o->buckets;

	v->name = mem_alloc(n, sizeof(*v->name));
	v->code = mem_alloc(n, sizeof(*v->code));
	for (size_t i = 0; i < n; i++) {
		char *p = arena_alloc(&v->mem, column.n + 1 + NUM_WIDTH, 1);

		memcpy(p, column.p, column.n);
		p[column.n] = '#';
		v->name[i].p = p;
		v->name[i].n = column.n + 1 + num_print_count(i, p + column.n + 1);
		v->code[i] = (uint32_t)i;
	}
	v->nname = n;
}

void
buckets_find(const struct onehot *o, struct batch *b, size_t j, uint32_t *code)
{
	struct draw *draw = draw_new("bucket", o->seed);

	for (size_t r = 0; r < b->nrow; r++) {
		code[r] = (uint32_t)o->buckets;
		if (batch_is_missing(b, j, r))
			continue;
		draw_start(draw);
		draw_cell(draw, batch_cell(b, j, r));
		code[r] = (uint32_t)draw_bucket(draw_hash(draw), o->buckets);
	}
	draw_free(draw);
}

void
buckets_set(const struct onehot *o, struct batch *b, size_t j, const uint32_t *code)
{
	double *x = batch_set_numbers(b, j);

	for (size_t r = 0; r < b->nrow; r++)
		x[r] = code[r] == o->buckets ? MISSING : (double)code[r];
}

static int
by_bucket(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* How many of these numbers there are once only. */
static uint64_t
count_alone(uint32_t *bucket, size_t n)
{
	uint64_t alone = 0;

	qsort(bucket, n, sizeof(*bucket), by_bucket);
	for (size_t i = 0; i < n; i++)
		alone += (i == 0 || bucket[i - 1] != bucket[i]) &&
			 (i + 1 == n || bucket[i + 1] != bucket[i]);
	return alone;
}

void
collisions_count(const struct onehot *o, struct vocabulary *v, const struct tally *t,
    struct str column)
{
	struct draw *draw = draw_new("bucket", o->seed);
	const struct dict *texts = &t->texts.texts;
	uint32_t *bucket = mem_alloc(texts->n, sizeof(*bucket));
	struct shown s;

	for (size_t i = 0; i < texts->n; i++) {
		draw_start(draw);
		draw_cell(draw, dict_key(texts, i));
		bucket[i] = (uint32_t)draw_bucket(draw_hash(draw), o->buckets);
	}
	v->values = texts->n;
	v->sharing = v->values - count_alone(bucket, texts->n);
	free(bucket);
	draw_free(draw);
	if (v->sharing > 0)
		warn("column \"%s\": %llu of %llu values share a bucket with another "
		     "(--hash %zu)",
		    shown(&s, column.p, column.n), (unsigned long long)v->sharing,
		    (unsigned long long)v->values, o->buckets);
}
