/*
 * csv-impute - values where they are missing: mean, median, mode or a constant
 *
 * A map; all it does is lib/op/impute.c, run by the main() that maps share.  Filling
 * from the rows around (fill.h) is none, and a program of its own behind this name.
 */
#include "fill.h"
#include "run/filter.h"

int
main(int argc, char **argv)
{
	if (fill_wanted(argc, argv))
		return fill_main(argc, argv);
	return filter_main(op_find(STR("impute")),
	    "  csv-impute --median age,income --indicator -f impute.st train.csv\n"
	    "  csv-impute -a impute.st test.csv\n",
	    argc, argv);
}
