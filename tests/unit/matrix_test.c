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
	ok(m.start[0] == 0 && m.start[1] == 2 && m.start[2] == 2 && m.start[3] == 3,
	    "zeros are not stored and a row may be empty");
	ok(m.index[0] == 0 && m.index[1] == 3 && m.index[2] == 1, "features in order");
	ok(m.value[0] == 1.5 && m.value[1] == -2 && m.value[2] == 4, "with their values");
	ok(m.label[1] == 8 && m.weight[1] == 2, "label and weight of a row");
	ok(matrix_total_weight(&m) == 4, "total weight");
	ok(matrix_mean_label(&m) == (7 + 2 * 8 + 10) / 4.0, "weighted mean label");
	matrix_free(&m);
	ok(m.nrow == 0 && m.value == NULL, "freed is empty");
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
	ok(m.value[m.start[m.nrow - 1]] == 3 * MATRIX_BLOCK + 5, "growing keeps values");
	matrix_free(&m);
}

int
main(void)
{
	test_empty();
	test_rows();
	test_blocks();
	return tap_end();
}
