#include "model/loss.h"

#include <math.h>

#include "tap.h"

static const double labels[] = { 0, 0.25, 1 };
static const double scores[] = { -30, -3, -0.5, 0, 0.25, 2, 30 };

/* Central differences: error h^2 times a third derivative below 1. */
static void
test_derivatives(const struct loss *l)
{
	double worst_slope = 0, worst_curve = 0, h = 1e-5;

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		for (size_t k = 0; k < sizeof scores / sizeof *scores; k++) {
			double y = labels[i], z = scores[k];
			double slope =
			    (l->value(y, z + h) - l->value(y, z - h)) / (2 * h);
			double curve =
			    (l->slope(y, z + h) - l->slope(y, z - h)) / (2 * h);

			worst_slope = fmax(worst_slope, fabs(slope - l->slope(y, z)));
			worst_curve = fmax(worst_curve, fabs(curve - l->curve(y, z)));
		}
	ok(worst_slope < 1e-8, "%s: slope is the value's derivative (%g)", l->name,
	    worst_slope);
	ok(worst_curve < 1e-8, "%s: curve is the slope's derivative (%g)", l->name,
	    worst_curve);
}

/* The best constant score predicts the label itself: both losses are proper. */
static void
test_link(const struct loss *l)
{
	for (size_t k = 0; k < sizeof scores / sizeof *scores; k++)
		ok(fabs(l->slope(l->link(scores[k]), scores[k])) < 1e-15,
		    "%s: no slope where the label is the prediction at %g", l->name,
		    scores[k]);
}

static void
test_logistic_ends(void)
{
	const struct loss *l = loss_find(STR("logistic"));

	ok(l->value(1, 800) == 0 && l->value(0, 800) == 800, "logistic value far right");
	ok(l->value(0, -800) == 0 && l->value(1, -800) == 800, "and far left");
	ok(fabs(l->value(1, 40) / exp(-40) - 1) < 1e-14, "a good fit keeps its digits");
	ok(fabs(l->slope(1, 40) / -exp(-40) - 1) < 1e-14, "and so does its slope");
	ok(fabs(l->value(0.5, 0) - log(2)) < 1e-16, "half and half costs log 2");
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
	ok(loss_find(STR("logisti")) == NULL, "an unknown loss is not found");
	return tap_end();
}
