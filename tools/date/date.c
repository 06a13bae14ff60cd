/*
 * csv-date - numbers from dates: parts, cycles, time since a day
 *
 * A map; all it does is lib/op/date.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("date")),
	    "  csv-date --parts flown:year:weekday --cyclic flown:month flights.csv\n"
	    "  csv-date --format %d/%m/%Y --since born:2000-01-01 people.csv\n",
	    argc, argv);
}
