/*
 * sample.c - adding to samples, merging them, and looking at all values
 */
#include "stat/sample.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/outline.h"
#include "stat/sample_chunk.h"

/* ---- adding ---- */

static struct sample_chunk *
chunk_room(struct sample *s, size_t more)
{
	s->chunk =
	    mem_grow(s->chunk, &s->chunk_room, s->nchunk + more, sizeof(*s->chunk));
	return s->chunk + s->nchunk;
}

static void
range_add(struct sample *s, double min, double max)
{
	s->min = s->nchunk == 0 || min < s->min ? min : s->min;
	s->max = s->nchunk == 0 || max > s->max ? max : s->max;
}

/* A full tail becomes a chunk. */
static void
tail_seal(struct sample *s)
{
	struct sample_chunk *c = chunk_room(s, 2);
	struct outline o = outline_of(s->tail, SAMPLE_CHUNK);

	range_add(s, o.min, o.max);
	s->nchunk += chunks_make(c, s->tail, s->digits, &s->error);
	s->digits = c->digits;
	s->ntail = 0;
}

/* Room for n values, of which the tail can take some; how many. */
static size_t
tail_reserve(struct sample *s, size_t n)
{
	size_t left = SAMPLE_CHUNK - s->ntail;

	n = n < left ? n : left;
	s->tail = mem_grow(s->tail, &s->tail_room, s->ntail + n, sizeof(*s->tail));
	return n;
}

void
sample_add(struct sample *s, const double *x, size_t n)
{
	for (size_t run; n > 0; x += run, n -= run) {
		run = tail_reserve(s, n);
		size_t m = s->ntail;
		for (size_t i = 0; i < run; i++) {
			s->tail[m] = x[i] + 0.0; /* makes 0 of -0 */
			m += x[i] == x[i];
		}
		s->n += m - s->ntail;
		s->ntail = m;
		if (m == SAMPLE_CHUNK)
			tail_seal(s);
	}
}

/* ---- merging ---- */

static void
swap(struct sample *a, struct sample *b)
{
	struct sample t = *a;

	*a = *b;
	*b = t;
}

/* The smaller of the two tails is copied, and the shorter list of chunks. */
void
sample_merge(struct sample *s, struct sample *other)
{
	if (other->nchunk > s->nchunk ||
	    (other->nchunk == s->nchunk && other->ntail > s->ntail))
		swap(s, other);
	if (other->nchunk > 0) {
		memcpy(chunk_room(s, other->nchunk), other->chunk,
		    other->nchunk * sizeof(*s->chunk));
		range_add(s, other->min, other->max);
		s->nchunk += other->nchunk;
		s->n += other->n - other->ntail;
	}
	if (s->error == 0)
		s->error = other->error;
	sample_add(s, other->tail, other->ntail);
	other->nchunk = 0;
	sample_free(other);
}

void
sample_free(struct sample *s)
{
	for (size_t i = 0; i < s->nchunk; i++)
		chunk_free(&s->chunk[i]);
	free(s->chunk);
	free(s->tail);
	*s = (struct sample){ 0 };
}

/* ---- looking ---- */

static bool
fail_spooling(int error, struct err *e)
{
	return fail(e, EXIT_SYSTEM,
	    "cannot keep numbers in %s: %s (TMPDIR chooses another folder)",
	    chunk_folder(), strerror(error));
}

bool
sample_good(const struct sample *s, struct err *e)
{
	return s->error == 0 || fail_spooling(s->error, e);
}

/* The values of a chunk, which are at p. */
static void
chunk_see(const struct sample_chunk *c, const void *p,
    void (*see)(void *with, const double *x, size_t n), void *with)
{
	double x[SAMPLE_PIECE];

	if (c->digits < 0) {
		see(with, p, SAMPLE_BYTES / sizeof(double));
		return;
	}
	for (size_t i = 0; i < SAMPLE_CHUNK; i += SAMPLE_PIECE) {
		decimals_read(
		    (const int32_t *)p + i, SAMPLE_PIECE, decimals_power(c->digits), x);
		see(with, x, SAMPLE_PIECE);
	}
}

bool
sample_each(const struct sample *s, void (*see)(void *with, const double *x, size_t n),
    void *with, struct err *e)
{
	void *from_spool = NULL;
	bool good = sample_good(s, e);

	for (size_t i = 0; i < s->nchunk && good; i++) {
		const struct sample_chunk *c = &s->chunk[i];

		if (c->p == NULL && from_spool == NULL)
			from_spool = mem_alloc(SAMPLE_BYTES, 1);
		if (c->p == NULL && !chunk_read(c, from_spool))
			good = fail_spooling(errno, e);
		else
			chunk_see(c, c->p != NULL ? c->p : from_spool, see, with);
	}
	free(from_spool);
	if (good && s->ntail > 0)
		see(with, s->tail, s->ntail);
	return good;
}
