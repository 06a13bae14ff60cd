/*
 * pseudonym.h - names in the place of personal data: the same text, the same name
 *
 * A cell that holds what personal.h looks for becomes its kind and 16 letters from a to
 * p, the 64 bits of siphash() under the user's key, highest first: `email-` and so on.
 * Rows can still be counted and joined by it; no digit is in it, so that it is never
 * taken for a number or for personal data.  Without the key nobody can try which text it
 * was: there are too few phone numbers in the world for a hash without one.
 *
 * Two texts have the same name with a probability of n^2 / 2^65 among n texts.
 */
#ifndef SCRUB_PSEUDONYM_H
#define SCRUB_PSEUDONYM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/opt.h"
#include "base/siphash.h"
#include "table/batch.h"
#include "table/select.h"

struct pseudonyms { /* zero-initialised is none */
	size_t n, room;
	struct pseudonym {
		size_t column;
		unsigned kinds; /* as personal.h has them */
		uint64_t cells; /* that were hashed */
	} * of;
	unsigned char key[SIPHASH_KEY];
};

/* A file of 32 hexadecimal digits. */
bool pseudonyms_key(struct pseudonyms *p, const char *path, struct err *e);

/* From the lists of the option, parsed and then found in a header. */
bool pseudonyms_check(const struct uses *lists, struct err *e);
bool pseudonyms_resolve(struct pseudonyms *p, const struct uses *lists,
    struct batch *header, const enum kind *kinds, struct err *e);

/*
 * Rewrite those columns, unless `count_only`; returns how many cells that was of each
 * (n), in the batch's arena.  Any thread may.
 */
uint64_t *pseudonyms_give(const struct pseudonyms *p, struct batch *b, bool count_only);

void pseudonyms_free(struct pseudonyms *p);

#endif
