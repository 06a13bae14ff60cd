/*
 * comoment_test - covariances without rounding, in any order, in any pieces
 */
#include "stat/comoment.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "tap.h"

enum { P = 3, ROWS = 2000 };

static uint64_t
draw(void)
{
	static uint64_t state = 20261126;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* Every mean and covariance, bit for bit. */
static bool
equal(const struct comoment *a, const struct comoment *b)
{
	bool good = a->n == b->n && a->incomplete == b->incomplete;

	for (size_t i = 0; i < P; i++) {
		good &= same(comoment_mean(a, i), comoment_mean(b, i));
		for (size_t j = 0; j < P; j++)
			good &= same(
			    comoment_covariance(a, i, j), comoment_covariance(b, j, i));
	}
	return good;
}

static void
test_small(void)
{
	const double x[] = { 1, 2, 3, 4, NAN }, y[] = { 2, 4, 6, NAN, 9 },
		     z[] = { -1, -1, -4, 0, 0 };
	const double *column[P] = { x, y, z };
	struct comoment c;

	comoment_start(&c, P);
	ok(isnan(comoment_covariance(&c, 0, 1)), "of no rows there is none");
	comoment_add(&c, column, 5);
	ok(c.n == 3 && c.incomplete == 2, "rows with a missing value are left out");
	ok(comoment_mean(&c, 1) == 4 && comoment_mean(&c, 2) == -2, "means");
	ok(comoment_covariance(&c, 0, 0) == 1 && comoment_covariance(&c, 0, 1) == 2 &&
		comoment_covariance(&c, 1, 2) == -3 && comoment_covariance(&c, 2, 2) == 3,
	    "variances and covariances, of either sign");
	comoment_free(&c);
}

/* Far from 0 the textbook formula in doubles has no digit right. */
static void
test_far(void)
{
	const double x[] = { 1e15 + 1, 1e15 + 2, 1e15 + 3 },
		     y[] = { -1e15 - 3, -1e15 - 5, -1e15 - 10 },
		     z[] = { 1e200, 3e200, 0 };
	const double *column[P] = { x, y, z };
	struct comoment c;

	comoment_start(&c, P);
	comoment_add(&c, column, 3);
	ok(comoment_covariance(&c, 0, 1) == -3.5, "far from 0");
	ok(isinf(comoment_covariance(&c, 2, 2)), "what is no double is infinite");
	ok(comoment_covariance(&c, 0, 2) == -0.5e200, "and what is one is right");
	comoment_free(&c);
}

static void
test_order(void)
{
	static double x[P][ROWS];
	const double *column[P] = { x[0], x[1], x[2] }, *rest[P];
	struct comoment whole, turned, pieces, piece;

	for (size_t r = 0; r < ROWS; r++)
		for (size_t i = 0; i < P; i++) {
			x[i][r] = ldexp((double)(int64_t)draw(), (int)(draw() % 80) - 90);
			if (draw() % 50 == 0)
				x[i][r] = NAN;
		}
	comoment_start(&whole, P);
	comoment_add(&whole, column, ROWS);
	comoment_start(&pieces, P);
	for (size_t at = 0, n; at < ROWS; at += n) {
		n = 1 + draw() % 700 < ROWS - at ? 1 + draw() % (ROWS - at) : ROWS - at;
		for (size_t i = 0; i < P; i++)
			rest[i] = x[i] + at;
		comoment_start(&piece, P);
		comoment_add(&piece, rest, n);
		comoment_merge(&pieces, &piece);
		comoment_free(&piece);
	}
	ok(equal(&whole, &pieces), "pieces merged are the whole");
	for (size_t r = 0; r < ROWS / 2; r++)
		for (size_t i = 0; i < P; i++) {
			double old = x[i][r];

			x[i][r] = x[i][ROWS - 1 - r];
			x[i][ROWS - 1 - r] = old;
		}
	comoment_start(&turned, P);
	comoment_add(&turned, column, ROWS);
	ok(equal(&whole, &turned), "and so are the rows in another order");
	comoment_free(&whole);
	comoment_free(&turned);
	comoment_free(&pieces);
}

int
main(void)
{
	test_small();
	test_far();
	test_order();
	return tap_end();
}
