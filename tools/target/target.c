/*
 * csv-target - means of a label in place of categories
 *
 * A map; all it does is lib/op/target.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("target")),
	    "  csv-target -c city -y bought -f target.st train.csv > train-ready.csv\n"
	    "  csv-target -a target.st test.csv > test-ready.csv\n",
	    argc, argv);
}
