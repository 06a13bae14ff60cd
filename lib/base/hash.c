/*
 * hash.c - the only file that includes xxhash.h
 *
 * It is compiled into this file: most keys have a few bytes, which take less time to
 * hash than a call into a library takes.
 */
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t
hash_bytes(const void *p, size_t n)
{
	return XXH64(p, n, 0);
}

uint64_t
hash_text(const void *p, size_t n)
{
	return XXH3_64bits(p, n);
}

void
hash_texts(const struct str *text, size_t n, uint64_t *hash)
{
	for (size_t i = 0; i < n; i++)
		hash[i] = XXH3_64bits(text[i].p, text[i].n);
}

/* Both kinds of state are made by xxHash, which wants its own alignment. */
struct hash_stream {
	XXH64_state_t *state;
};

struct hash_stream *
hash_stream_new(void)
{
	struct hash_stream *h = mem_alloc(1, sizeof(*h));

	h->state = XXH64_createState();
	if (h->state == NULL)
		mem_exhausted(sizeof(*h));
	XXH64_reset(h->state, 0);
	return h;
}

void
hash_stream_add(struct hash_stream *h, const void *p, size_t n)
{
	XXH64_update(h->state, p, n);
}

uint64_t
hash_stream_end(struct hash_stream *h)
{
	uint64_t hash = XXH64_digest(h->state);

	XXH64_freeState(h->state);
	free(h);
	return hash;
}

/*
 * Keys are short: gathering them and hashing once is faster than the streaming
 * interface, and gives the same value.
 */
struct draw {
	uint64_t seed;
	size_t domain, n, room; /* bytes of the domain's name; bytes gathered */
	char *bytes;
};

static void
draw_append(struct draw *d, const void *p, size_t n)
{
	d->bytes = mem_grow(d->bytes, &d->room, d->n + n, 1);
	if (n > 0)
		memcpy(d->bytes + d->n, p, n);
	d->n += n;
}

struct draw *
draw_new(const char *domain, uint64_t seed)
{
	struct draw *d = mem_alloc(1, sizeof(*d));

	d->seed = seed;
	draw_append(d, domain, strlen(domain) + 1);
	d->domain = d->n;
	return d;
}

void
draw_start(struct draw *d)
{
	d->n = d->domain;
}

void
draw_cell(struct draw *d, struct str cell)
{
	unsigned char length[8];

	for (int i = 0; i < 8; i++)
		length[i] = (unsigned char)((uint64_t)cell.n >> (8 * i));
	draw_append(d, length, sizeof(length));
	draw_append(d, cell.p, cell.n);
}

uint64_t
draw_hash(struct draw *d)
{
	return XXH3_64bits_withSeed(d->bytes, d->n, d->seed);
}

double
draw_u(uint64_t hash)
{
	return (double)(hash >> 11) * 0x1p-53;
}

void
draw_free(struct draw *d)
{
	if (d == NULL)
		return;
	free(d->bytes);
	free(d);
}

uint64_t
draw_bucket(uint64_t hash, uint64_t n)
{
	return ((hash >> 32) * n + ((hash & 0xffffffff) * n >> 32)) >> 32;
}
