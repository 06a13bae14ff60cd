/*
 * power.c - powers towards a normal distribution, and the most likely of them
 */
#include "stat/power.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/elementary.h"
#include "base/mem.h"

/* ((exp u)^lambda - 1) / lambda. */
static double
box_cox_of_log(double u, double lambda)
{
	double y = elementary_expm1(lambda * u) / lambda;

	/* So near to 0 that the quotient has no digits is 0. */
	return fabs(lambda) < DBL_MIN ? u : y;
}

static double
log_of_box_cox(double y, double lambda)
{
	return fabs(lambda) < DBL_MIN ? y : elementary_log1p(lambda * y) / lambda;
}

double
power_apply(enum power kind, double lambda, double x)
{
	if (kind == POWER_BOX_COX)
		return x > 0 ? box_cox_of_log(elementary_log(x), lambda) : NAN;
	return x >= 0 ? box_cox_of_log(elementary_log1p(x), lambda)
		      : -box_cox_of_log(elementary_log1p(-x), 2 - lambda);
}

double
power_undo(enum power kind, double lambda, double y)
{
	if (kind == POWER_BOX_COX)
		return elementary_exp(log_of_box_cox(y, lambda));
	return y >= 0 ? elementary_expm1(log_of_box_cox(y, lambda))
		      : -elementary_expm1(log_of_box_cox(-y, 2 - lambda));
}

/* ---- likelihood ---- */

/* The values as logarithms: u of x, and on which side of 0 they are. */
struct logs {
	enum power kind;
	size_t n;
	const size_t *count;
	double *u;     /* (n) signed: log x, or sign(x) log(1 + |x|) */
	double *y;     /* (n) scratch */
	double weight; /* of all */
	double sum;    /* of u */
	bool below, above;
};

static double
log_of(enum power kind, double x)
{
	if (kind == POWER_BOX_COX)
		return elementary_log(x);
	return x < 0 ? -elementary_log1p(-x) : elementary_log1p(x);
}

/* A sum that keeps what each addition loses (Neumaier). */
struct careful {
	double sum, rest;
};

static void
careful_add(struct careful *c, double x)
{
	double sum = c->sum + x;

	c->rest += fabs(c->sum) >= fabs(x) ? (c->sum - sum) + x : (x - sum) + c->sum;
	c->sum = sum;
}

static double
variance(const struct logs *v)
{
	struct careful sum = { 0 }, squares = { 0 };
	double mean;

	for (size_t i = 0; i < v->n; i++)
		careful_add(&sum, (double)v->count[i] * v->y[i]);
	mean = (sum.sum + sum.rest) / v->weight;
	for (size_t i = 0; i < v->n; i++) {
		double d = v->y[i] - mean;

		careful_add(&squares, (double)v->count[i] * d * d);
	}
	return (squares.sum + squares.rest) / v->weight;
}

/*
 * log var(y).  On one side of 0, y is (e^(lambda u) - 1) / lambda up to its sign; about
 * the end c where that power is largest it is
 *
 *	e^(lambda c) * (e^(lambda (u - c)) - 1) / lambda + a constant.
 */
static double
log_variance(const struct logs *v, double lambda)
{
	bool one_side = v->kind == POWER_BOX_COX || !v->below || !v->above;
	double sign = v->kind == POWER_YEO_JOHNSON && !v->above ? -1 : 1;
	double power = sign < 0 ? 2 - lambda : lambda;
	double first = sign * v->u[0], last = sign * v->u[v->n - 1];
	double c = (power > 0) == (last > first) ? last : first;

	for (size_t i = 0; i < v->n; i++) {
		double u = v->u[i];

		if (one_side)
			v->y[i] = box_cox_of_log(sign * u - c, power);
		else
			v->y[i] = u >= 0 ? box_cox_of_log(u, lambda)
					 : -box_cox_of_log(-u, 2 - lambda);
	}
	double s = variance(v);
	if (!(s > 0 && s <= DBL_MAX))
		return INFINITY;
	return elementary_log(s) + (one_side ? 2 * power * c : 0);
}

static double
loss(const struct logs *v, double lambda)
{
	return v->weight / 2 * log_variance(v, lambda) - (lambda - 1) * v->sum;
}

static void
logs_start(
    struct logs *v, enum power kind, const double *x, const size_t *count, size_t n)
{
	struct careful sum = { 0 };

	*v = (struct logs){ .kind = kind, .n = n, .count = count };
	v->u = mem_alloc(n, sizeof(*v->u));
	v->y = mem_alloc(n, sizeof(*v->y));
	for (size_t i = 0; i < n; i++) {
		v->u[i] = log_of(kind, x[i]);
		careful_add(&sum, (double)count[i] * v->u[i]);
		v->weight += (double)count[i];
		v->below |= x[i] < 0;
		v->above |= x[i] > 0;
	}
	v->sum = sum.sum + sum.rest;
}

static void
logs_end(struct logs *v)
{
	free(v->u);
	free(v->y);
}

double
power_loss(enum power kind, double lambda, const double *x, const size_t *count, size_t n)
{
	struct logs v;
	double l;

	logs_start(&v, kind, x, count, n);
	l = loss(&v, lambda);
	logs_end(&v);
	return l;
}

/* Golden sections: each keeps the part of the interval where the minimum must be. */
double
power_fit(enum power kind, const double *x, const size_t *count, size_t n)
{
	const double part = 0.6180339887498949, near = 1e-9;
	double lo = -POWER_MOST, hi = POWER_MOST;
	double a = hi - part * (hi - lo), b = lo + part * (hi - lo), la, lb;
	struct logs v;

	logs_start(&v, kind, x, count, n);
	la = loss(&v, a);
	lb = loss(&v, b);
	while (hi - lo > near) {
		/* Where both overflow the minimum is nearer to 1, where nothing does. */
		if (la < lb || (la == lb && fabs(a - 1) <= fabs(b - 1))) {
			hi = b;
			b = a;
			lb = la;
			a = hi - part * (hi - lo);
			la = loss(&v, a);
		} else {
			lo = a;
			a = b;
			la = lb;
			b = lo + part * (hi - lo);
			lb = loss(&v, b);
		}
	}
	logs_end(&v);
	return lo + (hi - lo) / 2;
}
