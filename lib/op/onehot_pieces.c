/*
 * onehot_pieces.c - cells that hold several values: "red;blue"
 *
 * A row has as many ones as its cell has levels, so the indicators cannot share one code
 * a row: each is a column of numbers, 8 bytes a row of the block.  Signed buckets, which
 * hold more than 0 and 1, are made here, too.
 */
#include <stdlib.h>
#include <string.h>

#include "op/onehot.h"

bool
piece_next(struct str cell, char separator, size_t *at, struct str *piece)
{
	while (*at < cell.n) {
		const char *from = cell.p + *at;
		const char *end = memchr(from, separator, cell.n - *at);
		size_t n = end != NULL ? (size_t)(end - from) : cell.n - *at;

		*at += n + (end != NULL);
		for (; n > 0 && *from == ' '; n--)
			from++;
		while (n > 0 && from[n - 1] == ' ')
			n--;
		*piece = (struct str){ from, n };
		if (n > 0)
			return true;
	}
	return false;
}

size_t
pieces_split(const void *how, struct str cell, struct arena *mem, struct str **piece)
{
	char separator = *(const char *)how;
	size_t room = 1, n = 0, at = 0;

	for (size_t i = 0; i < cell.n; i++)
		room += cell.p[i] == separator;
	*piece = arena_alloc(mem, room, sizeof(**piece));
	while (piece_next(cell, separator, &at, &(*piece)[n]))
		n++;
	return n;
}

/* Where the indicators of a column are, by code; NULL: no column stands for it. */
struct places {
	double **of; /* (codes) */
	size_t n;
};

static bool
places_make(struct places *p, const struct onehot *o, const struct vocabulary *v,
    struct batch *b, size_t j, struct err *e)
{
	size_t codes = o->buckets > 0 ? o->buckets + 1 : v->levels.n + oov_count(o) + 1;

	p->of = arena_alloc(&b->mem, codes, sizeof(*p->of));
	memset(p->of, 0, codes * sizeof(*p->of));
	p->n = codes;
	if (b->ncol == 1 && v->nname == 0)
		return fail(e, EXIT_DATA, "%s: no column is left", b->file);
	if (!batch_replace(b, j, 1, v->name, v->nname, e))
		return false;
	for (size_t i = 0; i < v->nname; i++) {
		p->of[v->code[i]] = batch_set_numbers(b, j + i);
		for (size_t r = 0; r < b->nrow; r++)
			p->of[v->code[i]][r] = 0;
	}
	return true;
}

static uint32_t
piece_code(const struct onehot *o, const struct vocabulary *v, struct draw *draw,
    struct str piece, bool *unseen, double *value)
{
	size_t i;

	*unseen = false;
	*value = 1;
	if (o->buckets > 0) {
		uint64_t hash;

		draw_start(draw);
		draw_cell(draw, piece);
		hash = draw_hash(draw);
		/* The bucket is made of the high bits. */
		if (o->sign && (hash & 1) != 0)
			*value = -1;
		return (uint32_t)draw_bucket(hash, o->buckets);
	}
	i = dict_find(&v->levels, piece);
	if (i != DICT_NONE)
		return (uint32_t)i;
	*unseen = true;
	return code_unseen(o, v, draw, piece);
}

static bool
refuse(struct batch *b, size_t j, size_t row, struct str piece, struct err *e)
{
	struct shown s;

	return batch_fail(b, j, row, e,
	    "\"%s\" is not a level that fitting kept (use --unseen oov)",
	    shown(&s, piece.p, piece.n));
}

/* The next value of a cell: all of it, where there is no separator. */
static bool
value_next(const struct onehot *o, struct str cell, size_t *at, struct str *piece)
{
	if (o->separator != 0)
		return piece_next(cell, o->separator, at, piece);
	*piece = cell;
	return (*at)++ == 0 && cell.n > 0;
}

/* The cells are taken before their column makes way for the new ones. */
static struct str *
cells_take(struct batch *b, size_t j)
{
	struct str *cell = arena_alloc(&b->mem, b->nrow, sizeof(*cell));

	for (size_t r = 0; r < b->nrow; r++)
		cell[r] = batch_is_missing(b, j, r) ? STR("") : batch_cell(b, j, r);
	return cell;
}

bool
pieces_set(const struct onehot *o, const struct vocabulary *v, struct batch *b, size_t j,
    uint64_t *unseen, uint64_t *missing, struct err *e)
{
	struct draw *draw = draw_new("bucket", o->seed);
	uint32_t none = o->buckets > 0 ? (uint32_t)o->buckets : code_missing(o, v);
	struct str *cell = cells_take(b, j);
	struct places p;
	bool good = true, is_new;
	double value;

	/* A fault names the column, which is still there. */
	for (size_t r = 0; r < b->nrow && good && o->unseen == UNSEEN_ERROR; r++) {
		struct str piece;
		size_t at = 0;

		while (good && value_next(o, cell[r], &at, &piece)) {
			piece_code(o, v, draw, piece, &is_new, &value);
			if (is_new)
				good = refuse(b, j, r, piece, e);
		}
	}
	good = good && places_make(&p, o, v, b, j, e);
	for (size_t r = 0; r < b->nrow && good; r++) {
		struct str piece;
		size_t at = 0;
		bool any = false;

		while (value_next(o, cell[r], &at, &piece)) {
			uint32_t code = piece_code(o, v, draw, piece, &is_new, &value);

			any = true;
			*unseen += is_new;
			/* Two of a cell may share a bucket; a value that comes twice is
			 * one. */
			if (p.of[code] != NULL)
				p.of[code][r] = value;
		}
		if (!any && p.of[none] != NULL)
			p.of[none][r] = 1;
		*missing += !any && !v->missing && o->buckets == 0;
	}
	draw_free(draw);
	return good;
}
