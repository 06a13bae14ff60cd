/*
 * csv-select - the columns asked for, in that order
 *
 * A map; all it does is lib/op/select.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("select")),
	    "  csv-select -c name,age..income people.csv\n"
	    "  csv-select -x '/^cost/' -f select.st train.csv\n",
	    argc, argv);
}
