/*
 * classes.h - how many rows of each class, and which of them stay
 *
 * A row belongs to the class its label names, or, under --positive or --negative
 * (table/labels.h), to one of two.  What is counted of a class are its rows, the sum
 * of their weights, and, where rows are kept by their hash, the hashes.
 *
 * Memory: 8 bytes a row for the hashes and 8 more for weights, where there are any.
 */
#ifndef BALANCE_CLASSES_H
#define BALANCE_CLASSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"
#include "stat/exact.h"
#include "table/batch.h"
#include "table/labels.h"

struct class
{
	uint64_t rows;
	uint64_t *hash; /* (rows) if wanted */
	double *weight; /* (rows) if wanted */
	size_t hash_room, weight_room;

	bool thinned;   /* rows above the bound go, the others weigh `factor` as much */
	uint64_t bound; /* a hash */
	double factor;
	uint64_t kept;
};

/* Zero-initialised but for rule and column is empty. */
struct classes {
	struct label_rule rule;
	size_t column;    /* of the label */
	struct dict name; /* the labels; "negative", "positive" under a rule */
	struct class *of; /* (name.n) */
	size_t room;
};

/* The number of the class of this name, old or new. */
size_t class_find(struct classes *c, struct str name);

/* The name of a row's class; or a fault: its label is missing.  Any thread may ask. */
bool class_name(const struct classes *c, struct batch *b, size_t row, struct str *name,
    struct err *e);

/* Are there rows of one class and of no other?  Which? */
bool classes_only_one(const struct classes *c, size_t *class);

/* Count a row; weight is NULL where rows have none. */
void class_add(struct class *k, uint64_t hash, const double *weight);

/*
 * Thin every class larger than the smallest to `ratio` rows for each of its rows, and
 * set factors so that weighted totals stay what they were.  Needs two classes.
 */
bool classes_thin(struct classes *c, double ratio, struct err *e);

/*
 * --oversample: in `factor`, how often the rows of each class are written on the average,
 * so that none has less than 1 row for `ratio` of the largest.
 */
void classes_repeat(struct classes *c, double ratio);

/* The most frequent class; of equals the one whose name comes first by bytes. */
size_t classes_largest(const struct classes *c);

void classes_free(struct classes *c);

#endif
