/*
 * shape.c - see shape.h
 */
#include "stat/shape.h"

#include <math.h>

#include "base/cpu.h"
#include "stat/lanes.h"
#include "stat/shape_lanes.h"

enum { RUN = 512 };

void
shaping_start(struct shaping *s, double mean, double sd)
{
	*s =
	    (struct shaping){ .mean = mean, .sd = sd, .finite = sd > 0 && sd < INFINITY };
}

void
shaping_add(struct shaping *s, const double *x, size_t n)
{
	double cube[RUN], fourth[RUN];

	s->n += n;
	for (size_t run; n > 0 && s->finite; x += run, n -= run) {
		run = n < RUN ? n : RUN;
		s->finite = cpu_level() >= CPU_LEVEL_AVX2
				? shape_powers_avx2(s, x, run, cube, fourth)
				: powers_take(s, x, run, cube, fourth);
		exact_add_many(&s->cubes, cube, run);
		exact_add_many(&s->fourths, fourth, run);
	}
}

struct shape
shaping_end(const struct shaping *s)
{
	if (!s->finite || s->n == 0)
		return (struct shape){ NAN, NAN };
	return (struct shape){
		.skewness = exact_mean(&s->cubes, s->n),
		.kurtosis = exact_mean(&s->fourths, s->n) - 3,
	};
}
