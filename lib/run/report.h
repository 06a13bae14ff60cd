/*
 * report.h - the small table a fold ends in: CSV, aligned for the eye, or JSON
 *
 *	struct report *r = report_open(&c, in);   before any work: -o is tried here
 *	report_column(r, STR("metric"));
 *	report_column(r, STR("value"));
 *	...                                       read all of the input and judge it
 *	report_text(r, STR("auc"));
 *	report_number(r, 0.93);
 *	report_end_row(r);
 *	report_end(r);                            prints, commits and frees
 *
 * Columns are named first; cells follow row by row, and what a row does not fill is
 * missing.  Nothing is printed before report_end(), so a fold that fails on its last
 * row has said nothing.  Texts are copied.
 *
 * --format: `csv` is separated as the input was; `table` is aligned, numbers to the
 * right, in as many pieces as the terminal is wide, with fractions cut to six digits
 * and columns without any value left out; `json` is an array of objects, numbers
 * unquoted, missing null, bytes that are not UTF-8 as U+FFFD.  `auto` is a table
 * where a terminal reads it, and CSV otherwise.
 *
 * Faults end the process, as everywhere in run/.  Memory: every cell.
 */
#ifndef RUN_REPORT_H
#define RUN_REPORT_H

#include "run/tool.h"

struct report;

/* in: what is read, or NULL; it tells the delimiter where none is chosen. */
struct report *report_open(const struct common *c, const struct reader *in);
void report_column(struct report *r, struct str name);

void report_text(struct report *r, struct str s); /* empty: missing */
void report_number(struct report *r, double x);   /* NaN: missing */
void report_count(struct report *r, unsigned long long n);
void report_missing(struct report *r);
void report_end_row(struct report *r);

void report_end(struct report *r);

#endif
