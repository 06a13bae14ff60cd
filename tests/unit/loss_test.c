#include "model/loss.h"

#include <math.h>

#include "tap.h"

static const double labels[] = { 0, 0.25, 1 };
static const double scores[] = { -30, -3, -0.5, 0.0625, 0.25, 2.125, 30 };

static double
slope_of(const struct loss *l, double y, double z)
{
	double slope;

	l->both(l, y, z, &slope);
	return slope;
}

static double
value_of(const struct loss *l, double y, double z)
{
	double slope;

	return l->both(l, y, z, &slope);
}

/* Central differences, as a share of the value: error h^2 times a third derivative. */
static void
test_derivatives(const struct loss *l)
{
	double worst_slope = 0, worst_curve = 0, h = 1e-5;

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		for (size_t k = 0; k < sizeof scores / sizeof *scores; k++) {
			double y = labels[i], z = scores[k];
			double size = 1 + fabs(value_of(l, y, z));
			double slope =
			    (value_of(l, y, z + h) - value_of(l, y, z - h)) / (2 * h);
			double curve =
			    (slope_of(l, y, z + h) - slope_of(l, y, z - h)) / (2 * h);

			worst_slope =
			    fmax(worst_slope, fabs(slope - slope_of(l, y, z)) / size);
			worst_curve =
			    fmax(worst_curve, fabs(curve - l->curve(l, y, z)) / size);
		}
	ok(worst_slope < 1e-8, "%s: slope is the value's derivative (%g)", l->name,
	    worst_slope);
	ok(worst_curve < 1e-8, "%s: curve is the slope's derivative (%g)", l->name,
	    worst_curve);
}

/* The best constant score predicts the label itself: but the quantile's, all are proper.
 */
static void
test_link(const struct loss *l)
{
	for (size_t k = 0; k < sizeof scores / sizeof *scores && l->width == 0; k++)
		ok(fabs(slope_of(l, l->link(scores[k]), scores[k])) < 1e-15,
		    "%s: no slope where the label is the prediction at %g", l->name,
		    scores[k]);
}

/* Outside its width the quantile's loss is exact, and within it not far off. */
static void
test_quantile(void)
{
	struct loss l = *loss_find(STR("quantile"));

	l.parameter = 0.9;
	l.width = 0.01;
	ok(value_of(&l, 1, 0) == 0.9 && fabs(value_of(&l, 0, 1) - 0.1) < 1e-16,
	    "too low costs q, too high 1 - q");
	ok(value_of(&l, 0, 0) == 0.01 / 4, "rounded by a quarter of the width");
	ok(slope_of(&l, 1, 0) == -0.9 && fabs(slope_of(&l, 0, 0) + 0.4) < 1e-16,
	    "with the slopes of both sides");
}

static void
test_huber(void)
{
	struct loss l = *loss_find(STR("huber"));

	l.parameter = 2;
	ok(value_of(&l, 0, 1) == 0.5 && value_of(&l, 0, 2) == 2 &&
		value_of(&l, 0, 5) == 8,
	    "squares within d, straight beyond");
}

static void
test_logistic_ends(void)
{
	const struct loss *l = loss_find(STR("logistic"));

	ok(value_of(l, 1, 800) == 0 && value_of(l, 0, 800) == 800,
	    "logistic value far right");
	ok(value_of(l, 0, -800) == 0 && value_of(l, 1, -800) == 800, "and far left");
	ok(fabs(value_of(l, 1, 40) / exp(-40) - 1) < 1e-14,
	    "a good fit keeps its digits");
	ok(fabs(slope_of(l, 1, 40) / -exp(-40) - 1) < 1e-14, "and so does its slope");
	ok(fabs(value_of(l, 0.5, 0) - log(2)) < 1e-16, "half and half costs log 2");
}

int
main(void)
{
	for (size_t i = 0; losses[i] != NULL; i++) {
		test_derivatives(losses[i]);
		test_link(losses[i]);
		ok(loss_find(str_of(losses[i]->name)) == losses[i], "%s: found by name",
		    losses[i]->name);
	}
	test_logistic_ends();
	test_quantile();
	test_huber();
	ok(loss_find(STR("logisti")) == NULL, "an unknown loss is not found");
	return tap_end();
}
