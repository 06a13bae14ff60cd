/*
 * hash.h - the hashes that results depend on, frozen
 *
 * hash_bytes() is XXH64 with seed 0: checksums of states and of headers.
 * hash_text() is XXH3 (64 bits), for tables in memory and for counting distinct
 * cells; it never shows in the order of a result.
 *
 * A draw is what split, balance, fold and sample decide by: a number u in [0,1)
 * that is a pure function of seed, domain and key.  u = top 53 bits / 2^53 of
 * XXH3_64bits_withSeed(seed) over the domain's name with its NUL and then, for
 * each cell of the key, its length in bytes (8 bytes, little endian) and its
 * decoded bytes.  csv-split(1) freezes this with test vectors.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

uint64_t hash_bytes(const void *p, size_t n);
uint64_t hash_text(const void *p, size_t n);
void hash_texts(const struct str *text, size_t n, uint64_t *hash); /* of each */

struct hash_stream; /* XXH64, piece by piece */
struct hash_stream *hash_stream_new(void);
void hash_stream_add(struct hash_stream *h, const void *p, size_t n);
uint64_t hash_stream_end(struct hash_stream *h); /* frees h */

struct draw; /* one key being hashed; reusable */
struct draw *draw_new(const char *domain, uint64_t seed);
void draw_start(struct draw *d);
void draw_cell(struct draw *d, struct str cell);
uint64_t draw_hash(struct draw *d);
double draw_u(uint64_t hash); /* the top 53 bits as a number in [0,1) */
void draw_free(struct draw *d);

/* One of n <= 2^32 buckets: floor(hash * n / 2^64), as even as the hash is. */
uint64_t draw_bucket(uint64_t hash, uint64_t n);

#endif
