/*
 * correlation.c - see correlation.h
 */
#include "stat/correlation.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/exact.h"
#include "stat/weighted.h"

double
correlation_pearson(const double *x, const double *y, size_t n)
{
	struct exact *s = mem_alloc(5, sizeof(*s));
	double unit_x = unit_of(largest_of(x, n)), unit_y = unit_of(largest_of(y, n));
	double cov, vx, vy, r;

	for (size_t i = 0; i < n; i++) {
		double a = x[i] / unit_x, b = y[i] / unit_y;

		exact_add(&s[0], a);
		exact_add(&s[1], b);
		exact_add_product(&s[2], a, a);
		exact_add_product(&s[3], b, b);
		exact_add_product(&s[4], a, b);
	}
	cov = exact_covariance(&s[0], &s[1], &s[4], n, 1);
	vx = exact_variance(&s[0], &s[2], n, 1);
	vy = exact_variance(&s[1], &s[3], n, 1);
	free(s);
	if (!(vx > 0 && vy > 0))
		return NAN;
	r = cov / sqrt(vx * vy);
	return fmin(fmax(r, -1), 1);
}

/* A value and where it stood, in one number to sort by: weighted.h's pair will do. */
void
midranks(const double *x, size_t n, double *rank)
{
	struct weighted *p = mem_alloc(n, sizeof(*p));

	for (size_t i = 0; i < n; i++)
		p[i] = (struct weighted){ x[i], (double)i };
	weighted_sort(p, n);
	for (size_t i = 0, same; i < n; i += same) {
		for (same = 1; i + same < n && p[i + same].x == p[i].x;)
			same++;
		/* The mean of i + 1 .. i + same. */
		for (size_t k = 0; k < same; k++)
			rank[(size_t)p[i + k].w] = (double)i + ((double)same + 1) / 2;
	}
	free(p);
}

double
correlation_spearman(const double *x, const double *y, size_t n)
{
	double *a = mem_alloc(n, sizeof(*a)), *b = mem_alloc(n, sizeof(*b)), r;

	midranks(x, n, a);
	midranks(y, n, b);
	r = correlation_pearson(a, b, n);
	free(a);
	free(b);
	return r;
}
