/*
 * num_cells.c - many cells at once
 *
 * What is not a plain number (num_read.h) is for num_parse().
 */
#include "base/num.h"

#include <math.h>

#include "base/cpu.h"
#include "base/num_read.h"

static inline bool
cell_read(const char *p, size_t n, double *x)
{
	double value;
	bool minus, sign;

	if (n == 0) {
		*x = NAN;
		return true;
	}
	sign = sign_read(*p, &minus);
	if (n == sign || !plain_read(p + sign, n - sign, true, &value))
		return false;
	*x = sign_put(value, minus);
	return true;
}

size_t
num_parse_cells(
    const char *block, const uint32_t *off, size_t stride, size_t n, double *x)
{
#if CPU_HAS_AVX2
	if (cpu_level() >= CPU_LEVEL_AVX2)
		return num_parse_cells_avx2(block, off, stride, n, x);
#endif
	return cells_read(block, off, stride, n, x, cell_read);
}
