/*
 * gzip_header.c - the header of a gzip member, byte by byte
 *
 * It is ours and not a library's, because isa-l loses its place in a header that is
 * cut between two reads, and so that both engines refuse the same headers.
 */
#include "io/gzip_header.h"

enum { HAS_CHECKSUM = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16, RESERVED = 0xe0 };
enum { FIXED_SIZE = 10, METHOD_DEFLATE = 8 };

/* The CRC-32 of RFC 1952, 8, one bit after the other: headers are short. */
static uint32_t
crc_add(uint32_t crc, unsigned char byte)
{
	crc = ~crc ^ byte;
	for (int bit = 0; bit < 8; bit++)
		crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	return ~crc;
}

static void
part_end(struct gzip_header *h)
{
	static const unsigned flag[] = { [GZIP_EXTRA_LENGTH] = HAS_EXTRA,
		[GZIP_EXTRA] = HAS_EXTRA,
		[GZIP_NAME] = HAS_NAME,
		[GZIP_COMMENT] = HAS_COMMENT,
		[GZIP_CHECKSUM] = HAS_CHECKSUM };

	h->at = 0;
	do
		h->part++;
	while (h->part < GZIP_HEADER_END && !(h->flags & flag[h->part]));
}

/* Behind magic, method and flags stand time, level and system, which may be any. */
static bool
fixed_take(struct gzip_header *h, unsigned char byte)
{
	static const unsigned char magic[] = { 0x1f, 0x8b, METHOD_DEFLATE };
	unsigned at = h->at++;

	if (at < sizeof(magic))
		return byte == magic[at];
	if (at == sizeof(magic))
		h->flags = byte;
	if (h->at == FIXED_SIZE)
		part_end(h);
	return (h->flags & RESERVED) == 0;
}

static void
extra_length_take(struct gzip_header *h, unsigned char byte)
{
	h->extra |= (unsigned)byte << 8 * h->at++;
	if (h->at < 2)
		return;
	part_end(h);
	if (h->extra == 0)
		part_end(h);
}

static bool
checksum_take(struct gzip_header *h, unsigned char byte)
{
	h->checksum |= (unsigned)byte << 8 * h->at++;
	if (h->at < 2)
		return true;
	part_end(h);
	return h->checksum == (h->crc & 0xffff);
}

bool
gzip_header_take(struct gzip_header *h, unsigned char byte)
{
	if (h->part == GZIP_CHECKSUM)
		return checksum_take(h, byte);
	h->crc = crc_add(h->crc, byte);
	if (h->part == GZIP_FIXED)
		return fixed_take(h, byte);
	if (h->part == GZIP_EXTRA_LENGTH)
		extra_length_take(h, byte);
	else if (h->part == GZIP_EXTRA ? --h->extra == 0 : byte == 0)
		part_end(h);
	return true;
}

bool
gzip_header_ended(const struct gzip_header *h)
{
	return h->part == GZIP_HEADER_END;
}
