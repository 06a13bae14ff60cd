/*
 * onehot.h - what the operator (onehot.c) and its facts (onehot_state.c) share
 */
#ifndef OP_ONEHOT_H
#define OP_ONEHOT_H

#include "base/dict.h"
#include "base/hash.h"
#include "op/column.h"
#include "op/op.h"

/* What becomes of a cell that is no level: words in this order. */
enum unseen { UNSEEN_OOV, UNSEEN_ZERO, UNSEEN_ERROR };

/* What orders the levels: words in this order. */
enum rank { RANK_COUNT, RANK_MI };

enum { TOP_ALL = 0, MAX_COLUMNS = 10000 };

struct vocabulary {
	struct dict levels;       /* a level's code is its number */
	bool missing;             /* a cell was, in fitting */
	uint64_t announced;       /* how many levels a state says there are */
	uint64_t values, sharing; /* --collisions: how many, and not alone in a bucket */

	/* Made of that by vocabulary_names(): the columns that stand for this one. */
	size_t nname;
	struct str *name; /* (nname) in mem */
	uint32_t *code;   /* (nname) what each of them indicates */
	struct arena mem;
};

struct onehot {
	struct subjects subjects; /* first: see op/column.h */
	size_t min_count, top, max_columns;
	double min_share;
	size_t buckets; /* --hash; 0: there are vocabularies */
	size_t oov;     /* --oov-buckets; 0 is 1 */
	uint64_t seed;
	bool drop_first, ordinal, sign, collisions;
	int unseen, rank;
	char separator;          /* 0: a cell is one value */
	const char *label_given; /* -y */
	const char *file;        /* --vocabulary */
	struct str label;        /* owned; n == 0: none */
	struct vocabulary *of;   /* (subjects.n) */
	size_t room;
};

/*
 * A cell's code: the number of its level; behind the levels those of no level, one or
 * several by hash; behind these the missing.
 */
static inline uint32_t
code_oov(const struct vocabulary *v)
{
	return (uint32_t)v->levels.n;
}

static inline size_t
oov_count(const struct onehot *o)
{
	return o->oov > 1 ? o->oov : 1;
}

static inline uint32_t
code_missing(const struct onehot *o, const struct vocabulary *v)
{
	return (uint32_t)(v->levels.n + oov_count(o));
}

/* A vocabulary without levels, for one more column. */
struct vocabulary *vocabulary_add(struct onehot *o, struct str column);

/* How many columns stand for it. */
size_t names_count(const struct onehot *o, const struct vocabulary *v);

/* All levels are known: name the columns.  Fails where two would have one name. */
bool vocabulary_names(
    const struct onehot *o, struct vocabulary *v, struct str column, struct err *e);

/*
 * Hashing needs no vocabulary: a cell's code is its bucket, and a missing cell's is the
 * number of buckets, which no column stands for.
 */
void buckets_name(const struct onehot *o, struct vocabulary *v, struct str column);
void buckets_find(const struct onehot *o, struct batch *b, size_t j, uint32_t *code);
/* The code in place of the cell. */
void buckets_set(const struct onehot *o, struct batch *b, size_t j, const uint32_t *code);

/* How many of the texts that were seen have a bucket to themselves; warns of others. */
void collisions_count(const struct onehot *o, struct vocabulary *v, const struct tally *t,
    struct str column);

/* --vocabulary: the levels of all columns, from a file. */
bool vocabularies_read(struct onehot *o, const char *path, struct err *e);

/* Which code the cell of no level has; draw may be NULL where there is one alone. */
uint32_t code_unseen(const struct onehot *o, const struct vocabulary *v,
    struct draw *draw, struct str cell);

/*
 * The levels from pairs with the label, by falling mutual information of having the level
 * and the label; of equals by falling count, then by bytes.
 */
bool vocabulary_rank(const struct onehot *o, struct vocabulary *v, const struct tally *t,
    struct str column, struct err *e);

/*
 * The next piece of a cell of several, without blanks around it; empty ones are none.
 * *at is where to look, 0 at first; false at the end.
 */
bool piece_next(struct str cell, char separator, size_t *at, struct str *piece);

/* All of them, for struct subject; how points to the separator. */
size_t pieces_split(
    const void *how, struct str cell, struct arena *mem, struct str **piece);

/* Cells of several values: indicators as numbers, as a row can have many. */
bool pieces_set(const struct onehot *o, const struct vocabulary *v, struct batch *b,
    size_t j, uint64_t *unseen, uint64_t *missing, struct err *e);

void onehot_save(const void *self, struct state_out *out, bool settled);
bool onehot_load(
    void *self, const struct facts *step, const struct fact *f, struct err *e);
bool onehot_loaded(void *self, const struct facts *step, bool settled, struct err *e);

#endif
