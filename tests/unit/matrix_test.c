#include "model/matrix.h"

#include "tap.h"

static void
test_empty(void)
{
	struct matrix m = { 0 };

	ok(matrix_total_weight(&m) == 0, "no rows weigh nothing");
	matrix_free(&m);
}

static void
test_rows(void)
{
	struct matrix m = { .ncol = 2 };

	matrix_add(&m, 0, 1.5);
	matrix_add(&m, 1, 0);
	matrix_add(&m, 3, -2);
	matrix_end_row(&m, 7, 1);
	matrix_end_row(&m, 8, 2);
	matrix_add(&m, 1, 4);
	matrix_end_row(&m, 10, 1);
	ok(m.nrow == 3 && m.ncol == 4, "rows are counted and a late feature raises ncol");
	struct matrix_row first = matrix_row(&m, 0), last = matrix_row(&m, 2);
	ok(first.n == 2 && matrix_row(&m, 1).n == 0 && last.n == 1,
	    "zeros are not stored and a row may be empty");
	ok(first.index[0] == 0 && first.index[1] == 3 && last.index[0] == 1,
	    "features in order");
	ok(first.value[0] == 1.5 && first.value[1] == -2 && last.value[0] == 4,
	    "with their values");
	ok(m.label[1] == 8 && m.weight[1] == 2, "label and weight of a row");
	ok(matrix_total_weight(&m) == 4, "total weight");
	ok(matrix_mean_label(&m) == (7 + 2 * 8 + 10) / 4.0, "weighted mean label");
	matrix_free(&m);
	ok(m.nrow == 0 && m.label == NULL, "freed is empty");
}

/* Row by row 0.1 drifts otherwise than block by block: the blocks must show. */
static void
test_blocks(void)
{
	struct matrix m = { 0 };
	double block = 0, rest = 0;

	for (size_t i = 0; i < 3 * MATRIX_BLOCK + 5; i++) {
		matrix_add(&m, 0, (double)(i + 1));
		matrix_end_row(&m, 0, 0.1);
	}
	for (size_t i = 0; i < MATRIX_BLOCK; i++)
		block += 0.1;
	for (size_t i = 0; i < 5; i++)
		rest += 0.1;
	ok(matrix_total_weight(&m) == block + block + block + rest,
	    "sums run in blocks of MATRIX_BLOCK rows");
	ok(matrix_blocks(&m) == 4 && matrix_block(&m, 3)->nrow == 5, "the last is short");
	ok(matrix_row(&m, m.nrow - 1).value[0] == 3 * MATRIX_BLOCK + 5 &&
		matrix_row(&m, MATRIX_BLOCK).value[0] == MATRIX_BLOCK + 1,
	    "growing keeps values");
	matrix_free(&m);
}

/* Blocks with few zeros are dense and those with many sparse, and rows are the same. */
static void
test_layouts(void)
{
	struct matrix m = { .ncol = 3 };
	bool same = true;

	for (size_t i = 0; i < 2 * MATRIX_BLOCK; i++) {
		bool few = i < MATRIX_BLOCK && i % 8 != 0;

		matrix_add(&m, 0, few ? 1.0 : 0);
		matrix_add(&m, 1, few ? (double)i : 0);
		matrix_add(&m, 2, 7);
		matrix_end_row(&m, 0, 1);
	}
	ok(matrix_block(&m, 0)->width == 3 && matrix_block(&m, 1)->width == 0,
	    "a block is dense where most values are none");
	for (size_t i = 0; i < m.nrow; i++) {
		struct matrix_row r = matrix_row(&m, i);
		double x[3] = { 0 };
		bool few = i < MATRIX_BLOCK && i % 8 != 0;

		for (size_t k = 0; k < r.n; k++)
			x[r.index[k]] = r.value[k];
		same = same && x[0] == (few ? 1.0 : 0) && x[1] == (few ? (double)i : 0) &&
		       x[2] == 7;
	}
	ok(same, "rows are what they were");
	matrix_free(&m);
}

int
main(void)
{
	test_empty();
	test_rows();
	test_blocks();
	test_layouts();
	return tap_end();
}
