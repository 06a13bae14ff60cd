/*
 * merge.h - partials into a settled recipe
 *
 * A partial is an accumulator written before it was settled (--partial).  Partials
 * of the same wish (operator, options, columns, everything that was chosen) merge,
 * in any number and order, from one file or many, into the bytes that fitting all
 * rows at once would have written.  Files are read one after the other, so memory is
 * that of the largest partial and of what all amount to.
 */
#ifndef RUN_MERGE_H
#define RUN_MERGE_H

#include "run/recipe.h"

/* Read the partials of these files and append their settled steps to r. */
bool merge_files(struct recipe *r, const char *const *path, size_t n, struct err *e);

#endif
