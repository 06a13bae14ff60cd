/*
 * csv-ngram - how likely texts are, by the runs of tokens in them
 *
 * A map; all it does is lib/op/ngram.c, run by the main() that maps share.  What was
 * learnt can be asked, too (ask.h).
 */
#include "ask.h"
#include "run/filter.h"

int
main(int argc, char **argv)
{
	if (ask_wanted(argc, argv))
		return ask_main(argc, argv);
	return filter_main(op_find(STR("ngram")),
	    "  csv-ngram --kneser-ney title:3 -n -f titles.st books.csv\n"
	    "  csv-ngram -a titles.st --next 5 --after 'the art of'\n",
	    argc, argv);
}
