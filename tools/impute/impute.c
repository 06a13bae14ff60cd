/*
 * csv-impute - values where they are missing: mean, median, mode or a constant
 *
 * A map; all it does is lib/op/impute.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("impute")),
	    "  csv-impute --median age,income --indicator -f impute.st train.csv\n"
	    "  csv-impute -a impute.st test.csv\n",
	    argc, argv);
}
