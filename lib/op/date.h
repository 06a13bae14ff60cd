/*
 * date.h - what the operator (date.c) and its parts (date_parts.c) share
 */
#ifndef OP_DATE_H
#define OP_DATE_H

#include <stdbool.h>

#include "base/date.h"

/* A row of a table is a word behind the option, and a column's name. */
struct part {
	const char *name;
	bool time; /* of a time of day, which the date must have */
	double (*of)(const struct date *d, double since);
};

/* Each ends with a row without name.  Cycles come in pairs, sine and cosine. */
extern const struct part date_parts[], date_cycles[], date_spans[];

#endif
