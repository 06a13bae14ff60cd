/*
 * gzip.c - gzip members one behind the other, unpacked piece by piece
 *
 * The frame is here: headers, the end of one member and the begin of the next, padding.
 * What stands between header and end is inflate.h's; packing is gzip_zlib.c's.
 */
#include "io/gzip.h"

#include <stdlib.h>

#include "base/mem.h"
#include "io/gzip_header.h"
#include "io/inflate.h"

struct gunzip {
	enum { HEADER, BODY, BETWEEN, PADDING } where;
	struct gzip_header header;
	struct inflate *body; /* NULL when the library does not start */
	const char *damage;   /* NULL while all is well */
};

struct gunzip *
gunzip_new(void)
{
	struct gunzip *g = mem_alloc(1, sizeof(*g));

	g->body = inflate_new();
	gunzip_restart(g);
	return g;
}

static bool
damaged(struct gunzip *g, const char *how)
{
	g->damage = how;
	return false;
}

/* This and the next two take what they can: false when they wait or found damage. */
static bool
header_take(struct gunzip *g, struct gzip_step *step)
{
	while (!gzip_header_ended(&g->header)) {
		if (step->n_in == 0)
			return false;
		if (!gzip_header_take(&g->header, *step->in))
			return damaged(g, "it has a wrong header");
		step->in++;
		step->n_in--;
	}
	inflate_start(g->body);
	g->where = BODY;
	return true;
}

static bool
body_take(struct gunzip *g, struct gzip_step *step)
{
	switch (inflate_run(g->body, step)) {
	case INFLATE_END:
		g->where = BETWEEN;
		return true;
	case INFLATE_INVALID:
		return damaged(g, "what is packed makes no sense");
	case INFLATE_MISMATCH:
		return damaged(g, "its checksum or length does not match");
	case INFLATE_MORE:
		break;
	}
	return false;
}

/*
 * Behind a member: is there another?  Zeros are padding (tapes, disk images), and
 * behind padding only more of it may come, as gzip(1) has it.
 */
static bool
member_begins(struct gunzip *g, struct gzip_step *step)
{
	while (step->n_in > 0 && *step->in == 0) {
		g->where = PADDING;
		step->in++;
		step->n_in--;
	}
	if (step->n_in == 0)
		return false;
	if (g->where == PADDING || *step->in != 0x1f)
		return damaged(g, "bytes follow its end that are not gzip");
	g->header = (struct gzip_header){ 0 };
	g->where = HEADER;
	return true;
}

static bool
next_take(struct gunzip *g, struct gzip_step *step)
{
	if (g->where == HEADER)
		return header_take(g, step);
	if (g->where == BODY)
		return body_take(g, step);
	return member_begins(g, step);
}

bool
gunzip_run(struct gunzip *g, struct gzip_step *step)
{
	while (g->damage == NULL && next_take(g, step))
		continue;
	return g->damage == NULL;
}

const char *
gunzip_damage(const struct gunzip *g)
{
	return g->damage;
}

bool
gunzip_complete(const struct gunzip *g)
{
	return g->where == BETWEEN || g->where == PADDING;
}

void
gunzip_restart(struct gunzip *g)
{
	g->header = (struct gzip_header){ 0 };
	g->where = HEADER;
	g->damage = g->body == NULL ? "zlib does not start" : NULL;
}

void
gunzip_free(struct gunzip *g)
{
	if (g == NULL)
		return;
	inflate_free(g->body);
	free(g);
}
