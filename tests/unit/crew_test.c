/*
 * crew_test - parts are each done once, and taken in order, by any number of hands
 */
#include "base/crew.h"

#include <stdbool.h>
#include <stdlib.h>

#include "tap.h"

enum { PARTS = 500 };

struct seen {
	double hand[8];      /* what each hand holds */
	unsigned char of[8]; /* and that it is one of the crew's */
	int done[PARTS];     /* each part is one thread's */
	size_t taken;
	double sum;
	bool in_order;
};

static void
work(void *self, size_t hand, size_t part)
{
	struct seen *s = self;

	s->done[part]++;
	s->of[hand] = 1;
	s->hand[hand] = 1.0 / (double)(part + 1);
}

static void
take(void *self, size_t hand, size_t part)
{
	struct seen *s = self;

	s->in_order = s->in_order && part == s->taken++;
	s->sum += s->hand[hand];
}

/* Parts of which each is a run of its own. */
static void
nested(void *self, size_t hand, size_t part)
{
	struct seen inner = { 0 };
	struct seen *s = self;

	(void)hand;
	crew_run(PARTS, work, NULL, &inner);
	for (size_t i = 0; i < PARTS; i++)
		s->done[part] += inner.done[i];
}

static double
run(size_t hands, size_t parts)
{
	struct seen s = { .in_order = true };
	size_t once = 0;

	crew_set(hands);
	crew_run(parts, work, take, &s);
	for (size_t i = 0; i < parts; i++)
		once += s.done[i] == 1;
	ok(once == parts && s.taken == parts, "%zu hands: %zu parts, each once", hands,
	    parts);
	ok(s.in_order, "taken in order");
	return s.sum;
}

int
main(void)
{
	double alone = run(1, PARTS);
	struct seen s = { 0 };

	for (size_t hands = 2; hands <= 8; hands += 3)
		ok(run(hands, PARTS) == alone, "the sum is the same bits");
	run(4, 0);
	run(4, 1);
	crew_run(PARTS, work, NULL, &s);
	ok(s.done[0] == 1 && s.done[PARTS - 1] == 1, "nothing need be taken");
	s = (struct seen){ 0 };
	crew_run(8, nested, NULL, &s);
	ok(s.done[0] == PARTS && s.done[7] == PARTS, "a run within a run is done alone");
	crew_set(0);
	ok(crew_hands() == 1, "there is always one");
	return tap_end();
}
