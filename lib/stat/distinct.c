/*
 * distinct.c - counting distinct texts
 *
 * The estimate is Ertl's improved raw estimator ("New cardinality estimation
 * algorithms for HyperLogLog sketches", 2017, arXiv:1702.01284, section 2).  Unlike
 * Flajolet's it needs no switch to linear counting for small numbers, has no bias
 * where that switch would be, and no logarithm: sums and products in a fixed order give
 * the same bits everywhere.
 */
#include "stat/distinct.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/hash.h"

enum {
	INDEX_BITS = 14,
	RANK_MAX = 64 - INDEX_BITS + 1 /* of a hash whose other bits are all 0 */
};

/* One for each rank, none and RANK_MAX included. */
static const char letter[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
_Static_assert(sizeof(letter) == RANK_MAX + 2, "a letter for each rank");

/*
 * The top bits choose the register; it holds the largest rank of the others, which is
 * the place of their first 1, counted from 1.  Sooner or later nearly every hash is
 * turned away by the first look.
 */
static inline void
registers_add(uint8_t *reg, uint64_t hash)
{
	uint64_t rest = hash << INDEX_BITS | (uint64_t)1 << (INDEX_BITS - 1);
	uint8_t *r = &reg[hash >> (64 - INDEX_BITS)], rank = 1;

	if (*r > 0 && rest >> (64 - *r) != 0)
		return;
	for (; rest >> 63 == 0; rest <<= 1)
		rank++;
	*r = rank;
}

/*
 * The short texts met last, at a place that their bytes choose.  Columns that are worth
 * a table have few values, and most of these a few bytes: comparing eight bytes with
 * eight finds them without hashing.  No text holds a NUL, so zeros can fill the eight.
 */
struct recent {
	uint64_t word;
	size_t i; /* of the text */
};

enum { RECENT_BITS = 6, SHORT = 8 };

static inline struct recent *
recent_of(const struct distinct *d, uint64_t word)
{
	return &d->recent[word * UINT64_C(0x9e3779b97f4a7c15) >> (64 - RECENT_BITS)];
}

/* One text more than the limit: the table's texts go over into the registers. */
static void
overflow(struct distinct *d)
{
	d->over = true;
	d->reg = mem_alloc(DISTINCT_REGISTERS, sizeof(*d->reg));
	for (size_t i = 0; i < d->texts.n; i++) {
		struct str text = dict_key(&d->texts, i);

		registers_add(d->reg, hash_text(text.p, text.n));
	}
	dict_clear(&d->texts);
	free(d->count);
	d->count = NULL;
	d->room = 0;
	free(d->recent);
	d->recent = NULL;
}

/* Into the table, which then may run over.  Returns the number of the text. */
static size_t
table_add(struct distinct *d, struct str text, uint64_t hash, uint64_t times)
{
	size_t n = d->texts.n, i = dict_add_hashed(&d->texts, text, hash);

	if (i == n) {
		d->count = mem_grow(d->count, &d->room, n + 1, sizeof(*d->count));
		d->count[i] = 0;
	}
	d->count[i] += times;
	if (d->texts.n > d->limit)
		overflow(d);
	return i;
}

void
distinct_add(struct distinct *d, struct str text, uint64_t times)
{
	uint64_t hash;

	if (times == 0)
		return;
	hash = hash_text(text.p, text.n);
	if (d->over)
		registers_add(d->reg, hash);
	else
		table_add(d, text, hash, times);
}

/* A text, while the table holds. */
static inline void
one_add(struct distinct *d, struct str text)
{
	struct recent *r;
	uint64_t word;
	size_t i;

	if (text.n == 0 || text.n > SHORT || d->recent == NULL) {
		table_add(d, text, hash_text(text.p, text.n), 1);
		return;
	}
	word = bytes_load_few(text.p, text.n);
	r = recent_of(d, word);
	if (r->word == word) {
		d->count[r->i]++;
		return;
	}
	i = table_add(d, text, hash_text(text.p, text.n), 1);
	if (!d->over)
		*r = (struct recent){ word, i };
}

void
distinct_add_each(struct distinct *d, const struct str *text, size_t n)
{
	enum { RUN = 256, WORTHWHILE = 64 }; /* texts at once */
	uint64_t hash[RUN];
	size_t i = 0;

	if (!d->over && d->recent == NULL && n >= WORTHWHILE)
		d->recent = mem_alloc((size_t)1 << RECENT_BITS, sizeof(*d->recent));
	while (i < n && !d->over)
		one_add(d, text[i++]);
	for (size_t run; i < n; i += run) {
		run = n - i < RUN ? n - i : RUN;
		hash_texts(text + i, run, hash);
		for (size_t k = 0; k < run; k++)
			registers_add(d->reg, hash[k]);
	}
}

void
distinct_merge(struct distinct *d, const struct distinct *other)
{
	if (other->over && !d->over)
		overflow(d);
	for (size_t i = 0; other->over && i < DISTINCT_REGISTERS; i++)
		if (other->reg[i] > d->reg[i])
			d->reg[i] = other->reg[i];
	for (size_t i = 0; i < other->texts.n; i++)
		distinct_add(d, dict_key(&other->texts, i), other->count[i]);
}

void
distinct_free(struct distinct *d)
{
	dict_clear(&d->texts);
	free(d->count);
	free(d->recent);
	free(d->reg);
	*d = (struct distinct){ .limit = d->limit };
}

/* x + sum of x^(2^k) * 2^(k-1), k = 1, 2, ...; x < 1 */
static double
sigma(double x)
{
	double sum = x, weight = 1, before;

	do {
		before = sum;
		x *= x;
		sum += x * weight;
		weight *= 2;
	} while (sum != before);
	return sum;
}

/*
 * m^2 / (2 ln 2) over m * sigma(C[0] / m) + sum of C[k] / 2^k, where C[k] counts the
 * registers that hold k.  Ertl's term for registers at their maximum is left out: with
 * 64-bit hashes it begins to count beyond 2^60 texts.
 */
static double
estimate(const uint8_t *reg)
{
	static const double half_over_ln2 = 0.72134752044448170368;
	const double m = DISTINCT_REGISTERS;
	double holding[RANK_MAX + 1] = { 0 }, sum = 0;

	for (size_t i = 0; i < DISTINCT_REGISTERS; i++)
		holding[reg[i]]++;
	if (holding[0] == m)
		return 0;
	for (int k = RANK_MAX; k >= 1; k--)
		sum = (sum + holding[k]) / 2;
	sum += m * sigma(holding[0] / m);
	return half_over_ln2 * m * m / sum;
}

double
distinct_number(const struct distinct *d)
{
	if (!d->over)
		return (double)d->texts.n;
	double least = (double)d->limit + 1;
	double number = (double)(uint64_t)(estimate(d->reg) + 0.5);

	return number > least ? number : least;
}

double
distinct_error(const struct distinct *d)
{
	return d->over ? 1.04 / (1 << (INDEX_BITS / 2)) : 0;
}

struct counted {
	struct str text;
	uint64_t count;
	size_t i;
};

static int
counted_order(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return str_order(x->text, y->text);
}

size_t *
distinct_order(const struct distinct *d)
{
	size_t n = d->texts.n;
	struct counted *c = mem_alloc(n + 1, sizeof(*c));
	size_t *order = mem_alloc(n + 1, sizeof(*order));

	for (size_t i = 0; i < n; i++)
		c[i] = (struct counted){ dict_key(&d->texts, i), d->count[i], i };
	qsort(c, n, sizeof(*c), counted_order);
	for (size_t i = 0; i < n; i++)
		order[i] = c[i].i;
	free(c);
	return order;
}

void
distinct_save(const struct distinct *d, char *letters)
{
	for (size_t i = 0; i < DISTINCT_REGISTERS; i++)
		letters[i] = letter[d->reg[i]];
}

bool
distinct_load(struct distinct *d, struct str letters)
{
	if (letters.n != DISTINCT_REGISTERS || d->limit == SIZE_MAX)
		return false;
	uint8_t *reg = mem_alloc(DISTINCT_REGISTERS, sizeof(*reg));
	for (size_t i = 0; i < DISTINCT_REGISTERS; i++) {
		const char *at = memchr(letter, letters.p[i], sizeof(letter) - 1);

		if (at == NULL) {
			free(reg);
			return false;
		}
		reg[i] = (uint8_t)(at - letter);
	}
	d->over = true;
	d->reg = reg;
	return true;
}
