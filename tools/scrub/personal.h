/*
 * personal.h - what looks like data about a person: patterns, each with its check
 *
 *	email   word@word.word: letters, digits and ._%+- before the @, a host of two
 *	        labels or more behind it, the last of two letters or more
 *	card    13 to 19 digits, alone or in groups with one blank or dash between, whose
 *	        check digit is right (Luhn; ISO/IEC 7812) and which are not all the same
 *	iban    two letters, two digits and 11 to 30 letters and digits, alone or in
 *	        groups of four, whose remainder by 97 is 1 (ISO 13616)
 *	phone   + and 8 to 15 digits, or a 0 and 7 to 14 more in groups by blanks,
 *	        dashes, dots, slashes or parentheses, of which there is one at least
 *	ipv4    four numbers from 0 to 255 with dots between
 *
 * A pattern is found anywhere in a cell, where neither a letter nor a digit touches it.
 * It is a suspicion: order numbers can look like phones.
 */
#ifndef SCRUB_PERSONAL_H
#define SCRUB_PERSONAL_H

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"

enum { PERSONAL_KINDS = 5 };
extern const char *const personal_names[PERSONAL_KINDS]; /* as above */

/* KIND:KIND... as bits by place; no text (p NULL) is all.  `option` is for messages. */
bool personal_kinds(const char *option, struct str words, unsigned *kinds, struct err *e);

/* The first kind of those wanted (bits by place) that is in the text; or -1. */
int personal_find(struct str text, unsigned wanted);

#endif
