/*
 * csv-cluster - number rows by the nearest of some centres
 *
 * A map; all it does is lib/op/cluster.c, run by the main() that maps share.
 */
#include "run/filter.h"

int
main(int argc, char **argv)
{
	return filter_main(op_find(STR("cluster")),
	    "  csv-cluster --kmeans age,income:4 -f cluster.st train.csv\n"
	    "  csv-cluster -a cluster.st test.csv\n",
	    argc, argv);
}
