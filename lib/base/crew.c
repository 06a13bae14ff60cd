/*
 * crew.c - see crew.h
 */
#include "base/crew.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

static size_t hands = 1;

struct crew {
	size_t parts, next, turn; /* next to be begun, and to be taken */
	void (*work)(void *self, size_t hand, size_t part);
	void (*take)(void *self, size_t hand, size_t part);
	void *self;
	pthread_mutex_t lock;
	pthread_cond_t turned;
};

struct member {
	struct crew *crew;
	size_t hand;
	pthread_t thread;
	bool runs;
};

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

static void *
member_run(void *arg)
{
	struct member *m = arg;
	struct crew *c = m->crew;

	pthread_mutex_lock(&c->lock);
	while (c->next < c->parts) {
		size_t part = c->next++;

		pthread_mutex_unlock(&c->lock);
		c->work(c->self, m->hand, part);
		pthread_mutex_lock(&c->lock);
		while (c->take != NULL && c->turn != part)
			pthread_cond_wait(&c->turned, &c->lock);
		if (c->take != NULL)
			c->take(c->self, m->hand, part);
		c->turn++;
		pthread_cond_broadcast(&c->turned);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* A thread that cannot be had is done without. */
void
crew_run(size_t parts, void (*work)(void *self, size_t hand, size_t part),
    void (*take)(void *self, size_t hand, size_t part), void *self)
{
	struct crew c = { .parts = parts, .work = work, .take = take, .self = self };
	size_t n = hands < parts ? hands : parts;
	struct member *member = mem_alloc(n + 1, sizeof(*member));

	pthread_mutex_init(&c.lock, NULL);
	pthread_cond_init(&c.turned, NULL);
	for (size_t i = 0; i < n; i++)
		member[i] = (struct member){ .crew = &c, .hand = i };
	for (size_t i = 1; i < n; i++)
		member[i].runs =
		    pthread_create(&member[i].thread, NULL, member_run, &member[i]) == 0;
	if (n > 0)
		member_run(&member[0]);
	for (size_t i = 1; i < n; i++)
		if (member[i].runs)
			pthread_join(member[i].thread, NULL);
	pthread_mutex_destroy(&c.lock);
	pthread_cond_destroy(&c.turned);
	free(member);
}
