/*
 * ngram.c - see ngram.h
 */
#include "model/ngram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/mem.h"

static const char *const marks[] = { "<unk>", "<s>", "</s>" };

/* ---- tokens ---- */

void
ngram_start(struct ngram *m, size_t order, double add)
{
	*m = (struct ngram){ .order = order, .add = add };
	for (size_t i = 0; i < 3; i++)
		dict_add(&m->token, str_of(marks[i]));
}

bool
ngram_is_mark(struct str token)
{
	for (size_t i = 0; i < 3; i++)
		if (str_equal(token, str_of(marks[i])))
			return true;
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool
ngram_token(struct str *text, struct str *token)
{
	while (text->n > 0 && is_blank(*text->p)) {
		text->p++;
		text->n--;
	}
	*token = (struct str){ text->p, 0 };
	while (text->n > 0 && !is_blank(*text->p)) {
		text->p++;
		text->n--;
		token->n++;
	}
	return token->n > 0;
}

size_t
ngram_numbers(const struct ngram *m, struct str text, uint32_t *number)
{
	struct str token;
	size_t n = 0;

	number[n++] = TOKEN_BEGIN;
	while (ngram_token(&text, &token)) {
		size_t i = dict_find(&m->token, token);

		number[n++] = i == DICT_NONE ? TOKEN_UNKNOWN : (uint32_t)i;
	}
	number[n++] = TOKEN_END;
	return n;
}

/* ---- counting ---- */

static struct str
run_key(const uint32_t *number, size_t n)
{
	return (struct str){ (const char *)number, n * sizeof(*number) };
}

static void
run_count(struct ngram *m, const uint32_t *number, size_t n, uint64_t times)
{
	size_t known = m->kept.n, i = dict_add(&m->kept, run_key(number, n));

	if (i == known) {
		m->count = mem_grow(m->count, &m->room, known + 1, sizeof(*m->count));
		m->count[i] = 0;
	}
	m->count[i] += times;
}

void
ngram_learn(struct ngram *m, const uint32_t *number, size_t n, uint64_t times)
{
	for (size_t i = 1; i < n; i++) {
		size_t many = i + 1 < m->order ? i + 1 : m->order;

		run_count(m, number + i + 1 - many, many, times);
	}
}

/* <s> comes first alone and </s> last alone; a short run begins with <s>. */
static bool
run_can_be(const struct ngram *m, const uint32_t *number, size_t n)
{
	if (n == 0 || number[n - 1] == TOKEN_BEGIN ||
	    (n < m->order && number[0] != TOKEN_BEGIN))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((number[i] == TOKEN_BEGIN && i > 0) ||
		    (number[i] == TOKEN_END && i + 1 < n))
			return false;
	return true;
}

bool
ngram_keep(struct ngram *m, struct str text, uint64_t count)
{
	uint32_t number[NGRAM_MOST];
	struct str token;
	size_t n = 0, known = m->kept.n;

	while (ngram_token(&text, &token)) {
		if (n == m->order)
			return false;
		number[n++] = (uint32_t)dict_add(&m->token, token);
	}
	if (count == 0 || !run_can_be(m, number, n))
		return false;
	run_count(m, number, n, count);
	return m->kept.n > known;
}

/* ---- what follows from the counts ---- */

static struct run *
run_add(struct run_table *t, struct str key)
{
	size_t known = t->key.n, i = dict_add(&t->key, key);

	if (i == known) {
		t->of = mem_grow(t->of, &t->room, known + 1, sizeof(*t->of));
		t->of[i] = (struct run){ 0 };
	}
	return &t->of[i];
}

static struct run *
run_find(const struct run_table *t, const uint32_t *number, size_t n)
{
	size_t i = dict_find(&t->key, run_key(number, n));

	return i == DICT_NONE ? NULL : &t->of[i];
}

/* Runs that are kept, and of each length what the next longer ones end in. */
static void
counts_take(struct ngram *m)
{
	for (size_t i = 0; i < m->kept.n; i++) {
		struct str key = dict_key(&m->kept, i);

		run_add(&m->table[key.n / sizeof(uint32_t) - 1], key)->count =
		    (double)m->count[i];
	}
	for (size_t k = m->order; k-- > 1;)
		for (size_t i = 0; i < m->table[k].key.n; i++) {
			struct str key = dict_key(&m->table[k].key, i);

			key.p += sizeof(uint32_t);
			key.n -= sizeof(uint32_t);
			run_add(&m->table[k - 1], key)->count++;
		}
}

/* What follows each run, in all. */
static void
totals_take(struct ngram *m)
{
	for (size_t k = 0; k < m->order; k++)
		for (size_t i = 0; i < m->table[k].key.n; i++) {
			struct str key = dict_key(&m->table[k].key, i);
			double count = m->table[k].of[i].count;
			struct run *before = &m->root;

			if (!(count > 0))
				continue;
			key.n -= sizeof(uint32_t);
			if (k > 0)
				before = run_add(&m->table[k - 1], key);
			before->total += count;
			before->follow[count >= 3 ? 2 : (size_t)count - 1]++;
		}
}

static void
discounts_find(struct run_table *t)
{
	static const double small[] = { 0.5, 1, 1.5 };
	double n[4] = { 0 }, y;

	for (size_t i = 0; i < t->key.n; i++)
		if (t->of[i].count >= 1 && t->of[i].count <= 4)
			n[(size_t)t->of[i].count - 1]++;
	y = n[0] / (n[0] + 2 * n[1]);
	for (size_t i = 0; i < 3; i++) {
		double d = (double)(i + 1) - (double)(i + 2) * y * n[i + 1] / n[i];

		t->discount[i] = d;
		if (!(d >= 0 && d <= (double)(i + 1)) || n[i + 1] == 0) {
			memcpy(t->discount, small, sizeof(small));
			return;
		}
	}
}

void
ngram_ready(struct ngram *m)
{
	m->table = mem_alloc(m->order, sizeof(*m->table));
	counts_take(m);
	totals_take(m);
	for (size_t k = 0; k < m->order; k++)
		discounts_find(&m->table[k]);
}

void
ngram_free(struct ngram *m)
{
	for (size_t k = 0; m->table != NULL && k < m->order; k++) {
		dict_clear(&m->table[k].key);
		free(m->table[k].of);
	}
	free(m->table);
	free(m->count);
	dict_clear(&m->kept);
	dict_clear(&m->token);
}

/* ---- probabilities ---- */

static const struct run *
before_find(const struct ngram *m, const uint32_t *number, size_t n)
{
	return n == 0 ? &m->root : run_find(&m->table[n - 1], number, n);
}

/* Those that can come: all but <s>. */
static double
vocabulary(const struct ngram *m)
{
	return (double)m->token.n - 1;
}

/* number[0..n-1] are the tokens before, and number[n] is the one asked for. */
static double
additive(const struct ngram *m, const uint32_t *number, size_t n)
{
	const struct run *before = before_find(m, number, n);
	const struct run *run = run_find(&m->table[n], number, n + 1);
	double count = run != NULL ? run->count : 0;
	double total = before != NULL ? before->total : 0;

	return (count + m->add) / (total + m->add * vocabulary(m));
}

/* From no token before up to n of them, as far as these were seen. */
static double
kneser_ney(const struct ngram *m, const uint32_t *number, size_t n)
{
	double p = 1 / vocabulary(m);

	for (size_t k = 0; k <= n; k++) {
		const uint32_t *from = number + n - k;
		const struct run *before = before_find(m, from, k), *run;
		const double *d = m->table[k].discount;
		double left, kept = 0;

		if (before == NULL || !(before->total > 0))
			break;
		left = d[0] * before->follow[0] + d[1] * before->follow[1] +
		       d[2] * before->follow[2];
		run = run_find(&m->table[k], from, k + 1);
		if (run != NULL && run->count > 0)
			kept =
			    run->count - d[run->count >= 3 ? 2 : (size_t)run->count - 1];
		p = (kept + left * p) / before->total;
	}
	return p;
}

double
ngram_probability(const struct ngram *m, const uint32_t *before, size_t n, uint32_t token)
{
	uint32_t number[NGRAM_MOST];
	size_t most = n < m->order - 1 ? n : m->order - 1;

	memcpy(number, before + n - most, most * sizeof(*number));
	number[most] = token;
	return m->add > 0 ? additive(m, number, most) : kneser_ney(m, number, most);
}

struct ngram_score
ngram_score(const struct ngram *m, const uint32_t *number, size_t n)
{
	struct ngram_score s = { .tokens = n - 2 };

	for (size_t i = 1; i < n; i++) {
		s.log_probability +=
		    elementary_log(ngram_probability(m, number, i, number[i]));
		s.unknown += number[i] == TOKEN_UNKNOWN;
	}
	return s;
}

double
ngram_perplexity(double log_probability, double tokens, double texts)
{
	return elementary_exp(-log_probability / (tokens + texts));
}
