/*
 * ask.h - a kept model of texts: what comes next, and how well it foretells
 */
#ifndef NGRAM_ASK_H
#define NGRAM_ASK_H

#include <stdbool.h>

/* Does the command line ask for it? */
bool ask_wanted(int argc, char **argv);
int ask_main(int argc, char **argv);

#endif
