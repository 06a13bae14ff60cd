/*
 * piles.h - a sort of many items by 64 bits each (private to *_sort.c)
 *
 *	#define ITEM struct weighted      what is sorted
 *	#define KEY(item) ...             its bits, by which it rises
 *	#include "stat/piles.h"           gives piles_sort(ITEM *p, size_t n)
 *
 * The sort is the time of a ranking.  It goes by the bits from the top: items are dealt
 * into piles by where they lie between the least and the greatest, and each pile in the
 * same way by its own bounds, until a few are left to be inserted (Knuth, The Art of
 * Computer Programming 3, 5.2.5 and 5.2.1).  The bounds of a pile shrink at least by the
 * number of piles, so there are few levels whatever the items; and from the second on
 * what is dealt fits in the cache.  The first piles are shared among threads.
 *
 * Memory: as much again.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/mem.h"

enum { FEW = 24, PILE_BITS = 8, FIRST_BITS = 12, MANY = 1 << 16 };

/* From p to out, which may be p. */
static void
insert(const ITEM *p, ITEM *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ITEM one = p[i];
		size_t at = i;

		for (; at > 0 && KEY(out[at - 1]) > KEY(one); at--)
			out[at] = out[at - 1];
		out[at] = one;
	}
}

struct piles {
	uint64_t least;
	int shift;
	size_t n, *begin; /* (n + 1) pile k is begin[k] .. begin[k + 1] */
};

static size_t
pile_of(const struct piles *t, ITEM one)
{
	return (size_t)((KEY(one) - t->least) >> t->shift);
}

/* How p falls into at most 2^bits piles; false: all are equal.  begin is (2^bits + 1). */
static bool
piles_plan(struct piles *t, const ITEM *p, size_t n, int bits, size_t *begin)
{
	uint64_t least = UINT64_MAX, greatest = 0;
	int wide;

	for (size_t i = 0; i < n; i++) {
		uint64_t x = KEY(p[i]);

		least = x < least ? x : least;
		greatest = x > greatest ? x : greatest;
	}
	if (least == greatest)
		return false;
	wide = 64 - __builtin_clzll(greatest - least);
	*t = (struct piles){
		.least = least, .shift = wide > bits ? wide - bits : 0, .begin = begin
	};
	t->n = (size_t)((greatest - least) >> t->shift) + 1;
	memset(begin, 0, (t->n + 1) * sizeof(*begin));
	for (size_t i = 0; i < n; i++)
		begin[pile_of(t, p[i]) + 1]++;
	for (size_t k = 0; k < t->n; k++)
		begin[k + 1] += begin[k];
	return true;
}

/* From p to out, one pile after the other. */
static void
piles_deal(struct piles *t, const ITEM *p, ITEM *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[t->begin[pile_of(t, p[i])]++] = p[i];
	memmove(t->begin + 1, t->begin, t->n * sizeof(*t->begin));
	t->begin[0] = 0;
}

/* Sorts p by way of `other`, where the result shall be if in_other. */
static void
pile_sort(ITEM *p, ITEM *other, size_t n, bool in_other)
{
	size_t begin[(1 << PILE_BITS) + 1];
	struct piles t;

	if (n <= FEW) {
		insert(p, in_other ? other : p, n);
	} else if (!piles_plan(&t, p, n, PILE_BITS, begin)) {
		if (in_other)
			memcpy(other, p, n * sizeof(*p));
	} else {
		piles_deal(&t, p, other, n);
		for (size_t k = 0; k < t.n; k++) {
			size_t from = begin[k], many = begin[k + 1] - from;

			if (many > 0)
				pile_sort(other + from, p + from, many, !in_other);
		}
	}
}

/* ---- with threads ---- */

struct sharing {
	ITEM *from, *to;
	struct piles piles;
};

static void
share_work(void *self, size_t hand, size_t k)
{
	struct sharing *s = self;
	size_t from = s->piles.begin[k], many = s->piles.begin[k + 1] - from;

	(void)hand;
	pile_sort(s->from + from, s->to + from, many, true);
}

static void
piles_sort(ITEM *p, size_t n)
{
	ITEM *other;
	struct sharing s;
	size_t *begin;

	if (n <= FEW) {
		insert(p, p, n);
		return;
	}
	other = mem_resize(NULL, n, sizeof(*other));
	if (n < MANY) {
		pile_sort(p, other, n, false);
	} else {
		begin = mem_alloc((1 << FIRST_BITS) + 1, sizeof(*begin));
		if (piles_plan(&s.piles, p, n, FIRST_BITS, begin)) {
			piles_deal(&s.piles, p, other, n);
			s.from = other;
			s.to = p;
			crew_run(s.piles.n, share_work, NULL, &s);
		}
		free(begin);
	}
	free(other);
}
