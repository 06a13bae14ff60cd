/*
 * inflate.h - what stands behind the header of a gzip member, unpacked piece by piece
 *
 * These are packed data (RFC 1951), then their checksum and their length.  Two engines
 * can unpack them and one of them is compiled in: isa-l (inflate_isal.c) where the
 * build found it, else zlib (gzip_zlib.c).  Good data give the same bytes with both, and
 * damaged data the same verdict; how many bytes come out before damage is noticed is
 * each engine's own.
 */
#ifndef IO_INFLATE_H
#define IO_INFLATE_H

#include "io/gzip.h"

enum inflate_verdict {
	INFLATE_MORE,    /* the input is used up, or the room is full */
	INFLATE_END,     /* the length was the last byte taken, and all is well */
	INFLATE_INVALID, /* not what any program packs */
	INFLATE_MISMATCH /* checksum or length are not those of the data */
};

struct inflate;
struct inflate *inflate_new(void);     /* NULL when the library does not start */
void inflate_start(struct inflate *f); /* a header has ended */
enum inflate_verdict inflate_run(struct inflate *f, struct gzip_step *step);
void inflate_free(struct inflate *f); /* NULL is nothing */

#endif
