/*
 * inflate_isal.c - the engine of inflate.h by isa-l: two to three times zlib's speed
 *
 * isa-l is given the data and what follows them, not the header (gzip_header.c), and
 * verifies checksum and length itself.  That is the way to use it that does not depend
 * on its version: it reads up to eight bytes ahead of the data's end and how to get
 * them back has changed, but checksum and length are eight bytes, so in this mode it
 * never reads what is not its own.
 *
 * The counts it leaves behind after an error are wrong (it works on room and input less
 * a safety margin); its pointers are right, so that only they are used.
 */
#include "io/inflate.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

#include "base/mem.h"

struct inflate {
	struct inflate_state state; /* 90 KiB, most of them the last 64 KiB of data */
};

/* isa-l counts in 32 bits; the loop of inflate_run() does the rest. */
static uint32_t
isal_count(size_t n)
{
	return n > INT32_MAX ? INT32_MAX : (uint32_t)n;
}

struct inflate *
inflate_new(void)
{
	struct inflate *f = mem_alloc(1, sizeof(*f));

	isal_inflate_init(&f->state);
	f->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
	return f;
}

void
inflate_start(struct inflate *f)
{
	isal_inflate_reset(&f->state);
}

static int
step_run(struct inflate_state *s, struct gzip_step *step)
{
	int verdict;

	s->next_in = (uint8_t *)step->in; /* it is only read */
	s->avail_in = isal_count(step->n_in);
	s->next_out = step->out;
	s->avail_out = isal_count(step->n_out);
	verdict = isal_inflate(s);
	step->n_in -= (size_t)(s->next_in - step->in);
	step->in = s->next_in;
	step->n_out -= (size_t)(s->next_out - step->out);
	step->out = s->next_out;
	return verdict;
}

/*
 * One call takes all it can, except that it counts in 32 bits.  Should a call do
 * nothing that has both input and room, then the next would not either, for ever.
 */
enum inflate_verdict
inflate_run(struct inflate *f, struct gzip_step *step)
{
	for (;;) {
		struct gzip_step before = *step;
		int verdict = step_run(&f->state, step);

		if (verdict == ISAL_INCORRECT_CHECKSUM)
			return INFLATE_MISMATCH;
		if (verdict != ISAL_DECOMP_OK)
			return INFLATE_INVALID;
		if (f->state.block_state == ISAL_BLOCK_FINISH)
			return INFLATE_END;
		if (step->n_in == 0 || step->n_out == 0)
			return INFLATE_MORE;
		if (step->n_in == before.n_in && step->n_out == before.n_out)
			return INFLATE_INVALID;
	}
}

void
inflate_free(struct inflate *f)
{
	free(f);
}
