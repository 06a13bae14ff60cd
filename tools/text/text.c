/*
 * csv-text - a column of text into a column for each of its words
 *
 * A map; all it does is lib/op/text.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("text")),
	    "  csv-text --tfidf review:2 --min-count 5 -f text.st train.csv\n"
	    "  csv-text -a text.st test.csv\n",
	    argc, argv);
}
