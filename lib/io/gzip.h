/*
 * gzip.h - gzip streams, packed and unpacked piece by piece
 *
 * Nothing here reads or writes: a struct gzip_step says where bytes come from and
 * where they go, and each call moves it on.
 *
 * Packing is zlib's.  Unpacking is by isa-l where the build found it, else by zlib
 * (inflate.h), and the frame around the packed data is ours: zlib's gzread() reports a
 * truncated file as a clean end, ignores garbage behind the last member and passes
 * what is not gzip through as if it were text.
 */
#ifndef IO_GZIP_H
#define IO_GZIP_H

#include <stdbool.h>
#include <stddef.h>

struct gzip_step {
	const unsigned char *in; /* bytes not yet taken, n_in of them */
	size_t n_in;
	unsigned char *out; /* room not yet filled, n_out bytes of it */
	size_t n_out;
};

/* Unpacking (RFC 1952): members one behind the other, then zero padding or nothing. */
struct gunzip;
struct gunzip *gunzip_new(void);

/*
 * Go on until the input is used up or the room is full.  False when the data are
 * damaged, for gunzip_damage() to say why; checksum and length of each member are
 * verified.
 */
bool gunzip_run(struct gunzip *g, struct gzip_step *step);
const char *gunzip_damage(const struct gunzip *g);

/* May the data end here?  False inside a member, its header and trailer included. */
bool gunzip_complete(const struct gunzip *g);

void gunzip_restart(struct gunzip *g); /* for the first byte again */
void gunzip_free(struct gunzip *g);

/*
 * Packing: one member, level 6, without name and time, so that equal data give
 * equal bytes.  gzip_run() goes on until the input is used up or the room is full;
 * with `last` it returns true once the trailer is out.  gzip_new() gives NULL when the
 * zlib at hand is not the one compiled for.
 */
struct gzip;
struct gzip *gzip_new(void);
bool gzip_run(struct gzip *g, struct gzip_step *step, bool last);
void gzip_free(struct gzip *g);

#endif
