/*
 * gzip_header.h - the header of a gzip member (RFC 1952, 2.3), byte by byte
 *
 * Start with a zeroed struct and give it byte after byte until gzip_header_ended().
 * Name, comment, time and extra field are skipped; magic, method, flags and the
 * header's own checksum must be right.
 */
#ifndef IO_GZIP_HEADER_H
#define IO_GZIP_HEADER_H

#include <stdbool.h>
#include <stdint.h>

struct gzip_header {
	enum gzip_header_part {
		GZIP_FIXED,
		GZIP_EXTRA_LENGTH,
		GZIP_EXTRA,
		GZIP_NAME,
		GZIP_COMMENT,
		GZIP_CHECKSUM,
		GZIP_HEADER_END
	} part;
	unsigned at;       /* bytes of this part taken */
	unsigned flags;    /* which parts there are */
	unsigned extra;    /* bytes of extra field to come */
	unsigned checksum; /* the low half of what stands in the header */
	uint32_t crc;      /* of all bytes in front of it */
};

bool gzip_header_take(struct gzip_header *h, unsigned char byte); /* false: wrong */
bool gzip_header_ended(const struct gzip_header *h);

#endif
