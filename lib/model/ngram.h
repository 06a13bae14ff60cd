/*
 * ngram.h - how likely texts are, by the runs of tokens they are made of
 *
 * A text is tokens with blanks between; <s> stands before the first and </s> behind the
 * last.  The probability of a token depends on the order - 1 tokens before it, or on all
 * there are since <s>.  Tokens that were not learnt are <unk>.
 *
 * Kneser-Ney, interpolated and modified (Chen & Goodman, "An empirical study of smoothing
 * techniques for language modeling", Harvard TR-10-98, 1998): with h the tokens before,
 *h' these without the first, a(g) the count of a run g,
 *
 *	p(w | h) = (a(hw) - D(a(hw))) / S(h) + b(h) p(w | h')
 *	S(h) = sum of a(hx) over x;  b(h) = sum of D(a(hx)) over x / S(h)
 *
 * and below the runs of one token 1 / V, V being the tokens that can come: those learnt,
 * </s> and <unk>.  The count of a run is how often it was seen where it is of the whole
 * order or begins with <s>; of others how many different tokens were seen before it.  D
 *is D1, D2 or D3 of counts of 1, 2 and more, by how many runs of that length have the
 *counts 1 to 4: n1 to n4,
 *
 *	Y = n1 / (n1 + 2 n2);  D1 = 1 - 2 Y n2 / n1;  D2 = 2 - 3 Y n3 / n2;
 *	D3 = 3 - 4 Y n4 / n3
 *
 * and 1/2, 1, 3/2 where some of these cannot be, as in small texts.
 *
 * Additive: p(w | h) = (c(hw) + k) / (sum of c(hx) + k V).
 *
 * Memory: each different run with its counts, some 100 bytes.
 */
#ifndef MODEL_NGRAM_H
#define MODEL_NGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/dict.h"

enum { NGRAM_MOST = 10 };

enum { TOKEN_UNKNOWN, TOKEN_BEGIN, TOKEN_END }; /* and those learnt behind them */

struct run {              /* of a table */
	double count;     /* a(g) */
	double total;     /* S(g) of what follows it */
	double follow[3]; /* how many of that have the count 1, 2, more */
};

struct run_table {       /* of runs of one length */
	struct dict key; /* their tokens' numbers */
	size_t room;
	struct run *of;
	double discount[3];
};

struct ngram {
	size_t order; /* 1 to NGRAM_MOST */
	double add;   /* additive with this k; 0: Kneser-Ney */
	struct dict token;

	/* What is kept: runs of the whole order, and shorter ones from <s> on. */
	struct dict kept; /* their tokens' numbers */
	uint64_t *count;  /* (kept.n) */
	size_t room;

	struct run_table *table; /* (order) made by ngram_ready(): runs of 1, 2, ... */
	struct run root;
};

void ngram_start(struct ngram *m, size_t order, double add);
void ngram_free(struct ngram *m);

/* The token's text as it is a mark: <s>, </s> or <unk>. */
bool ngram_is_mark(struct str token);

/* The next token of a text, which is cut off it; false: there is none. */
bool ngram_token(struct str *text, struct str *token);

/*
 * A text as numbers, with those of <s> and </s>: n of them, in room for text.n / 2 + 3.
 * A token that the model does not have is TOKEN_UNKNOWN.
 */
size_t ngram_numbers(const struct ngram *m, struct str text, uint32_t *number);

/* These numbers were seen so many times. */
void ngram_learn(struct ngram *m, const uint32_t *number, size_t n, uint64_t times);

/* A run and its count, as it is kept: false where there cannot be such a run. */
bool ngram_keep(struct ngram *m, struct str text, uint64_t count);

/* All has been seen; then these may be asked. */
void ngram_ready(struct ngram *m);
double ngram_probability(
    const struct ngram *m, const uint32_t *before, size_t n, uint32_t token);

struct ngram_score {
	size_t tokens, unknown;
	double log_probability; /* to the base e, </s> included */
};

struct ngram_score ngram_score(const struct ngram *m, const uint32_t *number, size_t n);

/* exp(-log_probability / (tokens + texts)): </s> is foretold, too. */
double ngram_perplexity(double log_probability, double tokens, double texts);

#endif
