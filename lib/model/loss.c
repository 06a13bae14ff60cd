/*
 * loss.c - the table of losses
 */
#include "model/loss.h"

#include <math.h>

#include "base/elementary.h"

static double
identity(double z)
{
	return z;
}

/* ---- squared ---- */

static double
squared_both(const struct loss *l, double y, double z, double *slope)
{
	(void)l;
	*slope = z - y;
	return *slope * *slope / 2;
}

static double
squared_curve(const struct loss *l, double y, double z)
{
	(void)l;
	(void)y;
	(void)z;
	return 1;
}

static const struct loss squared = { "squared", squared_both, squared_curve, identity, 0,
	0 };

/* ---- logistic ---- */

/*
 * From e = e^-|z|: the probabilities of the nearer and the other class are 1 / (1 + e)
 * and e / (1 + e).  The value is y softplus(-z) + (1 - y) softplus(z), which loses
 * nothing where the prediction is right; the slope, p - y, is (1 - y) p - y (1 - p), so
 * that a good fit keeps its digits.
 */
static double
logistic_both(const struct loss *l, double y, double z, double *slope)
{
	double e = elementary_exp(z > 0 ? -z : z), sum = 1 + e;
	double p = (z > 0 ? 1 : e) / sum, q = (z > 0 ? e : 1) / sum;

	(void)l;
	*slope = (1 - y) * p - y * q;
	return elementary_log1p(e) + (z > 0 ? (1 - y) * z : -y * z);
}

static double
logistic_curve(const struct loss *l, double y, double z)
{
	double e = elementary_exp(z > 0 ? -z : z), sum = 1 + e;

	(void)l;
	(void)y;
	return e / sum / sum;
}

static const struct loss logistic = { "logistic", logistic_both, logistic_curve,
	elementary_sigmoid, 0, 0 };

/* ---- poisson ---- */

static double
poisson_both(const struct loss *l, double y, double z, double *slope)
{
	double mean = elementary_exp(z);

	(void)l;
	*slope = mean - y;
	return mean - y * z;
}

static double
poisson_curve(const struct loss *l, double y, double z)
{
	(void)l;
	(void)y;
	return elementary_exp(z);
}

static const struct loss poisson = { "poisson", poisson_both, poisson_curve,
	elementary_exp, 0, 0 };

/* ---- huber ---- */

static double
huber_both(const struct loss *l, double y, double z, double *slope)
{
	double d = l->parameter, r = z - y, size = fabs(r);

	*slope = size <= d ? r : r > 0 ? d : -d;
	return size <= d ? r * r / 2 : d * size - d * d / 2;
}

static double
huber_curve(const struct loss *l, double y, double z)
{
	return fabs(z - y) <= l->parameter;
}

static const struct loss huber = { "huber", huber_both, huber_curve, identity, 1, 0 };

/* ---- quantile ---- */

/* r = z - y: the slope rises from -q at -width to 1 - q at width. */
static double
quantile_both(const struct loss *l, double y, double z, double *slope)
{
	double q = l->parameter, r = z - y, h = l->width;

	if (r <= -h) {
		*slope = -q;
		return -q * r;
	}
	if (r >= h) {
		*slope = 1 - q;
		return (1 - q) * r;
	}
	*slope = r / (2 * h) + 0.5 - q;
	return r * r / (4 * h) + (0.5 - q) * r + h / 4;
}

static double
quantile_curve(const struct loss *l, double y, double z)
{
	return fabs(z - y) < l->width ? 1 / (2 * l->width) : 0;
}

static const struct loss quantile = { "quantile", quantile_both, quantile_curve, identity,
	0.5, 1 };

/* ---- the table ---- */

const struct loss *const losses[] = { &squared, &logistic, &poisson, &huber, &quantile,
	NULL };

const struct loss *
loss_find(struct str name)
{
	for (size_t i = 0; losses[i] != NULL; i++)
		if (str_equal(name, str_of(losses[i]->name)))
			return losses[i];
	return NULL;
}
