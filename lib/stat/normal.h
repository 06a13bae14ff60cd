/*
 * normal.h - the standard normal distribution, the same bits on every machine
 *
 * The quantile is Wichura's algorithm AS 241 ("The percentage points of the normal
 * distribution", Applied Statistics 37 (1988), 477-484), right to about 1e-16 of itself.
 * Its logarithm and exponential are those of base/elementary.h.
 */
#ifndef STAT_NORMAL_H
#define STAT_NORMAL_H

double normal_quantile(double p); /* of 0 and 1 infinite, outside them NaN */

/*
 * The probability of a value up to z.  For |z| below 7 by a series, beyond by a continued
 * fraction; right to 5e-15 of itself, in the left tail, too.
 */
double normal_probability(double z);

#endif
