/*
 * csv-vectors - categories into numbers, by what they occur with
 *
 * A map; all it does is lib/op/vectors.c, run by the main() that maps share.  What was
 * learnt can be looked at, too (print.h).
 */
#include "print.h"
#include "run/filter.h"

int
main(int argc, char **argv)
{
	if (print_wanted(argc, argv))
		return print_main(argc, argv);
	return filter_main(op_find(STR("vectors")),
	    "  csv-vectors --ppmi user,film:8 -f vectors.st seen.csv\n"
	    "  csv-vectors -a vectors.st --nearest anna\n",
	    argc, argv);
}
