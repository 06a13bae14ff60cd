/*
 * csv-scale - columns of numbers on another scale: z-scores, ranges, logarithms
 *
 * A map; all it does is lib/op/scale.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("scale")),
	    "  csv-scale --clip income:p1:p99 --zscore age,income -f scale.st train.csv\n"
	    "  csv-scale -a scale.st test.csv\n",
	    argc, argv);
}
