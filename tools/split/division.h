/*
 * division.h - into which part does a row go?
 *
 *	-p train=0.8,test=0.2   by a draw: u of the key, cut into intervals
 *	--folds K               by a draw into K equal parts, called 0 to K-1
 *	--folds K --fold I      the same; part I is called test, all others train
 *	--time COL:CUT[,CUT]    by order: train is what comes before CUT, test the rest,
 * and validation what lies between two cuts
 *
 * Each is a function of the row alone, never of the rows around it; but for --stratify,
 * under which the draw is the row's place in its group (strata.h), and --sequential,
 * under which it is its place in the input.
 */
#ifndef SPLIT_DIVISION_H
#define SPLIT_DIVISION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"
#include "run/rows.h"
#include "strata.h"

#define FOLD_NONE ((size_t)-1)

struct part {
	struct str name;
	uint64_t rows; /* so far */
};

/* A point of --time: a number, if all of them are, or else text by its bytes. */
struct cut {
	struct str text;
	bool is_number;
	double number;
};

struct division {
	/* chosen */
	const char *parts, *key, *time, *stratify;
	size_t folds, fold; /* 0 and FOLD_NONE: not given */
	bool sequential;

	/* found */
	size_t n;
	struct part *part;       /* (n) names owned */
	double *bound;           /* (n) -p; stat/share.h */
	struct key cells, group; /* group: of --stratify */
	struct strata strata;
	uint64_t seed;
	struct dict seen; /* the first keys, to warn about when there are few */
	size_t column;    /* --time */
	size_t ncut;
	struct cut *cut; /* (ncut) rising; texts owned */
	uint64_t rows;   /* --sequential: of the input */
};

/* The command line alone: names and shares of the parts.  EXIT_USAGE. */
bool division_parse(struct division *d, uint64_t seed, struct err *e);

/* The columns it goes by. */
bool division_resolve(struct division *d, struct batch *header, struct err *e);

/* Must all rows be looked at first? */
bool division_looks(const struct division *d);

/* With --stratify or --sequential: a look at all rows, after which `in` is rewound.  Ends
 * on a fault. */
void division_look(struct division *d, struct reader *in);

/* The parts of some rows of a batch, from the first one on; they belong to it. */
struct dealt {
	size_t n;
	uint32_t *part; /* (n) */
	uint64_t *hash; /* (n) of the key; NULL: there is none */
};

/*
 * All rows, or those before a fault, which is then in e.  Any thread may deal, with a
 * draw of its own (NULL with --time and --sequential); what was dealt is then counted in
 * order.
 */
struct draw *division_draw(const struct division *d);
bool division_deal(const struct division *d, struct draw *draw, struct batch *b,
    struct dealt *to, struct err *e);
void division_count(struct division *d, const struct dealt *dealt);

/* The number of the part of this name, or fail with the names there are. */
bool division_find(
    const struct division *d, const char *name, size_t *part, struct err *e);

/* Warn of keys too few for the shares to come out. */
void division_warn(const struct division *d);

void division_free(struct division *d);

#endif
