/*
 * trainset.h - the rows a model learns from: a table, prepared, as a matrix
 *
 * Reads the input once through the preparation (a recipe, maybe empty) into the
 * sparse matrix of model/matrix.h; twice if a list names @numeric or @text.  Features
 * are all columns of the prepared table, or those listed, but never the label, the
 * weight or a key.
 *
 * Faults, with file and line: a label or feature that is missing or not a number, a
 * weight that is negative or not a number.  A preparation that cannot do without label
 * and weight once the model is used is refused, too.
 */
#ifndef RUN_TRAINSET_H
#define RUN_TRAINSET_H

#include "base/dict.h"
#include "model/matrix.h"
#include "op/predict.h"
#include "run/recipe.h"
#include "run/tool.h"

struct trainset {
	/* chosen */
	const char *label, *weights, *keys; /* columns; keys a list */
	const char *columns, *exclude;      /* lists over the prepared table; or NULL */
	const struct label_rule *rule;
	bool classes;              /* labels are texts, each a class of its own */
	const char *const *labels; /* several columns, of which label is the first */
	size_t nlabel;             /* below 2: there is the one */
	bool shares;      /* and they are probabilities of classes, not sets of labels */
	bool spool;       /* the rows are kept in a file */
	const char *time; /* a column of times, or NULL */
	const char *group, *twin;   /* columns, see trainset_groups.h; or NULL */
	const struct dict *twin_of; /* values of twin: each becomes the next one */
	/* Or not at all: called with some at a time, in their order. */
	void (*each)(void *with, const struct matrix *m);
	void *with;
	const struct missing *missing;

	/* found */
	struct feature
	    *feature; /* (matrix.ncol) weights 0; names belong to recipe and reader */
	struct matrix matrix;
	size_t rows;       /* that were read */
	struct str newest; /* with time: the latest; owned */
	double newest_seconds;
	struct dict group_value, twin_value;
	uint32_t *group_of; /* (rows) */
	size_t group_room;
	uint64_t header; /* header_hash() of the raw table */

	/*
	 * With classes those, in the order of their bytes, as labels number them; else
	 * the names of several labels.  With shares each row is in the matrix nlabel
	 * times, as a row of every class that weighs its share.
	 */
	struct dict class;

	double least, most;     /* labels */
	const char *least_file; /* where the least came first; belongs to the reader */
	const char *most_file;
	uint64_t least_line, most_line;
	bool binary; /* every label is 0 or 1; if not, the first that is neither: */
	double number;
	const char *number_file; /* belongs to the reader */
	uint64_t number_line;
};

/* Will reading take a look at all rows before? */
bool trainset_needs_look(const struct trainset *t);

/* Fill t; ends the process on a fault. */
void trainset_read(struct trainset *t, struct recipe *preparation, struct reader *in);

/* Other rows with the same features and classes, to hold out. */
void trainset_read_like(struct trainset *t, const struct trainset *like,
    struct recipe *preparation, struct reader *in);

/*
 * All is read: the preparation is told to do without label and weight (recipe_forget),
 * which are not there when the model is used.
 */
void trainset_release(
    const struct trainset *t, struct recipe *preparation, struct reader *in);

void trainset_free(struct trainset *t);

#endif
