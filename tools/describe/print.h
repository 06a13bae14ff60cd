/*
 * print.h - from what was learnt to the report
 *
 * The cells come as the texts of a state, whether they were learnt now or loaded, so
 * the report is the same, byte for byte.
 */
#ifndef DESCRIBE_PRINT_H
#define DESCRIBE_PRINT_H

#include "op/describe.h"
#include "run/report.h"
#include "table/select.h"

/* Name the columns; those of the groups come first, and may not be among ours. */
void print_header(struct report *r, const struct describe *d, const struct batch *header,
    const struct selection *by);

/* Name the columns of the groups alone, and "column" may not be among them. */
void print_groups(
    struct report *r, const struct batch *header, const struct selection *by);

/* The rows of all columns, behind the values of their group. */
void print_rows(
    struct report *r, const struct describe *d, const struct str *value, size_t nvalue);

#endif
