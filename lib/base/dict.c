/*
 * dict.c - open addressing with linear probing, at most two thirds full
 *
 * A slot has half of the hash beside the number of its entry, so that a look at other
 * keys on the way hardly ever leaves the table: with millions of keys each place in
 * memory costs more than all else.
 *
 * The table is seeded by nothing: XXH3 can be flooded by hostile keys, which then
 * costs time, never a wrong result.
 */
#include "base/dict.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

struct dict_entry {
	struct str key;
	uint64_t hash;
};

struct dict_slot {
	uint32_t number; /* of the entry, from 1; 0: free */
	uint32_t tag;    /* the upper half of its hash */
};

enum { SLOTS_FIRST = 16 };

static inline uint32_t
tag_of(uint64_t hash)
{
	return (uint32_t)(hash >> 32);
}

static void
table_fill(struct dict *d, size_t nslot)
{
	free(d->slot);
	d->slot = mem_alloc(nslot, sizeof(*d->slot));
	d->nslot = nslot;
	for (size_t i = 0; i < d->n; i++) {
		uint64_t hash = d->entry[i].hash;
		size_t s = hash & (nslot - 1);

		while (d->slot[s].number != 0)
			s = (s + 1) & (nslot - 1);
		d->slot[s] = (struct dict_slot){ (uint32_t)(i + 1), tag_of(hash) };
	}
}

static inline bool
entry_is(const struct dict *d, uint32_t number, struct str key, uint64_t hash)
{
	const struct dict_entry *e = &d->entry[number - 1];

	return e->hash == hash && str_equal(e->key, key);
}

/* The slot that holds the key, or the free one where it belongs. */
static inline size_t
slot_of(const struct dict *d, struct str key, uint64_t hash)
{
	size_t s = hash & (d->nslot - 1);

	for (; d->slot[s].number != 0; s = (s + 1) & (d->nslot - 1))
		if (d->slot[s].tag == tag_of(hash) &&
		    entry_is(d, d->slot[s].number, key, hash))
			break;
	return s;
}

size_t
dict_find_hashed(const struct dict *d, struct str key, uint64_t hash)
{
	if (d->n == 0)
		return DICT_NONE;
	uint32_t number = d->slot[slot_of(d, key, hash)].number;

	return number == 0 ? DICT_NONE : number - 1;
}

size_t
dict_add_hashed(struct dict *d, struct str key, uint64_t hash)
{
	if (3 * (d->n + 1) > 2 * d->nslot)
		table_fill(d, d->nslot == 0 ? SLOTS_FIRST : d->nslot * 2);
	size_t s = slot_of(d, key, hash);

	if (d->slot[s].number != 0)
		return d->slot[s].number - 1;
	if (d->n == UINT32_MAX - 1)
		mem_exhausted(d->n);
	d->entry = mem_grow(d->entry, &d->room, d->n + 1, sizeof(*d->entry));
	d->entry[d->n] = (struct dict_entry){ arena_keep(&d->keys, key), hash };
	d->slot[s] = (struct dict_slot){ (uint32_t)++d->n, tag_of(hash) };
	return d->n - 1;
}

void
dict_prefetch(const struct dict *d, uint64_t hash)
{
	if (d->nslot > 0)
		__builtin_prefetch(&d->slot[hash & (d->nslot - 1)]);
}

size_t
dict_find(const struct dict *d, struct str key)
{
	return dict_find_hashed(d, key, hash_text(key.p, key.n));
}

size_t
dict_add(struct dict *d, struct str key)
{
	return dict_add_hashed(d, key, hash_text(key.p, key.n));
}

struct str
dict_key(const struct dict *d, size_t i)
{
	return d->entry[i].key;
}

void
dict_clear(struct dict *d)
{
	free(d->entry);
	free(d->slot);
	arena_free(&d->keys);
	*d = (struct dict){ 0 };
}
