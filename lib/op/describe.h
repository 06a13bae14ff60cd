/*
 * describe.h - what is learnt of columns by looking: a fold
 *
 * csv-describe(1)'s statistics as an operator, so that they are learnt, merged, saved
 * and loaded as those of any other are.  It has no apply(): no recipe can hold it.
 *
 * Its accumulator is a struct profile for each column.  A settled state holds the report
 * itself, a fact for each cell with a value:
 *
 *	describe,,percentile,50
 *	describe,age,type,integer
 *	describe,age,count,32561
 *	describe,age,mean,38.58164675532078
 *
 * and it is from these texts that the report is printed, now or later.
 *
 * A partial holds the distinct cells of each column with their counts, or once there
 * are too many to tell apart the registers of their estimate and the numbers; what
 * else is known follows from them (describe_partial.c).
 */
#ifndef OP_DESCRIBE_H
#define OP_DESCRIBE_H

#include "base/dict.h"
#include "op/op.h"
#include "stat/profile.h"
#include "table/labels.h"

enum describe_kind { DESCRIBE_TEXT, DESCRIBE_COUNT, DESCRIBE_NUMBER };

struct describe {
	/* chosen */
	const char *percentiles_given; /* as text; NULL: 25,50,75 */
	int exact;                     /* 1: count all distinct cells */
	size_t limit;                  /* else so many; 0: 4096 */
	size_t quantile_type;          /* 1 to 9; 0: 7 */
	struct str label;              /* owned; n == 0: none; set before start() */
	struct label_rule rule;
	struct dict columns; /* in the order of the input */
	size_t npercent;
	double *percent;          /* (npercent) 0..100 */
	struct str *percent_name; /* (npercent) p25, p2.5; owned */
	struct missing na;        /* as the user gave it */
	struct profile_words words;

	/* learnt */
	struct str *cell; /* (columns.n, describe_width()) the report; empty: missing */
	size_t cell_room;
	struct arena mem;         /* of texts that were loaded */
	struct describe_row *row; /* (nrow) rows that were learnt, each with its texts */
	size_t nrow;
};

extern const struct op op_describe; /* its accumulator is a struct profile[columns.n] */

/* ---- learning from some of a batch's rows ---- */

/* A batch looked at: where its columns are, and its labels.  Belongs to the batch. */
struct describe_look {
	struct batch *batch;
	const size_t *column; /* (columns.n) */
	const double *y;      /* (nrow) NULL: there is no label */
	struct str *cell;     /* (nrow) scratch, and so are */
	double *x, *cell_y;
};

bool describe_look(
    const struct describe *d, struct batch *b, struct describe_look *look, struct err *e);

/* The rows rows[0..n-1] of the batch; of rows NULL the first n. */
bool describe_learn(struct profile *p, const struct describe *d,
    const struct describe_look *look, const size_t *rows, size_t n, struct err *e);

/*
 * Go on with just some of the columns (keep[columns.n]): forget the others, in d and
 * in the nacc accumulators.
 */
void describe_keep(
    struct describe *d, const bool *keep, struct profile **acc, size_t nacc);

/* ---- the report ---- */

/* The columns of the report behind the first, which is the name of a column. */
size_t describe_width(const struct describe *d);
struct str describe_field(const struct describe *d, size_t i, enum describe_kind *kind);
size_t describe_field_find(const struct describe *d, struct str name); /* or SIZE_MAX */

/* ---- private to describe*.c ---- */

extern const struct accumulator describe_accumulator;

/* What was found out about a column. */
struct findings {
	struct profile *profile; /* settled */
	enum profile_type type;
	double distinct, distinct_error;
	double mean, sd, skewness, kurtosis; /* NaN unless it holds numbers */
	double *quantile;                    /* (npercent) likewise */
	struct str top;                      /* empty where the table ran over */
	uint64_t top_count;
	bool is_suspect; /* there is a label, and this is not it */
	struct suspicion suspicion;
	struct err *failed; /* status 0, or why the numbers could not be looked at */
};

static inline bool
holds_numbers(const struct findings *f)
{
	return f->type == PROFILE_INTEGER || f->type == PROFILE_NUMBER;
}

/* Settles p and fills cell[describe_width()] with texts of mem. */
bool describe_row(const struct describe *d, struct profile *p, bool is_label,
    struct str *cell, struct arena *mem, struct err *e);

/* Is this text a value of field i? */
bool describe_field_check(const struct describe *d, size_t i, const struct facts *step,
    const struct fact *f, struct err *e);

/* Remarks joined by "; ", or empty. */
struct str describe_hint(const struct findings *f, struct arena *mem);

/* For struct accumulator. */
bool describe_partial_save(
    void *acc, const void *self, struct state_out *out, struct err *e);
bool describe_partial_load(void *acc, const void *self, const struct facts *step,
    const struct fact *f, struct err *e);
bool describe_partial_loaded(
    void *acc, const void *self, const struct facts *step, struct err *e);

#endif
