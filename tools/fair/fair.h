/*
 * fair.h - what csv-fair was asked for, and the changes that both of its questions count
 */
#ifndef FAIR_FAIR_H
#define FAIR_FAIR_H

#include "run/report.h"
#include "run/rescore.h"
#include "table/list.h"

enum { VALUES_MOST = 1000 };

struct fair {
	struct common common;
	struct texts apply;
	const char *flip, *pairs, *label, *exclude, *worst;
	size_t top;

	struct str column;
	struct list values; /* to set it to; n == 0: those that occur */
};

struct change { /* of a row, or from it to its twin */
	uint64_t row, twin;
	struct str from, to;
	double before, after;
};

struct changes { /* the largest so far, largest first */
	size_t n, most;
	struct change *of;
};

/* Equal ones stay in the order of their coming. */
void change_offer(struct changes *w, struct change c);

/* As CSV to --worst, if that was given; with a column for the twin, or without. */
void worst_write(
    const struct fair *f, const struct changes *w, bool twins, const struct reader *in);

/* What a set of changes comes to: a line of the report. */
struct shift {
	size_t n, flips;
	double most;
	struct exact *sum, *shift; /* of |difference| and difference */
};

void shift_start(struct shift *s);
void shift_add(struct shift *s, double difference, bool flipped);
void shift_names(struct report *out);
void shift_report(const struct shift *s, struct report *out);
void shift_free(struct shift *s);

/* The output that counts: of several classes the probability of the first answer. */
size_t answer_of(const struct scores *s, size_t row);

/* Is the prediction another?  m NULL: are the numbers. */
bool says_otherwise(const struct model *m, const struct scores *a, size_t row,
    const struct scores *b, size_t other);

/* --pairs (pairs.c). */
void pairs_report(const struct fair *f, const struct rescoring *r, struct changes *worst,
    struct report *out);

#endif
