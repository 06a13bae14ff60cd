/*
 * csv-cross - new columns from several: joint categories, products, powers
 *
 * A map; all it does is lib/op/cross.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("cross")),
	    "  csv-cross --cross city,job --product age,income -f cross.st train.csv\n"
	    "  csv-cross -a cross.st test.csv\n",
	    argc, argv);
}
