/*
 * icc.c - see icc.h
 */
#include "stat/icc.h"

#include <math.h>

#include "stat/fisher.h"

static const double tail = 0.975;

double
icc_of(const struct squares *s, int form, bool mean)
{
	double error = form == 1 ? s->within : s->rest, below;

	below = s->units + (mean ? 0 : (s->k - 1) * error);
	if (form == 2)
		below += (mean ? 1 : s->k) * (s->raters - s->rest) / s->n;
	return below > 0 ? (s->units - error) / below : NAN;
}

/* Forms 1 and 3: the ratio of two mean squares has an F distribution. */
static void
interval_exact(const struct squares *s, int form, double *low, double *high)
{
	double error = form == 1 ? s->within : s->rest, units = s->n - 1;
	double df = form == 1 ? s->n * (s->k - 1) : units * (s->k - 1);
	double f = s->units / error, less, more;

	less = f / fisher_quantile(tail, units, df);
	more = f * fisher_quantile(tail, df, units);
	*low = (less - 1) / (less + s->k - 1);
	*high = (more - 1) / (more + s->k - 1);
}

/* Form 2: the error is a sum of two mean squares, whose degrees of freedom are v. */
static void
interval_satterthwaite(const struct squares *s, double *low, double *high)
{
	double n = s->n, k = s->k, rho = icc_of(s, 2, false), f = s->raters / s->rest;
	double a = k * rho * f, b = n * (1 + (k - 1) * rho) - k * rho;
	double v = (k - 1) * (n - 1) * (a + b) * (a + b) / ((n - 1) * a * a + b * b);
	double less = fisher_quantile(tail, n - 1, v);
	double more = fisher_quantile(tail, v, n - 1);
	double error = k * s->raters + (k * n - k - n) * s->rest;

	*low = n * (s->units - less * s->rest) / (less * error + n * s->units);
	*high = n * (more * s->units - s->rest) / (error + n * more * s->units);
}

void
icc_interval(const struct squares *s, int form, bool mean, double *low, double *high)
{
	double error = form == 1 ? s->within : s->rest;

	*low = *high = NAN;
	if (!(s->n >= 2) || !(error > 0) || isnan(icc_of(s, form, mean)))
		return;
	if (form == 2)
		interval_satterthwaite(s, low, high);
	else
		interval_exact(s, form, low, high);
	if (mean) { /* Spearman and Brown: k ratings are so much surer than one */
		*low = s->k * *low / (1 + (s->k - 1) * *low);
		*high = s->k * *high / (1 + (s->k - 1) * *high);
	}
}
