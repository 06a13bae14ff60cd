/*
 * distance.c - see distance.h
 */
#include "stat/distance.h"

#include <math.h>
#include <stdbool.h>

#include "base/elementary.h"
#include "stat/normal.h"

/* ---- of counts ---- */

static bool
totals(const uint64_t *a, const uint64_t *b, size_t k, double *na, double *nb)
{
	uint64_t n = 0, m = 0;

	for (size_t i = 0; i < k; i++) {
		n += a[i];
		m += b[i];
	}
	*na = (double)n;
	*nb = (double)m;
	return n > 0 && m > 0;
}

/* |a/na - b/nb|, in one quotient: for counts below 2^26 nothing else is rounded. */
static double
shares_apart(uint64_t a, uint64_t b, double na, double nb)
{
	return fabs((double)a * nb - (double)b * na) / (na * nb);
}

double
distance_linf(const uint64_t *a, const uint64_t *b, size_t k, size_t *worst)
{
	double na, nb, most = -1;

	*worst = 0;
	if (!totals(a, b, k, &na, &nb))
		return NAN;
	for (size_t i = 0; i < k; i++) {
		double d = shares_apart(a[i], b[i], na, nb);

		if (d > most) {
			most = d;
			*worst = i;
		}
	}
	return most;
}

/* p log(p / m) where nothing is 0 if p is. */
static double
relative(double p, double m)
{
	return p > 0 ? p * elementary_log(p / m) : 0;
}

double
distance_js(const uint64_t *a, const uint64_t *b, size_t k)
{
	double na, nb, sum = 0;

	if (!totals(a, b, k, &na, &nb))
		return NAN;
	for (size_t i = 0; i < k; i++) {
		double p = (double)a[i] / na, q = (double)b[i] / nb, m = (p + q) / 2;

		sum += (relative(p, m) + relative(q, m)) / 2;
	}
	sum /= elementary_log(2);
	return fmin(fmax(sum, 0), 1);
}

double
distance_psi(const uint64_t *a, const uint64_t *b, size_t k)
{
	double na, nb, sum = 0;

	if (!totals(a, b, k, &na, &nb))
		return NAN;
	for (size_t i = 0; i < k; i++) {
		double p = ((double)a[i] + 0.5) / (na + 0.5 * (double)k);
		double q = ((double)b[i] + 0.5) / (nb + 0.5 * (double)k);

		sum += (p - q) * elementary_log(p / q);
	}
	return sum;
}

double
distance_chi2(const uint64_t *a, const uint64_t *b, size_t k, size_t *freedom)
{
	double na, nb, sum = 0;
	size_t used = 0;

	*freedom = 0;
	if (!totals(a, b, k, &na, &nb))
		return NAN;
	for (size_t i = 0; i < k; i++) {
		double both = (double)a[i] + (double)b[i], d;

		if (both == 0)
			continue;
		/* The same for both rows of the table: (a - e)^2 (1/ea + 1/eb). */
		d = (double)a[i] - both * (na / (na + nb));
		sum += d * d / both * ((na + nb) / na + (na + nb) / nb);
		used++;
	}
	*freedom = used - 1;
	return sum;
}

/* ---- of numbers ---- */

/* Both walked together: the next value, and the shares that are not above it. */
struct climb {
	const struct runs *a, *b;
	size_t i, k;       /* the next run of each */
	uint64_t na, nb;   /* values in all */
	uint64_t upa, upb; /* values up to x */
	double x;
};

static uint64_t
values_of(const struct runs *r)
{
	uint64_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->count[i];
	return n;
}

static bool
climb_start(struct climb *c, const struct runs *a, const struct runs *b)
{
	*c = (struct climb){ .a = a, .b = b, .na = values_of(a), .nb = values_of(b) };
	return c->na > 0 && c->nb > 0;
}

static bool
climb_next(struct climb *c)
{
	bool more_a = c->i < c->a->n, more_b = c->k < c->b->n;

	if (!more_a && !more_b)
		return false;
	if (!more_b || (more_a && c->a->x[c->i] <= c->b->x[c->k]))
		c->x = c->a->x[c->i];
	else
		c->x = c->b->x[c->k];
	if (more_a && c->a->x[c->i] == c->x)
		c->upa += c->a->count[c->i++];
	if (more_b && c->b->x[c->k] == c->x)
		c->upb += c->b->count[c->k++];
	return true;
}

static double
apart(const struct climb *c)
{
	return shares_apart(c->upa, c->upb, (double)c->na, (double)c->nb);
}

double
distance_ks(const struct runs *a, const struct runs *b)
{
	struct climb c;
	double most = 0;

	if (!climb_start(&c, a, b))
		return NAN;
	while (climb_next(&c))
		most = fmax(most, apart(&c));
	return most;
}

double
distance_wasserstein(const struct runs *a, const struct runs *b)
{
	struct climb c;
	double sum = 0, rest = 0;

	if (!climb_start(&c, a, b))
		return NAN;
	climb_next(&c);
	for (;;) {
		double from = c.x, height = apart(&c), area, next;

		if (!climb_next(&c))
			return sum + rest;
		area = height * (c.x / 2 - from / 2) * 2;
		next = sum + area; /* and what the addition lost (Knuth) */
		rest += (sum - (next - (next - sum))) + (area - (next - sum));
		sum = next;
	}
}

/* ---- tails ---- */

/*
 * Q(m/2, x/2) for whole m is a finite sum (Abramowitz & Stegun 26.4.4 and 26.4.5):
 * of e^-h h^j / j! for m even, and of e^-h h^(j - 1/2) / gamma(j + 1/2) behind the
 * normal tail for m odd, h = x/2.  Terms are scaled so that they do not overflow.
 */
double
chi2_tail(double x, size_t freedom)
{
	const double large = 1e200, log_large = elementary_log(large);
	bool odd = freedom % 2 == 1;
	double h = x / 2, logs = -h, term, sum = 0, first;

	if (isnan(x) || freedom == 0)
		return NAN;
	if (x <= 0)
		return 1;
	first = odd ? 2 * normal_probability(-sqrt(x)) : 0;
	term = odd ? sqrt(h) / 0.88622692545275801365 /* gamma(3/2) */ : 1;
	for (size_t j = 0; j < freedom / 2; j++) {
		sum += term;
		term *= h / ((double)j + (odd ? 1.5 : 1));
		if (sum > large) {
			sum /= large;
			term /= large;
			logs += log_large;
		}
	}
	if (sum > 0)
		first += elementary_exp(logs + elementary_log(sum));
	return fmin(first, 1);
}

double
ks_tail(double d, uint64_t na, uint64_t nb)
{
	const double pi = 3.14159265358979323846;
	double l, sum = 0;

	if (isnan(d))
		return d;
	l = sqrt((double)na / ((double)na + (double)nb) * (double)nb) * d;
	if (l == 0)
		return 1;
	if (l < 1) {
		for (int k = 1; k < 40; k += 2)
			sum += elementary_exp(-(k * k) * pi * pi / (8 * l * l));
		return 1 - sqrt(2 * pi) / l * sum;
	}
	for (int k = 1; k < 40; k++)
		sum += (k % 2 == 1 ? 2 : -2) * elementary_exp(-2.0 * k * k * l * l);
	return sum;
}
