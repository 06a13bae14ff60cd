/*
 * crew.c - see crew.h
 *
 * The threads stay from one run to the next: a run of a fraction of a millisecond would
 * be lost in making them.  They look out for the next one for a moment before they sleep.
 */
#include "base/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

enum { LOOKS = 2000 }; /* before sleeping: some ten microseconds */

static size_t hands = 1;

struct run {
	size_t parts;
	void (*work)(void *self, size_t hand, size_t part);
	void (*take)(void *self, size_t hand, size_t part);
	void *self;
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t called, done;
	atomic_size_t calls;      /* how many runs there have been */
	atomic_size_t next, turn; /* parts: to be begun, and to be taken */
	atomic_size_t busy;       /* members still in the run */
	struct run run;
	size_t members; /* threads beside the caller's */
} crew = { .lock = PTHREAD_MUTEX_INITIALIZER,
	.called = PTHREAD_COND_INITIALIZER,
	.done = PTHREAD_COND_INITIALIZER };

void
crew_set(size_t n)
{
	hands = n > 0 ? n : 1;
}

size_t
crew_hands(void)
{
	return hands;
}

static atomic_flag at_work = ATOMIC_FLAG_INIT;

static void
look_aside(void)
{
#if defined(__x86_64__) && defined(__GNUC__)
	__builtin_ia32_pause();
#endif
}

/* Turns come in order: whoever did the part waits for its own. */
static void
parts_do(size_t hand)
{
	const struct run *r = &crew.run;

	for (;;) {
		size_t part = atomic_fetch_add(&crew.next, 1), looks = 0;

		if (part >= r->parts)
			return;
		r->work(r->self, hand, part);
		if (r->take == NULL)
			continue;
		while (atomic_load(&crew.turn) != part)
			if (++looks < LOOKS) {
				look_aside();
			} else {
				pthread_mutex_lock(&crew.lock);
				while (atomic_load(&crew.turn) != part)
					pthread_cond_wait(&crew.done, &crew.lock);
				pthread_mutex_unlock(&crew.lock);
			}
		r->take(r->self, hand, part);
		pthread_mutex_lock(&crew.lock);
		atomic_store(&crew.turn, part + 1);
		pthread_cond_broadcast(&crew.done);
		pthread_mutex_unlock(&crew.lock);
	}
}

/* A thread beside the caller's: it knows its hand, and the last run it has seen. */
struct member {
	size_t hand, seen;
};

static void *
member_live(void *arg)
{
	struct member me = *(struct member *)arg;

	free(arg);
	for (;;) {
		for (size_t i = 0; i < LOOKS && atomic_load(&crew.calls) == me.seen; i++)
			look_aside();
		pthread_mutex_lock(&crew.lock);
		while (atomic_load(&crew.calls) == me.seen)
			pthread_cond_wait(&crew.called, &crew.lock);
		me.seen = atomic_load(&crew.calls);
		pthread_mutex_unlock(&crew.lock);
		if (me.hand < hands)
			parts_do(me.hand);
		pthread_mutex_lock(&crew.lock);
		atomic_fetch_sub(&crew.busy, 1);
		pthread_cond_broadcast(&crew.done);
		pthread_mutex_unlock(&crew.lock);
	}
	return NULL;
}

/* A thread that cannot be had is done without. */
static void
members_want(size_t n)
{
	while (crew.members < n) {
		struct member *m = mem_alloc(1, sizeof(*m));
		pthread_t thread;

		*m = (struct member){ crew.members + 1, atomic_load(&crew.calls) };
		if (pthread_create(&thread, NULL, member_live, m) != 0) {
			free(m);
			return;
		}
		pthread_detach(thread);
		crew.members++;
	}
}

/* The caller waits for all members, so that none is in the run any more when it ends. */
static void
members_wait(void)
{
	for (size_t i = 0; i < LOOKS && atomic_load(&crew.busy) > 0; i++)
		look_aside();
	pthread_mutex_lock(&crew.lock);
	while (atomic_load(&crew.busy) > 0)
		pthread_cond_wait(&crew.done, &crew.lock);
	pthread_mutex_unlock(&crew.lock);
}

static void
parts_do_alone(size_t parts, void (*work)(void *self, size_t hand, size_t part),
    void (*take)(void *self, size_t hand, size_t part), void *self)
{
	for (size_t part = 0; part < parts; part++) {
		work(self, 0, part);
		if (take != NULL)
			take(self, 0, part);
	}
}

void
crew_run(size_t parts, void (*work)(void *self, size_t hand, size_t part),
    void (*take)(void *self, size_t hand, size_t part), void *self)
{
	if (hands == 1 || parts < 2 || atomic_flag_test_and_set(&at_work)) {
		parts_do_alone(parts, work, take, self);
		return;
	}
	members_want(hands - 1);
	pthread_mutex_lock(&crew.lock);
	crew.run = (struct run){ parts, work, take, self };
	atomic_store(&crew.next, 0);
	atomic_store(&crew.turn, 0);
	atomic_store(&crew.busy, crew.members);
	atomic_fetch_add(&crew.calls, 1);
	pthread_cond_broadcast(&crew.called);
	pthread_mutex_unlock(&crew.lock);
	parts_do(0);
	members_wait();
	atomic_flag_clear(&at_work);
}
