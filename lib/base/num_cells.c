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
	size_t again = 0;

	for (size_t i = 0; i < n; i++, off += stride) {
		const char *p = block + off[0];
		size_t size = off[1] - 1 - off[0];

		if (size == 1 && i >= again) {
			size_t run = single_digits(block, off, stride, n - i, x + i);

			again = i + run + DIGITS_TRY_AGAIN;
			if (run > 0) {
				i += run - 1;
				off += (run - 1) * stride;
				continue;
			}
		}
		if (cell_read(p, size, &x[i]))
			continue;
		if (quotes_off(&p, &size) && cell_read(p, size, &x[i]))
			continue;
		if (num_parse(p, size, &x[i]) != NUM_OK)
			return i;
	}
	return n;
}
