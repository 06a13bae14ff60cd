/*
 * siphash.h - a hash that nobody can compute, or turn back by trying, without its key
 *
 * SipHash-2-4 (Aumasson and Bernstein 2012) of n bytes under 16 bytes of key.  For names
 * that stand for personal data; where no secret is at stake, base/hash.h is faster.
 */
#ifndef BASE_SIPHASH_H
#define BASE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

enum { SIPHASH_KEY = 16 };

uint64_t siphash(const unsigned char key[SIPHASH_KEY], const void *p, size_t n);

#endif
