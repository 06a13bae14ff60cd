/*
 * trainset_labels.h - labels, weights and classes of the rows of trainset.h
 *
 * A label is a number; or a text, the number of a class; or, of several columns, the set
 * of those that are 1 (matrix.h), or a probability for each.
 */
#ifndef RUN_TRAINSET_LABELS_H
#define RUN_TRAINSET_LABELS_H

#include "run/trainset.h"

/*
 * Of the rows of a batch, from its arena; NULL leaves a fault with its place in e.
 * Labels are (nrow), or (nrow, nlabel) where they are shares.
 */
const double *trainset_labels(const struct trainset *t, struct batch *b, struct err *e);
const struct str *trainset_texts(
    const struct trainset *t, struct batch *b, struct err *e);
const double *trainset_weights(const struct trainset *t, struct batch *b, struct err *e);

/* Several labels: each is a class, in the order they were given. */
void trainset_name(struct trainset *t);

/* Classes and the labels that number them, from the order of their coming to bytes'. */
void trainset_order(struct trainset *t);

/* Labels in the numbers of the classes of another set; ends the process where they
 * differ. */
void trainset_order_like(
    struct trainset *t, const struct trainset *like, const struct reader *in);

#endif
