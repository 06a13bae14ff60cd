/*
 * information_test - bits that can be counted by hand
 */
#include "stat/information.h"

#include <math.h>

#include "tap.h"

static bool
near(double a, double b)
{
	return fabs(a - b) < 1e-14;
}

int
main(void)
{
	const uint64_t all[] = { 4, 0, 0, 4 }, none[] = { 2, 2, 2, 2 };
	const uint64_t half[] = { 2, 0, 0, 2, 1, 1, 1, 1 }, zero[] = { 0, 0 };
	const uint64_t one[] = { 3, 0, 5, 0 };
	struct information x = information_of(all, 2, 2);

	ok(x.n == 8 && near(x.entropy, 1) && near(x.mutual, 1), "one tells all: 1 bit");
	ok(near(x.chance, 1 / (16 * log(2))), "chance gives (r-1)(c-1)/2n nats");
	ok(near(information_share(&x), 1 - x.chance), "the share is what goes beyond");
	x = information_of(none, 2, 2);
	ok(x.mutual == 0 && information_share(&x) == 0, "nothing to do with each other");
	x = information_of(half, 4, 2);
	ok(near(x.mutual, 0.5), "half of the rows are told: half a bit");
	x = information_of(zero, 1, 2);
	ok(x.n == 0 && isnan(information_share(&x)), "no rows, no share");
	x = information_of(one, 2, 2);
	ok(x.entropy == 0 && isnan(information_share(&x)), "one label only, no share");
	return tap_end();
}
