/*
 * csv-embed - columns of numbers into fewer: principal components
 *
 * A map; all it does is lib/op/embed.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("embed")),
	    "  csv-embed --pca @numeric:0.95 -f pca.st train.csv\n"
	    "  csv-embed -a pca.st test.csv\n",
	    argc, argv);
}
