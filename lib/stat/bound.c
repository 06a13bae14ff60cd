/*
 * bound.c - see bound.h
 */
#include "stat/bound.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/num.h"

static bool
ends_in(struct str s, const char *unit)
{
	size_t n = strlen(unit);

	return s.n > n && memcmp(s.p + s.n - n, unit, n) == 0;
}

bool
bound_parse(struct str s, struct bound *b)
{
	*b = (struct bound){ BOUND_NONE, 0 };
	if (s.n == 0)
		return true;
	if (s.p[0] == 'p') {
		b->kind = BOUND_PERCENTILE;
		return num_parse(s.p + 1, s.n - 1, &b->x) == NUM_OK && b->x >= 0 &&
		       b->x <= 100;
	}
	if (ends_in(s, "sd")) {
		b->kind = BOUND_SD;
		return num_parse(s.p, s.n - 2, &b->x) == NUM_OK && b->x > 0;
	}
	if (ends_in(s, "iqr")) {
		b->kind = BOUND_IQR;
		return num_parse(s.p, s.n - 3, &b->x) == NUM_OK && b->x >= 0;
	}
	b->kind = BOUND_NUMBER;
	return num_parse(s.p, s.n, &b->x) == NUM_OK;
}

unsigned
bound_needs(const struct bound *b)
{
	if (b->kind == BOUND_SD)
		return TALLY_SUMS;
	return b->kind == BOUND_PERCENTILE || b->kind == BOUND_IQR ? TALLY_VALUES : 0;
}

static bool
fence(struct tally *t, double distances, bool upper, double *x, struct err *e)
{
	static const double p[2] = { 0.25, 0.75 };
	double q[2];

	if (!sample_quantiles(&t->values, p, 2, q, e))
		return false;
	distances *= q[1] - q[0];
	*x = upper ? q[1] + distances : q[0] - distances;
	return true;
}

bool
bound_find(const struct bound *b, struct tally *t, bool upper, double *x, struct err *e)
{
	bool good = true;

	*x = b->x;
	switch (b->kind) {
	case BOUND_NONE:
		*x = upper ? DBL_MAX : -DBL_MAX;
		break;
	case BOUND_NUMBER:
		break;
	case BOUND_PERCENTILE:
		good = tally_quantile(t, b->x / 100, x, e);
		break;
	case BOUND_SD:
		*x = tally_mean(t) + (upper ? b->x : -b->x) * tally_sd(t, 0);
		break;
	case BOUND_IQR:
		good = fence(t, b->x, upper, x, e);
		break;
	}
	*x = fmin(fmax(*x, -DBL_MAX), DBL_MAX);
	return good;
}
