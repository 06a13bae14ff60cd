/*
 * pipeline.c - see pipeline.h
 *
 * Two locks.  `input` is held while a block is read: the order in which it is taken is
 * the order of the blocks.  `order` guards the ring of blocks, which are free, under
 * way, or done and waiting for one before them.  A thread gets a free block before it
 * reads, so at most as many are under way as there are; the block next in order is
 * always in the hands of a thread that is not waiting for one, so nobody waits for ever.
 */
#include "run/pipeline.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/cpu.h"
#include "base/crew.h"
#include "run/progress.h"
#include "run/tool.h"

enum { JOBS_UNASKED = 16 };

static size_t jobs_wanted;

static size_t
jobs(void)
{
	size_t n = jobs_wanted != 0 ? jobs_wanted : cpu_count();

	return n > JOBS_UNASKED && jobs_wanted == 0 ? JOBS_UNASKED : n;
}

void
pipeline_jobs(size_t n)
{
	jobs_wanted = n;
	crew_set(jobs());
}

/* A block and where it stands. */
struct slot {
	struct block block;
	uint64_t number; /* in the order of the input, from 0 */
	bool good;
	struct err e; /* unless good */
	struct slot *next_free;
};

struct run {
	const struct pipeline *p;
	struct reader *in;
	size_t njobs, nthread;
	pthread_t *thread; /* (nthread) those started, the first one is not among them */
	void **hand;       /* (njobs) */
	atomic_size_t nhand;

	pthread_mutex_t input;
	uint64_t nread; /* blocks */
	bool ended;

	pthread_mutex_t order;
	pthread_cond_t some_free;
	size_t nslot;
	struct slot *slot; /* (nslot) */
	struct slot *free;
	struct slot **done; /* (nslot) by number modulo nslot; NULL: not done */
	uint64_t ntaken;
	bool taking;
	uint64_t rows;
};

static struct slot *
slot_get(struct run *r)
{
	struct slot *s;

	pthread_mutex_lock(&r->order);
	while (r->free == NULL)
		pthread_cond_wait(&r->some_free, &r->order);
	s = r->free;
	r->free = s->next_free;
	pthread_mutex_unlock(&r->order);
	return s;
}

/* With the lock on `order`. */
static void
slot_release(struct run *r, struct slot *s)
{
	s->next_free = r->free;
	r->free = s;
	pthread_cond_signal(&r->some_free);
}

static void
block_take(struct run *r, struct slot *s)
{
	struct err e;

	r->rows += s->good || s->e.row != ERR_NOWHERE ? s->block.batch.nrow : 0;
	if (r->p->take != NULL && s->block.batch.nrow > 0 &&
	    !r->p->take(r->p->self, &s->block, &e)) {
		err_locate(&e, &s->block.batch);
		run_fail(&e, NULL);
	}
	if (!s->good)
		run_fail(&s->e, NULL);
}

/* The block is done: take it and those behind it, if it is their turn. */
static void
slot_done(struct run *r, struct slot *s)
{
	pthread_mutex_lock(&r->order);
	r->done[s->number % r->nslot] = s;
	while (!r->taking && (s = r->done[r->ntaken % r->nslot]) != NULL) {
		r->taking = true;
		pthread_mutex_unlock(&r->order);
		block_take(r, s);
		pthread_mutex_lock(&r->order);
		r->taking = false;
		r->done[r->ntaken++ % r->nslot] = NULL;
		slot_release(r, s);
	}
	pthread_mutex_unlock(&r->order);
}

static void *thread_main(void *run);

/* With the lock on `input`, by the one thread there is so far. */
static void
threads_start(struct run *r)
{
	if (r->nread != 2 || r->thread != NULL || r->njobs == 1)
		return;
	r->thread = mem_alloc(r->njobs - 1, sizeof(*r->thread));
	/* Where no more can be had, those there are do the work. */
	while (r->nthread < r->njobs - 1 &&
	       pthread_create(&r->thread[r->nthread], NULL, thread_main, r) == 0)
		r->nthread++;
}

/* Read a block: false when there is none any more. */
static bool
slot_read(struct run *r, struct slot *s)
{
	struct block *k = &s->block;
	int got = 0;

	pthread_mutex_lock(&r->input);
	if (!r->ended) {
		threads_start(r);
		k->batch.missing = r->p->missing;
		got = reader_next(r->in, &k->batch, &s->e);
		progress_tick(r->in);
		s->number = r->nread++;
		r->ended = got <= 0;
	}
	pthread_mutex_unlock(&r->input);
	s->good = got > 0;
	if (got < 0) {
		k->batch.nrow = 0;
		s->e.row = ERR_NOWHERE;
	}
	return got != 0;
}

static void
block_start(const struct pipeline *p, struct block *k)
{
	for (size_t i = 0; i < p->ntext; i++)
		k->text[i].n = 0;
	k->note = NULL;
	k->nrow = 0;
	k->row = mem_grow(k->row, &k->row_room, k->batch.nrow, sizeof(*k->row));
}

static void *
thread_main(void *run)
{
	struct run *r = run;
	const struct pipeline *p = r->p;
	struct slot *s;
	void *hand = NULL;

	if (p->hand != NULL)
		r->hand[atomic_fetch_add(&r->nhand, 1)] = hand = p->hand(p->self);
	while (slot_read(r, s = slot_get(r))) {
		block_start(p, &s->block);
		if (s->good && p->work != NULL &&
		    !p->work(p->self, hand, &s->block, &s->e)) {
			s->good = false;
			err_locate(&s->e, &s->block.batch);
		}
		slot_done(r, s);
	}
	pthread_mutex_lock(&r->order);
	slot_release(r, s);
	pthread_mutex_unlock(&r->order);
	return NULL;
}

static void
run_start(struct run *r)
{
	const struct pipeline *p = r->p;

	r->njobs = jobs();
	r->nslot = r->njobs > 1 ? r->njobs + 2 : 1;
	r->hand = mem_alloc(r->njobs, sizeof(*r->hand));
	r->slot = mem_alloc(r->nslot, sizeof(*r->slot));
	r->done = mem_alloc(r->nslot, sizeof(struct slot *));
	for (size_t i = r->nslot; i-- > 0;) {
		struct block *k = &r->slot[i].block;

		k->ntext = p->ntext;
		k->text = mem_alloc(p->ntext, sizeof(*k->text));
		r->slot[i].next_free = r->free;
		r->free = &r->slot[i];
	}
	pthread_mutex_init(&r->input, NULL);
	pthread_mutex_init(&r->order, NULL);
	pthread_cond_init(&r->some_free, NULL);
}

static void
run_end(struct run *r)
{
	for (size_t i = 0; i < r->nthread; i++)
		pthread_join(r->thread[i], NULL);
	for (size_t i = 0; i < r->nhand && r->p->hand_end != NULL; i++)
		r->p->hand_end(r->p->self, r->hand[i]);
	for (size_t i = 0; i < r->nslot; i++) {
		struct block *k = &r->slot[i].block;

		batch_free(&k->batch);
		for (size_t t = 0; t < k->ntext; t++)
			free(k->text[t].p);
		free(k->text);
		free(k->row);
	}
	free(r->slot);
	free(r->done);
	free(r->hand);
	free(r->thread);
	pthread_mutex_destroy(&r->input);
	pthread_mutex_destroy(&r->order);
	pthread_cond_destroy(&r->some_free);
}

uint64_t
pipeline_run(const struct pipeline *p, struct reader *in)
{
	struct run r = { .p = p, .in = in };

	run_start(&r);
	thread_main(&r);
	run_end(&r);
	return r.rows;
}

/* ---- work without blocks ---- */

struct sharing {
	void (*each)(void *self, size_t i);
	void *self;
	size_t n;
	atomic_size_t next;
};

static void *
share_work(void *sharing)
{
	struct sharing *s = sharing;
	size_t i;

	while ((i = atomic_fetch_add(&s->next, 1)) < s->n)
		s->each(s->self, i);
	return NULL;
}

void
pipeline_each(void (*each)(void *self, size_t i), void *self, size_t n)
{
	struct sharing s = { .each = each, .self = self, .n = n };
	size_t njobs = jobs() < n ? jobs() : n, nthread = 0;
	pthread_t *thread = mem_alloc(njobs, sizeof(*thread));

	while (nthread + 1 < njobs &&
	       pthread_create(&thread[nthread], NULL, share_work, &s) == 0)
		nthread++;
	share_work(&s);
	for (size_t i = 0; i < nthread; i++)
		pthread_join(thread[i], NULL);
	free(thread);
}
