/*
 * loss.c - the table of losses
 */
#include "model/loss.h"

#include "base/elementary.h"

static double
squared_value(double y, double z)
{
	return (y - z) * (y - z) / 2;
}

static double
squared_slope(double y, double z)
{
	return z - y;
}

static double
squared_curve(double y, double z)
{
	(void)y;
	(void)z;
	return 1;
}

static double
identity(double z)
{
	return z;
}

static const struct loss squared = { "squared", squared_value, squared_slope,
	squared_curve, identity };

/*
 * y softplus(-z) + (1 - y) softplus(z), which is the same and loses nothing where
 * the prediction is right: softplus(z) - z would cancel.
 */
static double
logistic_value(double y, double z)
{
	double value = elementary_softplus(z > 0 ? -z : z); /* log(1 + e^-|z|) */

	return value + (z > 0 ? (1 - y) * z : -y * z);
}

/* p - y, written as (1 - y) p - y (1 - p), so that a good fit keeps its digits. */
static double
logistic_slope(double y, double z)
{
	return (1 - y) * elementary_sigmoid(z) - y * elementary_sigmoid(-z);
}

static double
logistic_curve(double y, double z)
{
	(void)y;
	return elementary_sigmoid(z) * elementary_sigmoid(-z);
}

static const struct loss logistic = { "logistic", logistic_value, logistic_slope,
	logistic_curve, elementary_sigmoid };

const struct loss *const losses[] = { &squared, &logistic, NULL };

const struct loss *
loss_find(struct str name)
{
	for (size_t i = 0; losses[i] != NULL; i++)
		if (str_equal(name, str_of(losses[i]->name)))
			return losses[i];
	return NULL;
}
