/*
 * rules.h - what a row must obey to stay
 *
 *	--drop-missing LIST    no cell of these columns is missing
 *	--range LIST:LO:HI     each is a number from LO to HI, or missing
 *	--allow LIST:V1:V2...  each is one of these words, or missing
 *	--outliers LIST:B[:B]  each lies within bounds that all rows give, or is missing
 *	--personal LIST[:K...] none holds what looks like data about a person
 *	--conflicts LABEL      no row that is the same but for the label has another one
 *	--dedup[=LIST]         no row before it that stays has the same cells there
 *
 * Rules hold in the order of the command line, --dedup last: so of equal rows the
 * first good one stays.  The first rule a row breaks is the reason it goes.
 *
 * --outliers and --conflicts need a look at all rows first: rules_learn().
 *
 * Memory: for --dedup (but see disk.h) and --conflicts, the cells of each distinct key
 * and some 50 bytes; for --outliers, 4 or 8 bytes for each number where the bounds are
 * not sd.
 */
#ifndef SCRUB_RULES_H
#define SCRUB_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"
#include "base/opt.h"
#include "run/rows.h"

enum reason {
	STAYS,
	IS_MISSING,
	NO_NUMBER,
	OUT_OF_RANGE,
	NOT_ALLOWED,
	OUTLIER,
	PERSONAL,
	CONFLICT,
	DUPLICATE,
	REASONS
};

extern const char *const reason_name[REASONS];

/* What the rules are made from. */
struct rules_given {
	struct uses uses, hash; /* hash: no rules, see pseudonym.h */
	const char *dedup, *conflicts;
	bool near, on_disk;
};

struct rule;   /* one test of one column */
struct limits; /* what a test holds a cell against */

/* Zero-initialised is no rule. */
struct rules {
	size_t n, room;
	struct rule *rule;
	struct limits *limits; /* of the last option; the others behind it */
	bool dedup, near;      /* near: keys are folded, see key_folded() in rules.c */
	struct key key;
	struct dict seen;
	struct disk *disk; /* NULL: not --on-disk */
	uint64_t duplicates;

	/* --conflicts: rows by all columns but the label. */
	bool conflicts;
	struct key features;
	size_t label;
	struct conflict_table *table;
	uint64_t conflicting;
};

/* What was found out about a block without a look at other rows.  Belongs to it. */
struct judged {
	uint32_t *why;   /* (nrow) 0: stays so far; else for rules_reason() */
	struct str *key; /* (nrow) with --dedup, of the rows that stay so far */
	uint64_t *hash;  /* (nrow) of it */
	uint64_t first;  /* the number of row 0, over the whole input */
};

/* Do some lists name a set that a look at the rows must settle? */
bool rules_need_kinds(const struct rules_given *g);

/* Must all rows be looked at before the first can be judged? */
bool rules_need_look(const struct rules_given *g);

/*
 * From the options, which are checked before any column is looked for; dedup is NULL
 * where it was not asked for, and "" for the whole record.
 */
bool rules_check(const struct uses *uses, struct err *e);
bool rules_resolve(struct rules *r, const struct rules_given *g, struct batch *header,
    const enum kind *kinds, struct err *e);

/* Is that for rules_learn()? */
bool rules_need_bounds(const struct rules_given *g);

/* The look that some need: at the rows of `in`, once the rules are resolved (learn.c). */
void rules_learn(struct rules *r, struct reader *in, const struct missing *missing);

/* With --on-disk: another one, for repeats among the rows that break no other rule. */
void rules_learn_repeats(
    struct rules *r, struct reader *in, const struct missing *missing);

/* Any thread may judge; the rows are then counted in the order of the input. */
struct judged *rules_judge(const struct rules *r, struct batch *b);

/*
 * Why a row goes, counted; --dedup is decided now.  *column is what it was judged by, or
 * COLUMN_NONE for several.
 */
enum reason rules_reason(
    struct rules *r, const struct judged *j, size_t row, size_t *column);

/* Row `row` will be asked about soon. */
void rules_prefetch(const struct rules *r, const struct judged *j, size_t row);

/* A call for each rule that rows broke, in the order of the rules; column "" for none. */
void rules_each(const struct rules *r, const struct batch *header,
    void (*see)(void *with, struct str column, const char *reason, uint64_t rows),
    void *with);

void rules_free(struct rules *r);

#endif
