/*
 * dict.h - texts to small numbers, in the order of their first appearance
 *
 * An open-addressing table over XXH3.  Memory grows with the number and length
 * of the distinct keys.  Keys are copied and stay where they are, so the struct
 * str of dict_key() may be kept as long as the dict.  Results never depend on the
 * order of the table, only on the order of insertion.
 */
#ifndef BASE_DICT_H
#define BASE_DICT_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

#define DICT_NONE ((size_t)-1)

/* Zero-initialised is empty and ready. */
struct dict {
	struct dict_entry *entry; /* n of them, in order of insertion */
	struct dict_slot *slot;   /* nslot of them, a power of two */
	size_t n, room, nslot;
	struct arena keys;
};

size_t dict_add(struct dict *d, struct str key);        /* its number, old or new */
size_t dict_find(const struct dict *d, struct str key); /* or DICT_NONE */
struct str dict_key(const struct dict *d, size_t i);

/* The same for a caller that has hash_text() of the key at hand. */
size_t dict_add_hashed(struct dict *d, struct str key, uint64_t hash);
size_t dict_find_hashed(const struct dict *d, struct str key, uint64_t hash);

/* A key of this hash will be looked for soon: have its place in the table at hand. */
void dict_prefetch(const struct dict *d, uint64_t hash);

void dict_clear(struct dict *d); /* empty again, ready for use */

#endif
