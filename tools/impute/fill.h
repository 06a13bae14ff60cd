/*
 * fill.h - missing cells from the rows around them: --forward and --backward
 *
 * What a cell becomes depends on the order of the rows, so this is nothing that can be
 * learnt, kept and applied: it is a filter of its own behind the same name, and takes
 * neither -f nor -a nor the methods that learn.
 *
 * A cell takes the last value before it, or the next one after it, of its column (with
 * -g: among the rows of its group).  Where there is none it stays missing, and how many
 * do is told.
 *
 * Memory: a value for each group; for --backward a value for each stretch of missing
 * cells, found in a look of its own.
 */
#ifndef IMPUTE_FILL_H
#define IMPUTE_FILL_H

#include <stdbool.h>

/* Does the command line ask for it? */
bool fill_wanted(int argc, char **argv);
int fill_main(int argc, char **argv);

#endif
