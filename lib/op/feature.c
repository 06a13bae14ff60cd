/*
 * feature.c - the columns of a batch as the features of a model
 *
 * One-hot columns of one source share an array of codes (table/batch.h); a run of
 * them is one block here, so a row costs one look-up however many categories.
 */
#include <math.h>

#include "base/num.h"
#include "op/predict.h"

static bool
not_a_feature(struct batch *b, size_t j, struct err *e)
{
	struct shown s;
	size_t row = e->row;
	double x;

	if (row == ERR_NOWHERE)
		return false;
	struct str cell = batch_cell(b, j, row);
	if (cell.n > 0 && (cell.p[0] == ' ' || cell.p[cell.n - 1] == ' '))
		return false; /* the reason was given already: blanks around it */
	if (num_parse(cell.p, cell.n, &x) == NUM_TOO_LARGE)
		return false;
	return batch_fail(b, j, row, e,
	    "\"%s\" is not a number (encode it with csv-onehot, or leave the column out)",
	    shown(&s, cell.p, cell.n));
}

static bool
numbers_block(struct batch *b, size_t j, struct feature_block *block, struct err *e)
{
	const double *x = batch_numbers(b, j, e);

	if (x == NULL)
		return not_a_feature(b, j, e);
	for (size_t r = 0; r < b->nrow; r++)
		if (isnan(x[r]))
			return batch_fail(b, j, r, e,
			    "missing (use csv-impute, or csv-scrub --drop-missing)");
	block->value = x;
	return true;
}

/* How many features from `first` on are indicators of the same codes. */
static size_t
run_length(const struct batch *b, const size_t *at, size_t n, size_t first)
{
	const uint32_t *code = b->col[at[first]].code;
	size_t k = first + 1;

	while (
	    k < n && b->col[at[k]].face == FACE_INDICATOR && b->col[at[k]].code == code)
		k++;
	return k - first;
}

static void
codes_block(struct batch *b, const size_t *at, struct feature_block *block)
{
	size_t most = 0;
	uint32_t *of_code;

	for (size_t i = block->first; i < block->first + block->n; i++)
		if (b->col[at[i]].is > most)
			most = b->col[at[i]].is;
	of_code = arena_alloc(&b->mem, most + 1, sizeof(*of_code));
	for (size_t c = 0; c <= most; c++)
		of_code[c] = FEATURE_NONE;
	for (size_t i = block->first; i < block->first + block->n; i++)
		of_code[b->col[at[i]].is] = (uint32_t)i;
	block->code = b->col[at[block->first]].code;
	block->of_code = of_code;
	block->ncode = most + 1;
}

struct feature_block *
feature_blocks(
    struct batch *b, const struct feature *f, size_t n, size_t *nblock, struct err *e)
{
	struct feature_block *blocks = arena_alloc(&b->mem, n, sizeof(*blocks));
	size_t *at = arena_alloc(&b->mem, n, sizeof(*at));

	for (size_t i = 0; i < n; i++)
		if (!batch_need(b, f[i].name, &at[i], e))
			return NULL;
	*nblock = 0;
	for (size_t i = 0; i < n; i += blocks[*nblock - 1].n) {
		struct feature_block *block = &blocks[(*nblock)++];

		*block = (struct feature_block){ .first = i, .n = 1 };
		if (b->col[at[i]].face == FACE_INDICATOR) {
			block->n = run_length(b, at, n, i);
			codes_block(b, at, block);
		} else if (!numbers_block(b, at[i], block, e)) {
			return NULL;
		}
	}
	return blocks;
}
