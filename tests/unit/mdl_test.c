/*
 * mdl_test - cuts that pay and cuts that do not, and mutual information by hand
 */
#include "stat/mdl.h"

#include <math.h>

#include "tap.h"

static void
test_cuts(void)
{
	/* 20 values, the label changes once: one cut, there. */
	uint64_t count[40] = { 0 };
	size_t cut[20];

	for (int i = 0; i < 20; i++)
		count[2 * i + (i >= 13)] = 1;
	ok(mdl_cut(count, 20, 2, cut, 20) == 1 && cut[0] == 13,
	    "a label that changes once");
	ok(mdl_cut(count, 20, 2, cut, 0) == 0, "none wanted");
	for (int i = 0; i < 20; i++) {
		count[2 * i] = i % 2 == 0;
		count[2 * i + 1] = i % 2 == 1;
	}
	ok(mdl_cut(count, 20, 2, cut, 20) == 0,
	    "a label that alternates pays for no cut");
	for (int i = 0; i < 20; i++) {
		count[2 * i] = 1;
		count[2 * i + 1] = 0;
	}
	ok(mdl_cut(count, 20, 2, cut, 20) == 0, "nor does one label");
	ok(mdl_cut(count, 1, 2, cut, 1) == 0, "nor one value");
}

static void
test_most(void)
{
	/* Three labels in four stretches of 50. */
	uint64_t count[4 * 3] = { 50, 0, 0, 0, 50, 0, 0, 0, 50, 50, 0, 0 };
	size_t cut[4];

	ok(mdl_cut(count, 4, 3, cut, 4) == 3 && cut[0] == 1 && cut[1] == 2 && cut[2] == 3,
	    "three changes, in rising order");
	ok(mdl_cut(count, 4, 3, cut, 2) == 2, "no more than are wanted");
}

static void
test_information(void)
{
	const uint64_t same[] = { 10, 0, 0, 10 }, none[] = { 5, 5, 15, 15 };
	/* sklearn.metrics.mutual_info_score / log(2) of a 2 x 3 table */
	const uint64_t table[] = { 3, 7, 11, 20, 1, 6 };

	ok(mutual_information(same, 2, 2) == 1, "one tells the other: a bit");
	ok(fabs(mutual_information(none, 2, 2)) < 1e-15, "independent: nothing");
	ok(fabs(mutual_information(table, 2, 3) - 0.2986923952277498) < 1e-14,
	    "as scikit-learn");
}

int
main(void)
{
	test_cuts();
	test_most();
	test_information();
	return tap_end();
}
