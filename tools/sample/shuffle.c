/*
 * shuffle.c - see shuffle.h
 */
#include "shuffle.h"

#include <stdlib.h>

#include "io/csv_format.h"

struct shuffled {
	uint64_t hash;
	struct str line; /* as csv_format.h makes it */
};

struct shuffling {
	const struct key *record;
	uint64_t seed;
	char delimiter;
	size_t n, room;
	struct shuffled *of;
	struct arena mem;
};

static void *
hand(void *self)
{
	return draw_new("shuffle", ((const struct shuffling *)self)->seed);
}

/* Hashes in threads, which is most of the work. */
static bool
work(void *self, void *draw, struct block *k, struct err *e)
{
	const struct shuffling *s = self;
	uint64_t *hash = arena_alloc(&k->batch.mem, k->batch.nrow, sizeof(*hash));

	(void)e;
	for (size_t r = 0; r < k->batch.nrow; r++)
		hash[r] = key_draw(s->record, draw, &k->batch, r);
	k->note = hash;
	return true;
}

static bool
take(void *self, struct block *k, struct err *e)
{
	struct shuffling *s = self;
	const uint64_t *hash = k->note;

	(void)e;
	s->of = mem_grow(s->of, &s->room, s->n + k->batch.nrow, sizeof(*s->of));
	for (size_t r = 0; r < k->batch.nrow; r++) {
		k->text[0].n = 0;
		format_rows(&k->text[0], &k->batch, &r, 1, s->delimiter);
		s->of[s->n++] = (struct shuffled){ hash[r],
			arena_keep(&s->mem, (struct str){ k->text[0].p, k->text[0].n }) };
	}
	return true;
}

/* Of equal hashes the bytes decide, so that a collision does not show the input's order.
 */
static int
shuffled_order(const void *a, const void *b)
{
	const struct shuffled *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return str_order(x->line, y->line);
}

void
shuffle(const struct key *record, uint64_t seed, const struct missing *missing,
    struct reader *in, struct output *out)
{
	struct shuffling s = {
		.record = record, .seed = seed, .delimiter = reader_delimiter(in)
	};
	struct pipeline p = { .self = &s,
		.ntext = 1,
		.missing = missing,
		.hand = hand,
		.hand_end = draw_hand_end,
		.work = work,
		.take = take };
	struct err e;

	pipeline_run(&p, in);
	if (s.n > 0)
		qsort(s.of, s.n, sizeof(*s.of), shuffled_order);
	for (size_t i = 0; i < s.n; i++) {
		struct buffer line = { .p = (char *)s.of[i].line.p, .n = s.of[i].line.n };

		writer_lines(out->writer, &line);
	}
	if (sink_failed(out->sink, &e))
		run_fail(&e, NULL);
	free(s.of);
	arena_free(&s.mem);
}
