/*
 * print.h - a kept table of vectors: all of it, or who is near whom
 */
#ifndef VECTORS_PRINT_H
#define VECTORS_PRINT_H

#include <stdbool.h>

/* Does the command line ask for it? */
bool print_wanted(int argc, char **argv);
int print_main(int argc, char **argv);

#endif
