/*
 * csv-bin - numbers into buckets: equally full, equally wide, or between given edges
 *
 * A map; all it does is lib/op/bin.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("bin")),
	    "  csv-bin --quantile income:4 --edges age:18:30:65 -f bin.st train.csv\n"
	    "  csv-bin -a bin.st test.csv\n",
	    argc, argv);
}
