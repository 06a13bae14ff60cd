/*
 * agree.h - the parts of csv-agree
 *
 *	agree.c   options, main; a column for each rater
 *	long.c    a row for each rating
 */
#ifndef AGREE_H
#define AGREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"
#include "run/rows.h"
#include "run/tool.h"
#include "stat/agreement.h"

enum interval { BY_BOOTSTRAP, BY_FORMULA };

struct agree {
	struct common common;
	const char *columns, *order, *table; /* table: of --long */
	int level;                           /* an enum level; -1: not said */
	int interval;                        /* an enum interval */
	size_t bootstrap;

	struct key raters;
	struct dict category; /* in the order of their first appearance, or --order */
	bool closed;          /* there are no others than those of --order */
	double *number;       /* (category.n) what each is as a number, or NaN */
	size_t number_room;
	uint32_t *code; /* (units, raters) */
	size_t units, nrater, code_room;
};

/* The category of a cell, or RATING_NONE where it is missing; any new one is added. */
bool rating_take(struct agree *a, struct batch *b, size_t j, size_t row, uint32_t *code,
    struct err *e);

/* All of `in` into a->code, from rows of unit, rater and rating.  Ends on a fault. */
void ratings_read_long(struct agree *a, struct reader *in);

#endif
