/*
 * progress.h - a line on standard error while a run takes long
 *
 * Rows, MB/s and, when the size is known, per cent and time left; written over and
 * over on a terminal, after 2 seconds.  Results never depend on the clock; this
 * line is the only place that looks at it, with the summary of --verbose.
 */
#ifndef RUN_PROGRESS_H
#define RUN_PROGRESS_H

#include "io/csv_reader.h"

enum { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

void progress_start(int mode);
void progress_tick(const struct reader *in);
void progress_end(const struct reader *in, bool summary); /* wipes the line */

#endif
