/*
 * num.h - the only place where numbers become text and text becomes numbers
 *
 * In: an optional sign, digits with at most one point (a digit on at least one
 * side), an optional exponent; the whole text and nothing else.  No blanks, no
 * hex, no inf or nan, no thousands separators.  Correctly rounded.  A number too
 * large for a double is refused; one too small becomes the nearest double, maybe
 * zero.
 *
 * Out: the shortest decimal that reads back as the same double, and of those the
 * nearest to it: 0.1, 30, 1e+21, 5e-324, -0.  Written plainly from 1e-5 up to
 * below 1e21 and with an exponent outside (1e+21, 1.5e-7).  Missing (NaN) has no
 * spelling: it is an empty cell, which is the caller's business.
 *
 * Neither looks at the locale.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stddef.h>
#include <stdint.h>

enum num_verdict {
	NUM_OK,
	NUM_NOT,      /* not spelt as a number */
	NUM_TOO_LARGE /* a number, but beyond the largest double */
};

/* Read n bytes at p.  *x is set only on NUM_OK. */
enum num_verdict num_parse(const char *p, size_t n, double *x);

/*
 * Read n cells, cell i being the bytes block[off[i * stride] .. off[i * stride + 1] - 1),
 * as num_parse() would: an empty one is NaN, and quotes around it do not count.  Returns
 * how many were read: the cell behind them, if there is one, is no number.  x[i] is set
 * for these; of x[0..n) the rest may be overwritten.  NUM_SLACK bytes behind the end of
 * each cell must be readable; what they hold does not matter.
 */
enum { NUM_SLACK = 16 };
size_t num_parse_cells(
    const char *block, const uint32_t *off, size_t stride, size_t n, double *x);

/*
 * Write x, finite, at out, without a NUL, and return how many bytes it takes.  All
 * NUM_WIDTH bytes at out must be writable: those after the number may be overwritten.
 */
enum { NUM_WIDTH = 40 };
size_t num_print(double x, char *out);

/* The same for counts. */
size_t num_print_count(unsigned long long x, char *out);

#endif
