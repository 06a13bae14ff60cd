/*
 * disk.c - see disk.h
 */
#include "disk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/dict.h"
#include "base/spool.h"

enum { PARTS = 64, PART_SHIFT = 58, FULL = 1 << 16 };

struct part {
	struct spool spool;
	struct buffer text; /* not yet written */
};

struct disk {
	struct part part[PARTS];
	uint64_t rows;    /* up to the last one seen */
	uint8_t *repeats; /* a bit a row */
};

static bool
spool_fail(const struct spool *s, const char *what, struct err *e)
{
	return fail(e, EXIT_SYSTEM, "%s: cannot %s a temporary file: %s", s->folder, what,
	    strerror(errno));
}

struct disk *
disk_new(struct err *e)
{
	struct disk *d = mem_alloc(1, sizeof(*d));

	for (int i = 0; i < PARTS; i++)
		d->part[i].spool.fd = -1;
	for (int i = 0; i < PARTS; i++)
		if (!spool_open(&d->part[i].spool)) {
			spool_fail(&d->part[i].spool, "make", e);
			disk_free(d);
			return NULL;
		}
	return d;
}

static bool
part_flush(struct part *p, struct err *e)
{
	if (p->text.n > 0 && !spool_write(&p->spool, p->text.p, p->text.n))
		return spool_fail(&p->spool, "write", e);
	p->text.n = 0;
	return true;
}

/* A record: the row, how long the key is, and the key. */
bool
disk_add(struct disk *d, uint64_t row, struct str key, uint64_t hash, struct err *e)
{
	struct part *p = &d->part[hash >> PART_SHIFT];
	uint64_t head[2] = { row, key.n };
	char *to = buffer_room(&p->text, sizeof(head) + key.n);

	memcpy(to, head, sizeof(head));
	if (key.n > 0)
		memcpy(to + sizeof(head), key.p, key.n);
	p->text.n += sizeof(head) + key.n;
	d->rows = row + 1;
	return p->text.n < FULL || part_flush(p, e);
}

/* The whole of a part, in place of its buffer. */
static bool
part_load(struct part *p, struct err *e)
{
	uint64_t at = 0;

	if (!part_flush(p, e))
		return false;
	buffer_room(&p->text, (size_t)p->spool.size);
	while (at < p->spool.size) {
		ptrdiff_t n = spool_read(
		    &p->spool, p->text.p + at, (size_t)(p->spool.size - at), at);

		if (n <= 0)
			return spool_fail(&p->spool, "read", e);
		at += (uint64_t)n;
	}
	p->text.n = (size_t)at;
	return true;
}

/* Records come in the order of the rows, so the first of equal keys is the first row. */
static void
part_mark(const struct part *p, uint8_t *repeats)
{
	struct dict seen = { 0 };
	uint64_t head[2];

	for (size_t at = 0; at < p->text.n; at += sizeof(head) + (size_t)head[1]) {
		size_t n = seen.n;
		struct str key;

		memcpy(head, p->text.p + at, sizeof(head));
		key = (struct str){ p->text.p + at + sizeof(head), (size_t)head[1] };
		if (dict_add(&seen, key) < n)
			repeats[head[0] / 8] |= (uint8_t)(1u << head[0] % 8);
	}
	dict_clear(&seen);
}

bool
disk_settle(struct disk *d, struct err *e)
{
	d->repeats = mem_alloc((size_t)(d->rows / 8 + 1), 1);
	for (int i = 0; i < PARTS; i++) {
		struct part *p = &d->part[i];

		if (!part_load(p, e))
			return false;
		part_mark(p, d->repeats);
		free(p->text.p);
		p->text = (struct buffer){ 0 };
		spool_close(&p->spool);
		p->spool.fd = -1;
	}
	return true;
}

bool
disk_repeats(const struct disk *d, uint64_t row)
{
	return row < d->rows && (d->repeats[row / 8] >> row % 8 & 1) != 0;
}

void
disk_free(struct disk *d)
{
	if (d == NULL)
		return;
	for (int i = 0; i < PARTS; i++) {
		free(d->part[i].text.p);
		if (d->part[i].spool.fd >= 0)
			spool_close(&d->part[i].spool);
	}
	free(d->repeats);
	free(d);
}
