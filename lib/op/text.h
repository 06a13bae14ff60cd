/*
 * text.h - what the operator (text.c), its terms (text_terms.c) and its facts
 * (text_state.c) share
 *
 * A column of text becomes a column of numbers for each term of a vocabulary.  A term is
 * a word, or a run of up to N words with a blank between, or with --characters a run of
 * so many characters within a word.
 *
 * A word is a longest run of ASCII letters and digits, underscores and bytes above 127,
 * which are the letters of all other alphabets in UTF-8.  ASCII letters are made small;
 * nothing else is folded, and no locale is asked.
 *
 * What is learnt is in how many cells a term occurs; the weights of tf-idf follow from
 * that.  Memory while applying: 8 bytes for each term and row of a block.
 */
#ifndef OP_TEXT_H
#define OP_TEXT_H

#include "base/dict.h"
#include "base/hash.h"
#include "op/column.h"
#include "op/op.h"

enum { TERMS = 1000, GRAMS_MOST = 10, TERMS_MOST = 10000, BUCKETS_MOST = 1000000 };

/* How a cell is cut into terms. */
struct cutting {
	size_t grams;      /* of words: 1 to so many */
	size_t characters; /* > 0: of so many characters instead */
};

/* All terms of a cell in their order, repeats too. */
size_t terms_cut(
    const struct cutting *c, struct str cell, struct arena *mem, struct str **term);

/*
 * The same for struct subject, and one blank before them: which is no term, and counts
 * the cells with a value.
 */
size_t terms_split(
    const void *how, struct str cell, struct arena *mem, struct str **term);

/* A column: what was chosen, then learnt. */
struct terms {
	const struct method *method;
	struct cutting *cutting; /* owned: subjects point to it */
	uint64_t documents;      /* cells with a value */
	bool known;              /* documents was loaded */
	uint64_t announced;
	struct dict term;
	uint64_t *count; /* (term.n) documents that hold it */
	size_t room;

	/* Made of these by terms_settle(). */
	double *weight; /* (term.n) or NULL: 1 */
	size_t nname;
	struct str *name; /* (nname) in mem */
	struct arena mem;
};

struct text {
	struct subjects subjects; /* first: see op/column.h */
	size_t min_count, top, buckets, characters, max_columns;
	double max_share;
	bool binary, keep;
	uint64_t seed;
	struct terms *of; /* (subjects.n) */
	size_t room;
};

extern const struct method text_methods[]; /* ends with a row without name */

struct terms *terms_add(struct text *t, struct str column, const struct method *m);
bool terms_is_tfidf(const struct terms *s);

/* All terms are known: weights and names. */
void terms_settle(const struct text *t, struct terms *s, struct str column);

void text_save(const void *self, struct state_out *out, bool settled);
bool text_load(void *self, const struct facts *step, const struct fact *f, struct err *e);
bool text_loaded(void *self, const struct facts *step, bool settled, struct err *e);

#endif
