/*
 * association.c - see association.h
 */
#include "stat/association.h"

#include <math.h>
#include <stdlib.h>

void
association_number(struct association *a, double x, double label)
{
	a->number = mem_grow(a->number, &a->room, a->n + 1, sizeof(*a->number));
	a->number[a->n++] = (struct weighted){ x, label };
}

void
association_forget_numbers(struct association *a)
{
	free(a->number);
	a->number = NULL;
	a->n = a->room = 0;
}

void
association_merge(struct association *a, const struct association *other)
{
	for (size_t i = 0; i < other->n; i++)
		association_number(a, other->number[i].x, other->number[i].w);
	a->missing.n[0] += other->missing.n[0];
	a->missing.n[1] += other->missing.n[1];
	distinct_merge(&a->positive, &other->positive);
}

void
association_free(struct association *a)
{
	association_forget_numbers(a);
	distinct_free(&a->positive);
}

/* ---- groups: the rows of one value each, in the order of their rank ---- */

static uint64_t
rows_of(struct labelled g)
{
	return g.n[0] + g.n[1];
}

static struct labelled
plus(struct labelled a, struct labelled b)
{
	return (struct labelled){ { a.n[0] + b.n[0], a.n[1] + b.n[1] } };
}

static struct labelled
minus(struct labelled a, struct labelled b)
{
	return (struct labelled){ { a.n[0] - b.n[0], a.n[1] - b.n[1] } };
}

static struct labelled
total_of(const struct labelled *g, size_t n)
{
	struct labelled total = { { 0, 0 } };

	for (size_t i = 0; i < n; i++)
		total = plus(total, g[i]);
	return total;
}

/*
 * Pairs of a positive and a negative row that the ranks put right, a tie as half, of
 * all pairs.  The half pairs are whole numbers, and exact below 2^53 of them.
 */
static double
auc_of(const struct labelled *g, size_t n)
{
	struct labelled total = total_of(g, n);
	double right = 0, below = 0;

	if (total.n[0] == 0 || total.n[1] == 0)
		return NAN;
	for (size_t i = 0; i < n; i++) {
		double negative = (double)g[i].n[0];

		right += (double)g[i].n[1] * (2 * below + negative);
		below += negative;
	}
	double auc = right / 2 / (double)total.n[1] / (double)total.n[0];
	return auc < 0.5 ? 1 - auc : auc;
}

static double
odds_of(struct labelled g)
{
	return ((double)g.n[1] + 0.5) / ((double)g.n[0] + 0.5);
}

static struct split
split_at(enum usual usual, struct labelled in, struct labelled total)
{
	struct split s = { .usual = usual, .in = in, .out = minus(total, in) };

	if (rows_of(s.in) < SPLIT_ROWS || rows_of(s.out) < SPLIT_ROWS)
		return (struct split){ .usual = USUAL_NONE, .odds = 1 };
	s.odds = odds_of(s.out) / odds_of(s.in);
	if (s.odds < 1)
		s.odds = 1 / s.odds;
	return s;
}

static struct split
split_missing(struct labelled missing, struct labelled total)
{
	if (2 * rows_of(missing) >= rows_of(total))
		return split_at(USUAL_MISSING, missing, total);
	return split_at(USUAL_PRESENT, minus(total, missing), total);
}

/*
 * The split of the two that tells more: by the most frequent value, group number
 * *which, where it is frequent enough, or by missing.
 */
static struct split
split_of(const struct labelled *g, size_t n, struct labelled missing, enum usual kind,
    size_t *which)
{
	struct labelled total = plus(total_of(g, n), missing);
	struct split by_missing = split_missing(missing, total), by_value;

	*which = 0;
	for (size_t i = 1; i < n; i++)
		if (rows_of(g[i]) > rows_of(g[*which]))
			*which = i;
	if (n == 0 || (double)rows_of(g[*which]) < SPLIT_SHARE * (double)rows_of(total))
		return by_missing;
	by_value = split_at(kind, g[*which], total);
	return by_value.odds >= by_missing.odds ? by_value : by_missing;
}

/* ---- numbers ---- */

struct suspicion
suspicion_of_numbers(struct association *a)
{
	struct labelled *g = mem_alloc(a->n + 2, sizeof(*g)), *value = g + 1;
	double *x = mem_alloc(a->n + 1, sizeof(*x));
	struct suspicion s;
	size_t n = 0, which;

	weighted_sort(a->number, a->n);
	for (size_t i = 0; i < a->n; i++) {
		if (i == 0 || a->number[i].x > a->number[i - 1].x)
			x[n++] = a->number[i].x;
		value[n - 1].n[a->number[i].w > 0]++;
	}
	g[0] = value[n] = a->missing;
	double below = auc_of(g, n + 1), above = auc_of(value, n + 1);
	s.auc = below > above ? below : above;
	s.split = split_of(value, n, a->missing, USUAL_NUMBER, &which);
	if (s.split.usual == USUAL_NUMBER)
		s.split.number = x[which];
	free(g);
	free(x);
	return s;
}

/* ---- texts ---- */

/* By the share of positives: a.n[1] / rows_of(a) against the same of b. */
static int
share_order(const void *a, const void *b)
{
	const struct labelled *x = a, *y = b;
	double left = (double)x->n[1] * (double)y->n[0];
	double right = (double)y->n[1] * (double)x->n[0];

	return (left > right) - (left < right);
}

/* Texts with the same share rank the same: join them. */
static size_t
groups_by_share(struct labelled *g, size_t n)
{
	size_t joined = 0;

	qsort(g, n, sizeof(*g), share_order);
	for (size_t i = 0; i < n; i++)
		if (joined > 0 && share_order(&g[joined - 1], &g[i]) == 0)
			g[joined - 1] = plus(g[joined - 1], g[i]);
		else
			g[joined++] = g[i];
	return joined;
}

struct suspicion
suspicion_of_texts(const struct association *a, const struct distinct *all)
{
	struct suspicion s = { .auc = NAN };
	size_t n = all->texts.n, which;
	struct labelled *g = mem_alloc(n + 1, sizeof(*g));
	uint64_t rows = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = dict_find(&a->positive.texts, dict_key(&all->texts, i));

		g[i].n[1] = at == DICT_NONE ? 0 : a->positive.count[at];
		g[i].n[0] = all->count[i] - g[i].n[1];
		rows += all->count[i];
	}
	s.split = split_of(g, n, a->missing, USUAL_TEXT, &which);
	if (s.split.usual == USUAL_TEXT)
		s.split.text = dict_key(&all->texts, which);
	if (rows >= ROWS_A_TEXT * n) {
		size_t ngroup = n;

		if (rows_of(a->missing) > 0)
			g[ngroup++] = a->missing;
		s.auc = auc_of(g, groups_by_share(g, ngroup));
	}
	free(g);
	return s;
}
