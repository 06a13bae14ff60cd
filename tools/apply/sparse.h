/*
 * sparse.h - rows in the sparse form of svmlight, which liblinear, Vowpal Wabbit,
 * scikit-learn and others read: a line is
 *
 *	LABEL INDEX:VALUE INDEX:VALUE ...
 *
 * with the columns but the label numbered from 1, and zeros left out.  Indicators are
 * never written out as columns, so thousands of them cost a row no more than one.
 */
#ifndef APPLY_SPARSE_H
#define APPLY_SPARSE_H

#include "base/buffer.h"
#include "run/tool.h"

struct sparse {
	const char *label;    /* the column */
	const char *features; /* NULL, or where index and name of each column go */
};

/* For struct finish. */
bool sparse_format(const void *self, struct buffer *to, struct batch *b, struct err *e);

/* Index and name of each column of the batch but the label; a fault ends the process. */
void sparse_features(const struct sparse *s, struct batch *header);

#endif
