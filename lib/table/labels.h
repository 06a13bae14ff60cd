/*
 * labels.h - which labels mean the positive class
 *
 * A binary label is 0 or 1, however spelt (1, 1.0), unless a rule says otherwise:
 *
 *	--positive V[,V...]    these words are the positive class, all others are not
 *	--negative V[,V...]    these words are the negative class, all others are not
 *
 * Words are compared byte for byte.  A missing label is always an error.  Under a
 * rule labels are text, where NA can be a class of its own; without one they are
 * numbers, where NA is missing (missing.h).
 *
 *	struct label_rule r;
 *	label_rule_parse(&r, positive, negative, &e);
 *	label_numbers(&r, &batch, j, y, &e);
 *
 * A state keeps a rule as its words: walk r.positive.item[i].text, and give them
 * back with label_rule_add().
 */
#ifndef TABLE_LABELS_H
#define TABLE_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "table/batch.h"
#include "table/list.h"

/* Zero-initialised: 0 and 1.  At most one of the lists has items. */
struct label_rule {
	struct list positive, negative;
};

/* From the options' texts, NULL where not given.  EXIT_USAGE. */
bool label_rule_parse(
    struct label_rule *r, const char *positive, const char *negative, struct err *e);

/* One more word of the positive (or the negative) class; the word is copied. */
void label_rule_add(struct label_rule *r, bool positive, struct str word);

bool label_rule_given(const struct label_rule *r); /* is it more than 0 and 1? */
void label_rule_free(struct label_rule *r);

/* 0 or 1, or NaN for a cell that is neither; it is not missing. */
double label_value(const struct label_rule *r, struct str cell);

/*
 * Column j as labels: fills y (nrow).  fail_at() for the first cell that is missing
 * or no label.
 */
bool label_numbers(
    const struct label_rule *r, struct batch *b, size_t j, double *y, struct err *e);

#endif
