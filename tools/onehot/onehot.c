/*
 * csv-onehot - columns of categories as indicators: color becomes color=red, ...
 *
 * A map; all it does is lib/op/onehot.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("onehot")),
	    "  csv-onehot -c city,job --min-count 10 -f onehot.st train.csv\n"
	    "  csv-onehot -a onehot.st test.csv\n",
	    argc, argv);
}
